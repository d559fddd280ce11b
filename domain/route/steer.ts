/** What administrators do to a route, with a reason and on the record: jump, wake up, correct an assignee. Pure. */
import { checkDuty, isOutsider, isPartial } from '../people/separation';
import { endedOpening, startRound } from './cascade';
import type { Actor, ProjectAct, TaskAct } from '../project/commands';
import { applies } from '../project/context';
import type { Task } from '../project/state';
import { refuse, type Refusal } from '../refusals';
import { liveTask, stepOfTask } from './decide-task';
import { bodyNow, contextNow, emit, findStep, type Draft } from './draft';
import { isApplicable, openStep } from './open-step';
import { checkMayRead, ref } from './whom';

type Steer<T extends 'jump' | 'wakeUp'> = Extract<ProjectAct, { type: T }>;

/** Only an administrator who has nothing to gain from it steers a route, and says why. */
export function checkSteer(draft: Draft, action: string, comment: string, actor: Actor): Refusal | undefined {
  if (actor.admin !== true) return refuse('project/not-permitted', { action, roles: ['admin'] });
  if (isPartial(actor, draft)) return refuse('duty/own-submission', { action, person: actor.id });
  return comment.trim() === '' ? refuse('task/reason-required', { action }) : undefined;
}

/** Steps a route may be moved to: those of the present run that exist for this process. */
export function stepsHere(draft: Draft): string[] {
  const context = contextNow(draft);
  return bodyNow(draft)
    .phases.flatMap(({ steps }) => steps)
    .filter((step) => applies(step, context) && isApplicable(step, context))
    .map(({ step }) => step);
}

function openAt(draft: Draft, to: string, allowed: readonly string[]): Refusal[] {
  const found = findStep(bodyNow(draft), to);
  if (found === undefined || !allowed.includes(to)) return [refuse('task/unknown-target', { to, allowed })];
  openStep(draft, found.phase, found.step);
  return [];
}

/** Moves the route to another step of the present run (跳转); a step already walked begins a new round. */
export function jump(draft: Draft, act: Steer<'jump'>, actor: Actor): Refusal[] {
  const barred = checkSteer(draft, 'jump', act.comment, actor);
  if (barred !== undefined) return [barred];
  const { open } = draft.state;
  if (open === null) return [refuse('project/illegal-action', { action: 'jump', open: null })];
  const steps = stepsHere(draft);
  const allowed = steps.filter((step) => step !== open.step);
  if (!allowed.includes(act.to)) return [refuse('task/unknown-target', { to: act.to, allowed })];
  emit(draft, { type: 'jumped', person: ref(actor), from: open.step, to: act.to, reason: act.comment });
  endedOpening(draft, open.step, open.opening, 'jumped');
  if (steps.indexOf(act.to) < steps.indexOf(open.step)) startRound(draft);
  return openAt(draft, act.to, allowed);
}

/** Opens a finished route again (唤醒) in a process that lives on: at a step named, else at its last one. */
export function wakeUp(draft: Draft, act: Steer<'wakeUp'>, actor: Actor): Refusal[] {
  const barred = checkSteer(draft, 'wakeUp', act.comment, actor);
  if (barred !== undefined) return [barred];
  const { open } = draft.state;
  if (open !== null) return [refuse('project/illegal-action', { action: 'wakeUp', open: open.step })];
  const allowed = stepsHere(draft);
  const to = act.to ?? allowed.at(-1) ?? '';
  if (!allowed.includes(to)) return [refuse('task/unknown-target', { to, allowed })];
  emit(draft, { type: 'wokenUp', person: ref(actor), from: null, to, reason: act.comment });
  startRound(draft);
  return openAt(draft, to, allowed);
}

function checkRightful(draft: Draft, task: Task, to: Actor): Refusal | undefined {
  if (!to.keys.includes(task.key) && isOutsider(to, draft))
    return refuse('task/unfit-assignee', { task: task.id, to: to.name });
  return checkDuty(stepOfTask(draft, task), task, to, draft) ?? checkMayRead(draft, to);
}

/** Gives an open or waiting task to the right person, also one whom the directory does not show in that post yet. */
export function correctAssignee(
  draft: Draft,
  act: Extract<TaskAct, { type: 'correctAssignee' }>,
  actor: Actor,
): Refusal[] {
  const task = liveTask(draft, act.task);
  if ('code' in task) return [task];
  const { to, comment: reason } = act;
  const barred = checkSteer(draft, 'correctAssignee', reason, actor) ?? checkRightful(draft, task, to);
  if (barred !== undefined) return [barred];
  emit(draft, { type: 'assigneeCorrected', task: task.id, person: ref(actor), to: ref(to), reason });
  return [];
}
