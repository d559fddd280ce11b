/** Folds events into the state. Total: every event of every version has an answer, none throws. */
import type { ProcessEvent } from './events';
import { trackHandled } from '../route/handled';
import { changeTask, unassigned, verbFolders } from '../route/verb-folders';
import { newProcess, type ProcessState } from './state';
import { holderRef, isLive, personKey } from './task';

export type Folder<T extends ProcessEvent['type']> = (
  state: ProcessState,
  event: Extract<ProcessEvent, { type: T }>,
  at: string,
) => ProcessState;
type Folders = { readonly [T in ProcessEvent['type']]: Folder<T> };

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

/** A run is entered with the calendar of its day: what came before needs no carrying on. */
function withoutYears(state: ProcessState): ProcessState {
  const { calendarYears: _years, ...rest } = state;
  return rest;
}

function withoutBackTo(state: ProcessState): ProcessState {
  const { backTo: _backTo, ...rest } = state;
  return rest;
}

/** Seats that are the applicant's by name go with the applicant. */
const applicantCorrected: Folder<'applicantCorrected'> = (state, { from, to }) => {
  const before = [...(state.applicantsBefore ?? []), from.id];
  const own = Object.values(state.tasks).filter(
    (task) => isLive(task) && task.added === undefined && task.key === personKey(from.id),
  );
  return own.reduce<ProcessState>(
    (folded, { id }) => changeTask(folded, id, (t) => ({ ...unassigned(t), key: personKey(to.id) })),
    { ...state, owner: { ...state.owner, person: to }, applicantsBefore: before },
  );
};

const folders: Folders = {
  ...verbFolders,
  created: (state, { process }) => ({ ...newProcess(process), seq: state.seq }),
  runEntered: (state, { run, kind, occurrence, round }) => ({
    ...withoutYears(withoutBackTo(state)),
    run,
    stage: kind,
    occurrence,
    rounds: { ...state.rounds, [run]: round },
    results: {},
    tasks: {},
    open: null,
  }),
  stepOpened: (state, { phase, step, opening, tasks }) => ({
    ...(state.backTo === undefined || state.backTo.from === step ? state : withoutBackTo(state)),
    open: { phase, step, opening },
    openings: opening,
    taskCount: state.taskCount + tasks.length,
    tasks: { ...state.tasks, ...Object.fromEntries(tasks.map((task) => [task.id, task])) },
    results: without(state.results, phase),
  }),
  taskActivated: (state, { task }, at) =>
    changeTask(state, task, (t) => ({ ...t, status: 'open', openedAt: at })),
  taskClaimed: (state, { task, person }) =>
    changeTask(state, task, (t) => ({ ...t, assignee: holderRef(person), claimed: true })),
  taskReleased: (state, { task }) => changeTask(state, task, unassigned),
  taskReassigned: (state, { task, to }) =>
    changeTask(state, task, (t) => ({ ...unassigned(t), assignee: to })),
  commented: (state) => state,
  decided: (state, { task, person, outcome, comment }, at) =>
    changeTask(state, task, (t) => ({
      ...t,
      status: 'done',
      outcome,
      decidedBy: person,
      decidedAt: at,
      ...(comment === undefined ? {} : { comment }),
    })),
  returned: (state, { task, person, reason, to, back }, at) => {
    const changed = changeTask(withoutBackTo(state), task, (t) => ({
      ...t,
      status: 'done',
      outcome: 'returned',
      decidedBy: person,
      decidedAt: at,
      comment: reason,
    }));
    const { step, seat } = state.tasks[task] ?? {};
    return back === undefined || step === undefined || seat === undefined
      ? changed
      : { ...changed, backTo: { from: to, to: step, seat, person: holderRef(person) } };
  },
  applicantCorrected,
  participated: (state, { participant }) => ({
    ...state,
    participants: [...state.participants, participant],
  }),
  factsDeclared: (state, { facts }) => ({ ...state, facts: { ...state.facts, ...facts } }),
  materialsAttached: (state, { materials }) => ({
    ...state,
    materials: {
      ...state.materials,
      ...Object.fromEntries(materials.map((material) => [material.kind, material])),
    },
  }),
  partyBound: (state, { role, org, zh }) => {
    const waiting = Object.values(state.tasks).filter(
      (task) => task.role === role && task.added === undefined && isLive(task),
    );
    const bound = { ...state, parties: { ...state.parties, [role]: { org, zh } } };
    return waiting.reduce(
      (folded, { id }) => changeTask(folded, id, (t) => ({ ...unassigned(t), key: `org:${org}` })),
      bound,
    );
  },
  gateWaived: (state, { code, by, reason }, at) => ({
    ...state,
    waived: { ...state.waived, [code]: { by, at, reason } },
  }),
  tasksCancelled: (state, { tasks }) =>
    tasks.reduce((folded, id) => changeTask(folded, id, (t) => ({ ...t, status: 'cancelled' })), state),
  stepDone: (state) => ({ ...state, open: null }),
  roundStarted: (state, { run, round }) => ({ ...state, rounds: { ...state.rounds, [run]: round } }),
  phaseDone: (state, { phase, outcome }) => ({ ...state, results: { ...state.results, [phase]: outcome } }),
  runEnded: (state, { run, kind, occurrence, outcome, good }, at) => ({
    ...state,
    ended: [...state.ended, { run, kind, occurrence, outcome, good, at }],
  }),
  clockStarted: (state, { clock }) => ({ ...state, clocks: { ...state.clocks, [clock.key]: clock } }),
  clockChanged: (state, { key, change }) => {
    const clock = state.clocks[key];
    return clock === undefined
      ? state
      : { ...state, clocks: { ...state.clocks, [key]: { ...clock, ...change } } };
  },
  calendarAdopted: (state, { years }) => ({ ...state, calendarYears: { ...state.calendarYears, ...years } }),
  documentIssued: (state, { document }) => ({ ...state, documents: [...(state.documents ?? []), document] }),
  effectDue: (state, { effect }) => ({
    ...state,
    effects: { ...state.effects, [effect.key]: effect },
    effectCount: (state.effectCount ?? 0) + 1,
  }),
  effectDone: (state, { key }) => ({ ...state, effects: without(state.effects ?? {}, key) }),
  clocksHeld: (state, { by, case: type, reason }) => ({
    ...state,
    holds: { ...state.holds, [by]: { case: type, reason } },
  }),
  clocksLetGo: (state, { by }) => ({ ...state, holds: without(state.holds ?? {}, by) }),
  packMoved: (state, { to }) => ({ ...state, pack: to }),
  faultReported: (state) => state,
  statusChanged: (state, { status }) => ({ ...state, status }),
  suspended: (state, { person, reason }, at) => ({
    ...state,
    status: 'suspended',
    suspension: { reason, at, by: person.id, before: state.status },
  }),
  resumed: (state) => ({ ...state, status: state.suspension?.before ?? 'active', suspension: null }),
};

/** Folds one event. `at` is the instant of the command that brought it about. */
export function evolve(state: ProcessState, event: ProcessEvent, at: string): ProcessState {
  const fold = folders[event.type] as Folder<ProcessEvent['type']> | undefined;
  if (fold === undefined) return state;
  return { ...trackHandled(state, event, fold(state, event, at)), updatedAt: at };
}

/** Folds what one recorded command brought about, and counts it. */
export function evolveEntry(
  state: ProcessState,
  entry: { readonly at: string; readonly events: readonly ProcessEvent[] },
): ProcessState {
  const folded = entry.events.reduce((each, event) => evolve(each, event, entry.at), state);
  return { ...folded, seq: state.seq + 1 };
}
