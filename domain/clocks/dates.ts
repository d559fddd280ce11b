/** Plain dates and instants of Asia/Shanghai, as strings. The only place that touches a date library. */
import { Temporal } from 'temporal-polyfill';

const zone = 'Asia/Shanghai';

/** One decision asks many times for the date of its one instant, and the library takes long for it in a workflow's sandbox. */
const memo = { instant: '', date: '' };

/** The calendar date (YYYY-MM-DD) in Asia/Shanghai of an ISO instant. */
export function dateOf(instant: string): string {
  if (instant !== memo.instant) {
    memo.date = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
    memo.instant = instant;
  }
  return memo.date;
}

/** The instant (ISO UTC) at which a date begins in Asia/Shanghai. */
export function startOfDay(date: string): string {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant().toString();
}

/** The date `days` later; negative goes back. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The corresponding day `months` later, or that month's last day if there is none (民法典 202). */
export function addMonths(date: string, months: number): string {
  return Temporal.PlainDate.from(date).add({ months }, { overflow: 'constrain' }).toString();
}

/** Days from one date to another; 0 for the same day. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** Milliseconds since the epoch of an ISO instant. */
export function millisOf(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}

/** The ISO instant of milliseconds since the epoch. */
export function instantOf(millis: number): string {
  return Temporal.Instant.fromEpochMilliseconds(millis).toString();
}

/** True for a real calendar date written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** The instant (ISO UTC) of a time of day (HH:mm) in Asia/Shanghai on a date. */
export function instantAt(date: string, time: string): string {
  return Temporal.PlainDate.from(date)
    .toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
    .toInstant()
    .toString();
}
