/** Times a clock stood still, and why: they do not count towards its date (采购法实施条例 58, 招标投标法实施条例 61, 信息公开条例 33). */
import { isWorkingDay, type Calendar } from './calendar';
import { addDays, daysBetween } from './dates';

/** Works whose time the law does not count. */
export const workKinds = ['supplement', 'test', 'expertReview', 'thirdPartyOpinion'] as const;
export type WorkKind = (typeof workKinds)[number];

/** Why a clock stands still: the whole process is suspended, one of those works is under way, or a case that the pack names is. */
export type StopKind = WorkKind | 'suspension' | 'case';

export interface StopReason {
  readonly kind: StopKind;
  /** What was said when it stopped. */
  readonly text?: string;
  /** The article that says this time does not count. */
  readonly basis?: string;
}

/** One stop that is over. Plain dates in Asia/Shanghai; the day on which it ran again counts. */
export interface Stop {
  readonly from: string;
  readonly until: string;
  readonly reason?: StopReason;
}

/** Whole days of a stop. */
export function daysOf({ from, until }: Stop): number {
  return daysBetween(from, until);
}

/** Working days of a stop. */
export function workingDaysOf({ from, until }: Stop, calendar: Calendar): number {
  let count = 0;
  for (let day = from; day < until; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) count += 1;
  return count;
}

/** True when the day lies in one of the stops. */
export function isStopped(day: string, stops: readonly Stop[]): boolean {
  return stops.some(({ from, until }) => from <= day && day < until);
}
