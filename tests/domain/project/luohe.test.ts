/** Luohe, a project from the yearly plan into use: two reviews, the way round the plan, the bans and their one exception. */
import type { Fields } from '../../../domain/project/commands';
import { openCase } from './cases';
import { deciding, material, must, reachClock, task, tryAct, tryOpen } from './world';
import type { World } from './world';
import {
  accept,
  acceptancePapers,
  application,
  applyFacts,
  begin,
  cast,
  contract,
  does,
  experts,
  luohe,
  planFacts,
  toAcceptance,
  toApplication,
  toAssessment,
  toBypassed,
  toContract,
  toOperation,
  toOpinion,
  toProcurement,
  toScreening,
  toStart,
  unmet,
} from './luohe';

describe('the yearly plan (LH-2.3, LH-7.1, LH-7.3, LH-8.2, LH-8.5)', () => {
  test('what is not paid from municipal fiscal funds is refused at the door (LH-2.3)', () => {
    const refusals = tryOpen({ municipalFunds: false }, luohe);
    expect(refusals.map(({ code, basis }) => [code, basis])).toEqual([['gate/unmet', 'LH-2.3']]);
  });

  test.each([
    [0, ['noBudget']],
    [1, []],
  ])('a budget of %i fen answers %j', (budget, codes) => {
    const more = { fields: { ...planFacts, budget }, attach: [material('planItem')] };
    expect(unmet(begin(), 'owner', 'report', more)).toEqual(codes);
  });

  test.each([
    ['2026-09-30', undefined],
    ['2026-10-01', true],
  ])('a plan reported on %s is late: %s (LH-8.2)', (day, late) => {
    const world = begin({ at: '2026-08-03' });
    expect(world.state.clocks['planning/reporting']?.due).toBe('2026-09-30');
    if (late === true) reachClock(world, 'planning/reporting');
    world.at = day;
    does(world, 'owner', 'report', { fields: planFacts, attach: [material('planItem')] });
    expect(world.state.clocks['planning/reporting']?.overdue).toBe(late);
  });

  test('the screening asks for intensive building; what fails it is not listed and over (LH-7.1, LH-7.3)', () => {
    const world = toScreening();
    const bare = { type: 'decide', task: task(world, 'screen').id, outcome: 'passed' } as const;
    expect(tryAct(world, cast.authority, bare).map(({ code }) => code)).toEqual(['task/findings-required']);
    does(world, 'authority', 'screen', { outcome: 'failed' });
    expect(world.state.status).toBe('rejected');
  });

  test('a listing is proved by the plan the government approved (LH-7.3, LH-8.3)', () => {
    const world = toScreening();
    does(world, 'authority', 'screen', { outcome: 'passed' });
    const fields = { planYear: 2027 };
    expect(unmet(world, 'authority', 'enlist', { outcome: 'listed', fields })).toEqual(['material/missing']);
    does(world, 'authority', 'enlist', { outcome: 'refused' });
    expect(world.state.status).toBe('rejected');
  });

  test('an urgent project goes without the plan, with the approval of the city government in writing (LH-8.5)', () => {
    const world = toScreening({ ...planFacts, urgent: true });
    expect(unmet(world, 'owner', 'plead')).toEqual(['material/missing']);
    does(world, 'owner', 'plead', { attach: [material('urgentReason')] });
    expect(unmet(world, 'hall', 'allow', { outcome: 'approved' })).toEqual(['material/missing']);
    does(world, 'hall', 'allow', { outcome: 'refused' });
    expect([world.state.open?.step, world.state.rounds['planning']]).toEqual(['report', 2]);
    const bypassed = toBypassed();
    expect([bypassed.state.run, bypassed.state.ended.at(-1)?.outcome]).toEqual(['application', 'bypassed']);
  });
});

describe('application (LH-8.4, LH-9.1, LH-13, LH-17.1, LH-19.1, LH-20.1)', () => {
  const fill = (world: World, facts: Fields = {}, attach = [application()]) =>
    unmet(world, 'owner', 'fill', { fields: { ...applyFacts, ...facts }, attach });

  test('is taken from what is listed, and from what was let go without the plan (LH-8.4, LH-9.1)', () => {
    expect(fill(toApplication())).toEqual([]);
    expect(fill(toBypassed())).toEqual([]);
  });

  test('is refused to what is neither (LH-8.4)', () => {
    const world = toApplication();
    const ended = world.state.ended.map((run) => ({ ...run, outcome: 'rejected', good: false }));
    world.state = { ...world.state, ended };
    expect(fill(world)).toEqual(['notInPlan']);
    const urgentFacts = { ...world.state.facts, urgent: true };
    world.state = { ...world.state, facts: urgentFacts };
    expect(fill(world)).toEqual([]);
  });

  test('needs the application, and security planned with it (LH-9.1, LH-20.1)', () => {
    expect(fill(toApplication(), {}, [])).toEqual(['material/missing', 'securityNotPlanned']);
    expect(fill(toApplication(), {}, [application(false)])).toEqual(['securityNotPlanned']);
  });

  test.each(['managedBy', 'usedBy'])('says who answers for security: %s (LH-19.1)', (fact) => {
    expect(fill(toApplication(), { [fact]: null })).toEqual(['fact/missing']);
  });

  const building = (...buildParts: string[]) => toApplication({ ...planFacts, buildParts });

  test.each([
    ['cloud', ['ownCloud']],
    ['machineRoom', ['ownRoomOrNetwork']],
    ['privateNetwork', ['ownRoomOrNetwork']],
    ['exchangeChannel', ['ownExchange']],
    ['otherPart', []],
  ])('what builds a %s answers %j (LH-13.2, LH-13.3, LH-17.1)', (part, codes) => {
    expect(fill(building('application', part))).toEqual(codes);
  });

  test('what does not rest on the unified platform is refused (LH-13.1)', () => {
    expect(fill(toApplication(), { onUnifiedPlatform: false })).toEqual(['notOnUnifiedPlatform']);
  });

  const national = (sharingPlan: boolean) => [application(), material('nationalBasis', { sharingPlan })];
  const waive = (world: World, code: string) =>
    tryAct(world, cast.authority, { type: 'waive', code, comment: '国家明确规定单独建设' });

  test('a national rule lets it stand alone: with leave, with the rule as proof, with a plan for sharing (LH-13.4)', () => {
    const world = building('cloud');
    expect(fill(world, {}, national(true))).toEqual(['ownCloud']);
    expect(waive(world, 'ownCloud')).toEqual([]);
    expect(fill(world)).toEqual(['ownCloud']);
    expect(fill(world, {}, national(false))).toEqual(['noSharingPlan']);
    expect(fill(world, {}, national(true))).toEqual([]);
  });

  test('no leave opens a new exchange channel (LH-17.1)', () => {
    expect(waive(building('exchangeChannel'), 'ownExchange').map(({ code }) => code)).toEqual([
      'project/illegal-action',
    ]);
  });
});

describe('the second review (LH-9.2, LH-9.3, LH-10.1)', () => {
  test('three experts answer six dimensions each, or a consultant with a qualification in force alone does (LH-9.2)', () => {
    const world = toAssessment();
    const { id } = task(world, 'assess');
    const half = { type: 'decide', task: id, comment: '可行', findings: { needs: '明确' } } as const;
    const [refusal] = tryAct(world, cast.expert1, half);
    expect([refusal?.code, refusal?.params['missing']]).toEqual([
      'task/findings-required',
      [
        'groundsOfBuilding',
        'goalsAndContent',
        'technicalSolution',
        'informationSecurity',
        'informationSharing',
      ],
    ]);
    for (const who of experts) {
      expect(world.state.open?.step).toBe('assess');
      does(world, who, 'assess', { role: 'reviewExpert' });
    }
    expect(world.state.open?.step).toBe('opinion');
    const other = toAssessment('consultants');
    must(other, cast.owner, { type: 'bindParty', role: 'consultant', org: 'advisers', orgZh: '咨询' });
    const report = (until: string) => ({
      attach: [material('assessmentReport', {}, { org: 'advisers', until })],
    });
    expect(unmet(other, 'consultant', 'assess')).toEqual(['material/missing']);
    expect(unmet(other, 'consultant', 'assess', report('2026-03-01'))).toEqual(['material/author']);
    expect(unmet(other, 'consultant', 'assess', report('2026-03-02'))).toEqual([]);
    expect(other.state.open?.step).toBe('opinion');
  });

  test('the competent authority says by whom it is assessed, not the unit (LH-9.2)', () => {
    expect(tryOpen({ assessedBy: 'experts' }, luohe).map(({ code }) => code)).toEqual(['fields/not-yours']);
  });

  test('the opinion is written; returned, it is supplemented and assessed again; failed, it is over (LH-9.3)', () => {
    const world = toOpinion();
    const silent = { ...deciding(world, 'opinion', { outcome: 'passed' }), comment: '' };
    expect(tryAct(world, cast.authority, silent).map(({ code }) => code)).toEqual(['task/opinion-required']);
    does(world, 'authority', 'opinion', { outcome: 'returned' });
    does(world, 'owner', 'supplement');
    expect([world.state.open?.step, world.state.rounds['review']]).toEqual(['assess', 2]);
    for (const who of experts) does(world, who, 'assess', { role: 'reviewExpert' });
    does(world, 'authority', 'opinion', { outcome: 'failed' });
    expect(world.state.status).toBe('rejected');
  });

  test('the approval is given with another department, and issued as a document (LH-10.1)', () => {
    const world = toOpinion();
    does(world, 'authority', 'opinion', { outcome: 'passed' });
    does(world, 'authority', 'approve', { role: 'competentAuthority', outcome: 'approved' });
    expect(world.state.run).toBe('review');
    does(world, 'department', 'approve', { role: 'concernedDepartment', outcome: 'approved' });
    expect([world.state.run, world.state.documents?.at(-1)?.document]).toEqual([
      'procurement',
      'approvalOpinion',
    ]);
  });
});

describe('procurement and contract (LH-3.2, LH-10.2, LH-11.1)', () => {
  const award = (amount: number) => {
    const world = toProcurement();
    must(world, cast.owner, { type: 'bindParty', role: 'contractor', org: 'builder', orgZh: '承建' });
    return unmet(world, 'owner', 'awardResult', { attach: [material('awardNotice', { amount })] });
  };

  test.each([
    [10_000_000, []],
    [10_000_001, ['overBudget']],
  ])('an award of %i of 10,000,000 fen answers %j (LH-10.2)', (amount, codes) => {
    expect(award(amount)).toEqual(codes);
  });

  test('the winner is known, and the contract is not above the award (LH-10.2, LH-11.1)', () => {
    const attach = [material('awardNotice', { amount: 1 })];
    expect(unmet(toProcurement(), 'owner', 'awardResult', { attach })).toEqual(['contractorNotSet']);
    const sign = (amount: number, clause = true) =>
      unmet(toContract(undefined, 9_000_000), 'owner', 'sign', { attach: [contract(amount, clause)] });
    expect(sign(9_000_000)).toEqual([]);
    expect(sign(9_000_001)).toEqual(['contractOverAward']);
    expect(sign(9_000_000, false)).toEqual(['noDataClause']);
  });

  test('a contract leaves the data with the government (LH-3.2)', () => {
    expect(luohe.stages['procurement']?.gates['noDataClause']?.basis).toBe('LH-3.2');
  });
});

describe('money (LH-7.3, LH-8.4, LH-11.1, LH-11.2, LH-13.3)', () => {
  const ask = (project: World, facts: Fields, arrangedTotal = 0) => {
    const totals = { arrangedTotal };
    const world = openCase(project, 'fundApplication', {
      facts: { costLine: 'projectCost', ...facts },
      totals,
    });
    return { world, codes: unmet(world, 'owner', 'ask') };
  };

  test('none before the contract, none for what is not approved (LH-8.4, LH-11.1)', () => {
    expect(ask(toApplication(), { amount: 1 }).codes).toEqual([
      'noContract',
      'notApprovedForMoney',
      'overContract',
    ]);
    expect(ask(toContract(), { amount: 1 }).codes).toEqual(['noContract', 'overContract']);
    expect(ask(toStart(), { amount: 1 }).codes).toEqual([]);
  });

  test('none for what was not screened and listed (LH-7.3)', () => {
    const world = toStart();
    const ended = world.state.ended.map((run) =>
      run.run === 'planning' ? { ...run, outcome: 'rejected', good: false } : run,
    );
    world.state = { ...world.state, ended };
    expect(ask(world, { amount: 1 }).codes).toEqual(['notListed']);
  });

  test.each(['oldRoomUpgrade', 'oldRoomOperation'])('none for %s (LH-13.3)', (costLine) => {
    expect(ask(toStart(), { amount: 1, costLine }).codes).toEqual(['oldRooms']);
  });

  test.each([
    [0, 0, ['amountNotPositive']],
    [0, 9_000_000, []],
    [0, 9_000_001, ['overContract']],
    [8_999_999, 1, []],
    [8_999_999, 2, ['overContract']],
  ])('after %i fen, a request for %i of 9,000,000 answers %j (LH-11.1)', (before, amount, codes) => {
    expect(ask(toStart(), { amount }, before).codes).toEqual(codes);
  });

  test.each([
    ['granted', 100, []],
    ['granted', 99, ['arrangedTooMuch']],
    ['partly', 99, []],
    ['partly', 100, ['arrangedBeyond']],
    ['partly', 0, ['arrangedBeyond']],
  ])('of 100 fen asked for, %s %i answers %j (LH-11.2)', (outcome, arranged, codes) => {
    const { world } = ask(toStart(), { amount: 100 });
    does(world, 'authority', 'checkMoney', { outcome: 'passed' });
    expect(unmet(world, 'finance', 'arrange', { outcome, fields: { arranged } })).toEqual(codes);
  });

  test('what was arranged meanwhile counts when money is arranged (LH-11.2)', () => {
    const { world } = ask(toStart(), { amount: 100 });
    does(world, 'authority', 'checkMoney', { outcome: 'passed' });
    if (world.outside !== undefined)
      world.outside = { ...world.outside, totals: { arrangedTotal: 8_999_901 } };
    const arrange = (outcome: string, arranged: number) =>
      unmet(world, 'finance', 'arrange', { outcome, fields: { arranged } });
    expect(arrange('granted', 100)).toEqual(['overContractInFull']);
    expect(arrange('partly', 99)).toEqual([]);
    expect(world.state.ended.at(-1)).toMatchObject({ outcome: 'granted', good: true });
  });
});

describe('acceptance and use (LH-12.1, LH-12.2, LH-20.1, LH-20.2, LH-21.1, LH-21.2)', () => {
  test('completion is reported with proof of security and the list of key products (LH-20.1, LH-21.1)', () => {
    const world = toStart();
    does(world, 'owner', 'startOrder');
    expect(unmet(world, 'contractor', 'report')).toEqual(['material/missing', 'material/missing']);
  });

  test.each([
    'acceptanceApplication',
    'controllabilityStatement',
    'protectionMeasures',
    'securityRules',
    'emergencyPlan',
  ])('is not asked for without %s (LH-12.1, LH-20.2, LH-21.2)', (kind) => {
    const attach = acceptancePapers().filter((each) => each.kind !== kind);
    expect(unmet(toAcceptance(), 'owner', 'request', { attach })).toEqual(['material/missing']);
  });

  test('nobody concludes without a finding on controllability (LH-21.2)', () => {
    const world = toAcceptance();
    does(world, 'owner', 'request', { attach: acceptancePapers() });
    const { id } = task(world, 'panel', 'competentAuthority');
    const findings = { completion: '完成' };
    const act = { type: 'decide', task: id, outcome: 'passed', comment: '意见', findings } as const;
    const [refusal] = tryAct(world, cast.authority, act);
    expect([refusal?.code, refusal?.params['missing']]).toEqual([
      'task/findings-required',
      ['controllability'],
    ]);
  });

  test('neither who reported for the plan nor who filled the application confirms the completion (LH-12.1)', () => {
    const world = toApplication();
    does(world, 'clerk', 'fill', { fields: applyFacts, attach: [application()] });
    does(world, 'authority', 'check', { outcome: 'complete', fields: { assessedBy: 'experts' } });
    const built = toStart(toContract(toProcurement(toOpinion(world))));
    does(built, 'owner', 'startOrder');
    const attach = [material('securityBuildProof'), material('productList')];
    does(built, 'contractor', 'report', { attach });
    const confirm = (who: 'owner' | 'clerk' | 'lead') =>
      tryAct(built, cast[who], deciding(built, 'confirm', { outcome: 'completed' })).map(({ code }) => code);
    expect([confirm('owner'), confirm('clerk'), confirm('lead')]).toEqual([
      ['duty/applicant-decides'],
      ['duty/applicant-decides'],
      [],
    ]);
  });

  test('one expert against is a fail; it is rectified and asked for again (LH-12.1, LH-12.2)', () => {
    const world = toAcceptance();
    accept(world, 'passed', 'failed');
    expect(world.state.run).toBe('rectify');
    does(world, 'authority', 'orderFixes', { fields: { fixBy: '2026-04-01' } });
    does(world, 'contractor', 'repair', { attach: [material('rectificationReport')] });
    does(world, 'lead', 'recheck', { outcome: 'fixed' });
    accept(world, 'passed');
    expect([world.state.run, world.state.status]).toEqual(['operation', 'active']);
  });

  test('what was not accepted is not put in use (LH-12.2)', () => {
    const world = toAcceptance();
    accept(world, 'passed');
    const ended = world.state.ended.map((run) =>
      run.run === 'acceptance' ? { ...run, outcome: 'failed', good: false } : run,
    );
    world.state = { ...world.state, ended };
    expect(unmet(world, 'owner', 'putInUse')).toEqual(['notAccepted']);
  });

  test('in use it is evaluated every year, a number the text withholds (LH-25.1)', () => {
    const world = toOperation();
    expect(world.state.clocks['operation/evaluation']?.due).toBe('2027-03-02');
    expect(luohe.stages['operation']?.clocks['evaluation']?.note).toBe('not-from-text');
  });
});
