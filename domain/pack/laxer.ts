/** Where a pack that builds on another is less strict than it: there the two measures contradict each other. Pure. */
import { differencesOf } from './differences';
import type { PackDifference } from './differences';
import { compareLengths, stricterLength } from './lengths';
import type { RowTable } from './pack-rows';
import { isSame, worded } from './stricter-rules';
import type { Body, Clock, Gate, Pack } from './types';

export interface Contradictions {
  /** Rows that ask for less than the upper pack does. */
  readonly laxer: readonly PackDifference[];
  /** Rows that differ where no program can say which of the two is stricter. */
  readonly unclear: readonly PackDifference[];
}

type Weight = keyof Contradictions | 'fine';

interface Packs {
  readonly upper: Pack;
  readonly own: Pack;
}

/** What makes a pack laxer when it is left out. */
const demands: readonly RowTable[] = ['gates', 'materials', 'steps', 'clocks'];

/**
 * Compares a pack with the one it builds on, row by row under the same names. A demand that is gone, a paper made optional,
 * a waiver that is new, a clock that gives more room and a legal number on the laxer side are laxer; another condition, and
 * a number or length whose stricter side nothing names, are unclear. A gate under another name beside it still holds.
 */
export function contradictionsOf(upper: Pack, own: Pack): Contradictions {
  const weighed = differencesOf(upper, own).map((difference) => ({
    difference,
    weight: weigh({ upper, own }, difference),
  }));
  const those = (wanted: Weight) =>
    weighed.filter(({ weight }) => weight === wanted).map(({ difference }) => difference);
  return { laxer: those('laxer'), unclear: those('unclear') };
}

function weigh(packs: Packs, difference: PackDifference): Weight {
  const { kind } = difference;
  if (kind === 'removed') return isDemand(difference) ? 'laxer' : 'fine';
  if (kind !== 'changed' || worded.includes(difference.field ?? '')) return 'fine';
  return weighers[difference.table]?.(packs, difference) ?? 'fine';
}

const weighers: Partial<Record<RowTable, (packs: Packs, difference: PackDifference) => Weight>> = {
  values: weighValue,
  clocks: weighClock,
  gates: (packs, difference) => (holdsElsewhere(packs, difference) ? 'fine' : weighDemand(difference)),
  materials: (_packs, difference) => weighDemand(difference),
};

function isDemand({ table, from }: PackDifference): boolean {
  const isOptional = typeof from === 'object' && from !== null && Reflect.get(from, 'optional') === true;
  return demands.includes(table) && !isOptional;
}

function weighDemand({ field = '', from, to }: PackDifference): Weight {
  if (field === 'waiver') return from === undefined ? 'laxer' : 'fine';
  if (field === 'optional') return to === true ? 'laxer' : 'fine';
  // A paper that is asked for only sometimes became one that is asked for always.
  if (field === 'when' && to === undefined) return 'fine';
  return ['check', 'when', 'before', 'due'].includes(field.split('.')[0] ?? '') ? 'unclear' : 'fine';
}

function bodyAt(pack: Pack, place: string): Body | undefined {
  const [head, name = ''] = place.split('.');
  return head === 'cases' ? pack.cases[name] : pack.stages[place];
}

/** The gate of the upper pack stands in the own one under another name, and nothing more is excused from it. */
function holdsElsewhere({ upper, own }: Packs, { place, key }: PackDifference): boolean {
  const gate = bodyAt(upper, place)?.gates[key];
  const demandOf = ({ check, before, when, waiver }: Gate) => ({ check, before, when, waiver });
  if (gate === undefined) return false;
  return Object.values(bodyAt(own, place)?.gates ?? {}).some((other) =>
    isSame(demandOf(other), demandOf(gate)),
  );
}

function weighValue({ upper, own }: Packs, { key, field }: PackDifference): Weight {
  const [theirs, ours] = [upper.values[key], own.values[key]];
  if (theirs === undefined || ours === undefined || field === 'stricter') return 'fine';
  const direction = ours.stricter ?? theirs.stricter;
  if (direction === undefined || theirs.unit !== ours.unit) return 'unclear';
  if (typeof theirs.is !== 'number' || typeof ours.is !== 'number') return 'unclear';
  return ours.is > theirs.is === (direction === 'higher') ? 'fine' : 'laxer';
}

/** What of a clock no program can weigh, once its length is no plain number. */
const lengthParts = ['length', 'unit', 'date'];
const timing = [...lengthParts, 'kind', 'from', 'until', 'since', 'ofYear', 'opens', 'pausedBy', 'when'];

function clockAt(pack: Pack, { place, key }: PackDifference): Clock | undefined {
  return bodyAt(pack, place)?.clocks[key];
}

function weighClock({ upper, own }: Packs, difference: PackDifference): Weight {
  const part = timing.find((each) => difference.field?.split('.').at(0) === each);
  const isAlways = part === 'when' && difference.to === undefined;
  if (part === undefined || isAlways) return 'fine';
  const [theirs, ours] = [clockAt(upper, difference), clockAt(own, difference)];
  if (theirs === undefined || ours === undefined) return 'fine';
  return lengthParts.includes(part) ? weighLength(theirs, ours) : 'unclear';
}

function weighLength(theirs: Clock, ours: Clock): Weight {
  const direction = stricterLength(ours.kind, ours.stricter ?? theirs.stricter);
  const lengthOf = ({ length, unit, date }: Clock) => ({ is: length, unit, date });
  const longer = compareLengths(lengthOf(ours), lengthOf(theirs));
  if (direction === undefined || longer === undefined || theirs.kind !== ours.kind) return 'unclear';
  return longer === 0 || longer > 0 === (direction === 'longer') ? 'fine' : 'laxer';
}
