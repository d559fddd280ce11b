/** Makes the answers people read from the record, right after it was written: read-your-writes by construction. */
import type { CommandResult } from '../domain/project/commands';
import type { ProcessState } from '../domain/project/state';
import { viewOf } from '../domain/project/view';
import type { ProcessView, TaskRow } from '../domain/project/view';
import { isOver } from '../domain/project/life';
import { findDraft } from '../models/drafts';
import { listMaterials, toMaterialRef } from '../models/materials';
import { etagOf } from './etag';
import { momentOf } from './process-reads';
import type { AllowedAction, TaskView } from './ports';
import type { Answer, Ask } from './route';
import { presentSeats, type PresentedSeats } from './seats';
import { newerThanHeld } from './staging';

export interface PresentedProcess extends Omit<ProcessView, 'openTasks'>, PresentedSeats {
  readonly allowedActions: readonly AllowedAction[];
  readonly draft: { readonly facts: unknown; readonly updatedAt: string } | null;
  readonly stagedMaterials: readonly unknown[];
}

/** What the person may do now. Nothing, once a process is over. */
export async function allowedFor(ask: Ask, state: ProcessState): Promise<readonly AllowedAction[]> {
  return isOver(state) ? [] : ask.api.rules.allowedActions(await momentOf(ask, state));
}

/** A project or case as this person sees it. */
export async function presentProcess(ask: Ask, state: ProcessState): Promise<PresentedProcess> {
  const [allowedActions, draft, stored, seats] = await Promise.all([
    allowedFor(ask, state),
    findDraft(state.workflowId),
    listMaterials(state.workflowId),
    presentSeats(ask, state),
  ]);
  return {
    ...viewOf(state),
    ...seats,
    allowedActions,
    draft: draft === null ? null : { facts: draft.facts, updatedAt: draft.updatedAt },
    stagedMaterials: newerThanHeld(stored, state.materials).map(toMaterialRef),
  };
}

/** The person's oldest task on this process, else the oldest anywhere, else one here that they may claim. */
async function nextTaskOf(ask: Ask, { workflowId }: ProcessState): Promise<TaskRow | null> {
  const { id: person, keys } = ask.person.actor;
  const first = (view: TaskView, where: { workflowId?: string } = {}) =>
    ask.api.reads.listTasks({ view, person, keys, limit: 1, ...where });
  const pages = await Promise.all([
    first('todo', { workflowId }),
    first('todo'),
    first('claimable', { workflowId }),
  ]);
  return pages.flatMap(({ items }) => items)[0] ?? null;
}

/** The answer of every action. */
export async function presentDecision(
  ask: Ask,
  result: CommandResult,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const run = await ask.api.reads.findRun(result.workflowId);
  if (run === null) throw new Error(`recorded command without a run: ${result.workflowId}`);
  const { id, keys } = ask.person.actor;
  const [shown, nextTask, counters] = await Promise.all([
    presentProcess(ask, run.state),
    nextTaskOf(ask, run.state),
    ask.api.reads.countTasks(id, keys),
  ]);
  const body = { result, project: shown, nextTask, counters, allowedActions: shown.allowedActions };
  return {
    status: 200,
    headers: { ETag: etagOf(run.state.seq), ...headers },
    body: run.state.kind === 'case' ? { ...body, case: shown } : body,
  };
}
