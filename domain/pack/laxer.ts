/** Where a pack that builds on another is less strict than it: there the two measures contradict each other. Pure. */
import { differencesOf } from './differences';
import type { PackDifference } from './differences';
import type { RowTable } from './pack-rows';
import type { Clock, Pack } from './types';

export interface Contradictions {
  /** Rows that ask for less than the upper pack does. */
  readonly laxer: readonly PackDifference[];
  /** Rows that differ where no program can say which of the two is stricter. */
  readonly unclear: readonly PackDifference[];
}

type Weight = keyof Contradictions | 'fine';

/** What makes a pack laxer when it is left out. */
const demands: readonly RowTable[] = ['gates', 'materials', 'steps', 'clocks'];
/** Clocks of which the longer length asks for less. */
const laxWhenLonger: readonly Clock['kind'][] = ['deadline', 'recurring'];

/**
 * Compares a pack with the one it builds on, row by row under the same names. A demand that is gone, a paper made optional,
 * a waiver that is new and a clock that gives more room are laxer; another condition, unit or legal number is unclear.
 */
export function contradictionsOf(upper: Pack, own: Pack): Contradictions {
  const weighed = differencesOf(upper, own).map((difference) => ({
    difference,
    weight: weigh(upper, difference),
  }));
  const those = (wanted: Weight) =>
    weighed.filter(({ weight }) => weight === wanted).map(({ difference }) => difference);
  return { laxer: those('laxer'), unclear: those('unclear') };
}

function weigh(upper: Pack, difference: PackDifference): Weight {
  const { kind, table, field = '' } = difference;
  if (kind === 'removed') return isDemand(difference) ? 'laxer' : 'fine';
  if (kind !== 'changed') return 'fine';
  if (table === 'values') return 'unclear';
  if (table === 'clocks') return weighClock(upper, difference);
  if (table !== 'gates' && table !== 'materials') return 'fine';
  return weighDemand(field, difference);
}

function isDemand({ table, from }: PackDifference): boolean {
  const isOptional = typeof from === 'object' && from !== null && Reflect.get(from, 'optional') === true;
  return demands.includes(table) && !isOptional;
}

function weighDemand(field: string, { from, to }: PackDifference): Weight {
  if (field === 'waiver') return from === undefined ? 'laxer' : 'fine';
  if (field === 'optional') return to === true ? 'laxer' : 'fine';
  return ['check', 'when', 'before', 'due'].includes(field.split('.')[0] ?? '') ? 'unclear' : 'fine';
}

/** What of a clock no program can weigh, once its length is no plain number. */
const timing = ['length', 'unit', 'date', 'kind', 'from', 'until', 'since', 'opens', 'pausedBy', 'when'];

function weighClock(upper: Pack, { place, key, field = '', from, to }: PackDifference): Weight {
  if (field !== 'length' || typeof from !== 'number' || typeof to !== 'number')
    return timing.includes(field.split('.')[0] ?? '') ? 'unclear' : 'fine';
  const body = place.startsWith('cases.') ? upper.cases[place.slice('cases.'.length)] : upper.stages[place];
  const isLaxWhenLonger = laxWhenLonger.some((kind) => kind === body?.clocks[key]?.kind);
  return to > from === isLaxWhenLonger ? 'laxer' : 'fine';
}
