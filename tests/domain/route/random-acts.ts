/**
 * Random acts of random people on one route of every kind of step, against an oracle that knows no rule of the code: it
 * only counts seats, votes and openings, and remembers who handed in.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { decision, reviewOf, seat, step } from '../rules';
import { admin, applied, calendar, given, person } from '../story';
import type { Rules, Step } from '../../../domain/pack/types';
import type { Act, Actor, TaskAct } from '../../../domain/project/commands';
import { decide } from '../../../domain/project/decide';
import type { Entry, ProcessEvent } from '../../../domain/project/events';
import { evolveEntry } from '../../../domain/project/evolve';
import type { PersonRef, ProcessState, Task } from '../../../domain/project/state';

const two = { approved: 'next', returned: 'fix', rejected: 'rejected' };
const three = ['finance', 'data', 'planning'];

/** Handing in, a reviewer, then every way of agreeing. */
export const measure: Rules = reviewOf(
  step('fix', ['projectOwner']),
  step('look', ['tech'], { does: 'advise', outcomes: [{ outcome: 'given', to: 'next' }] }),
  decision('single', ['finance'], two),
  decision('all', three, two),
  decision('order', three, two, { inOrder: true }),
  decision('any', three, two, { agree: { rule: 'any' } }),
  decision('most', [...three, seat('expert', { votes: false })], two, { agree: { rule: 'majority' } }),
  decision('last', ['planning', 'data'], { approved: 'approved', returned: 'fix', rejected: 'rejected' }),
);

/** Some wear two hats: the applicant holds a post, one person two posts. */
const plain: readonly Actor[] = [
  person('owner', 'org:o1', 'finance', 'planning'),
  person('colleague', 'org:o1', 'data'),
  person('office', 'office'),
  person('tech', 'tech', 'data'),
  ...['finance', 'finance2'].map((id) => person(id, 'finance')),
  ...['data', 'data2'].map((id) => person(id, 'data')),
  person('planning', 'planning'),
  person('expert', 'expert'),
];

const actsFor = (by: number, absent: number): Actor[] => {
  const [one, other] = [plain[by], plain[absent]];
  return one === undefined || other === undefined ? [] : [{ ...one, onBehalf: other }];
};

/** Substitutes: the applicant for a post, a post for the applicant, colleagues and strangers for each other. */
const people: readonly Actor[] = [
  ...plain,
  ...actsFor(0, 4),
  ...actsFor(4, 0),
  ...actsFor(1, 6),
  ...actsFor(5, 4),
  ...actsFor(9, 3),
  ...actsFor(9, 8),
  ...actsFor(3, 7),
  { ...person('leader'), org: 'o' },
  { ...person('contractor', 'org:c1', 'planning'), org: 'c1' },
  admin,
  { ...admin, id: 'owner' },
];

const verbs = [
  ...['claim', 'release', 'reassign', 'return', 'comment', 'delegate', 'handBack', 'getBack', 'addSigner'],
  ...['removeSigner', 'takeBack', 'urge', 'copy', 'markRead', 'consult', 'answer', 'correctAssignee'],
  ...['jump', 'suspend', 'resume'],
] as const;

const choice = fc.record({
  verb: fc.oneof(
    { weight: 10, arbitrary: fc.constant('decide') },
    { weight: 12, arbitrary: fc.constantFrom(...verbs) },
    { weight: 1, arbitrary: fc.constant('resume') },
  ),
  who: fc.nat(people.length - 1),
  to: fc.nat(people.length - 1),
  task: fc.nat(9),
  /** 0: any person, else somebody who may sit at the task. */
  fit: fc.nat(6),
  outcome: fc.constantFrom('approved', 'approved', 'approved', 'approved', 'returned', 'rejected'),
  place: fc.constantFrom('before', 'beside', 'after'),
  then: fc.constantFrom('again', 'back'),
  step: fc.nat(8),
});
type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

const steps: readonly Step[] = measure.stages['review']?.phases.flatMap((phase) => phase.steps) ?? [];

function holds(is: boolean, says: string): void {
  if (!is) throw new Error(says);
}

function targetOf(state: ProcessState, { verb, task }: Choice): Task | undefined {
  const all = Object.values(state.tasks);
  const wanted = verb === 'takeBack' ? 'done' : 'open';
  if (verb === 'removeSigner') return all.find((each) => each.added !== undefined && isLive(each));
  if (verb === 'answer' || verb === 'markRead') return all.findLast((each) => each.copiedTo !== undefined);
  const fit = all.filter((each) => each.status === wanted).slice(verb === 'takeBack' ? -3 : 0);
  return task === 9 ? all.at(-1) : fit[task % Math.max(fit.length, 1)];
}

function decisionOf(target: Task | undefined, outcome: string): Act {
  const does = steps.find(({ step: name }) => name === target?.step)?.does;
  const own = does === 'submit' ? 'submitted' : does === 'advise' ? 'given' : outcome;
  return { type: 'decide', task: target?.id ?? 'none', outcome: own, comment: '意见' };
}

function taskActOf(state: ProcessState, each: Choice): Act {
  const { verb, place, then, fit } = each;
  const target = targetOf(state, each);
  if (verb === 'decide') return decisionOf(target, each.outcome);
  const task = target?.id ?? 'none';
  const comment = '原因';
  const { onBehalf: _onBehalf, ...to } = people[each.to] ?? admin;
  const sent = { task, to, place, comment, yields: true };
  const back = { task, comment, then, to: fit > 3 ? stepOf(each) : 'previous' };
  return { type: verb, ...(verb === 'return' ? back : sent) } as TaskAct;
}

const stepOf = ({ step: index }: Choice): string => steps[index % steps.length]?.step ?? 'fix';

function actOf(state: ProcessState, each: Choice): Act {
  const { verb } = each;
  const comment = '原因';
  if (verb === 'suspend' || verb === 'resume') return { type: verb, comment };
  return verb === 'jump' ? { type: verb, to: stepOf(each), comment } : taskActOf(state, each);
}

/** Whose act it would be: whoever decided, lent, added, was asked or was shown; else whoever holds the task. */
function rightful(task: Task, verb: string): (each: Actor) => boolean {
  const asked = (task.copiedTo ?? []).filter((copy) => verb === 'markRead' || copy.question !== undefined);
  const ids: Record<string, readonly (string | undefined)[]> = {
    removeSigner: [task.added?.by.id],
    takeBack: [task.decidedBy?.id],
    getBack: [task.delegated?.by.id],
    answer: asked.map(({ id }) => id),
    markRead: asked.map(({ id }) => id),
  };
  return (each) => {
    const { id, keys } = each.onBehalf ?? each;
    return (
      ids[verb]?.includes(each.id) ??
      (task.assignee === undefined ? keys.includes(task.key) : task.assignee.id === id)
    );
  };
}

function whoOf(state: ProcessState, act: Act, { who, fit, verb }: Choice): Actor {
  const task = 'task' in act ? state.tasks[act.task] : undefined;
  if (verb === 'correctAssignee' || task === undefined) return people.at(-1 - (who % 3)) ?? admin;
  const mine = people.filter(rightful(task, verb));
  const fitting = mine[who % Math.max(mine.length, 1)];
  return fit > 0 && fitting !== undefined ? fitting : (people[who] ?? admin);
}

const isLive = ({ status }: Task): boolean => status === 'open' || status === 'waiting';

/** What every state must show, whatever led to it. */
function standsWell(state: ProcessState): void {
  const live = Object.values(state.tasks).filter(isLive);
  holds(
    live.every((task) => task.opening === state.open?.opening),
    'a task outlived its step',
  );
  const seats = live.filter((task) => task.added === undefined).map((task) => task.seat);
  holds(new Set(seats).size === seats.length, 'a seat has two tasks');
  if (state.open !== null)
    holds(
      live.some((task) => task.status === 'open'),
      `the open step ${state.open.step} has no open task`,
    );
  const over = ['rejected', 'terminated'].includes(state.status) || state.run !== 'review';
  if (!over && state.status === 'active') holds(state.open !== null, 'a route stands without a step');
}

/** Nobody waits with a seat they were added with once they have decided in the step. */
function nobodyIsHeardTwice(state: ProcessState): void {
  const here = Object.values(state.tasks).filter((task) => task.opening === state.open?.opening);
  const heard = new Set(here.flatMap((task) => bothOf(task.decidedBy)));
  const waits = here.find(
    (task) => isLive(task) && task.added !== undefined && heard.has(task.assignee?.id ?? ''),
  );
  holds(waits === undefined, `${waits?.id ?? ''} waits for somebody who has been heard`);
}

/** The outcome that votes come to, counted by hand. */
function counted(name: string, tasks: readonly Task[]): string | undefined {
  const votes = tasks.filter((task) => task.votes && task.status === 'done').map((task) => task.outcome);
  if (name === 'any' || name === 'fix' || name === 'look') return votes[0];
  if (name === 'most') {
    if (votes.filter((vote) => vote === 'approved').length >= 2) return 'approved';
    return votes.filter((vote) => vote !== 'rejected').length >= 2 ? 'returned' : 'rejected';
  }
  return ['rejected', 'returned', 'approved'].find((worst) => votes.includes(worst));
}

const isHandIn = (task: Task): boolean => steps.find((each) => each.step === task.step)?.does === 'submit';

/** Whoever did something, and whom they did it for. */
function bothOf(who: PersonRef | undefined): string[] {
  return [who?.id, who?.onBehalf?.id].filter((id) => id !== undefined);
}

/** One step closes once, with the outcome its votes come to; nobody judges what they handed in, or votes twice. */
class Witness {
  private readonly closed = new Map<number, string>();
  /** Who handed in what a step judges, by opening. */
  private readonly handedIn = new Map<number, Set<string>>();

  see(before: ProcessState, entry: Entry, after: ProcessState): void {
    for (const event of entry.events) {
      if (event.type === 'stepDone') this.closes(event, before, after);
      const task = 'task' in event ? (after.tasks[event.task] ?? before.tasks[event.task]) : undefined;
      if (task !== undefined) this.acts(event, task, before.tasks[task.id]);
    }
    this.keeps(before, entry, after);
    standsWell(after);
    nobodyIsHeardTwice(after);
  }

  private acts(event: ProcessEvent, task: Task, was: Task | undefined): void {
    if (event.type === 'takenBack') this.takesBack(task, bothOf(was?.decidedBy));
    if (event.type === 'decided' || (event.type === 'handedBack' && isHandIn(task)))
      for (const who of bothOf(event.person)) this.votes(who, task);
  }

  private closes(
    event: { step: string; opening: number; outcome: string },
    before: ProcessState,
    after: ProcessState,
  ): void {
    holds(!this.closed.has(event.opening), `step ${event.step} closed twice`);
    this.closed.set(event.opening, event.outcome);
    if (after.run !== before.run || event.outcome === 'jumped') return;
    const tasks = Object.values(after.tasks).filter((task) => task.opening === event.opening);
    const alone =
      tasks.some((task) => task.outcome === 'returned' && task.votes) && event.outcome === 'returned';
    if (!alone)
      holds(
        counted(event.step, tasks) === event.outcome,
        `${event.step} closed ${event.outcome} against its votes`,
      );
  }

  private votes(who: string, task: Task): void {
    if (isHandIn(task)) {
      this.handedIn.set(task.opening, new Set([...(this.handedIn.get(task.opening) ?? []), who]));
      return;
    }
    const latest = Math.max(0, ...[...this.handedIn.keys()].filter((opening) => opening < task.opening));
    const own = who === 'owner' || this.handedIn.get(latest)?.has(who) === true;
    holds(
      !own || (!task.votes && task.added === undefined),
      `${who} decided on their own submission at ${task.step}`,
    );
  }

  private takesBack(task: Task, who: readonly string[]): void {
    this.closed.delete(task.opening);
    const left = [...(this.handedIn.get(task.opening) ?? [])].filter((each) => !who.includes(each));
    if (left.length === 0) this.handedIn.delete(task.opening);
  }

  /** What was said stays said, unless whoever said it took it back. */
  private keeps(before: ProcessState, entry: Entry, after: ProcessState): void {
    if (after.run !== before.run) return;
    const undone = new Set(entry.events.flatMap((event) => (event.type === 'takenBack' ? [event.task] : [])));
    for (const task of Object.values(before.tasks).filter(({ status }) => status === 'done')) {
      const now = after.tasks[task.id];
      const same = now?.outcome === task.outcome && now?.comment === task.comment && now?.status === 'done';
      holds(same || undone.has(task.id), `the opinion of ${task.id} was lost`);
    }
    const opening = Object.values(after.tasks).filter((task) => task.opening === after.open?.opening);
    const voters = opening.flatMap((task) => bothOf(task.decidedBy));
    holds(new Set(voters).size === voters.length, 'one person took two seats of a step');
  }
}

export interface Tried {
  accepted: Record<string, number>;
  refused: number;
}

function live(choices: readonly Choice[], tried: Tried): void {
  const start = given(measure, applied).state;
  const witness = new Witness();
  const entries: Entry[] = [];
  let state = start;
  let time = Date.parse('2026-02-01T00:00:00Z');
  for (const each of choices) {
    time += 7_200_000;
    const at = new Date(time).toISOString();
    const act = actOf(state, each);
    const actor = whoOf(state, act, each);
    const decided = decide(state, { act, actor }, { rules: measure, calendar, now: at });
    if ('refusals' in decided) {
      tried.refused += 1;
      holds(decided.refusals.length > 0, 'neither events nor refusals');
      continue;
    }
    const kinds = actor.onBehalf === undefined ? [act.type] : [act.type, 'onBehalf'];
    for (const kind of kinds) tried.accepted[kind] = (tried.accepted[kind] ?? 0) + 1;
    const { id, name, org } = actor;
    const entry = {
      commandId: at,
      bodyHash: '',
      at,
      actor: { id, name, org },
      action: act.type,
      events: decided.events,
    };
    entries.push(entry);
    const next = evolveEntry(state, entry);
    witness.see(state, entry, next);
    state = next;
    if (state.run !== 'review') break;
  }
  const stored: Entry[] = JSON.parse(JSON.stringify(entries));
  holds(isDeepStrictEqual(stored.reduce(evolveEntry, start), state), 'the events give another state');
}

/** Lives random sequences; throws the smallest one that breaks something. */
export function tryRandomActs(numRuns: number, seed: number): Tried {
  const tried: Tried = { accepted: {}, refused: 0 };
  const sequences = fc.array(choice, { minLength: 10, maxLength: 30 });
  fc.assert(
    fc.property(sequences, (choices) => {
      live(choices, tried);
    }),
    { numRuns, seed },
  );
  return tried;
}
