/** Adds up what projects and tasks contribute, and turns the sums into figures. Every definition: docs/statistics.md. */
import { meanOf, medianOf } from './spans';

/** Sums of one group. Money in integer fen. */
export interface Sums {
  projects: number;
  drafts: number;
  underway: number;
  suspended: number;
  inUse: number;
  finished: number;
  stopped: number;
  overdue: number;
  budgetFen: number;
  withoutBudget: number;
  contractFen: number;
  withContract: number;
  spentFen: number;
  /** Projects whose pack counts payments. */
  counted: number;
  /** Spent and budgeted by those that have both. */
  comparedSpentFen: number;
  comparedBudgetFen: number;
  deadlinesInTime: number;
  deadlinesLate: number;
  deadlinesLateOpen: number;
  deadlinesRunning: number;
  returns: number;
  rectified: number;
  rectificationRounds: number;
  tasksOpen: number;
  tasksDone: number;
  taskHours: number;
  /** Working days of each run that ended. */
  days: number[];
}

/** Nothing yet. */
export const noSums = (): Sums => ({
  projects: 0,
  drafts: 0,
  underway: 0,
  suspended: 0,
  inUse: 0,
  finished: 0,
  stopped: 0,
  overdue: 0,
  budgetFen: 0,
  withoutBudget: 0,
  contractFen: 0,
  withContract: 0,
  spentFen: 0,
  counted: 0,
  comparedSpentFen: 0,
  comparedBudgetFen: 0,
  deadlinesInTime: 0,
  deadlinesLate: 0,
  deadlinesLateOpen: 0,
  deadlinesRunning: 0,
  returns: 0,
  rectified: 0,
  rectificationRounds: 0,
  tasksOpen: 0,
  tasksDone: 0,
  taskHours: 0,
  days: [],
});

/** Adds a part to sums, in place: there may be a hundred thousand parts. */
export function addTo(sums: Sums, { days = [], ...part }: Partial<Sums>): void {
  for (const [name, value] of Object.entries(part)) sums[name as keyof typeof part] += value;
  sums.days.push(...days);
}

type Kept = Omit<
  Sums,
  'days' | 'spentFen' | 'counted' | 'comparedSpentFen' | 'comparedBudgetFen' | 'taskHours'
>;

/** The figures of one group. `null`: there is nothing to measure it by. */
export interface Figures extends Readonly<Kept> {
  readonly spentFen: number | null;
  /** Spent of the budget in percent, of those projects that have a budget and count payments. */
  readonly spentPercent: number | null;
  readonly runsEnded: number;
  readonly medianWorkingDays: number | null;
  readonly meanWorkingDays: number | null;
  readonly longestWorkingDays: number | null;
  /** Of the deadlines decided, those met in time, in percent. */
  readonly inTimePercent: number | null;
  readonly meanTaskHours: number | null;
}

const percent = (part: number, whole: number): number | null => meanOf(part * 100, whole);

/** The figures that sums come to. */
export function figuresOf(sums: Sums): Figures {
  const { days, spentFen, counted, comparedSpentFen, comparedBudgetFen, taskHours, ...kept } = sums;
  const { deadlinesInTime, deadlinesLate, deadlinesLateOpen, tasksDone } = kept;
  const total = days.reduce((sum, each) => sum + each, 0);
  return {
    ...kept,
    spentFen: counted === 0 ? null : spentFen,
    spentPercent: percent(comparedSpentFen, comparedBudgetFen),
    runsEnded: days.length,
    medianWorkingDays: medianOf(days),
    meanWorkingDays: meanOf(total, days.length),
    longestWorkingDays: days.length === 0 ? null : days.reduce((most, each) => Math.max(most, each), 0),
    inTimePercent: percent(deadlinesInTime, deadlinesInTime + deadlinesLate + deadlinesLateOpen),
    meanTaskHours: meanOf(taskHours, tasksDone),
  };
}
