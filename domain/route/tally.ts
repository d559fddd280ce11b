/** Who has to agree: what the votes of a step come to, or that they do not say yet. */
import type { Agree, Step } from '../pack/types';
import type { Task } from '../project/state';

/** Votes needed for an outcome, out of all voting seats. */
function needed(agree: Exclude<Agree, { rule: 'chair' }>, seats: number): number {
  switch (agree.rule) {
    case 'all':
      return seats;
    case 'any':
      return 1;
    case 'majority':
      return Math.floor(seats / 2) + 1;
    case 'atLeast':
      return agree.count;
  }
}

/** True while a seat is still to be heard. */
export function isLive({ status }: Pick<Task, 'status'>): boolean {
  return status === 'open' || status === 'waiting';
}

/** A seat with every signer added to it, and to those. */
export function groupOf(seat: Task, tasks: readonly Task[]): Task[] {
  const added = tasks.filter((task) => task.added?.to === seat.id);
  return [seat, ...added.flatMap((task) => groupOf(task, tasks))];
}

/**
 * The outcome of a step, or undefined while it is open. Outcomes are written best first: the first whose votes, with
 * those for better ones, reach the rule wins; else the last. Everyone is heard, unless any one seat decides. Seats
 * without a vote are heard too.
 */
export function tally(step: Step, tasks: readonly Task[]): string | undefined {
  const voting = tasks.filter((task) => task.votes && task.status !== 'cancelled');
  const votes = voting.filter((task) => task.status === 'done');
  // One decides alone, but whom they asked to sign with them is heard first.
  if (step.agree.rule === 'any') return votes.find((task) => !groupOf(task, tasks).some(isLive))?.outcome;
  if (step.agree.rule === 'chair') {
    const { role } = step.agree;
    const allDone = tasks.every((task) => task.status === 'done' || task.status === 'cancelled');
    return allDone ? votes.find((task) => task.role === role)?.outcome : undefined;
  }
  const heard = tasks.every((task) => task.status === 'done' || task.status === 'cancelled');
  if (!heard) return undefined;
  const enough = needed(step.agree, voting.length);
  let reached = 0;
  for (const { outcome } of step.outcomes) {
    reached += votes.filter((task) => task.outcome === outcome).length;
    if (reached >= enough) return outcome;
  }
  return step.outcomes.at(-1)?.outcome;
}
