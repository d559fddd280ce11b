/** How a clock's date comes about: 民法典 201–203 over the published calendar. Dates are plain, in Asia/Shanghai. */
import type { ClockUnit } from '../pack/types';
import { hasYear, isWorkingDay, type Calendar } from './calendar';
import { addDays, addMonths, daysBetween, startOfDay } from './dates';
import type { ClockState } from '../project/state';

export interface Length {
  readonly from: string;
  readonly length: number;
  readonly unit: ClockUnit;
}

export interface DerivedDate {
  readonly due: string;
  /** Days passed over: days off inside a working-day count, or the roll past a last day that is a day off. */
  readonly skipped: readonly string[];
  /** True when a year it runs through has no published calendar yet. */
  readonly provisional: boolean;
}

/** Counts a length from a day that itself does not count (民法典 201, 202). */
export function countFrom({ from, length, unit }: Length, calendar: Calendar): DerivedDate {
  if (unit === 'workingDays') return countWorkingDays(from, length, calendar);
  return { due: plainEnd(from, length, unit), skipped: [], provisional: false };
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
  return { due, skipped, provisional: isProvisional(from, due, calendar) };
}

/** A deadline whose last day is a day off ends on the next working day (民法典 203). */
export function rollDeadline(derived: DerivedDate, calendar: Calendar): DerivedDate {
  const skipped = [...derived.skipped];
  let due = derived.due;
  while (!isWorkingDay(calendar, due)) {
    skipped.push(due);
    due = addDays(due, 1);
  }
  const provisional = derived.provisional || isProvisional(derived.due, due, calendar);
  return { due, skipped, provisional };
}

function isProvisional(from: string, due: string, calendar: Calendar): boolean {
  return !hasYear(calendar, Number(from.slice(0, 4))) || !hasYear(calendar, Number(due.slice(0, 4)));
}

/** The instant at which a clock must wake the engine: a deadline when its last day is over, the others when their day begins. */
export function wakeAtOf(kind: ClockState['kind'], due: string): string {
  return startOfDay(kind === 'notBefore' || kind === 'recurring' ? due : addDays(due, 1));
}

/** The change that takes the days a clock stood still out of its count: working days for a clock that counts them. */
export function resumedClock(clock: ClockState, today: string, calendar: Calendar): Partial<ClockState> {
  const pausedAt = clock.pausedAt ?? today;
  const days = daysBetween(pausedAt, today);
  const due = movedDue(clock, pausedAt, days, calendar);
  return {
    status: 'running',
    due,
    wakeAt: wakeAtOf(clock.kind, due),
    why: { ...clock.why, pausedDays: (clock.why.pausedDays ?? 0) + days },
  };
}

function movedDue(clock: ClockState, pausedAt: string, days: number, calendar: Calendar): string {
  if (clock.why.unit === 'workingDays') {
    const lost = Array.from({ length: days }, (_, index) => addDays(pausedAt, index));
    const worked = lost.filter((day) => isWorkingDay(calendar, day)).length;
    return countWorkingDays(clock.due, worked, calendar).due;
  }
  const due = addDays(clock.due, days);
  const rolls = clock.kind === 'deadline' && clock.why.fixed === undefined;
  return rolls ? rollDeadline({ due, skipped: [], provisional: false }, calendar).due : due;
}
