/** Query, challenge and complaint of suppliers: terms of the procurement law, what they stop, and what lifts it. */
import type { Fields } from '../../../domain/project/commands';
import { dueOf, outsideOf } from './cases';
import { contract, does, cast, luohe, toContract, unmet } from './luohe';
import { material, open, policy, reachClock, tryAct, deciding, unmetCodes, type World } from './world';

const remedies = ['procurementQuery', 'procurementChallenge', 'procurementComplaint'] as const;

/** A case about a project whose result of the procurement is known, registered on a day. */
function opened(type: (typeof remedies)[number], facts: Fields, at = '2026-03-02'): World {
  return open({ pack: luohe, facts, at, case: { type, outside: outsideOf(toContract().state) } });
}
const dueAt = (world: World, clock: string) =>
  world.state.clocks[`${String(world.state.caseType)}/${clock}`]?.due;
const stands = (world: World) => world.state.open?.step ?? world.state.ended.at(-1)?.outcome;
const issued = (world: World) => world.state.documents?.map(({ document }) => document);
const isLate = (world: World, clock: string) =>
  reachClock(world, `${String(world.state.caseType)}/${clock}`)?.overdue;

test('every pack that procures carries the same rows', () => {
  for (const name of ['huaian.yaml', 'xiangtan.yaml']) {
    const { cases, stages } = policy(name);
    for (const type of remedies) expect(cases[type]).toEqual(luohe.cases[type]);
    expect(stages['procurement']?.gates['remedyOpen']?.check).toMatchObject({
      check: 'noOpen',
      cases: ['procurementChallenge', 'procurementComplaint'],
    });
  }
});

describe('query (政府采购法 51, 条例 52)', () => {
  test('is answered within three working days of the day it came', () => {
    const world = opened('procurementQuery', { asker: '某公司', askedOn: '2026-02-27' });
    does(world, 'owner', 'register');
    expect(dueAt(world, 'answerBy')).toBe('2026-03-04');
    expect(unmet(world, 'owner', 'answer')).toEqual(['material/missing']);
    does(world, 'owner', 'answer', { attach: [material('queryReply')] });
    expect(stands(world)).toBe('answered');
  });

  test('is marked when it is not', () => {
    const world = opened('procurementQuery', { asker: '某公司', askedOn: '2026-03-02' });
    does(world, 'owner', 'register');
    expect(isLate(world, 'answerBy')).toBe(true);
  });

  test('cannot have come tomorrow', () => {
    const world = opened('procurementQuery', { asker: '某公司', askedOn: '2026-03-03' });
    expect(unmet(world, 'owner', 'register')).toEqual(['askedLater']);
  });
});

describe('challenge (政府采购法 52, 53, 条例 53)', () => {
  const facts: Fields = { challenger: '某公司', challengedPart: 'procurementResult', knownOn: '2026-03-02' };
  const register = (at: string, more: Fields = {}) => {
    const world = opened('procurementChallenge', { ...facts, ...more }, at);
    return { world, codes: unmet(world, 'owner', 'register', { attach: [material('challengeLetter')] }) };
  };

  test.each([
    ['2026-03-11', []],
    ['2026-03-12', ['clock/closed']],
  ])('known on 2 March and handed in on %s answers %j: seven working days', (at, codes) => {
    expect(register(at).codes).toEqual(codes);
  });

  test('needs its letter', () => {
    const world = opened('procurementChallenge', facts);
    expect(unmet(world, 'owner', 'register')).toEqual(['material/missing']);
  });

  test('is answered in writing within seven working days, with what was found', () => {
    const { world } = register('2026-03-02');
    expect(dueAt(world, 'answerBy')).toBe('2026-03-11');
    const reply = { attach: [material('challengeReply')] };
    expect(unmet(world, 'owner', 'answer', reply)).toEqual(['fact/missing']);
    does(world, 'owner', 'answer', { ...reply, fields: { challengeFounded: false } });
    expect(stands(world)).toBe('answered');
  });

  test('is marked and goes to the finance authority when it is not', () => {
    const { world } = register('2026-03-02');
    expect(isLate(world, 'answerBy')).toBe(true);
  });
});

describe('complaint (政府采购法 55–57, 条例 54, 55, 58)', () => {
  const facts: Fields = { complainant: '某公司', challengedBefore: true, answerDueOn: '2026-03-02' };
  const register = (at: string, more: Fields = {}) => {
    const world = opened('procurementComplaint', { ...facts, ...more }, at);
    const attach = [material('complaintLetter')];
    return { world, codes: unmet(world, 'finance', 'register', { attach }) };
  };
  const accepted = (expertiseNeeded: boolean) => {
    const { world } = register('2026-03-02');
    does(world, 'finance2', 'accept', { outcome: 'accepted', fields: { expertiseNeeded } });
    return world;
  };
  const decide = (world: World, outcome: string) => {
    does(world, 'finance2', 'decide', { outcome });
  };

  test.each([
    ['2026-03-23', []],
    ['2026-03-24', ['clock/closed']],
  ])('the answer due on 2 March, made on %s answers %j: fifteen working days', (at, codes) => {
    expect(register(at).codes).toEqual(codes);
  });

  test('nothing is complained of that was not challenged', () => {
    expect(register('2026-03-02', { challengedBefore: false }).codes).toEqual(['notChallenged']);
  });

  test('may be sent back for more, or not be accepted', () => {
    const { world } = register('2026-03-02');
    expect(dueAt(world, 'acceptBy')).toBe('2026-03-05');
    const fields = { expertiseNeeded: false };
    does(world, 'finance2', 'accept', { outcome: 'returned', fields });
    does(world, 'finance', 'register', { attach: [material('complaintLetter')] });
    does(world, 'finance2', 'accept', { outcome: 'refused', fields });
    expect([stands(world), dueOf(world)]).toEqual(['refused', []]);
  });

  test('is decided within thirty working days, and procurement pauses thirty days at most', () => {
    const world = accepted(false);
    expect([dueAt(world, 'decideBy'), dueAt(world, 'pauseBy')]).toEqual(['2026-04-13', '2026-04-01']);
    expect(isLate(world, 'pauseBy')).toBe(true);
    does(world, 'owner', 'explain');
    decide(world, 'dismissed');
    expect([stands(world), dueOf(world), issued(world)]).toEqual(['dismissed', [], ['dismissalDecision']]);
  });

  test('tests and experts are not counted', () => {
    const world = accepted(true);
    does(world, 'owner', 'explain');
    world.at = '2026-03-16';
    does(world, 'finance', 'expertise');
    expect(dueAt(world, 'decideBy')).toBe('2026-04-27');
    decide(world, 'upheld');
  });

  test('upheld, it suspends the project', () => {
    const world = accepted(false);
    does(world, 'owner', 'explain');
    decide(world, 'upheld');
    expect([stands(world), dueOf(world), issued(world)]).toEqual([
      'upheld',
      ['suspend'],
      ['complaintDecision'],
    ]);
  });
});

test.each([
  [['procurementChallenge'], ['remedyOpen']],
  [['procurementComplaint'], ['remedyOpen']],
  [['procurementQuery'], []],
  [[], []],
])('with %j open, signing the contract answers %j (条例 54)', (openCases, codes) => {
  const world = toContract();
  world.outside = { head: 1, totals: {}, openCases };
  const sign = tryAct(world, cast.owner, deciding(world, 'sign', { attach: [contract()] }));
  expect(unmetCodes(sign)).toEqual(codes);
});
