/** The county data measures, a project: its data assets, two tests, and no approval and no money for a department under order. */
import { openCase } from './cases';
import type { Fields } from '../../../domain/project/commands';
import { askedOutside } from '../../../domain/project/outside';
import { sliceRules } from '../../../domain/pack/slice';
import { material, must, reachClock, tryAct, tryOpen, unmetCodes } from './world';
import type { World } from './world';
import {
  acceptancePapers,
  allAssets,
  applicationPapers,
  around,
  begin,
  cast,
  county,
  does,
  goodFacts,
  tested,
  toAcceptance,
  toApproval,
  toUse,
  unmet,
} from './data-resources';

const underOrder = ['dutyOrder.department'];

describe('application (DATA-2.2, DATA-11.1, DATA-14.1)', () => {
  const submit = (more: Fields = {}, attach = applicationPapers()) =>
    unmetCodes(tryAct(begin(), cast.owner, { type: 'submit', fields: { ...goodFacts, ...more }, attach }));

  test('a state secret is refused at the door (DATA-2.2)', () => {
    expect(tryOpen({ classified: true }, county).map(({ basis }) => basis)).toEqual(['DATA-2.2']);
  });

  test('a platform of its own is refused (DATA-11.1)', () => {
    expect(submit({ ownPlatform: true })).toEqual(['ownPlatformBuilt']);
  });

  test.each([
    [0, ['noDataAssets']],
    [1, []],
  ])('%i data assets answer %j (DATA-14.1)', (dataAssets, codes) => {
    expect(submit({ dataAssets })).toEqual(codes);
  });

  test.each(['studyAndDesign', 'dataAssetList'])('is not taken without %s (DATA-14.1)', (kind) => {
    const attach = applicationPapers().filter((each) => each.kind !== kind);
    expect(submit({}, attach)).toEqual(['material/missing']);
  });
});

describe('a department under order (DATA-10.1, DATA-10.2)', () => {
  test('gets no project: neither when it applies nor when it is decided (DATA-10.2)', () => {
    const world = begin();
    const submit = { type: 'submit', fields: goodFacts, attach: applicationPapers() } as const;
    world.outside = around(underOrder);
    const [refusal] = tryAct(world, cast.owner, submit);
    expect([refusal?.code, refusal?.basis, refusal?.unmet?.[0]?.code]).toEqual([
      'gate/unmet',
      'DATA-10.2',
      'ordersOpen',
    ]);
    const applied = toApproval();
    applied.outside = around(underOrder);
    expect(unmet(applied, 'finance', 'approve', { outcome: 'approved' })).toEqual(['ordersOpenAtApproval']);
    does(applied, 'finance', 'approve', { outcome: 'rejected' });
    expect(applied.state.status).toBe('rejected');
  });

  test('an order that is over bars nothing, nor does an open case of another kind (DATA-10.2)', () => {
    const world = begin();
    world.outside = around(['fundArrangement']);
    must(world, cast.owner, { type: 'submit', fields: goodFacts, attach: applicationPapers() });
    expect(world.state.open?.step).toBe('opinion');
  });

  const money = (costLine: string, openCases: readonly string[]) => {
    const world = openCase(toUse(), 'fundArrangement', { facts: { amount: 1, costLine } });
    if (world.outside !== undefined) world.outside = { ...world.outside, openCases };
    return world;
  };

  test.each(['buildCost', 'operationCost'])('gets no %s (DATA-10.2)', (costLine) => {
    expect(unmet(money(costLine, underOrder), 'owner', 'ask')).toEqual(['noMoneyUnderOrder']);
    const world = money(costLine, []);
    does(world, 'owner', 'ask');
    does(world, 'data', 'weigh', { fields: { dataWork: '符合要求' } });
    if (world.outside !== undefined) world.outside = { ...world.outside, openCases: underOrder };
    const grant = () => unmet(world, 'finance', 'arrange', { outcome: 'granted' });
    expect(grant()).toEqual(['noMoneyUnderOrderAtLast']);
    if (world.outside !== undefined) world.outside = { ...world.outside, openCases: [] };
    expect(grant()).toEqual([]);
  });

  test('how it does its data work stands in every arrangement of money (DATA-10.1)', () => {
    const world = money('buildCost', []);
    does(world, 'owner', 'ask');
    expect(unmet(world, 'data', 'weigh')).toEqual(['fact/missing']);
  });

  test('the orders are asked for by name where a gate of the run names them, and nowhere else (DATA-10.2)', () => {
    const asked = (world: World) =>
      askedOutside(sliceRules(county, world.state.run ?? ''), world.state).orders;
    expect(asked(begin())).toEqual(underOrder);
    expect(asked(toAcceptance())).toEqual([]);
  });
});

describe('acceptance and use (DATA-13.1, DATA-14.2, DATA-21.1, DATA-21.2)', () => {
  const request = (fields: Fields, attach = acceptancePapers()) =>
    unmet(toAcceptance(), 'owner', 'request', { fields, attach });

  test.each([
    [3, 3, []],
    [2, 3, ['notRegistered']],
    [3, 2, ['notAggregated']],
    [0, 0, ['notAggregated', 'notRegistered']],
  ])('%i registered and %i aggregated of three answer %j (DATA-14.2)', (registered, aggregated, codes) => {
    expect(request({ registeredAssets: registered, aggregatedAssets: aggregated })).toEqual(codes);
  });

  test.each([
    ['passed', []],
    ['passedAfterFixes', []],
    ['failed', ['notTested']],
  ])('a system that joins the platform with a test that %s answers %j (DATA-21.1)', (verdict, codes) => {
    expect(request(allAssets, acceptancePapers(verdict))).toEqual(codes);
  });

  test('it joins with both reports and the record of the connection (DATA-13.1, DATA-21.1)', () => {
    for (const kind of ['connectionRecord', 'protectionReport', 'performanceReport']) {
      const attach = acceptancePapers().filter((each) => each.kind !== kind);
      expect(request(allAssets, attach)).toContain('material/missing');
    }
    const apart = toAcceptance({ ...goodFacts, joinsPlatform: false });
    const attach = [material('registrationProof')];
    expect(unmet(apart, 'owner', 'request', { fields: allAssets, attach })).toEqual([]);
  });

  test('a report of a body without a qualification in force is refused (DATA-21.1)', () => {
    const late = material('protectionReport', { verdict: 'passed' }, { org: 'lab', until: '2026-03-01' });
    const papers = [late, tested('performanceReport'), material('connectionRecord')];
    expect(request(allAssets, [...papers, material('registrationProof')])).toEqual(['material/author']);
  });

  test('the results are filed before it is concluded (DATA-21.2)', () => {
    const world = toAcceptance();
    does(world, 'owner', 'request', { fields: allAssets, attach: acceptancePapers() });
    expect(world.state.open?.step).toBe('file');
    does(world, 'data', 'file');
    expect(world.state.open?.step).toBe('accept');
  });

  test('not passed, it is rectified by a date, and what is not accepted is not in use (DATA-14.2)', () => {
    const world = toAcceptance();
    does(world, 'owner', 'request', { fields: allAssets, attach: acceptancePapers() });
    does(world, 'data', 'file');
    does(world, 'data', 'accept', { outcome: 'failed' });
    expect(unmet(world, 'data', 'orderFixes', { fields: { fixBy: world.at } })).toEqual(['fixByPassed']);
    does(world, 'data', 'orderFixes', { fields: { fixBy: '2026-04-01' } });
    expect(reachClock(world, 'rectify/fixing')).toMatchObject({ due: '2026-04-01', overdue: true });
    does(world, 'owner', 'repair');
    does(world, 'data', 'recheck', { outcome: 'fixed' });
    expect(world.state.run).toBe('acceptance');
    const used = toUse();
    does(used, 'owner', 'putInUse');
    expect([used.state.run, used.state.status]).toEqual(['operation', 'inUse']);
  });
});
