/** Who has to agree: what the votes of a step come to, or that they do not say yet. */
import type { Agree, Step } from '../pack/types';
import type { Task } from '../project/state';
import { isLive } from '../project/task';

/** What a seat gives that does not take sides, where the pack lets it. */
export const abstained = 'abstained';

const weightOf = (tasks: readonly Task[]): number =>
  tasks.reduce((sum, { weight }) => sum + (weight ?? 1), 0);

/** Weight of the votes needed for an outcome, out of the weight they are measured against. */
function needed(agree: Exclude<Agree, { rule: 'chair' }>, base: number): number {
  switch (agree.rule) {
    case 'all':
      return base;
    case 'any':
      return 1;
    case 'majority':
      return Math.floor(base / 2) + 1;
    case 'share':
      return Math.ceil((base * agree.of[0]) / agree.of[1]);
    case 'atLeast':
      return agree.count;
  }
}

/** A seat with every signer added to it, and to those. */
export function groupOf(seat: Task, tasks: readonly Task[]): Task[] {
  const added = tasks.filter((task) => task.added?.to === seat.id);
  return [seat, ...added.flatMap((task) => groupOf(task, tasks))];
}

/** The vote of a role that bars the good outcome: a veto, or any vote against where the first one closes the step. */
function refusal(step: Step, cast: readonly Task[], heard: boolean): string | undefined {
  const { agree, outcomes } = step;
  const [best] = outcomes;
  const against = cast.filter((task) => task.outcome !== best?.outcome);
  const veto = against.find((task) => agree.veto?.includes(task.role) === true);
  if (agree.stopAtRefusal === true) return (veto ?? against[0])?.outcome;
  return heard ? veto?.outcome : undefined;
}

/**
 * The outcome of a step, or undefined while it is open. Outcomes are written best first: the first whose votes, with
 * those for better ones, reach the rule wins; else the last. Everyone is heard, unless any one seat decides or the first
 * refusal closes the step. Seats without a vote are heard too.
 */
export function tally(step: Step, tasks: readonly Task[]): string | undefined {
  const voting = tasks.filter((task) => task.votes && task.status !== 'cancelled');
  const cast = voting.filter((task) => task.status === 'done' && task.outcome !== abstained);
  const heard = !tasks.some(isLive);
  return (
    refusal(step, cast, heard) ??
    single(step, cast, tasks) ??
    (heard ? counted(step, cast, voting) : undefined)
  );
}

/** Where one decides alone: but whom they asked to sign with them is heard first. */
function single({ agree }: Step, cast: readonly Task[], tasks: readonly Task[]): string | undefined {
  if (agree.rule !== 'any') return undefined;
  return cast.find((task) => !groupOf(task, tasks).some(isLive))?.outcome;
}

/** What the votes come to when everyone has been heard. */
function counted(step: Step, cast: readonly Task[], voting: readonly Task[]): string | undefined {
  const { agree } = step;
  const last = step.outcomes.at(-1)?.outcome;
  if (cast.length === 0) return last;
  if (agree.rule === 'chair') return cast.find((task) => task.role === agree.role)?.outcome ?? last;
  const base = weightOf(agree.abstain === 'notCounted' ? cast : voting);
  return castingVote(step, cast, base) ?? reached(step, cast, needed(agree, base)) ?? last;
}

/** When exactly half agree, one seat may decide. */
function castingVote({ agree, outcomes }: Step, cast: readonly Task[], base: number): string | undefined {
  const { casting } = agree;
  if (casting === undefined) return undefined;
  const good = weightOf(cast.filter((task) => task.outcome === outcomes[0]?.outcome));
  return good * 2 === base ? cast.find((task) => task.role === casting)?.outcome : undefined;
}

function reached(step: Step, cast: readonly Task[], enough: number): string | undefined {
  let weight = 0;
  for (const { outcome } of step.outcomes) {
    weight += weightOf(cast.filter((task) => task.outcome === outcome));
    if (weight >= enough) return outcome;
  }
  return undefined;
}
