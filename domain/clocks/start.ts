/** Turns a clock row of the pack into a running clock: which length or date holds for this process. */
import type { Clock } from '../pack/types';
import type { FeelContext } from '../pack/feel';
import { defined } from '../defined';
import { lookUp } from '../project/context';
import { pickNumber } from '../pack/tables';
import type { ClockState } from '../project/state';
import type { Calendar } from './calendar';
import { countDate, wakeAtOf, type CountedDate } from './derive';
import { addDays, addMonths, isDate } from './dates';

interface StartInput {
  readonly run: string;
  readonly row: Clock;
  /** The day of the event that starts it. */
  readonly from: string;
  readonly context: FeelContext;
  readonly calendar: Calendar;
}

/** Longest length of a declared clock: a century in days, and a date in every unit. */
const longest = 36_500;

/** A declared length as a clock can count it; what older records hold must not stop a process. */
function countable(length: unknown): number | undefined {
  if (typeof length !== 'number' || Number.isNaN(length)) return undefined;
  return Math.min(Math.max(Math.trunc(length), 0), longest);
}

function lengthOf(row: Clock, context: FeelContext): number | undefined {
  if (typeof row.length === 'number') return row.length;
  if (row.length === undefined) return undefined;
  if (typeof row.length === 'string') return countable(lookUp(row.length, context));
  const picked = pickNumber(row.length, context);
  return 'is' in picked ? picked.is : undefined;
}

/** MM-DD of a year; 02-29 is the last day of February where there is none. */
function dayOf(year: number, monthDay: string): string {
  const date = `${String(year)}-${monthDay}`;
  return isDate(date) ? date : addDays(`${String(year)}-03-01`, -1);
}

/** The day in a declared year; undefined while the year is not known, or is none. */
function dayOfYear(year: unknown, monthDay: string): string | undefined {
  const isYear = typeof year === 'number' && Number.isInteger(year) && year >= 1900 && year <= 9999;
  return isYear ? dayOf(year, monthDay) : undefined;
}

/** The next MM-DD on or after `from`, or that of a declared year; a full date as it is; or the value of a date fact. */
function fixedDate({ date, ofYear }: Clock, from: string, context: FeelContext): string | undefined {
  if (date === undefined) return undefined;
  if (!isYearly(date)) return dayGiven(date, context);
  if (ofYear !== undefined) return dayOfYear(lookUp(ofYear, context), date);
  const year = Number(from.slice(0, 4));
  const thisYear = dayOf(year, date);
  return thisYear >= from ? thisYear : dayOf(year + 1, date);
}

const isYearly = (date: string): boolean => /^\d{2}-\d{2}$/.test(date);

/** A full date, or the value of a date that somebody declared. */
function dayGiven(date: string, context: FeelContext): string | undefined {
  const value = isDate(date) ? date : lookUp(date, context);
  return typeof value === 'string' && isDate(value) ? value : undefined;
}

/** The day on which a window opens that ends on a fixed one: of a yearly day the last before that end. */
function opensOn({ opens }: Clock, due: string, context: FeelContext): string | undefined {
  if (typeof opens !== 'string') return undefined;
  if (!isYearly(opens)) return dayGiven(opens, context);
  const year = Number(due.slice(0, 4));
  const sameYear = dayOf(year, opens);
  return sameYear <= due ? sameYear : dayOf(year - 1, opens);
}

/** True when its date hangs on something declared, which may become known after the event that starts it. */
const hangsOnFacts = ({ since, ofYear, date, length }: Clock): boolean =>
  since !== undefined ||
  ofYear !== undefined ||
  typeof length === 'string' ||
  (date !== undefined && !isYearly(date) && !isDate(date));

/** True for a clock of the entry that starts when its facts are declared, where they were not known at the entry. */
export const awaitsFacts = (row: Clock): boolean =>
  row.form === 2 && row.from === 'entered' && hangsOnFacts(row);

/** The date a length or a fixed date leads to; a deadline that was counted rolls past days off. */
function dateFor({ row, from, context, calendar }: StartInput): CountedDate | undefined {
  const fixed = fixedDate(row, from, context);
  const length = fixed === undefined ? lengthOf(row, context) : undefined;
  return countDate(
    {
      ...{ kind: row.kind, from },
      ...defined({ fixed, length, unit: row.unit ?? 'days' }),
      ...(typeof row.opens === 'number' ? { opensAfter: row.opens } : {}),
    },
    calendar,
  );
}

/** The day the length counts from: that of the event, or the declared one; undefined while that is not known. */
function countedFrom({ row, from, context }: StartInput): string | undefined {
  if (row.since === undefined) return from;
  const day = lookUp(row.since, context);
  return typeof day === 'string' && isDate(day) ? day : undefined;
}

/** Starts a clock, or gives undefined when what its date depends on is not known. */
export function startClock(input: StartInput): ClockState | undefined {
  const { row, run } = input;
  const from = countedFrom(input);
  if (from === undefined) return undefined;
  const date = dateFor({ ...input, from });
  if (date === undefined) return undefined;
  const opens = opensOn(row, date.due, input.context);
  const { until, basis, zh, en, neverStops } = row;
  const then = row.then.filter((effect) => !['remind', 'mark', 'escalate'].includes(effect.do));
  return {
    key: `${run}/${row.name}`,
    name: row.name,
    run,
    kind: row.kind,
    status: 'running',
    from,
    ...date,
    ...defined({
      opens: date.opens ?? opens,
      until,
      basis,
      zh,
      en,
      neverStops,
      then: then.length === 0 ? undefined : then,
    }),
  };
}

/** The same clock counted anew from a later day; a fixed yearly date comes again a year on. What it stood still before is forgotten. */
export function restartClock(clock: ClockState, from: string, calendar: Calendar): Partial<ClockState> {
  const { kind, why } = clock;
  const { length, unit, fixed } = why;
  const counted = countDate({ kind, from, ...defined({ length, unit }) }, calendar);
  if (counted !== undefined) return { status: 'running', from, ...counted };
  const due = addMonths(clock.due, 12);
  const kept = { calendar: calendar.version, ...defined({ fixed }) };
  return { status: 'running', from, due, wakeAt: wakeAtOf(kind, due), why: kept };
}
