/** Lets somebody prepare a task whose decision stays with its holder (委派): give, hand back with advice, get back. Pure. */
import { checkDuty, isOutsider } from '../people/separation';
import type { Actor, TaskAct } from '../project/commands';
import type { PersonRef, Task } from '../project/state';
import { refuse, type Refusal } from '../refusals';
import { checkHolder, openTask, stepOfTask } from './decide-task';
import { emit, type Draft } from './draft';
import { checkMayRead, checkReason, ref, said } from './whom';

type Act<T extends TaskAct['type']> = Extract<TaskAct, { type: T }>;

function checkDelegate(draft: Draft, task: Task, to: Actor, by: Actor): Refusal | undefined {
  const near = to.keys.includes(task.key) || (to.org === by.org && !isOutsider(to, draft));
  if (!near || to.id === by.id) return refuse('task/unfit-assignee', { task: task.id, to: to.name });
  return checkDuty(stepOfTask(draft, task), task, to, draft) ?? checkMayRead(draft, to);
}

/** Gives a task to somebody of the same post or organisation for preparation; they cannot decide it. */
export function delegateTask(draft: Draft, act: Act<'delegate'>, actor: Actor): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const { task, step } = found;
  const { comment: reason, to } = act;
  const barred =
    checkHolder(task, actor) ??
    checkDuty(step, task, actor, draft) ??
    checkReason('delegate', reason) ??
    checkDelegate(draft, task, to, actor);
  if (barred !== undefined) return [barred];
  emit(draft, { type: 'delegated', task: task.id, person: ref(actor), to: ref(to), reason });
  return [];
}

function delegation(draft: Draft, id: string): { task: Task; by: PersonRef } | Refusal {
  const found = openTask(draft, id);
  if ('code' in found) return found;
  const { delegated } = found.task;
  return delegated === undefined
    ? refuse('task/not-delegated', { task: id })
    : { task: found.task, by: delegated.by };
}

/** The delegate hands the task back with their advice; whoever wrote it has taken part: duties are kept apart from it. */
export function handBackTask(draft: Draft, act: Act<'handBack'>, actor: Actor): Refusal[] {
  const found = delegation(draft, act.task);
  if ('code' in found) return [found];
  const { task, by } = found;
  if (task.assignee?.id !== actor.id) return [refuse('task/not-yours', { task: task.id })];
  const step = stepOfTask(draft, task);
  const unfit = checkReason('handBack', act.comment) ?? checkDuty(step, task, actor, draft);
  if (unfit !== undefined) return [unfit];
  emit(draft, { type: 'handedBack', task: task.id, person: ref(actor), to: by, comment: act.comment });
  emit(draft, {
    type: 'participated',
    participant: {
      person: actor.id,
      role: task.role,
      // Who prepared what is handed in has handed it in as well.
      act: step.does === 'submit' ? 'submitted' : 'reviewed',
      run: task.run,
      occurrence: draft.state.occurrence,
      opening: task.opening,
    },
  });
  return [];
}

/** Whoever delegated the task takes it back into their own hands. */
export function getBackTask(draft: Draft, act: Act<'getBack'>, actor: Actor): Refusal[] {
  const found = delegation(draft, act.task);
  if ('code' in found) return [found];
  if (found.by.id !== actor.id) return [refuse('task/not-yours', { task: act.task })];
  emit(draft, { type: 'gotBack', task: act.task, person: ref(actor), ...said(act.comment) });
  return [];
}
