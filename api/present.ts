/** Makes the answers people read from the record, right after it was written: read-your-writes by construction. */
import { explainClock, type Words } from '../domain/clocks/explain';
import { onBehalfOf, reaches } from '../domain/people/substitution';
import type { ProcessState, Task } from '../domain/project/state';
import { rowOf, viewOf } from '../domain/project/view';
import type { ProcessView, TaskRow } from '../domain/project/view';
import { isOver } from '../domain/project/life';
import { holds } from '../domain/route/whom';
import { findDraft, type Draft } from '../models/drafts';
import { listMaterials, toMaterialRef, type StoredMaterial } from '../models/materials';
import type { Decided } from './decisions';
import { etagOf } from './etag';
import { momentOf } from './process-reads';
import { inboxOf } from './person';
import type { AllowedAction, Moment } from './ports';
import type { Answer, Ask } from './route';
import { presentSeats, type PresentedSeats } from './seats';
import { seatOf } from './stand-ins';
import { rememberHomes } from './task-homes';
import { newerThanHeld } from './staging';
import { openTasksOf } from '../domain/project/task';

export interface PresentedProcess extends Omit<ProcessView, 'openTasks' | 'clocks'>, PresentedSeats {
  /** Each clock with the words of how its date came about. */
  readonly clocks: readonly (ProcessView['clocks'][number] & { readonly explain: Words })[];
  readonly allowedActions: readonly AllowedAction[];
  readonly draft: { readonly facts: unknown; readonly updatedAt: string } | null;
  readonly stagedMaterials: readonly unknown[];
}

/** What the person may do now. Nothing, once a process is over. */
export async function allowedFor(ask: Ask, state: ProcessState): Promise<readonly AllowedAction[]> {
  if (isOver(state)) return [];
  const moment = await momentOf(ask, state);
  const own = ask.api.rules.allowedActions(moment);
  return [...own, ...onBehalf(ask, moment, own)];
}

/** What the person may do for those they stand in for, where they may not do it as themselves. */
function onBehalf({ api, person }: Ask, moment: Moment, own: readonly AllowedAction[]): AllowedAction[] {
  const { tasks } = moment.state;
  const known = new Set(own.map(({ action, task }) => `${action} ${task ?? ''}`));
  return person.standIns.flatMap((standIn) => {
    const offered = api.rules.allowedActions({ ...moment, actor: onBehalfOf(person.actor, standIn) });
    return offered.filter(({ action, task = '' }) => {
      const at = tasks[task];
      const name = `${action} ${task}`;
      if (at === undefined || known.has(name) || !reaches(standIn, seatOf(at, moment.state))) return false;
      known.add(name);
      return true;
    });
  });
}

/** What was typed and uploaded for a process but has not entered it. */
interface Papers {
  readonly draft: Draft | null;
  readonly stored: readonly StoredMaterial[];
}

async function papersOf(workflowId: string): Promise<Papers> {
  const [draft, stored] = await Promise.all([findDraft(workflowId), listMaterials(workflowId)]);
  return { draft, stored };
}

/** A project or case as this person sees it. */
export async function presentProcess(
  ask: Ask,
  state: ProcessState,
  papers: Promise<Papers> = papersOf(state.workflowId),
): Promise<PresentedProcess> {
  const [allowedActions, { draft, stored }, seats] = await Promise.all([
    allowedFor(ask, state),
    papers,
    presentSeats(ask, state),
  ]);
  const view = viewOf(state);
  return {
    ...view,
    clocks: view.clocks.map((clock) => ({ ...clock, explain: explainClock(clock) })),
    ...seats,
    allowedActions,
    draft: draft === null ? null : { facts: draft.facts, updatedAt: draft.updatedAt },
    stagedMaterials: newerThanHeld(stored, state.materials).map(toMaterialRef),
  };
}

/** The person's open tasks on this process, oldest first, and those they may claim; read from the state at hand. */
async function tasksHere(
  { api, person }: Ask,
  state: ProcessState,
): Promise<Record<'todo' | 'claimable', Task[]>> {
  const { actor, standIns } = person;
  const here: Record<'todo' | 'claimable', Task[]> = { todo: [], claimable: [] };
  const mine = openTasksOf(state).filter(
    (task) => holds(task, actor) || standIns.some((each) => reaches(each, seatOf(task, state))),
  );
  for (const task of mine.sort((a, b) => (a.openedAt + a.id < b.openedAt + b.id ? -1 : 1))) {
    const isTheirs = task.assignee !== undefined || (await api.reads.isSoleHolder(task.key));
    here[isTheirs ? 'todo' : 'claimable'].push(task);
  }
  return here;
}

/** The person's oldest task on this process, else the oldest anywhere, else one here that they may claim. */
async function nextTaskOf(ask: Ask, state: ProcessState, waiting: number): Promise<TaskRow | null> {
  const { reads } = ask.api;
  const {
    todo: [mine],
    claimable: [free],
  } = await tasksHere(ask, state);
  const asRow = (task: Task | undefined) => (task === undefined ? null : rowOf(state, task, state.seq));
  if (mine !== undefined) return asRow(mine);
  const { items } =
    waiting === 0 ? { items: [] } : await reads.listTasks({ ...inboxOf(ask.person), view: 'todo', limit: 1 });
  return items[0] ?? asRow(free);
}

/** The answer of every action. */
export async function presentDecision(ask: Ask, { result, isReplay, tidied }: Decided): Promise<Answer> {
  // All are read after the write; none need wait for the state. Submitting takes the draft away first.
  const counting = ask.api.reads.countTasks(inboxOf(ask.person));
  const papers = tidied.then(() => papersOf(result.workflowId));
  for (const reading of [counting, papers]) reading.catch(() => undefined);
  const run = await ask.api.reads.findRun(result.workflowId, result.seq);
  if (run === null) throw new Error(`recorded command without a run: ${result.workflowId}`);
  const inbox = async () => {
    const counters = await counting;
    return { counters, nextTask: await nextTaskOf(ask, run.state, counters.todo) };
  };
  const [shown, { counters, nextTask }] = await Promise.all([
    presentProcess(ask, run.state, papers),
    inbox(),
  ]);
  if (nextTask !== null) rememberHomes([nextTask]);
  const body = { result, project: shown, nextTask, counters, allowedActions: shown.allowedActions };
  return {
    status: 200,
    headers: { ETag: etagOf(run.state.seq), ...(isReplay ? { 'Idempotent-Replayed': 'true' } : {}) },
    body: run.state.kind === 'case' ? { ...body, case: shown } : body,
  };
}
