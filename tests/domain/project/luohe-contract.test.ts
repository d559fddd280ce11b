/** Luohe, a project from its procurement into use: the contract, the money, acceptance. */
import type { Fields } from '../../../domain/project/commands';
import { openCase } from './cases';
import { deciding, material, must, task, tryAct } from './world';
import type { World } from './world';
import {
  accept,
  acceptancePapers,
  application,
  applyFacts,
  cast,
  contract,
  does,
  luohe,
  toAcceptance,
  toApplication,
  toContract,
  toOperation,
  toOpinion,
  toProcurement,
  toStart,
  unmet,
} from './luohe';

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
