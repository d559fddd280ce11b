/** What one project contributes to the figures, each part at the stage it belongs to. */
import type { Status } from '../project/state';
import type { Sums } from './figures';
import type { ProjectFigureRow } from './rows';
import { spansOf, type WorkingDays } from './spans';

/** A part, and the stage in which it came about. */
export interface Contribution {
  readonly stage: string;
  readonly part: Partial<Sums>;
}

/** A project that has not entered any stage. */
export const noStage = 'none';

const standing: Readonly<
  Record<Status, 'drafts' | 'underway' | 'suspended' | 'inUse' | 'finished' | 'stopped'>
> = {
  draft: 'drafts',
  active: 'underway',
  suspended: 'suspended',
  inUse: 'inUse',
  closed: 'finished',
  filed: 'finished',
  retired: 'finished',
  outOfScope: 'stopped',
  rejected: 'stopped',
  withdrawn: 'stopped',
  terminated: 'stopped',
  expired: 'stopped',
};

const fenOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : null;

/** Counts of one project, by where it stands. */
function standingOf({ status, overdue, over }: ProjectFigureRow): Partial<Sums> {
  return { projects: 1, [standing[status]]: 1, overdue: overdue && !over ? 1 : 0 };
}

/** Money of one project, in fen. `spentFen` is null where its pack counts no payments. */
function moneyOf(row: ProjectFigureRow, spentFen: number | null): Partial<Sums> {
  const [budget, contract] = [fenOf(row.budget), fenOf(row.contract)];
  return {
    ...(budget === null ? { withoutBudget: 1 } : { budgetFen: budget }),
    ...(contract === null ? {} : { contractFen: contract, withContract: 1 }),
    ...(spentFen === null ? {} : { spentFen, counted: 1 }),
    ...(spentFen === null || budget === null
      ? {}
      : { comparedSpentFen: spentFen, comparedBudgetFen: budget }),
  };
}

type Deadline = Pick<Sums, 'deadlinesInTime' | 'deadlinesLate' | 'deadlinesLateOpen' | 'deadlinesRunning'>;

/** Where a deadline stands; one that was stopped with its stage was neither met nor missed. */
function deadlineOf(
  { kind, status, overdue }: ProjectFigureRow['clocks'][number],
  over: boolean,
): keyof Deadline | null {
  if (kind !== 'deadline' || status === 'stopped') return null;
  if (status === 'running' || status === 'paused') return 'deadlinesRunning';
  if (overdue !== true) return 'deadlinesInTime';
  return status === 'met' || over ? 'deadlinesLate' : 'deadlinesLateOpen';
}

/** The run a project stands in. One that is over keeps the name of its last run, ended or broken off. */
function presentRun({ ended, run, stage, over }: ProjectFigureRow): { run: string; kind: string } | null {
  const hasLeft = over && ended.at(-1)?.run === run;
  return run === null || stage === null || hasLeft ? null : { run, kind: stage };
}

/** The stage kind of every run the project was in, and how often it was entered. */
function runsOf(row: ProjectFigureRow): Map<string, { kind: string; entries: number }> {
  const runs = new Map<string, { kind: string; entries: number }>();
  const present = presentRun(row);
  for (const { run, kind } of present === null ? row.ended : [...row.ended, present])
    runs.set(run, { kind, entries: (runs.get(run)?.entries ?? 0) + 1 });
  return runs;
}

/** Rounds beyond the entries are returns; of a rectification every round counts. */
function roundsOf(row: ProjectFigureRow, runs: ReturnType<typeof runsOf>): Contribution[] {
  const parts = [...runs].map(([name, { kind, entries }]) => {
    const rounds = Math.max(row.rounds?.[name] ?? entries, entries);
    const rectificationRounds = kind === 'rectification' ? rounds : 0;
    return { stage: kind, part: { returns: rounds - entries, rectificationRounds } };
  });
  const isRectified = parts.some(({ stage }) => stage === 'rectification');
  return isRectified ? [...parts, { stage: 'rectification', part: { rectified: 1 } }] : parts;
}

/** All that one project contributes. Working days are counted by the calendar of its jurisdiction. */
export function contributionsOf(
  row: ProjectFigureRow,
  spentFen: number | null,
  workingDays: WorkingDays,
): Contribution[] {
  const runs = runsOf(row);
  const here = row.stage ?? noStage;
  const deadlines = row.clocks.flatMap((clock) => {
    const counts = deadlineOf(clock, row.over);
    return counts === null ? [] : [{ stage: runs.get(clock.run)?.kind ?? here, part: { [counts]: 1 } }];
  });
  const spans = spansOf(row, workingDays).map(({ stage, workingDays: days }) => ({
    stage,
    part: { days: [days] },
  }));
  const whole = { ...standingOf(row), ...moneyOf(row, spentFen) };
  return [{ stage: here, part: whole }, ...spans, ...deadlines, ...roundsOf(row, runs)];
}
