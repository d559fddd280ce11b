/** What a vote is asked for: the points it passes, and which materials its seat must bring. Pure. */
import { pointsOf, type Asked } from '../gates/dues';
import type { Rules, Step } from '../pack/types';
import type { Task } from '../project/state';
import { bodyNow, type Draft } from './draft';
import { tally } from './tally';

/** A seat brings the materials of its own role, and of the role that enters its decision here. */
function brings(seat: Task, role: string, rules: Rules): boolean {
  return seat.role === role || rules.roles[seat.role]?.recordedBy === role;
}

/**
 * What must be there when a seat decides with an outcome. A material that one seat of the step brings is asked of that
 * seat only, so that people who decide at the same time do not wait for each other's papers (HA-11.2); one that no seat
 * brings is asked of everyone. The vote that closes the step is asked for everything due at the outcome that results.
 */
export function askedOf(draft: Draft, step: Step, task: Task, outcome: string): Asked {
  const { state, around } = draft;
  const input = { state, around, body: bodyNow(draft) };
  const seats = Object.values(state.tasks).filter((each) => each.opening === task.opening);
  const resulting = tally(
    step,
    seats.map((each) => (each.id === task.id ? { ...each, status: 'done', outcome } : each)),
  );
  const own = pointsOf(step, outcome, input);
  const closing = resulting === undefined ? new Set<string>() : pointsOf(step, resulting, input);
  const isTheirs = (role: string) =>
    brings(task, role, around.rules) || !seats.some((seat) => brings(seat, role, around.rules));
  return {
    points: new Set([...own, ...closing]),
    wants: ({ due, by }) => closing.has(due) || (own.has(due) && isTheirs(by)),
  };
}

/** What must be there for a step to close with an outcome, when no vote of anybody closes it. */
export function closingOf(draft: Draft, step: Step, outcome: string): Asked {
  const { state, around } = draft;
  const points = pointsOf(step, outcome, { state, around, body: bodyNow(draft) });
  return { points, wants: ({ due }) => points.has(due) };
}
