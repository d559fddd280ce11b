/** Arithmetic on durations: how long each run of a stage took, and the middle of many numbers. */
import { workingDaysUntil, type Calendar } from '../clocks/calendar';
import { dateOf } from '../clocks/dates';
import type { ProjectFigureRow } from './rows';

/** One run of a stage that has ended. */
export interface RunSpan {
  readonly stage: string;
  /** Working days after the day it began, up to and including the day it ended; 0 within one day. */
  readonly workingDays: number;
}

/** Each run lasts from the end of the run before it, the first one from the day its project was opened. */
export function spansOf(
  { ended, createdAt }: Pick<ProjectFigureRow, 'ended' | 'createdAt'>,
  calendar: Calendar,
): RunSpan[] {
  return ended.map(({ kind, at }, index) => {
    const from = dateOf(ended[index - 1]?.at ?? createdAt);
    return { stage: kind, workingDays: workingDaysUntil(calendar, from, dateOf(at)) };
  });
}

/** The number in the middle; of an even count the mean of the two in the middle; null of none. */
export function medianOf(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

/** The arithmetic mean to one decimal place; null of none. */
export function meanOf(sum: number, count: number): number | null {
  return count === 0 ? null : Math.round((sum / count) * 10) / 10;
}
