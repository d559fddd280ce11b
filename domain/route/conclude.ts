/** Counts the votes of an open step: lets whoever is next act, or closes the step. */
import { dueReports } from '../gates/dues';
import type { Step } from '../pack/types';
import type { Task } from '../project/state';
import { closingOf } from './asked';
import { finishStep, lookAtGates } from './cascade';
import { bodyNow, contextNow, emit, type Draft } from './draft';
import { groupOf, tally } from './tally';
import { isLive } from '../project/task';

/** Tasks of one opening of a step. */
export function tasksOf(draft: Draft, opening: number): Task[] {
  return Object.values(draft.state.tasks).filter((task) => task.opening === opening);
}

/** Waiting seats whose turn has come: signers before them have signed, whom they follow has decided. */
function ready(step: Step, tasks: readonly Task[]): Task[] {
  const opensAfter = (task: Task): boolean => {
    const { added } = task;
    if (tasks.some((each) => each.added?.to === task.id && each.added.place === 'before' && isLive(each)))
      return false;
    if (added !== undefined)
      return added.place !== 'after' || tasks.some((each) => each.id === added.to && each.status === 'done');
    const earlier = tasks.filter((each) => each.added === undefined && each.seat < task.seat);
    return !step.inOrder || earlier.every((each) => !groupOf(each, tasks).some(isLive));
  };
  return tasks.filter((task) => task.status === 'waiting' && opensAfter(task));
}

/** Lets the next seats act, or closes the step with the outcome its votes come to. */
export function conclude(draft: Draft, step: Step, opening: number): void {
  const tasks = tasksOf(draft, opening);
  const outcome = tally(step, tasks);
  if (outcome !== undefined) {
    finishStep(draft, step, outcome, step.outcomes.find((each) => each.outcome === outcome)?.to ?? 'next');
    return;
  }
  for (const { id } of ready(step, tasks)) emit(draft, { type: 'taskActivated', task: id });
}

/** As above where no vote was cast, but a seat fell away: what the closing vote would be asked for is asked now. */
export function concludeWithout(draft: Draft, step: Step, opening: number): void {
  const outcome = tally(step, tasksOf(draft, opening));
  if (outcome !== undefined) {
    const body = bodyNow(draft);
    const { state, around } = draft;
    const asked = closingOf(draft, step, outcome);
    draft.reports.push(...dueReports(asked, { state, around, body, context: contextNow(draft) }));
    lookAtGates(draft, asked.points);
  }
  conclude(draft, step, opening);
}
