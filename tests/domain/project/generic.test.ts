/** The generic interim measures, a project from application into use: four dimensions, three answers, self-acceptance, security in step. */
import { openCase } from './cases';
import { deciding, material, must, reachClock, task, tryAct, tryOpen, unmetCodes } from './world';
import type { World } from './world';
import {
  accept,
  applicationPapers,
  begin,
  cast,
  completion,
  does,
  generic,
  goodFacts,
  selfRecord,
  toAcceptance,
  toBuilding,
  toDecision,
  toOperation,
  toReview,
  toStart,
  toUse,
  unmet,
  useFacts,
  usePaperKinds,
  usePapers,
} from './generic';

describe('application (GEN-1.2.1, GEN-1.4.1, GEN-2.2.2, GEN-3.3.2, GEN-4.1.1, GEN-4.1.2, GEN-7.2.1)', () => {
  test.each([
    ['department', []],
    ['institution', []],
    ['socialOrganisation', []],
    ['otherOrganisation', ['GEN-1.2.1']],
  ])('a %s is answered %j at the door (GEN-1.2.1)', (organisationKind, bases) => {
    expect(tryOpen({ organisationKind }, generic).map(({ basis }) => basis)).toEqual(bases);
  });

  const submit = (fields = goodFacts, attach = applicationPapers()) =>
    unmetCodes(tryAct(begin(), cast.owner, { type: 'submit', fields, attach }));

  test.each(['newSystem', 'rebuiltSystem', 'extendedSystem'])(
    'a %s is applied for (GEN-4.1.1)',
    (buildKind) => {
      expect(submit({ ...goodFacts, buildKind })).toEqual([]);
      expect(submit({ ...goodFacts, buildKind: null })).toEqual(['fact/missing']);
    },
  );

  test.each(['feasibilityStudy', 'preliminaryDesign', 'existingSystems'])(
    'is not taken without %s (GEN-1.4.1, GEN-4.1.2)',
    (kind) => {
      const attach = applicationPapers().filter((each) => each.kind !== kind);
      expect(submit(goodFacts, attach)).toContain('material/missing');
    },
  );

  test('says who builds, runs and secures the system (GEN-2.2.2)', () => {
    expect(submit({ ...goodFacts, answerableUnit: null })).toEqual(['fact/missing']);
  });

  test.each([
    [0, ['noBudget']],
    [1, []],
  ])('a budget of %i fen answers %j (GEN-3.3.2)', (budget, codes) => {
    expect(submit({ ...goodFacts, budget })).toEqual(codes);
  });

  test('security is planned in the study (GEN-7.2.1)', () => {
    expect(submit(goodFacts, applicationPapers(false))).toEqual(['securityNotPlanned']);
  });

  test('incomplete papers are returned and handed in again (GEN-4.1.2)', () => {
    const world = begin();
    must(world, cast.owner, { type: 'submit', fields: goodFacts, attach: applicationPapers() });
    does(world, 'authority', 'check', { outcome: 'returned' });
    expect([world.state.open?.step, world.state.rounds['application']]).toEqual(['fill', 2]);
  });
});

describe('review (GEN-1.4.1, GEN-4.2.1, GEN-4.2.2, GEN-2.3.1)', () => {
  test('answers four dimensions, and whether it is built twice (GEN-1.4.1, GEN-4.2.1)', () => {
    const world = toReview();
    const bare = { type: 'decide', task: task(world, 'assess').id, comment: '意见' } as const;
    const [refusal] = tryAct(world, cast.authority, { ...bare, fields: { duplicateSuspected: true } });
    expect([refusal?.code, refusal?.params['missing']]).toEqual([
      'task/findings-required',
      ['necessity', 'feasibility', 'reasonableness', 'safety'],
    ]);
    expect(unmet(world, 'authority', 'assess')).toEqual(['fact/missing']);
    expect(unmet(world, 'authority', 'assess', { fields: { duplicateSuspected: true } })).toEqual([]);
    expect(world.state.facts['duplicateSuspected']).toBe(true);
  });

  test.each([
    ['approved', 'building', 'active'],
    ['amend', 'review', 'active'],
    ['rejected', 'review', 'rejected'],
  ])('is decided %s, in writing (GEN-4.2.2)', (outcome, run, status) => {
    const world = toDecision();
    const silent = { ...deciding(world, 'decision', { outcome }), comment: '' };
    expect(tryAct(world, cast.authority2, silent).map(({ code }) => code)).toEqual(['task/opinion-required']);
    does(world, 'authority2', 'decision', { outcome });
    expect([world.state.ended.at(-1)?.run === run ? run : world.state.run, world.state.status]).toEqual([
      run,
      status,
    ]);
    expect(world.state.documents?.at(-1)?.document).toBe('reviewDecision');
  });

  test('whoever reviewed does not decide (GEN-4.2.1)', () => {
    const world = toDecision();
    const act = deciding(world, 'decision', { outcome: 'approved' });
    expect(tryAct(world, cast.authority, act).map(({ code }) => code)).toEqual(['duty/reviewer-decides']);
  });

  test('asked to change, it is changed and reviewed in the next round (GEN-4.2.2)', () => {
    const world = toDecision();
    does(world, 'authority2', 'decision', { outcome: 'amend' });
    expect(unmet(world, 'owner', 'improve')).toEqual(['material/missing']);
    does(world, 'owner', 'improve', { attach: [material('improvedDesign')] });
    expect([world.state.open?.step, world.state.rounds['review']]).toEqual(['assess', 2]);
  });

  test('an investment that needs it is approved by development and reform as well (GEN-2.3.1)', () => {
    const world = toStart({ ...goodFacts, governmentInvestment: true });
    expect(world.state.run).toBe('investment');
    does(world, 'owner', 'propose');
    does(world, 'invest', 'approve', { outcome: 'approved' });
    expect(world.state.run).toBe('building');
    expect(toStart().state.run).toBe('building');
  });
});

describe('building (GEN-4.3.1, GEN-4.4.1, GEN-7.2.1)', () => {
  test('starts with an implementing unit, which may be the department itself (GEN-4.3.1)', () => {
    const world = toDecision();
    does(world, 'authority2', 'decision', { outcome: 'approved' });
    expect(unmet(world, 'owner', 'startOrder')).toEqual(['implementerNotSet']);
    must(world, cast.owner, { type: 'bindParty', role: 'implementer', org: 'office', orgZh: '处室' });
    expect(unmet(world, 'owner', 'startOrder')).toEqual([]);
  });

  test('is reported with proof that security was built together (GEN-7.2.1)', () => {
    expect(unmet(toBuilding(), 'builder', 'report', { fields: { builtAsApproved: true } })).toEqual([
      'material/missing',
    ]);
  });

  test('what deviates from the approved design waits for an approved change (GEN-4.3.1)', () => {
    const world = toBuilding();
    world.outside = { head: 1, totals: {}, openCases: [] };
    expect(unmet(world, 'builder', 'report', completion(false))).toEqual(['deviatesFromDesign']);
    world.state = { ...world.state, facts: { ...world.state.facts, designChanged: true } };
    world.outside = { head: 1, totals: {}, openCases: ['designChange'] };
    expect(unmet(world, 'builder', 'report', completion(false))).toEqual(['changeUnderway']);
    world.outside = { head: 1, totals: {}, openCases: [] };
    expect(unmet(world, 'builder', 'report', completion(false))).toEqual([]);
  });

  test('is accepted by the unit itself with a record; failed, it is built on (GEN-4.4.1)', () => {
    const world = toBuilding();
    does(world, 'builder', 'report', completion());
    expect(unmet(world, 'builder2', 'selfAccept', { outcome: 'passed' })).toEqual(['material/missing']);
    does(world, 'builder2', 'selfAccept', { outcome: 'failed' });
    expect(world.state.open?.step).toBe('report');
  });
});

describe('acceptance (GEN-4.4.2, GEN-4.4.3, GEN-4.4.4, GEN-4.4.5)', () => {
  const request = (world: World) =>
    unmet(world, 'builder', 'request', { attach: [material('acceptanceApplication')] });

  test.each([
    ['passed', []],
    ['passedAfterFixes', []],
    ['failed', ['selfNotPassed']],
  ])('is asked for with a self-acceptance that %s: %j (GEN-4.4.2)', (verdict, codes) => {
    const world = toBuilding();
    does(world, 'builder', 'report', completion());
    does(world, 'builder2', 'selfAccept', { outcome: 'passed', attach: [selfRecord(verdict)] });
    expect(request(world)).toEqual(codes);
  });

  test('is held by the competent authority with three experts and minutes (GEN-4.4.3)', () => {
    const world = toAcceptance();
    expect(request(world)).toEqual([]);
    const votes = { role: 'competentAuthority', outcome: 'passed' };
    expect(unmet(world, 'authority', 'panel', votes)).toEqual(['material/missing']);
    expect(generic.stages['acceptance']?.phases[1]?.steps[0]?.who).toMatchObject([
      { role: 'competentAuthority' },
      { role: 'reviewExpert', count: 3, note: 'not-from-text' },
    ]);
  });

  test('one expert against is a fail; it is rectified by a date until it passes (GEN-4.4.5)', () => {
    const world = toAcceptance();
    accept(world, 'passed', 'failed');
    expect(world.state.run).toBe('rectify');
    expect(unmet(world, 'authority', 'orderFixes', { fields: { fixBy: world.at } })).toEqual(['fixByPassed']);
    does(world, 'authority', 'orderFixes', { fields: { fixBy: '2026-04-01' } });
    expect(reachClock(world, 'rectify/fixing')).toMatchObject({ due: '2026-04-01', overdue: true });
    does(world, 'builder', 'repair', { attach: [material('rectificationReport')] });
    does(world, 'authority', 'recheck', { outcome: 'returned' });
    does(world, 'builder', 'repair', { attach: [material('rectificationReport')] });
    does(world, 'authority', 'recheck', { outcome: 'fixed' });
    accept(world, 'passed');
    expect([world.state.run, world.state.status]).toEqual(['operation', 'active']);
  });

  test('what was not accepted is not put in use (GEN-4.4.4)', () => {
    const world = toUse();
    const ended = world.state.ended.map((run) =>
      run.run === 'acceptance' ? { ...run, outcome: 'failed', good: false } : run,
    );
    world.state = { ...world.state, ended };
    const more = { fields: useFacts, attach: usePapers() };
    expect(unmet(world, 'owner', 'putInUse', more)).toEqual(['notAccepted']);
  });
});

describe('use (GEN-2.1.6, GEN-2.2.5, GEN-5.2.1, GEN-6.1.1, GEN-6.3.1, GEN-7.1.1, GEN-7.2.1, GEN-7.3.1, GEN-7.3.2, GEN-7.3.4)', () => {
  test.each(usePaperKinds)('is not begun without %s', (kind) => {
    const attach = usePapers().filter((each) => each.kind !== kind);
    expect(unmet(toUse(), 'owner', 'putInUse', { fields: useFacts, attach })).toEqual(['material/missing']);
  });

  test.each(['opsUnit', 'opsPerson', 'securitySubject'])('names %s (GEN-6.1.1, GEN-7.1.1)', (fact) => {
    const fields = { ...useFacts, [fact]: null };
    expect(unmet(toUse(), 'owner', 'putInUse', { fields, attach: usePapers() })).toEqual(['fact/missing']);
  });

  test('security runs together with the system (GEN-7.2.1)', () => {
    const fields = { ...useFacts, securityInUse: false };
    const more = { fields, attach: usePapers() };
    expect(unmet(toUse(), 'owner', 'putInUse', more)).toEqual(['securityNotInUse']);
  });

  test.each([
    [undefined, ['material/missing', 'noRightsAndDuties']],
    [false, ['noRightsAndDuties']],
    [true, []],
  ])('contracted out with a contract on rights and duties %s: %j (GEN-6.3.1)', (rightsAndDuties, codes) => {
    const contract = rightsAndDuties === undefined ? [] : [material('opsContract', { rightsAndDuties })];
    const more = { fields: { ...useFacts, outsourced: true }, attach: [...usePapers(), ...contract] };
    expect(unmet(toUse(), 'owner', 'putInUse', more)).toEqual(codes);
  });

  test('a drill and an evaluation come every year, numbers the text withholds (GEN-2.1.6, GEN-7.3.4)', () => {
    const world = toOperation();
    for (const clock of ['drill', 'evaluation']) {
      expect(world.state.clocks[`operation/${clock}`]?.due).toBe('2027-03-02');
      expect(generic.stages['operation']?.clocks[clock]?.note).toBe('not-from-text');
    }
  });
});

describe('money (GEN-2.1.3)', () => {
  const ask = (project: World, amount: number, arrangedTotal = 0) =>
    openCase(project, 'fundArrangement', { facts: { amount }, totals: { arrangedTotal } });

  test('is arranged by the competent authority and finance for what is approved only (GEN-2.1.3)', () => {
    expect(unmet(ask(toReview(), 1), 'owner', 'ask')).toEqual(['notApprovedForMoney']);
    const world = ask(toBuilding(), 1);
    does(world, 'owner', 'ask');
    does(world, 'authority', 'check', { outcome: 'passed' });
    does(world, 'finance', 'arrange', { outcome: 'granted' });
    expect(world.state.ended.at(-1)).toMatchObject({ outcome: 'arranged', good: true });
  });

  test.each([
    [0, 0, ['amountNotPositive']],
    [0, 10_000_000, []],
    [0, 10_000_001, ['overBudget']],
    [9_999_999, 1, []],
    [9_999_999, 2, ['overBudget']],
  ])('after %i fen, a request for %i of 10,000,000 answers %j (GEN-2.1.3)', (before, amount, codes) => {
    expect(unmet(ask(toBuilding(), amount, before), 'owner', 'ask')).toEqual(codes);
  });
});
