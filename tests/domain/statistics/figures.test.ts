/** The arithmetic of the figures, counted by hand: spans in working days, medians, what a project contributes, groups. */
import fc from 'fast-check';
import { addDays } from '../../../domain/clocks/dates';
import { workingDaysUntil } from '../../../domain/clocks/calendar';
import { contributionsOf, type Contribution } from '../../../domain/statistics/contributions';
import { figuresOf, noSums, addTo, type Sums } from '../../../domain/statistics/figures';
import { tableOf } from '../../../domain/statistics/groups';
import type { ProjectFigureRow } from '../../../domain/statistics/rows';
import { meanOf, medianOf, spansOf, workingDaysOf } from '../../../domain/statistics/spans';

/** 2026-02-16 to 20 (Monday to Friday) are days off, Saturday 28 February is worked. */
const calendar = {
  version: 't',
  years: {
    '2026': {
      off: ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'],
      work: ['2026-02-28'],
    },
  },
};

const plain: ProjectFigureRow = {
  ...{ id: 'P-1', jurisdiction: 'city', ownerOrg: 'office', ownerZh: '处室', packId: 'p', packVersion: '1' },
  ...{ status: 'active', over: false, overdue: false, run: 'application', stage: 'application' },
  ...{ createdAt: '2026-02-09T02:00:00.000Z', ended: [], rounds: { application: 1 }, clocks: [] },
};
const row = (more: Partial<ProjectFigureRow>): ProjectFigureRow => ({ ...plain, ...more });
const end = (run: string, kind: ProjectFigureRow['ended'][number]['kind'], at: string) => ({
  ...{ run, kind, at },
});

function summed(parts: readonly Contribution[], stage?: string): Sums {
  const sums = noSums();
  for (const each of parts) if (stage === undefined || each.stage === stage) addTo(sums, each.part);
  return sums;
}
const of = (more: Partial<ProjectFigureRow>, spent: number | null = null) =>
  contributionsOf(row(more), spent, workingDaysOf(calendar));

test('each run lasts from the end of the one before, in working days of Shanghai, holidays and make-up days heeded', () => {
  const ended = [
    // Friday to Monday 23 February: only that Monday is worked.
    end('application', 'application', '2026-02-13T07:00:00.000Z'),
    end('review', 'feasibilityReview', '2026-02-23T01:00:00.000Z'),
    // 16:30 UTC on Friday is already Saturday the 28th in Shanghai, which is worked.
    end('buy', 'procurement', '2026-02-27T16:30:00.000Z'),
    end('buy', 'procurement', '2026-02-28T03:00:00.000Z'),
  ];
  expect(spansOf(row({ ended }), workingDaysOf(calendar))).toEqual([
    { stage: 'application', workingDays: 4 },
    { stage: 'feasibilityReview', workingDays: 1 },
    { stage: 'procurement', workingDays: 5 },
    { stage: 'procurement', workingDays: 0 },
  ]);
});

test('counted for many spans at once, each span has the working days it has alone, in whatever order they are asked', () => {
  const count = workingDaysOf(calendar);
  const day = fc.integer({ min: -400, max: 800 }).map((days) => addDays('2026-01-01', days));
  const days = fc.oneof(day, fc.constantFrom('1999-12-30', '2000-01-01', '2000-01-03'));
  fc.assert(
    fc.property(days, days, (from, to) => {
      expect(count(from, to)).toBe(workingDaysUntil(calendar, from, to));
    }),
  );
});

test.each([
  [[], null],
  [[7], 7],
  [[9, 1], 5],
  [[10, 9, 2], 9],
  [[1, 2, 3, 100], 2.5],
])('the median of %j is %p', (numbers, middle) => {
  expect(medianOf(numbers)).toBe(middle);
});

test('a mean has one decimal place, and none is none', () => {
  expect([meanOf(10, 3), meanOf(0, 5), meanOf(0, 0)]).toEqual([3.3, 0, null]);
});

test.each([
  ['draft', 'drafts'],
  ['active', 'underway'],
  ['suspended', 'suspended'],
  ['inUse', 'inUse'],
  ['closed', 'finished'],
  ['filed', 'finished'],
  ['retired', 'finished'],
  ['outOfScope', 'stopped'],
  ['rejected', 'stopped'],
  ['withdrawn', 'stopped'],
  ['terminated', 'stopped'],
  ['expired', 'stopped'],
] as const)('%s counts as %s and as nothing else', (status, counted) => {
  const { projects, drafts, underway, suspended, inUse, finished, stopped } = summed(of({ status }));
  const standing = { drafts, underway, suspended, inUse, finished, stopped };
  expect(projects).toBe(1);
  expect(Object.entries(standing).filter(([, count]) => count > 0)).toEqual([[counted, 1]]);
});

test('only what is not over is overdue', () => {
  expect(summed(of({ overdue: true })).overdue).toBe(1);
  expect(summed(of({ overdue: true, over: true, status: 'terminated' })).overdue).toBe(0);
});

test('a deadline is met in time, met late, late and open, or running; what was stopped counts nowhere', () => {
  const deadline = { run: 'application', kind: 'deadline' } as const;
  const clocks: ProjectFigureRow['clocks'] = [
    { ...deadline, status: 'met' },
    { ...deadline, status: 'met', overdue: true },
    { ...deadline, status: 'reached', overdue: true },
    { ...deadline, status: 'reached', overdue: true },
    { ...deadline, status: 'running' },
    { ...deadline, status: 'paused' },
    { ...deadline, status: 'stopped' },
    { run: 'application', kind: 'notBefore', status: 'reached' },
    { run: 'application', kind: 'validity', status: 'running' },
  ];
  const expected = { deadlinesInTime: 1, deadlinesLate: 1, deadlinesLateOpen: 2, deadlinesRunning: 2 };
  expect(summed(of({ clocks }))).toMatchObject(expected);
  expect(figuresOf(summed(of({ clocks }))).inTimePercent).toBe(25);
  const ended = { clocks, over: true, status: 'withdrawn' } as const;
  expect(summed(of(ended))).toMatchObject({ ...expected, deadlinesLate: 3, deadlinesLateOpen: 0 });
});

test('rounds beyond the entries of a run are returns, and of a rectification every round counts', () => {
  const ended = [
    end('application', 'application', '2026-02-10T02:00:00.000Z'),
    end('accept', 'acceptance', '2026-02-11T02:00:00.000Z'),
    end('rectify', 'rectification', '2026-02-12T02:00:00.000Z'),
  ];
  const rounds = { application: 3, accept: 3, rectify: 2 };
  // Acceptance is entered a second time: its third round is the second entry after one return.
  const parts = of({ ended, rounds, run: 'accept', stage: 'acceptance' });
  const all = { returns: 4, rectified: 1, rectificationRounds: 2 };
  expect(summed(parts)).toMatchObject(all);
  expect(summed(parts, 'application').returns).toBe(2);
  expect(summed(parts, 'acceptance').returns).toBe(1);
  expect(summed(parts, 'rectification')).toMatchObject({ ...all, returns: 1 });
});

test('a project that is over is not in its last run again, and rows without rounds have no returns', () => {
  const ended = [end('application', 'application', '2026-02-10T02:00:00.000Z')];
  const over = { ended, over: true, status: 'filed' } as const;
  expect(summed(of({ ...over, rounds: { application: 2 } })).returns).toBe(1);
  expect(summed(of({ ...over, rounds: null })).returns).toBe(0);
});

test('money is compared only where a project has a budget and its pack counts payments', () => {
  const sums = noSums();
  for (const [budget, spent, contract] of [
    [100_000, 30_000, 90_000],
    [100_000, null, 80_000],
    [null, 5_000, undefined],
    ['viel', 1, 1.5],
  ] as const)
    for (const { part } of of({ budget, contract }, spent)) addTo(sums, part);
  expect(figuresOf(sums)).toMatchObject({
    ...{ projects: 4, budgetFen: 200_000, withoutBudget: 2, contractFen: 170_000, withContract: 2 },
    ...{ spentFen: 35_001, spentPercent: 30 },
  });
});

test('nothing to measure by is null, never nought', () => {
  expect(figuresOf(noSums())).toMatchObject({
    ...{ projects: 0, spentFen: null, spentPercent: null, medianWorkingDays: null },
    ...{ meanWorkingDays: null, longestWorkingDays: null, inTimePercent: null, meanTaskHours: null },
  });
});

test('groups add up to the whole, whatever they are laid apart by; stages stand in their order', () => {
  const rows = [
    row({ status: 'draft', run: null, stage: null, rounds: {} }),
    row({ jurisdiction: 'town', ownerOrg: 'works', createdAt: '2025-12-31T16:00:00.000Z' }),
    row({ createdAt: '2025-12-31T15:59:59.999Z', run: 'accept', stage: 'acceptance' }),
  ];
  const contributed = rows.map((each) => ({
    row: each,
    contributions: contributionsOf(each, null, workingDaysOf(calendar)),
  }));
  const table = (by: Parameters<typeof tableOf>[0], task: string) =>
    tableOf(by, contributed, [{ key: task, open: 2, done: 4, hours: 10 }]);
  const counts = (by: Parameters<typeof tableOf>[0], task: string) =>
    table(by, task).groups.map(({ key, projects, tasksDone }) => [key, projects, tasksDone]);
  expect(counts('stage', 'trialRun')).toEqual([
    ['none', 1, 0],
    ['application', 1, 0],
    ['trialRun', 0, 4],
    ['acceptance', 1, 0],
  ]);
  expect(counts('department', 'office')).toEqual([
    ['office', 2, 4],
    ['works', 1, 0],
  ]);
  expect(counts('jurisdiction', 'town')).toEqual([
    ['city', 2, 0],
    ['town', 1, 4],
  ]);
  expect(counts('year', '2026')).toEqual([
    ['2025', 1, 0],
    ['2026', 2, 4],
  ]);
  expect(table('year', '2026').total).toMatchObject({ projects: 3, tasksOpen: 2, meanTaskHours: 2.5 });
});
