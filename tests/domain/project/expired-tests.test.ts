/** A security test that has expired reopens its gate, a report in force lifts it again, and a system in use is tested again every year. */
import { dueOf, openCase } from './cases';
import { askForAcceptance, panel, reports, toAcceptance, toOperation } from './course';
import * as county from './data-resources';
import { deciding, material, reachClock, tryAct, unmetCodes, type World } from './world';

const expiring = { verdict: 'passed', validUntil: '2026-12-31' };
const made = { org: 'tester', until: '2099-12-31' };

describe("Huai'an (HA-12.5b)", () => {
  const kinds = reports().map(({ kind }) => kind);

  /** Accepted in June, with reports that are in force until the end of the year. */
  const accepted = (): World => {
    const world = toAcceptance();
    askForAcceptance(world);
    panel(world, 'passed');
    const dated = kinds.map((kind) => [kind, material(kind, expiring, made)] as const);
    world.state = { ...world.state, materials: { ...world.state.materials, ...Object.fromEntries(dated) } };
    return world;
  };
  const use = (world: World, attach = [] as ReturnType<typeof material>[]) =>
    tryAct(
      world,
      'applicant',
      deciding(world, 'putInUse', { attach: [material('opsRules'), material('emergencyPlan'), ...attach] }),
    );

  test('on the last day of its validity a report still counts; the day after, the gate is shut, says why and what lifts it', () => {
    const intime = accepted();
    intime.at = '2026-12-31';
    expect(use(intime)).toEqual([]);
    const late = accepted();
    late.at = '2027-01-01';
    const [gate] = use(late).flatMap(({ unmet = [] }) => unmet);
    expect([gate?.code, gate?.basis, gate?.missing]).toEqual(['securityLapsed', 'HA-12.5b', kinds]);
    expect([gate?.zh.includes('恢复'), gate?.en.includes('lifts this')]).toEqual([true, true]);
  });

  test.each(reports().map(({ kind }) => kind))('%s alone, expired, is enough to shut it', (kind) => {
    const world = accepted();
    world.at = '2027-01-01';
    const others = kinds.filter((each) => each !== kind);
    const renewed = others.map((each) =>
      material(each, { verdict: 'passed', validUntil: '2027-12-31' }, made),
    );
    const [gate] = use(world, renewed).flatMap(({ unmet = [] }) => unmet);
    expect(gate?.missing).toEqual([kind]);
  });

  test('new reports of a qualified body lift it; those of another, or failed ones, do not', () => {
    const world = accepted();
    world.at = '2027-01-01';
    const renewed = (verdict: string, author = made) =>
      kinds.map((kind) => material(kind, { verdict, validUntil: '2027-12-31' }, author));
    expect(unmetCodes(use(world, renewed('failed')))).toEqual(['securityLapsed']);
    const unfit = { org: 'tester', until: '2026-12-31' };
    expect(new Set(unmetCodes(use(world, renewed('passed', unfit))))).toEqual(new Set(['material/author']));
    expect(use(world, renewed('passed'))).toEqual([]);
    expect(world.state.status).toBe('inUse');
  });

  test('in use it is tested again every year; a retest that fails is rectified and tested again, and late it is marked (HA-16.2)', () => {
    const project = toOperation();
    expect(reachClock(project, 'operation/retesting')).toMatchObject({ due: '2028-06-02' });
    expect(dueOf(project)).toContain('open securityRetest');
    const world = openCase(project, 'securityRetest');
    const hand = (fields: object) =>
      tryAct(
        world,
        'applicant',
        deciding(world, 'retest', { attach: [material('retestReport', { ...fields }, made)] }),
      );
    expect(hand({ verdict: 'failed' })).toEqual([]);
    const judge = (outcome: string) => tryAct(world, 'tech', deciding(world, 'judge', { outcome }));
    expect(unmetCodes(judge('passed'))).toEqual(['retestNotPassed']);
    expect(judge('failed')).toEqual([]);
    expect(reachClock(world, 'securityRetest/retestBy')).toMatchObject({ overdue: true });
    expect(hand({ verdict: 'passed' })).toEqual([]);
    expect(judge('passed')).toEqual([]);
    expect(world.state.ended.at(-1)?.outcome).toBe('passed');
  });
});

describe('the county data measures (DATA-21.1)', () => {
  const tests = ['protectionReport', 'performanceReport'];
  const accepted = (fields: object): World => {
    const world = county.toAcceptance();
    const attach = county
      .acceptancePapers()
      .map((paper) => (tests.includes(paper.kind) ? material(paper.kind, { ...fields }, made) : paper));
    county.does(world, 'owner', 'request', { fields: county.allAssets, attach });
    county.does(world, 'data', 'file');
    county.does(world, 'data', 'accept', { outcome: 'passed' });
    return world;
  };

  test('what joins the platform is not put in use on an expired test; a report in force lifts this', () => {
    const world = accepted(expiring);
    world.at = '2027-01-01';
    expect(county.unmet(world, 'owner', 'putInUse')).toEqual(['testLapsed']);
    const attach = tests.map((kind) => material(kind, { verdict: 'passed', validUntil: '2027-12-31' }, made));
    county.does(world, 'owner', 'putInUse', { attach });
    expect(world.state.status).toBe('inUse');
  });

  test('a report that names no validity does not expire: the text gives none', () => {
    const world = accepted({ verdict: 'passed' });
    world.at = '2030-01-01';
    expect(county.unmet(world, 'owner', 'putInUse')).toEqual([]);
  });

  test('acceptance is not asked for with a test that has expired already', () => {
    const world = county.toAcceptance();
    const attach = county
      .acceptancePapers()
      .map((paper) =>
        paper.kind === 'protectionReport'
          ? material(paper.kind, { verdict: 'passed', validUntil: '2026-03-01' }, made)
          : paper,
      );
    expect(county.unmet(world, 'owner', 'request', { fields: county.allAssets, attach })).toEqual([
      'notTested',
    ]);
  });
});
