/** Traps that were fallen into once: each stays a test. */
import { restartClock } from '../../../domain/clocks/start';
import { resumedClock } from '../../../domain/clocks/derive';
import type { ClockState } from '../../../domain/project/state';
import { askForAcceptance, panel, toAcceptance, toTrialRun } from './course';
import { deciding, material, must, open, tryAct } from './world';

const calendar = { version: 'none', years: {} };
const clock = (more: Partial<ClockState>): ClockState => ({
  key: 'run/clock',
  name: 'clock',
  run: 'run',
  kind: 'deadline',
  status: 'running',
  from: '2026-01-05',
  due: '2026-01-09',
  wakeAt: '2026-01-09T16:00:00Z',
  why: { length: 4, unit: 'days' },
  ...more,
});

test('the supervisor who wrote the notice of reconsideration forwards and votes in the next round', () => {
  const world = toAcceptance();
  askForAcceptance(world);
  panel(world, 'reconsideration');
  must(world, 'supervisor', deciding(world, 'tell'));
  world.at = '2026-07-02';
  askForAcceptance(world);
  panel(world, 'passed');
  expect(world.state.run).toBe('operation');
});

test('nobody replaces a material that a colleague has already voted on', () => {
  const entered = toTrialRun();
  entered.at = '2026-06-02';
  must(
    entered,
    'lead',
    deciding(entered, 'leave', {
      role: 'projectOwner',
      outcome: 'stable',
      attach: [material('trialRunReport')],
    }),
  );
  const swap = deciding(entered, 'leave', {
    role: 'supervisor',
    outcome: 'stable',
    attach: [material('trialRunReport')],
  });
  expect(tryAct(entered, 'supervisor', swap).map(({ code }) => code)).toEqual(['material/changed']);
});

test('a name that every object inherits is no task', () => {
  expect(tryAct(open(), 'applicant', { type: 'claim', task: 'constructor' }).map(({ code }) => code)).toEqual(
    ['task/not-found'],
  );
});

test('a yearly date comes again a year on', () => {
  const yearly = clock({ kind: 'recurring', due: '2026-03-01', why: { fixed: '2026-03-01' } });
  expect(restartClock(yearly, '2026-03-01', calendar).due).toBe('2027-03-01');
});

test('a monthly date is counted from its own day, however late it was handled', () => {
  const monthly = clock({ kind: 'recurring', due: '2026-02-05', why: { length: 1, unit: 'months' } });
  expect(restartClock(monthly, monthly.due, calendar).due).toBe('2026-03-05');
});

test('a deadline that a suspension moves onto a day off ends on the next working day', () => {
  const paused = clock({ status: 'paused', pausedAt: '2026-01-06' });
  expect(resumedClock(paused, '2026-01-08', calendar).due).toBe('2026-01-12');
});

test('a clock of working days loses only the working days it stood still', () => {
  const paused = clock({
    status: 'paused',
    due: '2026-01-12',
    pausedAt: '2026-01-09',
    why: { length: 5, unit: 'workingDays' },
  });
  expect(resumedClock(paused, '2026-01-12', calendar).due).toBe('2026-01-13');
});
