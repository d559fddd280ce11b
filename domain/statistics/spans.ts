/** Arithmetic on durations: how long each run of a stage took, and the middle of many numbers. */
import { isWorkingDay, workingDaysUntil, type Calendar } from '../clocks/calendar';
import { dateOf } from '../clocks/dates';
import type { ProjectFigureRow } from './rows';

/** One run of a stage that has ended. */
export interface RunSpan {
  readonly stage: string;
  /** Working days after the day it began, up to and including the day it ended; 0 within one day. */
  readonly workingDays: number;
}

/** Working days after `from` up to and including `to` (YYYY-MM-DD). */
export type WorkingDays = (from: string, to: string) => number;

const dayMs = 86_400_000;
const firstDay = '2000-01-01';

/**
 * The same count as `workingDaysUntil`, for very many spans over one calendar: each day is looked at once, however many
 * spans run over it. Twenty thousand projects would else walk through millions of days while others wait.
 */
export function workingDaysOf(calendar: Calendar): WorkingDays {
  const upTo: number[] = [0];
  const sumUpTo = (date: string): number => {
    const day = Math.round((Date.parse(date) - Date.parse(firstDay)) / dayMs);
    for (let next = upTo.length; next <= day; next += 1) {
      const worked = isWorkingDay(
        calendar,
        new Date(Date.parse(firstDay) + next * dayMs).toISOString().slice(0, 10),
      );
      upTo.push((upTo[next - 1] ?? 0) + (worked ? 1 : 0));
    }
    return upTo[day] ?? 0;
  };
  return (from, to) =>
    from < firstDay || to < from ? workingDaysUntil(calendar, from, to) : sumUpTo(to) - sumUpTo(from);
}

/** Each run lasts from the end of the run before it, the first one from the day its project was opened. */
export function spansOf(
  { ended, createdAt }: Pick<ProjectFigureRow, 'ended' | 'createdAt'>,
  workingDays: WorkingDays,
): RunSpan[] {
  return ended.map(({ kind, at }, index) => {
    const from = dateOf(ended[index - 1]?.at ?? createdAt);
    return { stage: kind, workingDays: workingDays(from, dateOf(at)) };
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
