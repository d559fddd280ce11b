/** Huai'an, the application: its numbers to the fen, what is refused at the door, the one exception the text allows. */
import type { Fields } from '../../../domain/project/commands';
import { dossier } from './course';
import {
  goodFacts,
  huaian,
  material,
  must,
  open,
  task,
  tryAct,
  tryOpen,
  unmetCodes,
  type World,
} from './world';

const submit = (world: World, facts: Fields = goodFacts, attach = dossier()) =>
  tryAct(world, 'applicant', { type: 'submit', fields: facts, attach });

describe('application (HA-11.1, HA-12.4b, HA-12.5a, HA-21.1)', () => {
  test('5.00 % of the budget for security passes, one fen less does not', () => {
    expect(submit(open())).toEqual([]);
    expect(unmetCodes(submit(open(), { ...goodFacts, securityCost: 4_999_999 }))).toEqual([
      'securityShareTooLow',
    ]);
  });

  test('every unmet gate is named at once, each with its article and who can supply it', () => {
    const study = material('feasibilityStudy', { networkSecurityChapter: false }, { org: 'x', until: null });
    const attach = dossier().map((each) => (each.kind === 'feasibilityStudy' ? study : each));
    const [refusal] = submit(open(), { ...goodFacts, securityCost: 1 }, attach);
    expect(refusal?.unmet?.map(({ code, basis }) => [code, basis])).toEqual([
      ['material/author', 'HA-11.1'],
      ['securityChapterMissing', 'HA-11.1'],
      ['securityShareTooLow', 'HA-12.5a'],
    ]);
    expect(refusal?.unmet?.every((gate) => gate.suppliers.length > 0)).toBe(true);
  });

  test('an empty application is told every fact and material it lacks', () => {
    const codes = unmetCodes(submit(open(), {}, []));
    expect(codes.filter((code) => code === 'material/missing')).toHaveLength(4);
    expect(codes.filter((code) => code === 'fact/missing')).toHaveLength(6);
  });

  test('a qualification that ended yesterday is none', () => {
    const world = open({ at: '2026-03-02' });
    const late = dossier().map((each) =>
      each.kind === 'feasibilityStudy'
        ? material('feasibilityStudy', { networkSecurityChapter: true }, { org: 'x', until: '2026-03-01' })
        : each,
    );
    expect(unmetCodes(submit(world, goodFacts, late))).toEqual(['material/author']);
  });

  test('a classified project is refused when it is handed in too', () => {
    expect(unmetCodes(submit(open(), { ...goodFacts, classified: true }))).toEqual(['classifiedProject']);
  });

  test('a return keeps the project, starts the next round and reopens the application', () => {
    const world = open();
    submit(world);
    must(world, 'cyberspace', { type: 'return', task: task(world, 'check').id, comment: '补充材料' });
    expect([world.state.run, world.state.rounds['application'], task(world, 'fill').round]).toEqual([
      'application',
      2,
      2,
    ]);
    expect(submit(world)).toEqual([]);
  });

  test('supervision and audit fees are lines of the estimate: neither may be missing (HA-12.4b)', () => {
    for (const line of ['supervisionCost', 'auditCost'])
      expect(unmetCodes(submit(open(), { ...goodFacts, [line]: 0 }))).toEqual(['feesNotInEstimate']);
  });

  test('what is inside the budget is not larger than the budget (HA-12.4b)', () => {
    const all = { budget: 100, securityCost: 98, supervisionCost: 1, auditCost: 1 };
    expect(submit(open(), { ...goodFacts, ...all })).toEqual([]);
    expect(unmetCodes(submit(open(), { ...goodFacts, ...all, securityCost: 99 }))).toEqual([
      'feesBeyondEstimate',
    ]);
  });

  test('declared as classified, a project is not even opened (HA-21.1)', () => {
    const refusals = tryOpen({ classified: true });
    expect(refusals.map(({ code, basis }) => [code, basis])).toEqual([['gate/unmet', 'HA-21.1']]);
    expect(tryOpen({ classified: false })).toEqual([]);
    expect(tryOpen({})).toEqual([]);
  });

  test('an operation and maintenance project is in scope like software and infrastructure (HA-2.1)', () => {
    for (const kind of ['software', 'hardware', 'operationsMaintenance', 'other'])
      expect(submit(open(), { ...goodFacts, buildKinds: [kind] })).toEqual([]);
    const refusals = submit(open(), { ...goodFacts, buildKinds: ['furniture'] });
    expect(refusals.map(({ code }) => code)).toEqual(['fields/invalid']);
  });
});

describe('what the text allows in principle only (HA-11.1)', () => {
  const without = (more: Fields) =>
    dossier()
      .filter(({ kind }) => kind !== 'feasibilityStudy')
      .map((each) => (each.kind === 'constructionScheme' ? material('constructionScheme', more) : each));
  const waive = { type: 'waive', code: 'feasibilityStudy', comment: '小额运维项目' } as const;

  test('the Cyberspace Office alone lets the study go; the security chapter then stands in the scheme', () => {
    const world = open();
    const scheme = without({ networkSecurityChapter: true });
    expect(unmetCodes(submit(world, goodFacts, scheme))).toEqual(['material/missing']);
    expect(tryAct(world, 'applicant', waive).map(({ code }) => code)).toEqual(['project/not-permitted']);
    must(world, 'cyberspace', waive);
    expect(unmetCodes(submit(world, goodFacts, without({})))).toEqual(['securityChapterMissing']);
    expect(submit(world, goodFacts, scheme)).toEqual([]);
  });

  test('nothing else of the measure may be let go', () => {
    const refusals = tryAct(open(), 'cyberspace', { ...waive, code: 'securityShareTooLow' });
    expect(refusals.map(({ code, params }) => [code, params['allowed']])).toEqual([
      ['project/illegal-action', ['feasibilityStudy']],
    ]);
    const rows = [...Object.values(huaian.stages), ...Object.values(huaian.cases)].flatMap((body) =>
      [...Object.values(body.gates), ...Object.values(body.materials)].filter((row) => row.waiver),
    );
    // The others: the pause of a procurement, which the law itself lets end (政府采购法 57), and money beyond a poor
    // evaluation, which weighs but does not decide alone (HA-15.2).
    expect(rows.map(({ basis }) => basis)).toEqual(['HA-11.1', 'CG-57', 'CG-57', 'CG-57', 'HA-15.2']);
  });
});
