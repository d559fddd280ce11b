/** Takes the last decision back (拿回) while nobody has decided after it and nothing of it has left the process. Pure. */
import type { Actor, TaskAct } from '../project/commands';
import type { Handled, ProcessState } from '../project/state';
import { refuse, type Refusal } from '../refusals';
import { recountClocks } from './clock-events';
import { emit, type Draft } from './draft';
import { isBy } from '../project/task';
import { ref, said } from './whom';

/** Why this person cannot take back what they did with the task; undefined when they can. */
export function checkTakeBack(
  { handled, tasks }: ProcessState,
  id: string,
  actor: Actor,
): Refusal | undefined {
  const task = Object.hasOwn(tasks, id) ? tasks[id] : undefined;
  if (task === undefined) return refuse('task/not-found', { task: id });
  if (task.status !== 'done') return refuse('task/not-decided', { task: id, status: task.status });
  return isBy(task.decidedBy, actor.id) ? checkLast(handled, id) : refuse('task/not-yours', { task: id });
}

function checkLast(handled: Handled | undefined, task: string): Refusal | undefined {
  if (handled?.task !== task) return refuse('task/decided-after', { task, by: handled?.person.name ?? null });
  return handled.final === undefined ? undefined : refuse('task/stands', { task, because: handled.final });
}

/** Opens the task again for whoever's it was (of a substitute's decision: the absent person); the tasks, votes and clocks it moved stand as before. */
export function takeBack(draft: Draft, act: Extract<TaskAct, { type: 'takeBack' }>, actor: Actor): Refusal[] {
  const barred = checkTakeBack(draft.state, act.task, actor);
  if (barred !== undefined) return [barred];
  emit(draft, { type: 'takenBack', task: act.task, person: ref(actor), ...said(act.comment) });
  // A clock that the act had ended runs again: with the date of its day, not with that of the calendar before.
  if (draft.state.calendarYears !== undefined) recountClocks(draft, draft.around.calendar);
  return [];
}
