/** What an evaluation does to the next money, and the supplier's term that nothing inside stops: Huai'an, Luohe and Xiangtan. */
import type { Actor, Fields } from '../../../domain/project/commands';
import { dueOf, openCase } from './cases';
import { toOperation } from './course';
import * as lh from './luohe';
import * as xt from './xiangtan';
import {
  deciding,
  material,
  must,
  open,
  people,
  personOf,
  policy,
  reachClock,
  tryAct,
  type World,
} from './world';

const unmet = (world: World, who: Actor, step: string, more: Parameters<typeof deciding>[2]) =>
  tryAct(world, who, deciding(world, step, more)).flatMap((refusal) => refusal.unmet ?? []);

/** A project in use whose latest evaluation came to this score. */
function evaluated(project: World, lastScore: number | null): World {
  project.state = { ...project.state, facts: { ...project.state.facts, lastScore } };
  return project;
}

function underway(world: World, ...openCases: readonly string[]): World {
  if (world.outside !== undefined) world.outside = { ...world.outside, openCases };
  return world;
}

describe('money of the next year in Huai’an (HA-15.2)', () => {
  const asked = (lastScore: number | null, nextAmount = 2_000_000): World => {
    const facts: Fields = { budgetYear: 2027, thisYearMoney: 1_000_000, nextAmount };
    const world = openCase(evaluated(toOperation(), lastScore), 'nextYearBudget', { facts });
    must(world, 'applicant', deciding(world, 'ask'));
    must(world, 'cyberspace', deciding(world, 'weigh'));
    return world;
  };
  const grant = { outcome: 'granted' };

  test.each([
    [59, 1_000_001, ['scoreTooLow']],
    [59, 1_000_000, []],
    [60, 2_000_000, []],
    [null, 2_000_000, []],
  ])('with a score of %j a request for %i fen answers %j', (score, amount, codes) => {
    const refused = unmet(asked(score, amount), people.general, 'arrange', grant);
    expect(refused.map(({ code, basis }) => [code, basis])).toEqual(codes.map((code) => [code, 'HA-15.2']));
  });

  test('an evaluation that is due and not closed bars it; closed, the money becomes that of the project', () => {
    const world = underway(asked(88), 'performanceEvaluation');
    expect(unmet(world, people.general, 'arrange', grant)).toMatchObject([
      { code: 'evaluationOpen', basis: 'HA-15.2' },
    ]);
    must(underway(world), 'general', deciding(world, 'arrange', grant));
    expect([world.state.status, dueOf(world)]).toEqual(['closed', ['set nextYearMoney 2000000']]);
  });

  test('only the Cyberspace Office lets more than this year pass after a poor evaluation, and it may still be refused', () => {
    const world = asked(40);
    const waive = { type: 'waive', code: 'scoreTooLow', comment: '系统关键，须增加' } as const;
    expect(tryAct(world, 'applicant', waive).map(({ code }) => code)).toEqual(['project/not-permitted']);
    must(world, 'cyberspace', waive);
    must(world, 'general', deciding(world, 'arrange', grant));
    expect(world.state.ended.at(-1)?.outcome).toBe('granted');
    const other = asked(40);
    must(other, 'general', deciding(other, 'arrange', { outcome: 'refused' }));
    expect(other.state.ended.at(-1)?.outcome).toBe('refused');
  });
});

describe('money in Xiangtan (XT-33.2)', () => {
  const asked = (lastScore: number | null): World => {
    const world = openCase(evaluated(xt.toOperation(), lastScore), 'fundApplication', {
      facts: { amount: 100 },
    });
    xt.does(world, 'owner', 'ask');
    return world;
  };
  const grant = { outcome: 'granted' };

  test.each([
    [59, ['scoreTooLow']],
    [60, []],
    [null, []],
  ])('a score of %j answers %j', (score, codes) => {
    expect(xt.unmet(asked(score), 'finance', 'arrange', grant)).toEqual(codes);
  });

  test('an open assessment bars it until it is closed, and the competent authority may make an exception for a low score', () => {
    const world = underway(asked(30), 'performanceAssessment');
    const refused = unmet(world, xt.cast.finance, 'arrange', grant);
    expect(refused.map(({ code, basis }) => [code, basis])).toEqual([
      ['assessmentOpen', 'XT-33.2'],
      ['scoreTooLow', 'XT-33.2'],
    ]);
    must(world, xt.cast.authority, { type: 'waive', code: 'scoreTooLow', comment: '民生系统' });
    xt.does(underway(world), 'finance', 'arrange', grant);
    expect(world.state.ended.at(-1)?.outcome).toBe('granted');
  });
});

describe('what suppliers are paid by (保障中小企业款项支付条例 9, 10, 14)', () => {
  const asked = (deliveredOn: string): World => {
    const project = lh.toOperation();
    return openCase(project, 'fundApplication', {
      facts: { amount: 100, costLine: 'projectCost', deliveredOn },
    });
  };

  test('in Luohe thirty days run from the delivery, not from the request; neither a return nor a suspension stops them', () => {
    const world = asked('2026-03-02');
    lh.does(world, 'owner', 'ask');
    const clock = () => world.state.clocks['fundApplication/payBy'];
    expect(clock()).toMatchObject({ from: '2026-03-02', due: '2026-04-01', basis: 'BZ-9' });
    world.at = '2026-03-20';
    lh.does(world, 'authority', 'checkMoney', { outcome: 'returned' });
    expect(clock()).toMatchObject({ due: '2026-04-01', status: 'running' });
    lh.does(world, 'owner', 'ask');
    expect(clock()).toMatchObject({ due: '2026-04-01', status: 'running' });
    must(world, lh.cast.authority, { type: 'suspend', comment: '内部审计' });
    expect(clock()).toMatchObject({ due: '2026-04-01', status: 'running' });
    expect(reachClock(world, 'fundApplication/payBy')).toMatchObject({ overdue: true });
  });

  test('a delivery that lies ahead is no delivery (BZ-10)', () => {
    expect(lh.unmet(asked('2026-03-03'), 'owner', 'ask')).toEqual(['deliveredLater']);
  });

  test.each([
    ['huaian', 'payment'],
    ['luohe', 'fundApplication'],
  ])('%s never stops the term of %s', (file, type) => {
    const clock = policy(`${file}.yaml`).cases[type]?.clocks['payBy'];
    expect(clock).toMatchObject({
      length: 30,
      unit: 'days',
      since: 'deliveredOn',
      neverStops: true,
      basis: 'BZ-9',
    });
  });
});

describe('certificates of training (XT-32.1, OA-5.12)', () => {
  test.each([
    ['xiangtan', 'personnelAuthority', '2026-03-01', ['certificateExpired']],
    ['xiangtan', 'personnelAuthority', '2026-03-02', []],
    ['xiangtan', 'personnelAuthority', null, []],
    ['office', 'trainingOffice', '2026-03-01', ['certificateExpired']],
    ['office', 'trainingOffice', '2026-03-02', []],
  ])('in %s one that is valid until %s %s answers %j', (file, role, validUntil, codes) => {
    const pack = policy(`${file}.yaml`);
    const facts: Fields = { trainee: '学员', ...(file === 'xiangtan' ? { age: 50 } : {}) };
    const world = open({ pack, facts, case: { type: 'staffTraining' } });
    must(world, 'applicant', deciding(world, 'enrol'));
    const certifier = personOf(pack.ref.id, 'certifier', 'school', role);
    const fields = file === 'office' ? { fields: { securityTaught: true } } : {};
    const attach = [material('certificate', validUntil === null ? {} : { validUntil })];
    expect(
      unmet(world, certifier, 'certify', { outcome: 'passed', attach, ...fields }).map(({ code }) => code),
    ).toEqual(codes);
  });
});
