/** Acts that inform: urge (催办), copy (抄送), mark as read (已阅), consult (沟通), answer. None gives the decision away. Pure. */
import { instantOf } from '../clocks/dates';
import type { Actor, TaskAct } from '../project/commands';
import type { Task } from '../project/state';
import { refuse, type Refusal } from '../refusals';
import { openTask } from './decide-task';
import { contextNow, emit, type Draft } from './draft';
import { checkMayRead, holds, isConcerned, ref, said } from './whom';

type Act<T extends TaskAct['type']> = Extract<TaskAct, { type: T }>;

/** Days between two reminders of one task where the pack has no value `urgeEvery`. */
export const urgeEveryDays = 1;
/** People one task may be shown to. */
const mostCopies = 100;
const day = 86_400_000;

function taskOf({ state }: Draft, id: string): Task | Refusal {
  const task = Object.hasOwn(state.tasks, id) ? state.tasks[id] : undefined;
  return task ?? refuse('task/not-found', { task: id });
}

/** The instant from which the task may be urged again, or undefined when it may be now. */
function urgedUntil(draft: Draft, { urged }: Task): string | undefined {
  if (urged === undefined) return undefined;
  const value = contextNow(draft)['urgeEvery'];
  const next = Date.parse(urged.at) + (typeof value === 'number' ? value : urgeEveryDays) * day;
  return Date.parse(draft.around.now) < next ? instantOf(next) : undefined;
}

/** Reminds whoever must act, by anybody concerned who does not hold the task; not again before its time. */
export function urgeTask(draft: Draft, act: Act<'urge'>, actor: Actor): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const { task } = found;
  if (!isConcerned(draft.state, actor)) return [refuse('task/not-yours', { task: task.id })];
  if (holds(task, actor)) return [refuse('task/urge-own', { task: task.id })];
  const until = urgedUntil(draft, task);
  if (until !== undefined) return [refuse('task/urged-recently', { task: task.id, until })];
  emit(draft, { type: 'urged', task: task.id, person: ref(actor), ...said(act.comment) });
  return [];
}

function checkShow(draft: Draft, task: Task, to: Actor, actor: Actor): Refusal | undefined {
  if (to.id === actor.id) return refuse('task/unfit-assignee', { task: task.id, to: to.name });
  if ((task.copiedTo ?? []).length >= mostCopies) return refuse('task/too-many-copies', { most: mostCopies });
  return checkMayRead(draft, to);
}

/** Shows a task, open or done, to somebody; it appears among their copies until they have read it. */
export function copyTask(draft: Draft, act: Act<'copy'>, actor: Actor): Refusal[] {
  const task = taskOf(draft, act.task);
  if ('code' in task) return [task];
  if (!isConcerned(draft.state, actor)) return [refuse('task/not-yours', { task: task.id })];
  const barred = checkShow(draft, task, act.to, actor);
  if (barred !== undefined) return [barred];
  if ((task.copiedTo ?? []).some(({ id }) => id === act.to.id))
    return [refuse('task/copied-already', { task: task.id, to: act.to.name })];
  emit(draft, { type: 'copied', task: task.id, person: ref(actor), to: ref(act.to), ...said(act.comment) });
  return [];
}

/** The read receipt of a copy. */
export function markRead(draft: Draft, act: Act<'markRead'>, actor: Actor): Refusal[] {
  const task = taskOf(draft, act.task);
  if ('code' in task) return [task];
  const mine = (task.copiedTo ?? []).filter(({ id }) => id === actor.id);
  if (mine.length === 0) return [refuse('task/not-copied', { task: task.id })];
  if (mine.every(({ readAt }) => readAt !== undefined))
    return [refuse('task/read-already', { task: task.id })];
  emit(draft, { type: 'copyRead', task: task.id, person: ref(actor) });
  return [];
}

/** Asks anybody for an opinion; the task stays where it is. */
export function consultOn(draft: Draft, act: Act<'consult'>, actor: Actor): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const { task } = found;
  if (!holds(task, actor)) return [refuse('task/not-yours', { task: task.id })];
  if (act.comment.trim() === '') return [refuse('task/reason-required', { action: 'consult' })];
  const barred = checkShow(draft, task, act.to, actor);
  if (barred !== undefined) return [barred];
  if (isAsked(task, act.to)) return [refuse('task/consulted-already', { task: task.id, to: act.to.name })];
  emit(draft, {
    type: 'consulted',
    task: task.id,
    person: ref(actor),
    to: ref(act.to),
    question: act.comment,
  });
  return [];
}

/** True while a question to this person stands unanswered. */
export function isAsked(task: Task, { id }: Pick<Actor, 'id'>): boolean {
  return (task.copiedTo ?? []).some(
    (copy) => copy.id === id && copy.question !== undefined && copy.answer === undefined,
  );
}

/** Answers what one was asked, while the task is open. */
export function answerTo(draft: Draft, act: Act<'answer'>, actor: Actor): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  if (!isAsked(found.task, actor)) return [refuse('task/not-consulted', { task: act.task })];
  if (act.comment.trim() === '') return [refuse('task/reason-required', { action: 'answer' })];
  emit(draft, { type: 'answered', task: act.task, person: ref(actor), comment: act.comment });
  return [];
}
