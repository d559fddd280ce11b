/** Huai'an, money: paid from the approved line, within contract and budget to the fen, never before the approval. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fields } from '../../../domain/project/commands';
import { outsideOf, openCase } from './cases';
import { fundLine, toDecision, toDivision, toStart } from './course';
import { deciding, huaian, material, must, open, packFrom, tryAct, unmetCodes, type World } from './world';

describe('payment (HA-7.1, HA-11.3, HA-18.1, HA-18.2)', () => {
  const outside = (paidTotal: number, withContract = true) => {
    const { state } = toStart();
    return outsideOf(withContract ? state : { ...state, materials: {} }, { paidTotal });
  };
  const request = (amount: number, facts: ReturnType<typeof outside>) => {
    const world = open({
      facts: { amount, milestone: '首付', paidFrom: fundLine },
      case: { type: 'payment', outside: facts },
    });
    return { world, refusals: tryAct(world, 'applicant', deciding(world, 'request')) };
  };

  test.each([
    [40_000_000, []],
    [40_000_001, ['overContract']],
  ])('with 50,000,000 of 90,000,000 fen paid, %i more answers %j', (amount, codes) => {
    expect(unmetCodes(request(amount, outside(50_000_000)).refusals)).toEqual(codes);
  });

  test('there is no payment without a contract', () => {
    expect(unmetCodes(request(1, outside(0, false)).refusals)).toEqual(['overContract']);
  });

  test('what was paid meanwhile counts when the payment is approved', () => {
    const { world } = request(40_000_000, outside(50_000_000));
    world.outside = outside(60_000_000);
    expect(unmetCodes(tryAct(world, 'general', deciding(world, 'approve', { outcome: 'paid' })))).toEqual([
      'overContractAtPayment',
    ]);
  });

  test('earmarked money is paid from the approved fund line only (HA-18.1)', () => {
    const world = openCase(toStart(), 'payment', {
      facts: { amount: 1, milestone: '首付', paidFrom: '办公经费' },
      totals: { paidTotal: 0 },
    });
    expect(unmetCodes(tryAct(world, 'applicant', deciding(world, 'request')))).toEqual(['otherFundLine']);
  });

  test('the contract is the ceiling where the budget is higher, the budget where it is lower (HA-18.2)', () => {
    const low = outside(0);
    const poor = {
      ...low,
      project: { ...low.project, facts: { ...low.project?.facts, budget: 80_000_000 } },
    };
    const facts = poor as ReturnType<typeof outside>;
    expect(unmetCodes(request(80_000_000, facts).refusals)).toEqual([]);
    expect(unmetCodes(request(80_000_001, facts).refusals)).toEqual(['overBudget']);
  });

  test('no money is spent on a project that is not approved (HA-11.3)', () => {
    const refusals = request(1, outsideOf(toDecision().state, { paidTotal: 0 })).refusals;
    expect(refusals[0]?.unmet?.find(({ code }) => code === 'notApproved')?.basis).toBe('HA-11.3');
    expect(
      Object.values(huaian.cases)
        .filter(({ kind }) => kind === 'money')
        .flatMap(({ during }) => during),
    ).toEqual(['building', 'trialRun', 'acceptance', 'rectify', 'operation']);
  });

  test('nothing is procured for a project that is not approved (HA-11.3)', () => {
    const approved = toDivision();
    must(approved, 'cyberspace', deciding(approved, 'divideWork'));
    expect(approved.state.run).toBe('procurement');
    // A course that would lead past the approval: a refusal that goes on to the tender.
    const text = readFileSync(join(__dirname, '../../../policies/huaian.yaml'), 'utf8');
    const rejected = 'outcomes: { approved: next, rejected: rejected }, basis: HA-11.2';
    const careless = text.replace(rejected, rejected.replace('rejected: rejected', 'rejected: procurement'));
    expect(careless).not.toBe(text);
    const world = { ...toDecision(), pack: packFrom(careless) };
    const votes = (role: string, outcome: string) => deciding(world, 'decide', { role, outcome });
    const minutes = { attach: [material('meetingMinutes')] };
    must(world, 'recorder', { ...votes('partyGroupMeeting', 'approved'), ...minutes });
    must(world, 'data', votes('dataAuthority', 'approved'));
    must(world, 'invest', votes('investmentAuthority', 'approved'));
    const refusals = tryAct(world, 'crypto', votes('cryptographyAuthority', 'rejected'));
    expect(unmetCodes(refusals)).toEqual(['notApproved']);
    expect(refusals[0]?.unmet).toMatchObject([{ basis: 'HA-11.3', missing: ['initiation.approved'] }]);
    expect(world.state.run).toBe('initiation');
  });
});

describe('what is owed to a supplier (保障中小企业款项支付条例 9, 10, 14)', () => {
  const asked = (facts: Fields) => {
    const world = openCase(toStart(), 'payment', {
      facts: { amount: 1, milestone: '首付', paidFrom: fundLine, ...facts },
      totals: { paidTotal: 0 },
    });
    return { world, refusals: tryAct(world, 'applicant', deciding(world, 'request')) };
  };
  const dueOf = (world: World) =>
    Object.values(world.state.clocks).map(({ name, due, status }) => [name, due, status]);

  test('is paid within thirty days of delivery; what is paid before it has no term', () => {
    const { world } = asked({ deliveredOn: '2026-02-20' });
    expect(dueOf(world)).toEqual([['payBy', '2026-03-23', 'running']]);
    expect(dueOf(asked({}).world)).toEqual([]);
  });

  test('no return and no internal step stops the term', () => {
    const { world } = asked({ deliveredOn: '2026-02-20' });
    must(world, 'general', deciding(world, 'approve', { outcome: 'returned', comment: '请补充' }));
    expect(dueOf(world)).toEqual([['payBy', '2026-03-23', 'running']]);
    must(world, 'applicant', deciding(world, 'request'));
    expect(dueOf(world)).toEqual([['payBy', '2026-03-23', 'running']]);
    must(world, 'general', deciding(world, 'approve', { outcome: 'paid' }));
    expect(dueOf(world)).toEqual([['payBy', '2026-03-23', 'met']]);
  });

  test('nothing is delivered tomorrow', () => {
    expect(unmetCodes(asked({ deliveredOn: '2026-03-03' }).refusals)).toEqual(['deliveredLater']);
  });
});
