/** Which ways a pack has, and the walk for each: worked out from its rows, so that a new row without a walk is found. */
import { processEnds, type Body, type Pack, type StageKind, type StepOutcome } from '../../domain/pack/types';
import type { Fields } from '../../domain/project/commands';
import type { Wishes } from './walker';

export const ways = ['pass', 'return', 'refuse', 'reconsider', 'fail', 'rectify'] as const;
export type Way = (typeof ways)[number];

/** One walk through the life of a project, and the ways it shows. */
export interface Course {
  readonly name: string;
  readonly ways: readonly Way[];
  readonly wishes: Wishes;
  readonly facts?: Fields;
  /** How it comes out. */
  readonly status: string;
}

interface Turn {
  readonly run: string;
  readonly place: string;
  readonly outcome: string;
  /** Good: the first outcome of its step. */
  readonly isGood: boolean;
  /** Where the life of the project goes from here: an end, another run, or undefined when it stays in its run. */
  readonly leaves?: string;
}

const isRun = (pack: Pack, name: string, kind: StageKind): boolean =>
  pack.lifecycle.some((row) => row.run === name && row.kind === kind);
const isEnd = (to: string): boolean => processEnds.some((end) => end === to);

function targetOf(pack: Pack, run: string, { to }: StepOutcome): string | undefined {
  return pack.lifecycle.find((row) => row.run === run)?.outcomes.find(({ outcome }) => outcome === to)?.to;
}

const stepsOf = (body: Body | undefined) => (body?.phases ?? []).flatMap((phase) => phase.steps);

/** Every outcome of every step of every stage. */
export function turnsOf(pack: Pack): Turn[] {
  return pack.lifecycle.flatMap(({ run }) =>
    stepsOf(pack.stages[run]).flatMap((step) =>
      step.outcomes.map((each, index) => {
        const leaves = targetOf(pack, run, each);
        const turn = { run, place: `${run}.${step.step}`, outcome: each.outcome, isGood: index === 0 };
        return leaves === undefined ? turn : { ...turn, leaves };
      }),
    ),
  );
}

/** Stays in its run, and not on the way forward: a return, or a notice of reconsideration. */
const isBack = ({ isGood, leaves }: Turn): boolean => !isGood && leaves === undefined;
const isReconsidered = (turn: Turn): boolean => isBack(turn) && turn.outcome === 'reconsideration';

function failing(pack: Pack): Turn[] {
  const kindOf = (run: string | undefined) => pack.lifecycle.find((row) => row.run === run)?.kind;
  return turnsOf(pack).filter(
    ({ isGood, leaves }) => !isGood && leaves !== undefined && kindOf(leaves) !== undefined,
  );
}

/** The ways that the rows of a pack hold. */
export function waysOf(pack: Pack): Way[] {
  const turns = turnsOf(pack);
  const has: Readonly<Record<Way, boolean>> = {
    pass: true,
    return: turns.some((turn) => isBack(turn) && !isReconsidered(turn)),
    refuse: turns.some(refuses),
    reconsider: turns.some(isReconsidered),
    fail: failing(pack).length > 0,
    rectify: pack.lifecycle.some(({ kind }) => kind === 'rectification'),
  };
  return ways.filter((way) => has[way]);
}

/** Each of these once, at the first visits of its step; then the good outcome. */
function once(turns: readonly Turn[]): Wishes {
  const wishes: Record<string, string[]> = {};
  for (const { place, outcome } of turns) (wishes[place] ??= []).push(outcome);
  return wishes;
}

/** Ways round that only certain facts open: through which step, with what can come back on them. */
const detours: readonly { readonly by: string; readonly back: readonly string[]; readonly facts: Fields }[] =
  [{ by: 'planning.plead', back: ['planning.allow'], facts: { urgent: true } }];

/** The walks of a pack: one that passes, one that is returned wherever it can be, one for every end, one that fails and is put right. */
export function coursesOf(pack: Pack): Course[] {
  const turns = turnsOf(pack);
  const back = turns.filter(isBack);
  const returned = back.filter((turn) => !isReconsidered(turn));
  const isOf = (kind: StageKind) => (turn: Turn) => isRun(pack, turn.run, kind);
  const isOnDetour = ({ place }: Turn) => detours.some((detour) => detour.back.includes(place));
  const onTheWay = returned.filter((turn) => !isOf('rectification')(turn) && !isOnDetour(turn));
  const failed = [...failing(pack), ...returned.filter(isOf('rectification'))];
  const there: Pick<Course, 'status'> = { status: 'inUse' };
  return [
    { name: 'passes', ways: ['pass'], wishes: {}, ...there },
    { name: 'is returned wherever it can be', ways: ['return'], wishes: once(onTheWay), ...there },
    ...turns.filter(refuses).map(endingAt),
    ...back.filter(isReconsidered).map((turn): Course => ({
      ...{ name: `is reconsidered at ${turn.place}`, ways: ['reconsider'], wishes: once([turn]), ...there },
    })),
    { name: 'fails and is put right', ways: ['fail', 'rectify'], wishes: once(failed), ...there },
    ...detours
      .filter(({ by }) => turns.some(({ place }) => place === by))
      .map(({ by, back: places, facts }): Course => {
        const wishes = once(returned.filter(({ place }) => places.includes(place)));
        return { name: `goes by ${by}`, ways: ['pass', 'return'], wishes, facts, ...there };
      }),
  ];
}

const refuses = ({ isGood, leaves }: Turn): boolean => !isGood && leaves !== undefined && isEnd(leaves);

function endingAt(turn: Turn): Course {
  const { place, outcome, leaves = '' } = turn;
  return { name: `ends at ${place}=${outcome}`, ways: ['refuse'], wishes: once([turn]), status: leaves };
}
