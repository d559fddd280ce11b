/**
 * Remembers what the last act that moved the route has changed, so that it can be taken back (拿回) exactly: which tasks
 * it woke or cancelled, which clocks it started or ended, and whether it reached beyond the process.
 */
import type { ProcessEvent } from '../project/events';
import type { Handled, PersonRef, ProcessState, Task } from '../project/state';
import { holderRef, isLive } from '../project/task';

/** Folds the memory of the last act; events of the same journal entry as the act belong to it. */
export function trackHandled(before: ProcessState, event: ProcessEvent, after: ProcessState): ProcessState {
  if (event.type === 'decided' || event.type === 'returned')
    return { ...after, handled: begin(before, event.task, event.person) };
  const { handled } = before;
  if (handled === undefined || after.handled === undefined) return after;
  if (handled.seq !== before.seq) return later(after, handled, event);
  const changed = note(handled, before, event);
  return changed === handled ? after : { ...after, handled: changed };
}

function begin({ seq, results, backTo }: ProcessState, task: string, person: PersonRef): Handled {
  const base = { task, person, seq, results, tasks: {}, clocks: {} };
  return backTo === undefined ? base : { ...base, backTo };
}

/** An act is not taken back across these: the route, or its rules, are others since. */
const steered: readonly ProcessEvent['type'][] = [
  'jumped',
  'wokenUp',
  'packMoved',
  'applicantCorrected',
  'runEntered',
  'suspended',
];

/** What happens after the act and cannot be undone with it. */
function later(after: ProcessState, handled: Handled, { type }: ProcessEvent): ProcessState {
  if (steered.includes(type)) return { ...after, handled: { ...handled, final: handled.final ?? type } };
  return after;
}

const beyond: readonly ProcessEvent['type'][] = [
  'runEnded',
  'runEntered',
  'documentIssued',
  'effectDue',
  'statusChanged',
];

function note(handled: Handled, before: ProcessState, event: ProcessEvent): Handled {
  if (event.type === 'taskActivated' || event.type === 'signerRemoved')
    return noteTasks(handled, before, [event.task]);
  if (event.type === 'tasksCancelled') return noteTasks(handled, before, event.tasks);
  if (event.type === 'clockStarted') return noteClock(handled, before, event.clock.key);
  if (event.type === 'clockChanged') return noteClock(handled, before, event.key);
  const stays = beyond.includes(event.type) && !isFirstMove(event);
  return stays ? { ...handled, final: handled.final ?? event.type } : handled;
}

/** The first decision makes a draft active; that alone reaches nobody. */
function isFirstMove(event: ProcessEvent): boolean {
  return event.type === 'statusChanged' && event.status === 'active';
}

function noteTasks(handled: Handled, before: ProcessState, ids: readonly string[]): Handled {
  const known = ids.flatMap((id) => {
    const task = before.tasks[id];
    return task === undefined || id in handled.tasks ? [] : [[id, task.status] as const];
  });
  return { ...handled, tasks: { ...handled.tasks, ...Object.fromEntries(known) } };
}

function noteClock(handled: Handled, before: ProcessState, key: string): Handled {
  if (key in handled.clocks) return handled;
  return { ...handled, clocks: { ...handled.clocks, [key]: before.clocks[key] ?? null } };
}

function reopened(task: Task, person: PersonRef, round: number): Task {
  const { outcome: _outcome, decidedBy: _by, decidedAt: _at, comment: _comment, ...rest } = task;
  return { ...rest, status: 'open', assignee: person, round };
}

/** The state with the last act taken back: its task open for whoever's it was, everything it moved as it stood before. */
export function restore(state: ProcessState, id: string, at: string): ProcessState {
  const { handled, backTo: _backTo, ...cleared } = state;
  const task = state.tasks[id];
  if (handled === undefined || task === undefined) return state;
  const round = state.run === null ? 1 : (state.rounds[state.run] ?? 1);
  const after = Object.fromEntries(
    Object.values(state.tasks).map((each) => [each.id, asBefore(each, task, handled)]),
  );
  return {
    ...cleared,
    open: { phase: task.phase, step: task.step, opening: task.opening },
    results: handled.results,
    tasks: { ...after, [id]: { ...reopened(task, holderRef(handled.person), round), openedAt: at } },
    clocks: clocksBefore(state.clocks, handled.clocks),
    participants: withoutLast(state.participants, handled.person.id, task),
    ...(handled.backTo === undefined ? {} : { backTo: handled.backTo }),
  };
}

/** Tasks of a step that the act opened are cancelled; those it woke or cancelled stand as before. */
function asBefore(each: Task, task: Task, handled: Handled): Task {
  const status = handled.tasks[each.id];
  if (each.opening === task.opening) return status === undefined ? each : { ...each, status };
  return isLive(each) ? { ...each, status: 'cancelled' } : each;
}

function clocksBefore(clocks: ProcessState['clocks'], before: Handled['clocks']): ProcessState['clocks'] {
  const entries = Object.entries(before).flatMap(([key, clock]) => {
    const now = clocks[key];
    if (clock !== null) return [[key, clock] as const];
    return now === undefined ? [] : [[key, { ...now, status: 'stopped' as const }] as const];
  });
  return { ...clocks, ...Object.fromEntries(entries) };
}

function withoutLast(
  participants: ProcessState['participants'],
  person: string,
  { opening, role }: Task,
): ProcessState['participants'] {
  const at = participants.findLastIndex(
    (each) => each.person === person && each.opening === opening && each.role === role,
  );
  return participants.filter((_, index) => index !== at);
}
