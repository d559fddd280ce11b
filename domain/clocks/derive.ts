/** How a clock's date comes about: 民法典 201–203 over the published calendar. Dates are plain, in Asia/Shanghai. */
import { defined } from '../defined';
import type { ClockUnit } from '../pack/types';
import type { ClockState } from '../project/state';
import { hasYear, isStatutoryDayOff, isWorkingDay, type Calendar } from './calendar';
import { addDays, addMonths, startOfDay } from './dates';
import { daysOf, isStopped, workingDaysOf, type Stop } from './stops';

export interface Length {
  readonly from: string;
  readonly length: number;
  readonly unit: ClockUnit;
}

export interface DerivedDate {
  readonly due: string;
  /** Days off inside a count of working days. */
  readonly skipped: readonly string[];
  /** Days off from the last day of the term to the working day it ends on instead (民法典 203). */
  readonly rolled: readonly string[];
  /** True when a year it runs through has no published calendar yet. */
  readonly provisional: boolean;
}

/** Counts a length from a day that itself does not count (民法典 201, 202). */
export function countFrom({ from, length, unit }: Length, calendar: Calendar): DerivedDate {
  if (unit === 'workingDays') return countWorkingDays(from, length, calendar);
  return { due: plainEnd(from, length, unit), skipped: [], rolled: [], provisional: false };
}

function plainEnd(from: string, length: number, unit: ClockUnit): string {
  switch (unit) {
    case 'months':
      return addMonths(from, length);
    case 'years':
      return addMonths(from, length * 12);
    case 'hours':
      return addDays(from, Math.ceil(length / 24));
    case 'days':
    case 'workingDays':
      return addDays(from, length);
  }
}

function countWorkingDays(from: string, length: number, calendar: Calendar): DerivedDate {
  const skipped: string[] = [];
  let due = from;
  for (let left = length; left > 0;) {
    due = addDays(due, 1);
    if (isWorkingDay(calendar, due)) left -= 1;
    else skipped.push(due);
  }
  return { due, skipped, rolled: [], provisional: isProvisional(from, due, calendar) };
}

/** A deadline whose last day is a day off ends on the next working day (民法典 203). */
export function rollDeadline(derived: DerivedDate, calendar: Calendar): DerivedDate {
  const rolled = [...derived.rolled];
  let due = derived.due;
  while (!isWorkingDay(calendar, due)) {
    rolled.push(due);
    due = addDays(due, 1);
  }
  const provisional = derived.provisional || isProvisional(derived.due, due, calendar);
  return { ...derived, due, rolled, provisional };
}

function isProvisional(from: string, due: string, calendar: Calendar): boolean {
  for (let year = Number(from.slice(0, 4)); year <= Number(due.slice(0, 4)); year += 1)
    if (!hasYear(calendar, year)) return true;
  return false;
}

/** The instant at which a clock must wake the engine: a deadline when its last day is over, the others when their day begins. */
export function wakeAtOf(kind: ClockState['kind'], due: string): string {
  return startOfDay(kind === 'notBefore' || kind === 'recurring' ? due : addDays(due, 1));
}

/** All that a clock's date depends on, beside the calendar: a length, or a date that is fixed. */
export interface Count {
  readonly kind: ClockState['kind'];
  readonly from: string;
  readonly length?: number;
  readonly unit?: string;
  readonly fixed?: string;
  /** Of a window: how many units after the start it opens. */
  readonly opensAfter?: number;
  /** Times it stood still. */
  readonly stops?: readonly Stop[];
}

export type CountedDate = Pick<ClockState, 'due' | 'opens' | 'wakeAt' | 'why'>;

/** Counts the whole of a clock's date, with all that its explanation needs; undefined without a length and a date. */
export function countDate(count: Count, calendar: Calendar): CountedDate | undefined {
  const { kind, fixed, length, stops = [] } = count;
  const derived = deriveDate(count, calendar);
  if (derived === undefined) return undefined;
  const { due, rolled, provisional } = derived;
  const skipped = derived.skipped.filter((day) => !isStopped(day, stops));
  const holidays = [...skipped, ...rolled].filter((day) => isStatutoryDayOff(calendar, day));
  const why = {
    calendar: calendar.version,
    ...(fixed === undefined ? defined({ length, unit: count.unit ?? 'days' }) : { fixed }),
    ...defined({ opensAfter: count.opensAfter }),
    ...filled({ skipped, rolled, holidays, stops }),
    ...(provisional ? { provisional } : {}),
    ...(stops.length === 0 ? {} : stoodStill(count, stops, calendar)),
  };
  const { opensAfter } = count;
  const opens =
    opensAfter === undefined ? undefined : deriveDate({ ...count, length: opensAfter }, calendar)?.due;
  return { due, wakeAt: wakeAtOf(kind, due), why, ...defined({ opens }) };
}

function deriveDate(
  { kind, from, length, unit, fixed, stops = [] }: Count,
  calendar: Calendar,
): DerivedDate | undefined {
  const still = stops.reduce((sum, stop) => sum + daysOf(stop), 0);
  if (fixed !== undefined) return { due: addDays(fixed, still), skipped: [], rolled: [], provisional: false };
  if (length === undefined) return undefined;
  // Packs and records hold nothing but units of the schema.
  const counted = (unit ?? 'days') as ClockUnit;
  const worked = counted === 'workingDays' ? workedOf(stops, calendar) : 0;
  const plain = countFrom({ from, length: length + worked, unit: counted }, calendar);
  const moved = counted === 'workingDays' ? plain : { ...plain, due: addDays(plain.due, still) };
  return kind === 'deadline' ? rollDeadline(moved, calendar) : moved;
}

function workedOf(stops: readonly Stop[], calendar: Calendar): number {
  return stops.reduce((sum, stop) => sum + workingDaysOf(stop, calendar), 0);
}

function stoodStill({ unit }: Count, stops: readonly Stop[], calendar: Calendar) {
  const pausedDays = stops.reduce((sum, stop) => sum + daysOf(stop), 0);
  return unit === 'workingDays'
    ? { pausedDays, pausedWorkingDays: workedOf(stops, calendar) }
    : { pausedDays };
}

/** Lists that hold something; an empty one is left out. */
function filled<T extends Readonly<Record<string, readonly unknown[]>>>(lists: T): Partial<T> {
  // Entries of T, some of them left out.
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as Partial<T>;
}

/** Everything a running clock was counted from. */
function countOf({ kind, from, why: { length, unit, fixed, opensAfter, stops } }: ClockState): Count {
  return { kind, from, ...defined({ length, unit, fixed, opensAfter, stops }) };
}

/** The change that takes the days a clock stood still out of its count: working days for a clock that counts them. */
export function resumedClock(clock: ClockState, today: string, calendar: Calendar): Partial<ClockState> {
  const { pausedAt: from = today, stoppedFor: reason, why } = clock;
  const stop: Stop = { from, until: today, ...defined({ reason }) };
  const stops = daysOf(stop) > 0 ? [...(why.stops ?? []), stop] : (why.stops ?? []);
  const counted = hasUnnamedStops(clock) ? undefined : countDate({ ...countOf(clock), stops }, calendar);
  return { status: 'running', ...(counted ?? movedOn(clock, stop, calendar)) };
}

/** The change that a newer calendar makes to a clock's date, or to its being provisional; undefined when it makes none. */
export function recountedClock(clock: ClockState, calendar: Calendar): Partial<ClockState> | undefined {
  // A fixed date hangs on no calendar.
  if (clock.why.fixed !== undefined || hasUnnamedStops(clock)) return undefined;
  const counted = countDate(countOf(clock), calendar);
  if (counted === undefined) return undefined;
  const isSame = counted.due === clock.due && counted.why.provisional === clock.why.provisional;
  return isSame ? undefined : counted;
}

/** Clocks stopped under older versions hold how long they stood still, but not when: their date can be moved, not counted anew. */
function hasUnnamedStops({ why: { pausedDays = 0, stops = [] } }: ClockState): boolean {
  return pausedDays > stops.reduce((sum, stop) => sum + daysOf(stop), 0);
}

function movedOn(clock: ClockState, stop: Stop, calendar: Calendar): CountedDate {
  const { why } = clock;
  const days = daysOf(stop);
  const moved =
    why.unit === 'workingDays'
      ? countWorkingDays(clock.due, workingDaysOf(stop, calendar), calendar)
      : { due: addDays(clock.due, days), skipped: [], rolled: [], provisional: false };
  const rolls = clock.kind === 'deadline' && why.unit !== 'workingDays' && why.fixed === undefined;
  const { due, provisional } = rolls ? rollDeadline(moved, calendar) : moved;
  return {
    due,
    wakeAt: wakeAtOf(clock.kind, due),
    why: {
      ...why,
      pausedDays: (why.pausedDays ?? 0) + days,
      calendar: calendar.version,
      ...(provisional ? { provisional } : {}),
    },
  };
}
