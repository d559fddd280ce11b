/** The published calendar of days off and make-up working days. A year without a notice is known to be unknown. */

/** One year of the State Council's notice. */
export interface CalendarYear {
  /** Every day without work that the notice names, weekends inside a holiday included. */
  readonly off: readonly string[];
  /** Saturdays and Sundays on which people work instead. */
  readonly work: readonly string[];
  /** Which table it is, and how many times it was corrected: a higher revision replaces a lower. Absent in older records. */
  readonly version?: string;
  readonly revision?: number;
}

export interface Calendar {
  readonly version: string;
  /** Keyed by year, `2026`. */
  readonly years: Readonly<Record<string, CalendarYear>>;
}

/** Whether the notice for the year is in the calendar; without it only weekends are known and dates are provisional. */
export function hasYear(calendar: Calendar, year: number): boolean {
  return Object.hasOwn(calendar.years, String(year));
}

/** Whether the notice names this day (YYYY-MM-DD) as a day off. */
export function isStatutoryDayOff(calendar: Calendar, date: string): boolean {
  return yearOf(calendar, date)?.off.includes(date) ?? false;
}

/** Whether people work on this day (YYYY-MM-DD): make-up days yes, days off and other weekends no. */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  const year = yearOf(calendar, date);
  if (year?.work.includes(date) === true) return true;
  if (year?.off.includes(date) === true) return false;
  return !isWeekend(date);
}

/** Whether a date (YYYY-MM-DD) is a Saturday or a Sunday, worked or not. */
export function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
}

function yearOf(calendar: Calendar, date: string): CalendarYear | undefined {
  const year = date.slice(0, 4);
  return Object.hasOwn(calendar.years, year) ? calendar.years[year] : undefined;
}

const dayMs = 86_400_000;

/**
 * Working days after `from` up to and including `to` (YYYY-MM-DD); 0 on the last day itself, negative once `to` has passed.
 * In a year without a notice weekends alone are days off.
 */
export function workingDaysUntil(calendar: Calendar, from: string, to: string): number {
  if (to < from) return 0 - workingDaysUntil(calendar, to, from);
  let count = 0;
  // Plain dates in steps of UTC days: exact, and cheap enough to ask for every row of an inbox.
  for (let day = Date.parse(from) + dayMs; day <= Date.parse(to); day += dayMs)
    if (isWorkingDay(calendar, new Date(day).toISOString().slice(0, 10))) count += 1;
  return count;
}
