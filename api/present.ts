/** Makes the answers people read from the record, right after it was written: read-your-writes by construction. */
import { explainClock, type Words } from '../domain/clocks/explain';
import { onBehalfOf, reaches } from '../domain/people/substitution';
import type { CommandResult } from '../domain/project/commands';
import type { ProcessState, Task } from '../domain/project/state';
import { viewOf } from '../domain/project/view';
import type { ProcessView, TaskRow } from '../domain/project/view';
import { isOver } from '../domain/project/life';
import { holds } from '../domain/route/whom';
import { findDraft } from '../models/drafts';
import { listMaterials, toMaterialRef } from '../models/materials';
import { etagOf } from './etag';
import { momentOf } from './process-reads';
import { inboxOf } from './person';
import type { AllowedAction, Moment } from './ports';
import type { Answer, Ask } from './route';
import { presentSeats, type PresentedSeats } from './seats';
import { seatOf } from './stand-ins';
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

/** A project or case as this person sees it. */
export async function presentProcess(ask: Ask, state: ProcessState): Promise<PresentedProcess> {
  const [allowedActions, draft, stored, seats] = await Promise.all([
    allowedFor(ask, state),
    findDraft(state.workflowId),
    listMaterials(state.workflowId),
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
  if (mine !== undefined) return reads.findTask(mine.id);
  const { items } =
    waiting === 0 ? { items: [] } : await reads.listTasks({ ...inboxOf(ask.person), view: 'todo', limit: 1 });
  return items[0] ?? (free === undefined ? null : reads.findTask(free.id));
}

/** The answer of every action. */
export async function presentDecision(
  ask: Ask,
  result: CommandResult,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  // Both are read after the write; the counters need not wait for the state.
  const counting = ask.api.reads.countTasks(inboxOf(ask.person));
  counting.catch(() => undefined);
  const run = await ask.api.reads.findRun(result.workflowId);
  if (run === null) throw new Error(`recorded command without a run: ${result.workflowId}`);
  const inbox = async () => {
    const counters = await counting;
    return { counters, nextTask: await nextTaskOf(ask, run.state, counters.todo) };
  };
  const [shown, { counters, nextTask }] = await Promise.all([presentProcess(ask, run.state), inbox()]);
  const body = { result, project: shown, nextTask, counters, allowedActions: shown.allowedActions };
  return {
    status: 200,
    headers: { ETag: etagOf(run.state.seq), ...headers },
    body: run.state.kind === 'case' ? { ...body, case: shown } : body,
  };
}
