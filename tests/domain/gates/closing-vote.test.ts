/** The vote that closes a step: the gates of the outcome that results hold on that day, whatever this vote says. */
import { condition } from '../rows';
import { body, clock, decision, gate, material, rules } from '../rules';
import {
  acts,
  applied,
  dataOffice,
  decides,
  finance,
  given,
  on,
  owner,
  paper,
  planning,
  type Move,
} from '../story';
import type { Agree, Gate, Rules } from '../../../domain/pack/types';
import type { OutsideFacts } from '../../../domain/project/outside';

const outcomes = { approved: 'approved', returned: 'vote', rejected: 'rejected' };

/** A review of three seats with one gate before its approval. */
function panel(
  guard: Gate,
  agree: Agree = { rule: 'majority' },
  more: Parameters<typeof body>[3] = {},
): Rules {
  const steps = [decision('vote', ['finance', 'data', 'planning'], outcomes, { agree })];
  const review = body('review', { main: steps }, ['approved', 'rejected'], { gates: [guard], ...more });
  return rules({ stages: { review } });
}

const votes = (...cast: readonly string[]): Move[] =>
  [finance, dataOffice, planning].flatMap((voter, index) => {
    const outcome = cast[index];
    return outcome === undefined ? [] : [decides(voter, 'vote', outcome)];
  });

const gathered = (head: number, openCases: readonly string[], paidTotal = 0): OutsideFacts => ({
  head,
  totals: { paidTotal },
  openCases,
});
const noOpenCase = gate('settled', 'vote.approved', { check: 'noOpen', cases: ['payment'] });
const meanwhile = (outside: OutsideFacts, move: Move | undefined): Move => {
  if (move === undefined) throw new Error('no vote');
  return { ...move, outside };
};

describe('a gate that no longer holds when the last vote is cast', () => {
  const first = (rule: Rules, ...cast: string[]) =>
    given(rule, [...applied, ...votes(...cast)], { outside: gathered(1, []) });
  const opened = gathered(2, ['payment']);

  it.each<[string, Agree, readonly string[], readonly string[]]>([
    ['approves like the others', { rule: 'majority' }, ['approved', 'approved', 'approved'], ['settled']],
    [
      'is outvoted: the approval results all the same',
      { rule: 'majority' },
      ['approved', 'approved', 'rejected'],
      ['settled'],
    ],
    [
      'is outvoted by a rule of two',
      { rule: 'atLeast', count: 2 },
      ['approved', 'approved', 'returned'],
      ['settled'],
    ],
    [
      'is not the chair, who approved',
      { rule: 'chair', role: 'finance' },
      ['approved', 'rejected', 'rejected'],
      ['settled'],
    ],
    ['rejects, and the rejection results', { rule: 'majority' }, ['approved', 'rejected', 'rejected'], []],
    ['returns, and all had to agree', { rule: 'all' }, ['approved', 'approved', 'returned'], []],
    [
      'approves in vain, with the gate unmet',
      { rule: 'majority' },
      ['rejected', 'rejected', 'approved'],
      ['settled'],
    ],
  ])('the last voter %s', (_, agree, cast, unmet) => {
    const pack = panel(noOpenCase, agree);
    const story = first(pack, ...cast.slice(0, 2));
    const last = votes(...cast)[2];
    expect(story.when(meanwhile(opened, last)).unmet).toEqual(unmet);
    expect(story.when(meanwhile(gathered(2, []), last)).codes).toEqual([]);
  });

  it('refuses the closing vote and keeps the step open until it holds again', () => {
    const story = first(panel(noOpenCase), 'approved', 'approved');
    const last = votes('approved', 'approved', 'rejected')[2];
    const refused = story.when(meanwhile(opened, last));
    expect(refused.events).toEqual([]);
    expect(refused.state.open?.step).toBe('vote');
    expect(story.when(meanwhile(gathered(3, []), last)).state.run).toBe('trialRun');
  });
});

describe('between the first and the last vote', () => {
  it('a sum outside the project may outgrow the budget', () => {
    const within = condition('paidTotal <= budget', 'paidTotal', 'budget');
    const pack = panel(gate('within', 'vote.approved', { check: 'holds', condition: within }));
    const story = given(pack, [...applied, ...votes('approved', 'approved')], {
      outside: gathered(1, [], 10_000),
    });
    const last = votes('', '', 'rejected')[2];
    expect(story.when(meanwhile(gathered(2, [], 10_001), last)).unmet).toEqual(['within']);
    expect(story.when(meanwhile(gathered(2, [], 10_000), last)).codes).toEqual([]);
  });

  it('a report may expire overnight', () => {
    const tested = gate('tested', 'vote.approved', { check: 'valid', materials: [['report']] });
    const pack = panel(
      tested,
      { rule: 'majority' },
      {
        materials: [
          material('report', 'vote.approved', { by: 'finance', fields: { validUntil: { type: 'date' } } }),
        ],
      },
    );
    const good = { attach: [paper('report', { validUntil: '2026-02-01' })] };
    const story = given(pack, [
      ...applied,
      on('2026-02-01', decides(finance, 'vote', 'approved', good)),
      decides(dataOffice, 'vote', 'approved'),
    ]);
    const outvoted = decides(planning, 'vote', 'rejected');
    expect(story.when(on('2026-02-02', outvoted)).unmet).toEqual(['tested']);
    expect(story.when(on('2026-02-01T15:59:59Z', outvoted)).state.run).toBe('trialRun');
  });

  it('a day may have come that the first vote had to wait for', () => {
    const pack = panel(
      gate('any', 'never', { check: 'noOpen', cases: [] }),
      { rule: 'majority' },
      {
        clocks: [
          clock('rest', 'notBefore', 'vote.opened', { until: 'vote.approved', length: 10, unit: 'days' }),
        ],
      },
    );
    const story = given(pack, [...applied, ...votes('rejected')]);
    expect(story.when(decides(dataOffice, 'vote', 'approved')).unmet).toEqual(['clock/not-before:rest']);
    expect(story.when(on('2026-01-15', decides(dataOffice, 'vote', 'approved'))).codes).toEqual([]);
  });

  it('a party that was bound opens the gate for the votes that follow', () => {
    const pack = panel(gate('known', 'vote.approved', { check: 'parties', roles: ['auditor'] }));
    const story = given(pack, [...applied, ...votes('rejected')]);
    const approves = decides(dataOffice, 'vote', 'approved');
    expect(story.when(approves).unmet).toEqual(['known']);
    const bound = story.and(acts(owner, { type: 'bindParty', role: 'auditor', org: 'a1', orgZh: '审计' }));
    expect(bound.and(approves).when(decides(planning, 'vote', 'approved')).state.run).toBe('trialRun');
  });
});
