/** Acts on a task that decide nothing: claim, release, reassign, comment. Pure. */
import { checkDuty } from '../people/separation';
import type { Actor, TaskAct } from '../project/commands';
import { refuse, type Refusal } from '../refusals';
import { checkHolder, openTask } from './decide-task';
import { emit, type Draft } from './draft';
import { holderOf, ref } from './whom';

/** A member of the group takes the task; from then on it is theirs. */
export function claimTask(draft: Draft, act: Extract<TaskAct, { type: 'claim' }>, actor: Actor): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const { task, step } = found;
  const { assignee } = task;
  if (assignee?.id === holderOf(actor).id)
    return [refuse('task/claimed', { task: task.id, by: assignee.name })];
  const barred = checkHolder(task, actor) ?? checkDuty(step, task, actor, draft);
  if (barred !== undefined) return [barred];
  emit(draft, { type: 'taskClaimed', task: task.id, person: ref(actor) });
  return [];
}

/** The holder gives the task back to the group. */
export function releaseTask(
  draft: Draft,
  act: Extract<TaskAct, { type: 'release' }>,
  actor: Actor,
): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const { task } = found;
  if (task.assignee === undefined) return [refuse('task/not-claimed', { task: task.id })];
  if (task.assignee.id !== holderOf(actor).id && actor.admin !== true)
    return [refuse('task/not-yours', { task: task.id })];
  const lent = actor.admin === true ? undefined : checkHolder(task, actor);
  if (lent !== undefined) return [lent];
  emit(draft, { type: 'taskReleased', task: task.id, person: ref(actor) });
  return [];
}

/** Hands the task to another holder of the role (转办), with a reason; by its holder or an administrator. */
export function reassignTask(
  draft: Draft,
  act: Extract<TaskAct, { type: 'reassign' }>,
  actor: Actor,
): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const { task, step } = found;
  const barred = actor.admin === true ? undefined : checkHolder(task, actor);
  if (barred !== undefined) return [barred];
  if (act.comment.trim() === '') return [refuse('task/reason-required', { action: 'reassign' })];
  if (!act.to.keys.includes(task.key))
    return [refuse('task/unfit-assignee', { task: task.id, to: act.to.name })];
  const unfit = checkDuty(step, task, act.to, draft);
  if (unfit !== undefined) return [unfit];
  emit(draft, {
    type: 'taskReassigned',
    task: task.id,
    to: ref(act.to),
    by: ref(actor),
    reason: act.comment,
  });
  return [];
}

/** A remark on an open task: by anyone who may act on it or whose own task stands beside it. */
export function commentTask(
  draft: Draft,
  act: Extract<TaskAct, { type: 'comment' }>,
  actor: Actor,
): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const { id, keys } = holderOf(actor);
  const beside = Object.values(draft.state.tasks).some(
    (task) => keys.includes(task.key) || task.assignee?.id === id,
  );
  const owner = keys.includes(`org:${draft.state.owner.org}`);
  if (!beside && !owner) return [refuse('task/not-yours', { task: act.task })];
  if (act.comment.trim() === '') return [refuse('task/reason-required', { action: 'comment' })];
  emit(draft, { type: 'commented', task: act.task, person: ref(actor), comment: act.comment });
  return [];
}
