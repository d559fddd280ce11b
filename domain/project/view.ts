/** The rows people read, made from the folded state alone: the project or case view and the task rows. Pure. */
import { isLate } from '../clocks/clock-state';
import type { Entry, ProcessEvent } from './events';
import { evolve } from './evolve';
import { isOver } from './life';
import { roundOf, type ProcessState, type Task } from './state';
import { openTasksOf } from './task';

/** A project or case as people see it. */
export interface ProcessView {
  readonly id: string;
  readonly workflowId: string;
  /** Journal position it was written at. */
  readonly seq: number;
  readonly kind: ProcessState['kind'];
  readonly number: string;
  readonly name: string;
  readonly jurisdiction: string;
  readonly caseType?: string;
  readonly projectId?: string;
  readonly packId: string;
  readonly packVersion: string;
  readonly packHash: string;
  readonly status: ProcessState['status'];
  readonly over: boolean;
  readonly stage: ProcessState['stage'];
  readonly run: string | null;
  readonly round: number;
  readonly owner: ProcessState['owner'];
  readonly facts: ProcessState['facts'];
  readonly materials: ProcessState['materials'][string][];
  readonly parties: ProcessState['parties'];
  /** Organisations of the parties: who else may read it. */
  readonly partyOrgs: readonly string[];
  readonly clocks: ProcessState['clocks'][string][];
  readonly ended: ProcessState['ended'];
  /** The round of every run, also of those left: what goes beyond its entries are returns. */
  readonly rounds: ProcessState['rounds'];
  readonly openTasks: readonly string[];
  readonly overdue: boolean;
  readonly suspension: ProcessState['suspension'];
  readonly documents: NonNullable<ProcessState['documents']>;
  readonly readers?: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** True while a deadline has passed whose end was not reached. */
export function isOverdue({ clocks }: ProcessState): boolean {
  return Object.values(clocks).some(isLate);
}

/** The view of a process. */
export function viewOf(state: ProcessState): ProcessView {
  const { pack } = state;
  return {
    id: state.id,
    workflowId: state.workflowId,
    seq: state.seq,
    kind: state.kind,
    number: state.id,
    name: state.name,
    jurisdiction: state.jurisdiction,
    ...(state.caseType === undefined ? {} : { caseType: state.caseType }),
    ...(state.projectId === undefined ? {} : { projectId: state.projectId }),
    packId: pack.id,
    packVersion: pack.version,
    packHash: pack.hash,
    status: state.status,
    over: isOver(state),
    stage: state.stage,
    run: state.run,
    round: roundOf(state),
    owner: state.owner,
    facts: state.facts,
    materials: Object.values(state.materials),
    parties: state.parties,
    partyOrgs: Object.values(state.parties).map(({ org }) => org),
    clocks: Object.values(state.clocks),
    ended: state.ended,
    rounds: state.rounds,
    openTasks: openTasksOf(state).map(({ id }) => id),
    overdue: isOverdue(state),
    suspension: state.suspension,
    documents: state.documents ?? [],
    ...(state.readers === undefined ? {} : { readers: state.readers }),
    createdAt: state.createdAt,
    updatedAt: state.updatedAt,
  };
}

/** A task as an inbox lists it. */
export interface TaskRow extends Task {
  readonly workflowId: string;
  readonly seq: number;
  readonly processKind: ProcessState['kind'];
  readonly processId: string;
  readonly projectId: string | null;
  readonly caseType: string | null;
  readonly processName: string;
  readonly jurisdiction: string;
  readonly stage: ProcessState['stage'];
  readonly occurrence: number;
  readonly ownerOrg: string;
  readonly startedBy: string;
  readonly due: string | null;
  /** What an inbox by urgency is sorted by, while the task is open; see urgencyOf. */
  readonly urgency?: string;
  /** Keys of who alone may know of it: of a confidential case. */
  readonly readers?: readonly string[];
}

/** The last day of the step's deadline, which stays its last day once it has passed. */
function dueOf(state: ProcessState, task: Task): string | null {
  const clock = Object.values(state.clocks).find(
    (each) =>
      each.kind === 'deadline' &&
      (each.status === 'running' || isLate(each)) &&
      each.until?.split('.')[0] === task.step,
  );
  return clock?.due ?? null;
}

/** Later than every deadline: tasks without one come last. */
const noDay = '9999-12-31';

/**
 * Sorts tasks by urgency, as plain text: the earliest last day first, so that what is overdue leads and then what has the
 * fewest working days left; of one day those that were urged first; then whoever has waited longest.
 */
export function urgencyOf({ due, urged, openedAt }: Pick<TaskRow, 'due' | 'urged' | 'openedAt'>): string {
  return `${due ?? noDay} ${urged === undefined ? '1' : '0'} ${openedAt}`;
}

/** A task of a process as its row reads; `seq` is the journal position it is read or was written at. */
export function rowOf(state: ProcessState, task: Task, seq: number): TaskRow {
  const due = dueOf(state, task);
  return {
    ...task,
    workflowId: state.workflowId,
    seq,
    processKind: state.kind,
    processId: state.id,
    projectId: state.kind === 'project' ? state.id : (state.projectId ?? null),
    caseType: state.caseType ?? null,
    processName: state.name,
    jurisdiction: state.jurisdiction,
    stage: state.stage,
    occurrence: state.occurrence,
    ownerOrg: state.owner.org,
    startedBy: state.owner.person.id,
    due,
    ...(task.status === 'open' ? { urgency: urgencyOf({ ...task, due }) } : {}),
    ...(state.readers === undefined ? {} : { readers: state.readers }),
  };
}

const ownTask = [
  'taskActivated',
  'taskClaimed',
  'taskReleased',
  'taskReassigned',
  'decided',
  'returned',
  'delegated',
  'handedBack',
  'gotBack',
  'assigneeCorrected',
  'signerRemoved',
  'urged',
  'copied',
  'copyRead',
  'consulted',
  'answered',
] as const;
const allTasks = ['applicantCorrected', 'takenBack', 'partyBound', 'clockStarted', 'clockChanged'] as const;

function isOne<T extends string>(type: string, types: readonly T[]): type is T {
  return types.some((each) => each === type);
}

/** Tasks whose rows an event may change. */
function touchedBy(event: ProcessEvent, state: ProcessState): readonly string[] {
  if (event.type === 'stepOpened') return event.tasks.map((task) => task.id);
  if (event.type === 'signerAdded') return [event.task, event.signer.id];
  if (event.type === 'tasksCancelled') return event.tasks;
  if ('task' in event && isOne(event.type, ownTask)) return [event.task];
  return isOne(event.type, allTasks) ? Object.keys(state.tasks) : [];
}

/** The task rows that these entries changed, as they stand after the last of them. */
export function touchedTasks(
  before: ProcessState,
  entries: readonly Pick<Entry, 'at' | 'events'>[],
): TaskRow[] {
  const rows = new Map<string, TaskRow>();
  let state = before;
  const steps = entries.flatMap(({ at, events }, index) =>
    events.map((event) => ({ at, event, seq: before.seq + index + 1 })),
  );
  for (const { at, event, seq } of steps) {
    state = evolve(state, event, at);
    for (const id of touchedBy(event, state)) {
      const task = state.tasks[id];
      if (task !== undefined) rows.set(id, rowOf(state, task, seq));
    }
  }
  return [...rows.values()];
}
