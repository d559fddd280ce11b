/** Turns a clock row of the pack into a running clock: which length or date holds for this process. */
import type { Body, Clock } from '../pack/types';
import type { FeelContext } from '../pack/feel';
import { lookUp } from '../project/context';
import { pickNumber } from '../pack/tables';
import type { ClockState } from '../project/state';
import type { Calendar } from './calendar';
import { countFrom, rollDeadline, wakeAtOf, type DerivedDate } from './derive';
import { addDays, isDate } from './dates';

interface StartInput {
  readonly run: string;
  readonly body: Body;
  readonly row: Clock;
  /** The day of the event that starts it. */
  readonly from: string;
  readonly context: FeelContext;
  readonly calendar: Calendar;
}

function lengthOf(row: Clock, context: FeelContext): number | undefined {
  if (typeof row.length === 'number') return row.length;
  if (row.length === undefined) return undefined;
  if (typeof row.length === 'string') {
    const found = lookUp(row.length, context);
    return typeof found === 'number' ? found : undefined;
  }
  const picked = pickNumber(row.length, context);
  return 'is' in picked ? picked.is : undefined;
}

/** The next MM-DD on or after `from`; a full date as it is; or the value of a date fact. */
function fixedDate(row: Clock, from: string, context: FeelContext): string | undefined {
  if (row.date === undefined) return undefined;
  if (isDate(row.date)) return row.date;
  if (/^\d{2}-\d{2}$/.test(row.date)) {
    const year = Number(from.slice(0, 4));
    const thisYear = `${String(year)}-${row.date}`;
    return thisYear >= from ? thisYear : `${String(year + 1)}-${row.date}`;
  }
  const value = lookUp(row.date, context);
  return typeof value === 'string' && isDate(value) ? value : undefined;
}

/** Starts a clock, or gives undefined when what its date depends on is not known. */
export function startClock(input: StartInput): ClockState | undefined {
  const { row, run, from, context, calendar } = input;
  const fixed = fixedDate(row, from, context);
  const length = lengthOf(row, context);
  const unit = row.unit ?? 'days';
  const counted: DerivedDate | undefined =
    fixed !== undefined
      ? { due: fixed, skipped: [], provisional: false }
      : length === undefined
        ? undefined
        : countFrom({ from, length, unit }, calendar);
  if (counted === undefined) return undefined;
  const rolls = row.kind === 'deadline' && fixed === undefined;
  const derived = rolls ? rollDeadline(counted, calendar) : counted;
  return {
    key: `${run}/${row.name}`,
    name: row.name,
    run,
    kind: row.kind,
    status: 'running',
    from,
    due: derived.due,
    wakeAt: wakeAtOf(row.kind, derived.due),
    ...(row.until === undefined ? {} : { until: row.until }),
    ...(row.basis === undefined ? {} : { basis: row.basis }),
    ...(row.zh === undefined ? {} : { zh: row.zh }),
    ...(row.en === undefined ? {} : { en: row.en }),
    why: {
      calendar: calendar.version,
      ...(fixed === undefined ? { ...(length === undefined ? {} : { length }), unit } : { fixed }),
      ...(derived.skipped.length === 0 ? {} : { skipped: derived.skipped }),
      ...(derived.provisional ? { provisional: true } : {}),
    },
  };
}

/** The same clock counted anew from a later day: a serious fault starts a stable run again. */
export function restartClock(clock: ClockState, from: string, calendar: Calendar): Partial<ClockState> {
  const { length, unit } = clock.why;
  const due =
    length === undefined ? addDays(from, 0) : countFrom({ from, length, unit: (unit ?? 'days') as 'days' }, calendar).due;
  return { status: 'running', from, due, wakeAt: wakeAtOf(clock.kind, due) };
}
