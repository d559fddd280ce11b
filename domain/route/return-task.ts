/** Returns a step to the applicant or to an earlier step of the run, with a reason (退回). Pure. */
import { checkDuty } from '../people/separation';
import type { Step } from '../pack/types';
import type { Actor, TaskAct } from '../project/commands';
import type { Task } from '../project/state';
import { refuse, type Refusal } from '../refusals';
import { startRound } from './cascade';
import { clockEvent } from './clock-events';
import { checkHolder, openTask, takePart } from './decide-task';
import { bodyNow, emit, findStep, type Draft } from './draft';
import { earlierSteps, openStep } from './open-step';

type ReturnAct = Extract<TaskAct, { type: 'return' }>;

/** The step a return goes to: the last submit step before this one unless another earlier step is named. */
function targetOf(draft: Draft, to: string | undefined): Step | Refusal {
  const earlier = earlierSteps(draft);
  const applicants = earlier.filter((each) => each.does === 'submit').at(-1);
  const target =
    to === undefined || to === 'applicant' ? applicants : earlier.find((each) => each.step === to);
  return (
    target ??
    refuse('task/unknown-target', { to: to ?? 'applicant', allowed: earlier.map((each) => each.step) })
  );
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
  const seats = Object.values(draft.state.tasks).filter(
    (each) => each.opening === task.opening && each.votes,
  );
  if (seats.length <= 1) return undefined;
  return refuse('task/return-by-outcome', { allowed: step.outcomes.slice(1).map((each) => each.outcome) });
}

/** Returns a step of one person; a new round begins. In a step of several a return is one of its outcomes. */
export function returnTask(draft: Draft, act: ReturnAct, actor: Actor): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const { task, step } = found;
  const barred = checkReturn(draft, found, act, actor);
  if (barred !== undefined) return [barred];
  const target = targetOf(draft, act.to);
  if ('code' in target) return [target];
  const person = { id: actor.id, name: actor.name };
  emit(draft, { type: 'returned', task: task.id, person, to: target.step, reason: act.comment });
  takePart(draft, step, task, actor);
  emit(draft, { type: 'stepDone', step: step.step, opening: task.opening, outcome: 'returned' });
  clockEvent(draft, `${step.step}.done`);
  startRound(draft);
  openStep(draft, findStep(bodyNow(draft), target.step)?.phase ?? task.phase, target);
  return [];
}
