/** Which of two lengths of time, or dates in the year, is surely the longer or later one, whatever the calendar says. Pure. */

/** The shortest and the longest a length can be, in days of the calendar. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** A working day has no upper bound: holidays are decreed. */
const units: Readonly<Record<string, Bounds>> = {
  days: { least: 1, most: 1 },
  workingDays: { least: 1, most: Number.POSITIVE_INFINITY },
  months: { least: 28, most: 31 },
  years: { least: 365, most: 366 },
};

/** What a clock says of its length: `is` and `unit`, or a date. */
interface Length {
  readonly is?: unknown;
  readonly unit?: unknown;
  readonly date?: unknown;
}

/**
 * Compares two lengths, or two dates of the same form (MM-DD or a full date): positive when the first is surely longer or
 * later, negative when it is surely shorter or earlier, 0 when both are the same, undefined when that depends on the
 * calendar or on facts. Twelve months are a year; 5 days are never longer than 5 working days.
 */
export function compareLengths(one: Length, other: Length): number | undefined {
  if (one.date !== undefined || other.date !== undefined) return compareDates(one.date, other.date);
  const [own, its] = [monthly(one), monthly(other)];
  if (own === undefined || its === undefined) return undefined;
  if (own.unit === its.unit) return own.is - its.is;
  const [a, b] = [boundsOf(own), boundsOf(its)];
  if (a === undefined || b === undefined) return undefined;
  if (a.most <= b.least) return -1;
  return a.least >= b.most ? 1 : undefined;
}

interface Counted {
  readonly is: number;
  readonly unit: string;
}

function monthly({ is, unit }: Length): Counted | undefined {
  if (typeof is !== 'number' || typeof unit !== 'string') return undefined;
  return unit === 'years' ? { is: is * 12, unit: 'months' } : { is, unit };
}

function boundsOf({ is, unit }: Counted): Bounds | undefined {
  const bounds = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (bounds === undefined || is === 0) return undefined;
  return { least: is * bounds.least, most: is * bounds.most };
}

const dated = /^(?:\d{4}-)?\d{2}-\d{2}$/u;

function compareDates(one: unknown, other: unknown): number | undefined {
  if (typeof one !== 'string' || typeof other !== 'string') return undefined;
  if (!dated.test(one) || !dated.test(other) || one.length !== other.length) return undefined;
  if (one === other) return 0;
  return one > other ? 1 : -1;
}

/** Kinds of clock of which the longer length asks for less, and for more; a validity binds or permits, so its row has to say it. */
const stricterByKind: Readonly<Record<string, 'longer' | 'shorter'>> = {
  deadline: 'shorter',
  recurring: 'shorter',
  notBefore: 'longer',
};

/** Which length of a clock asks for more: what its row says (`stricter`), else what its kind means. */
export function stricterLength(kind: unknown, said: unknown): 'longer' | 'shorter' | undefined {
  if (said === 'longer' || said === 'shorter') return said;
  return typeof kind === 'string' && Object.hasOwn(stricterByKind, kind) ? stricterByKind[kind] : undefined;
}
