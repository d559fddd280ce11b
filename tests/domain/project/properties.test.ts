/** What holds for every course of events: nothing in use unaccepted, nothing paid without contract. */
import fc from 'fast-check';
import { payment, rules } from '../rules';
import { calendar, engine, goodFacts, goodPapers, paper, person, unborn } from '../story';
import type { Rules } from '../../../domain/pack/types';
import { allowedActions } from '../../../domain/project/allowed';
import type { Act, Actor } from '../../../domain/project/commands';
import { decide } from '../../../domain/project/decide';
import { evolveEntry } from '../../../domain/project/evolve';
import type { OutsideFacts } from '../../../domain/project/outside';
import type { ProcessState } from '../../../domain/project/state';

const { contractor, supervisor } = { contractor: 'org:c1', supervisor: 'org:s1' };
const people: readonly Actor[] = [
  person('owner', 'org:o1'),
  person('colleague', 'org:o1', 'finance'),
  person('office', 'office'),
  person('tech', 'tech', 'expert'),
  person('finance', 'finance'),
  person('data', 'data'),
  person('planning', 'planning'),
  person('contractor', contractor),
  person('supervisor', supervisor),
  person('expert1', 'expert'),
  person('expert2', 'expert'),
  engine,
];
const words = ['submitted', 'complete', 'given', 'passed', 'approved', 'stable', 'fixed', 'paid'] as const;
const others = [
  'returned',
  'rejected',
  'outOfScope',
  'unstable',
  'failed',
  'reconsideration',
  'refused',
] as const;

/** Where in time, who, which task, and what: indices into what is there, so that most commands mean something. */
const choice = fc.record({
  days: fc.nat(60),
  who: fc.nat(people.length - 1),
  task: fc.nat(5),
  fit: fc.integer({ min: 0, max: 9 }),
  outcome: fc.oneof(
    { weight: 6, arbitrary: fc.constant('good') },
    { weight: 1, arbitrary: fc.constantFrom(...words, ...others) },
  ),
  kind: fc.oneof(
    { weight: 30, arbitrary: fc.constant('decide' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom('submit', 'claim', 'release', 'return', 'reassign', 'comment' as const),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'reportFault',
        'waive',
        'bindParty',
        'clockReached',
        'open',
        'suspend' as const,
      ),
    },
    { weight: 3, arbitrary: fc.constant('resume' as const) },
    { weight: 1, arbitrary: fc.constantFrom('withdraw', 'terminate' as const) },
  ),
});
type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

function outcomeFor(step: string | undefined, outcome: string): string {
  const good = steps.find((each) => each.step === step)?.outcomes[0]?.outcome;
  return outcome === 'good' && good !== undefined ? good : outcome;
}

function decisionOf(state: ProcessState, { task: index, outcome }: Choice, amount: number): Act {
  const task = openAt(state, index);
  const fields = state.kind === 'case' ? { amount } : goodFacts;
  const brings = task?.step === 'fill' || task?.step === 'ask';
  return {
    type: 'decide',
    task: task?.id ?? 'none',
    outcome: outcomeFor(task?.step, outcome),
    ...(brings ? { fields, attach: goodPapers } : {}),
  };
}

function openAt(state: ProcessState, index: number) {
  const open = Object.values(state.tasks).filter((each) => each.status === 'open');
  return open[index % Math.max(open.length, 1)];
}

function reachedAt(state: ProcessState, index: number): Act {
  const clock = Object.values(state.clocks)[index];
  return { type: 'clockReached', clock: clock?.key ?? 'x', due: clock?.due ?? '2026-01-01' };
}

function actOf(state: ProcessState, choice: Choice, amount: number): Act {
  const { kind, task: index } = choice;
  const task = openAt(state, index)?.id ?? 'none';
  const comment = '原因';
  const acts: Record<Choice['kind'], Act> = {
    decide: decisionOf(state, choice, amount),
    submit: { type: 'submit', fields: goodFacts, attach: goodPapers },
    claim: { type: 'claim', task },
    release: { type: 'release', task },
    reassign: { type: 'reassign', task, to: people[index] ?? engine, comment },
    return: { type: 'return', task, comment },
    comment: { type: 'comment', task, comment },
    waive: { type: 'waive', code: 'chapter', comment },
    bindParty: { type: 'bindParty', role: 'auditor', org: index % 2 === 0 ? 'a1' : 'c1', orgZh: '审计' },
    clockReached: reachedAt(state, index),
    open: { type: 'open' },
    reportFault: { type: 'reportFault', comment },
    suspend: { type: 'suspend', comment },
    resume: { type: 'resume', comment },
    withdraw: { type: 'withdraw', comment },
    terminate: { type: 'terminate', comment },
  };
  return acts[kind];
}

const measure = rules();
const steps = [...Object.values(measure.stages), payment].flatMap((each) =>
  each.phases.flatMap((phase) => phase.steps),
);

/** Mostly someone who may sit at the task, sometimes anyone. */
function whoFor(state: ProcessState, act: Act, { who, fit }: Choice): Actor {
  const key = 'task' in act ? state.tasks[act.task]?.key : undefined;
  const holders = people.filter((each) => key !== undefined && each.keys.includes(key));
  const holder = holders[who % Math.max(holders.length, 1)];
  return holder !== undefined && fit > 0 ? holder : (people[who] ?? engine);
}

function live(
  first: ProcessState,
  choices: readonly Choice[],
  around: { rules: Rules; outside?: OutsideFacts },
): ProcessState[] {
  const states = [first];
  let state = first;
  let time = Date.parse('2026-01-05T00:00:00Z');
  for (const [index, each] of choices.entries()) {
    time += each.days * 86_400_000;
    const act: Act = index === 0 ? { type: 'open' } : actOf(state, each, 1 + (each.task % 3));
    const now = new Date(time).toISOString();
    const surroundings = { ...around, calendar, now };
    const actor = whoFor(state, act, each);
    const decision = decide(state, { act, actor }, surroundings);
    if ('events' in decision) state = evolveEntry(state, { at: now, events: decision.events });
    else if (decision.refusals.length === 0) throw new Error('neither events nor refusals');
    allowedActions(state, surroundings, actor);
    states.push(state);
  }
  return states;
}

const courses = fc.array(choice, { minLength: 20, maxLength: 90 });
const wellEnded = (state: ProcessState, kind: string) =>
  state.ended.filter((run) => run.kind === kind).at(-1)?.outcome === 'passed';

const over = ['withdrawn', 'terminated', 'rejected', 'outOfScope'];

/** Rounds only grow, what is over stays as it is, and a process under way never stands without an open task. */
function holdsAfter(before: ProcessState | undefined, state: ProcessState): void {
  if (before === undefined) return;
  for (const [run, round] of Object.entries(before.rounds))
    expect(state.rounds[run]).toBeGreaterThanOrEqual(round);
  if (over.includes(before.status)) expect(state).toBe(before);
  if (state.status !== 'active' && state.status !== 'draft') return;
  expect(Object.values(state.tasks).some((task) => task.status === 'open')).toBe(true);
}

describe('every course of a project', () => {
  it('reaches use only through a passed acceptance, keeps counting rounds and ends for good', () => {
    const reached = { use: 0, acceptance: 0 };
    fc.assert(
      fc.property(courses, (choices) => {
        const states = live(unborn(measure), choices, { rules: measure });
        const used = states.find((state) => state.status === 'inUse');
        if (used !== undefined) {
          reached.use += 1;
          expect(wellEnded(used, 'acceptance')).toBe(true);
        }
        if (states.some((state) => state.run === 'acceptance')) reached.acceptance += 1;
        for (const [index, state] of states.entries()) holdsAfter(states[index - 1], state);
      }),
      { numRuns: 300, seed: 20260105 },
    );
    expect(reached.acceptance).toBeGreaterThan(20);
    expect(reached.use).toBeGreaterThan(3);
  });
});

describe('every course of a payment', () => {
  it('ends paid only with contract and budget, and within both', () => {
    const bare: Rules = { ...measure, cases: { payment: { ...payment, gates: {} } } };
    const outsides = fc.record({
      amount: fc.option(fc.nat(4), { nil: undefined }),
      budget: fc.option(fc.nat(4), { nil: undefined }),
      gated: fc.boolean(),
    });
    const reached = { paid: 0 };
    fc.assert(
      fc.property(courses, outsides, (choices, { amount, budget, gated }) => {
        const project: OutsideFacts['project'] = {
          status: 'active',
          run: 'trialRun',
          facts: budget === undefined ? {} : { budget },
          materials: amount === undefined ? {} : { contract: paper('contract', { amount }) },
          parties: {},
          participants: [],
          ended: [],
          owner: unborn(measure).owner,
        };
        const outside = { head: 1, totals: {}, openCases: [], project };
        const first = unborn(measure, { kind: 'case', caseType: 'payment', projectId: 'P1', id: 'C1' });
        const last = live(first, choices, { rules: gated ? measure : bare, outside }).at(-1);
        if (last?.ended.at(-1)?.outcome !== 'paid') return;
        reached.paid += 1;
        expect([typeof amount, typeof budget]).toEqual(['number', 'number']);
        if (gated)
          expect(Number(last.facts['amount'])).toBeLessThanOrEqual(Math.min(amount ?? -1, budget ?? -1));
      }),
      { numRuns: 200, seed: 20260105 },
    );
    expect(reached.paid).toBeGreaterThan(10);
  });
});
