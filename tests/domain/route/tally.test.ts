/** Votes of a step under each rule, and what the closed step leads to. */
import { decision, reviewOf, seat } from '../rules';
import {
  applied,
  dataOffice,
  decides,
  expert1,
  expert2,
  finance,
  given,
  person,
  planning,
  tech,
  type Move,
} from '../story';
import type { Agree } from '../../../domain/pack/types';

const outcomes = { approved: 'approved', returned: 'vote', rejected: 'rejected' };
const voters = [finance, dataOffice, planning];
const votes = (...given: string[]): Move[] =>
  given.flatMap((outcome, index) => {
    const voter = voters[index];
    return voter === undefined ? [] : [decides(voter, 'vote', outcome)];
  });

function resultOf(agree: Agree, ...cast: string[]): string | undefined {
  const rules = reviewOf(decision('vote', ['finance', 'data', 'planning'], outcomes, { agree }));
  const { state } = given(rules, [...applied, ...votes(...cast)]);
  const first = Object.values(state.tasks).filter((task) => task.opening === 3);
  if (state.run === 'trialRun') return 'approved';
  if (state.status === 'rejected') return 'rejected';
  return state.rounds['review'] === 2
    ? 'returned'
    : first.some((t) => t.status === 'open')
      ? 'open'
      : undefined;
}

describe('a step of three seats', () => {
  it.each<[string, Agree, string[], string]>([
    ['all: everyone approves', { rule: 'all' }, ['approved', 'approved', 'approved'], 'approved'],
    ['all: one return returns', { rule: 'all' }, ['approved', 'returned', 'approved'], 'returned'],
    ['all: one rejection rejects', { rule: 'all' }, ['returned', 'approved', 'rejected'], 'rejected'],
    ['all: the first no does not close it', { rule: 'all' }, ['rejected'], 'open'],
    ['all: everyone is heard', { rule: 'all' }, ['approved', 'approved'], 'open'],
    ['any: the first decides', { rule: 'any' }, ['rejected'], 'rejected'],
    ['any: one approval suffices', { rule: 'any' }, ['approved'], 'approved'],
    ['majority: two of three', { rule: 'majority' }, ['approved', 'rejected', 'approved'], 'approved'],
    [
      'majority: a decided majority still hears the third',
      { rule: 'majority' },
      ['approved', 'approved'],
      'open',
    ],
    [
      'majority: one of three is none',
      { rule: 'majority' },
      ['approved', 'rejected', 'rejected'],
      'rejected',
    ],
    [
      'majority: better votes count for the worse',
      { rule: 'majority' },
      ['approved', 'returned', 'rejected'],
      'returned',
    ],
    ['atLeast 1 hears everyone', { rule: 'atLeast', count: 1 }, ['approved'], 'open'],
    [
      'atLeast 1: best first',
      { rule: 'atLeast', count: 1 },
      ['rejected', 'rejected', 'approved'],
      'approved',
    ],
    [
      'atLeast 2 not reached by approvals',
      { rule: 'atLeast', count: 2 },
      ['approved', 'rejected', 'returned'],
      'returned',
    ],
    [
      'atLeast 3 falls to the last',
      { rule: 'atLeast', count: 3 },
      ['approved', 'approved', 'rejected'],
      'rejected',
    ],
    [
      'chair: alone against two',
      { rule: 'chair', role: 'data' },
      ['approved', 'rejected', 'approved'],
      'rejected',
    ],
    ['chair: waits for everyone', { rule: 'chair', role: 'data' }, ['approved', 'approved'], 'open'],
  ])('%s', (_, agree, cast, expected) => {
    expect(resultOf(agree, ...cast)).toBe(expected);
  });

  it('of four is not carried by two (a tie is no majority)', () => {
    const who = [seat('finance', { count: 2 }), 'data', 'planning'];
    const rules = reviewOf(
      decision('vote', who, { approved: 'approved', rejected: 'rejected' }, { agree: { rule: 'majority' } }),
    );
    const story = given(rules, [
      ...applied,
      decides(finance, 'vote', 'approved'),
      decides(person('finance2', 'finance'), 'vote', 'approved'),
      decides(dataOffice, 'vote', 'rejected'),
    ]);
    expect(story.when(decides(planning, 'vote', 'rejected')).state.status).toBe('rejected');
  });

  it('hears a seat without a vote, but does not count it', () => {
    const who = ['finance', seat('expert', { count: 2, votes: false })];
    const rules = reviewOf(decision('vote', who, { approved: 'approved', rejected: 'rejected' }));
    const story = given(rules, [
      ...applied,
      decides(finance, 'vote', 'approved'),
      decides(expert1, 'vote', 'rejected'),
    ]);
    expect(story.state.run).toBe('review');
    expect(story.when(decides(expert2, 'vote', 'rejected')).state.run).toBe('trialRun');
  });

  it('cancels the seats that a single decider made needless', () => {
    const rules = reviewOf(
      decision(
        'vote',
        ['finance', 'tech'],
        { approved: 'next', rejected: 'rejected' },
        { agree: { rule: 'any' } },
      ),
    );
    const done = given(rules, applied).when(decides(tech, 'vote', 'approved'));
    expect(done.events.map((event) => event.type)).toContain('tasksCancelled');
    expect(done.state.run).toBe('trialRun');
  });
});

describe('what bends the rule', () => {
  it.each<[string, Agree, string[], string]>([
    [
      'share 2/3: two of three',
      { rule: 'share', of: [2, 3] },
      ['approved', 'approved', 'rejected'],
      'approved',
    ],
    [
      'share 2/3: one of three',
      { rule: 'share', of: [2, 3] },
      ['approved', 'rejected', 'rejected'],
      'rejected',
    ],
    [
      'veto: one against two',
      { rule: 'majority', veto: ['planning'] },
      ['approved', 'approved', 'rejected'],
      'rejected',
    ],
    [
      'veto: others do not hold it',
      { rule: 'majority', veto: ['planning'] },
      ['rejected', 'approved', 'approved'],
      'approved',
    ],
    ['veto: everyone is heard', { rule: 'majority', veto: ['finance'] }, ['rejected'], 'open'],
    ['first refusal closes', { rule: 'all', stopAtRefusal: true }, ['approved', 'returned'], 'returned'],
    ['first refusal: none yet', { rule: 'all', stopAtRefusal: true }, ['approved', 'approved'], 'open'],
    [
      'abstention out of the count',
      { rule: 'majority', abstain: 'notCounted' },
      ['approved', 'abstained', 'abstained'],
      'approved',
    ],
    [
      'abstention in the count',
      { rule: 'majority', abstain: 'counted' },
      ['approved', 'abstained', 'abstained'],
      'rejected',
    ],
    [
      'abstention does not agree',
      { rule: 'all', abstain: 'counted' },
      ['approved', 'approved', 'abstained'],
      'rejected',
    ],
    [
      'abstention leaves all others',
      { rule: 'all', abstain: 'notCounted' },
      ['approved', 'approved', 'abstained'],
      'approved',
    ],
    [
      'all abstain',
      { rule: 'majority', abstain: 'notCounted' },
      ['abstained', 'abstained', 'abstained'],
      'rejected',
    ],
    [
      'a tie is broken',
      { rule: 'majority', abstain: 'notCounted', casting: 'data' },
      ['rejected', 'approved', 'abstained'],
      'approved',
    ],
    [
      'a tie is broken the other way',
      { rule: 'majority', abstain: 'notCounted', casting: 'data' },
      ['approved', 'rejected', 'abstained'],
      'rejected',
    ],
    ['any: who abstains does not decide', { rule: 'any', abstain: 'counted' }, ['abstained'], 'open'],
  ])('%s', (_, agree, cast, expected) => {
    expect(resultOf(agree, ...cast)).toBe(expected);
  });

  it('counts a seat as heavy as the pack weighs it', () => {
    const who = [seat('finance', { weight: 3 }), 'data', 'planning'];
    const rules = reviewOf(decision('vote', who, outcomes, { agree: { rule: 'majority' } }));
    const { state } = given(rules, [...applied, ...votes('approved', 'rejected', 'rejected')]);
    expect(state.run).toBe('trialRun');
  });

  it('lets nobody abstain where the pack does not say so', () => {
    const rules = reviewOf(decision('vote', ['finance', 'data'], outcomes));
    expect(given(rules, applied).when(decides(finance, 'vote', 'abstained')).codes).toEqual([
      'task/unknown-outcome',
    ]);
  });
});
