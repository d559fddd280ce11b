/** Every way the votes of a step can fall, and what each comes to: shows a rule of agreement before it is law. Pure. */
import type { Pack, Step } from '../pack/types';
import type { Task } from '../project/state';
import { abstained, tally } from './tally';

/** Rows shown at most: nine seats of three outcomes are more than anybody reads. */
export const mostRows = 2_000;

/** Voting seats at most: the work of a row grows with the square of them. */
export const mostSeats = 20;

/** How many seats of a step vote. */
export function votingSeats({ who }: Step): number {
  return who.reduce((sum, { votes, count }) => sum + (votes ? count : 0), 0);
}

export interface TruthRow {
  /** One outcome a voting seat, in the order of the seats. */
  readonly votes: readonly string[];
  readonly outcome: string;
}

export interface TruthTable {
  readonly seats: readonly string[];
  readonly rows: readonly TruthRow[];
  /** More rows than are shown. */
  readonly cut: boolean;
}

/** The step of that name in a stage run or a case type of a pack, if it has one. */
export function findStep({ stages, cases }: Pack, run: string, name: string): Step | undefined {
  const of = (bodies: Pack['stages'] | Pack['cases']) =>
    Object.hasOwn(bodies, run) ? bodies[run] : undefined;
  const body = of(stages) ?? of(cases);
  return body?.phases.flatMap(({ steps }) => steps).find((each) => each.step === name);
}

function seatsOf(step: Step): Task[] {
  const roles = step.who
    .filter(({ votes }) => votes)
    .flatMap((seat) => Array.from({ length: seat.count }, () => seat));
  return roles.map(({ role, weight }, seat) => ({
    ...{ id: String(seat), run: '', phase: '', step: step.step, round: 1, opening: 1, seat, role, key: role },
    ...(weight === undefined ? {} : { weight }),
    ...{ votes: true, status: 'open' as const, openedAt: '' },
  }));
}

/** What the votes come to when the seats give them one after the other; a step that closes early hears no more. */
function resultOf(step: Step, seats: readonly Task[], votes: readonly string[]): string {
  for (let heard = 1; heard <= seats.length; heard += 1) {
    const cast = seats.map((seat, index): Task => {
      const outcome = votes[index];
      return index < heard && outcome !== undefined ? { ...seat, status: 'done', outcome } : seat;
    });
    const outcome = tally(step, cast);
    if (outcome !== undefined) return outcome;
  }
  return '';
}

/** The truth table of a step's rule over all its voting seats; conditions of seats are taken as met. */
export function truthTable(step: Step): TruthTable {
  const seats = seatsOf(step);
  const choices = step.outcomes.map(({ outcome }) => outcome);
  if (step.agree.abstain !== undefined) choices.push(abstained);
  const all = choices.length ** seats.length;
  const rows = Array.from({ length: Math.min(all, mostRows) }, (_, number): TruthRow => {
    const votes = seats.map((_seat, index) => {
      const place = choices.length ** (seats.length - 1 - index);
      return choices[Math.floor(number / place) % choices.length] ?? '';
    });
    return { votes, outcome: resultOf(step, seats, votes) };
  });
  return { seats: seats.map(({ role }) => role), rows, cut: all > mostRows };
}
