/** Returns a step to the applicant, the previous or any earlier step of the run, with a reason (退回). Pure. */
import { checkDuty } from '../people/separation';
import type { Step } from '../pack/types';
import type { Actor, TaskAct } from '../project/commands';
import type { Task } from '../project/state';
import { refuse, type Refusal } from '../refusals';
import { endedOpening, startRound } from './cascade';
import { clockEvent } from './clock-events';
import { tasksOf } from './conclude';
import { checkHolder, openTask, takePart } from './decide-task';
import { bodyNow, emit, findStep, type Draft } from './draft';
import { earlierSteps, openStep } from './open-step';
import { ref } from './whom';

type ReturnAct = Extract<TaskAct, { type: 'return' }>;

/** The step a return goes to: the last submit step before this one unless the previous or another earlier one is named. */
function targetOf(draft: Draft, to = 'applicant'): Step | Refusal {
  const earlier = earlierSteps(draft);
  const named = earlier.find((each) => each.step === to);
  const applicants = earlier.filter((each) => each.does === 'submit').at(-1);
  const target = named ?? (to === 'applicant' ? applicants : to === 'previous' ? earlier.at(-1) : undefined);
  return target ?? refuse('task/unknown-target', { to, allowed: earlier.map((each) => each.step) });
}

/** Why a seat cannot return its step by itself: others of the step vote too, or it was added to a seat by hand. */
export function checkReturnHere(draft: Draft, task: Task, step: Step): Refusal | undefined {
  if (task.added !== undefined) return refuse('task/not-at-this-step', { action: 'return', seat: 'added' });
  const seats = tasksOf(draft, task.opening).filter((each) => each.votes && each.added === undefined);
  if (seats.length <= 1) return undefined;
  return refuse('task/return-by-outcome', { allowed: step.outcomes.slice(1).map((each) => each.outcome) });
}

function checkReturn(
  draft: Draft,
  { task, step }: { task: Task; step: Step },
  act: ReturnAct,
  actor: Actor,
): Refusal | undefined {
  const barred = checkHolder(task, actor) ?? checkDuty(step, task, actor, draft);
  if (barred !== undefined) return barred;
  if (act.comment.trim() === '') return refuse('task/reason-required', { action: 'return' });
  return checkReturnHere(draft, task, step);
}

/**
 * Returns a step of one person; a new round begins. In a step of several a return is one of its outcomes. With
 * `then: back` the step returned to leads straight back to this person; else the steps between are walked again.
 */
export function returnTask(draft: Draft, act: ReturnAct, actor: Actor): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const { task, step } = found;
  const barred = checkReturn(draft, found, act, actor);
  if (barred !== undefined) return [barred];
  const target = targetOf(draft, act.to);
  if ('code' in target) return [target];
  emit(draft, {
    type: 'returned',
    task: task.id,
    person: ref(actor),
    to: target.step,
    reason: act.comment,
    ...(act.then === 'back' ? { back: true } : {}),
  });
  takePart(draft, step, task, actor);
  endedOpening(draft, step.step, task.opening, 'returned');
  clockEvent(draft, `${step.step}.done`);
  startRound(draft);
  openStep(draft, findStep(bodyNow(draft), target.step)?.phase ?? task.phase, target);
  return [];
}
