/** How dates come about: months, years, working days, days off at the end, provisional years, suspension. */
import { calendar } from '../story';
import { addMonths, dateOf, daysBetween, isDate, startOfDay } from '../../../domain/clocks/dates';
import {
  countFrom,
  recountedClock,
  resumedClock,
  rollDeadline,
  wakeAtOf,
} from '../../../domain/clocks/derive';
import type { Calendar } from '../../../domain/clocks/calendar';
import { restartClock, startClock } from '../../../domain/clocks/start';
import type { Clock, ClockUnit } from '../../../domain/pack/types';
import type { ClockState } from '../../../domain/project/state';

const due = (from: string, length: number, unit: ClockUnit) => countFrom({ from, length, unit }, calendar);

describe('a length', () => {
  it.each<[string, number, ClockUnit, string]>([
    ['2026-01-31', 1, 'months', '2026-02-28'],
    ['2028-01-31', 1, 'months', '2028-02-29'],
    ['2026-03-31', 3, 'months', '2026-06-30'],
    ['2026-11-30', 3, 'months', '2027-02-28'],
    ['2026-01-15', 3, 'months', '2026-04-15'],
    ['2028-02-29', 2, 'years', '2030-02-28'],
    ['2026-01-15', 24, 'months', '2028-01-15'],
    ['2026-12-31', 1, 'days', '2027-01-01'],
  ])('from %s of %i %s ends on %s', (from, length, unit, end) => {
    expect(due(from, length, unit).due).toBe(end);
  });

  it('in working days does not count the first day, weekends and days off, but counts make-up days', () => {
    expect(due('2026-01-05', 5, 'workingDays')).toMatchObject({ due: '2026-01-12', provisional: false });
    const overHoliday = due('2026-09-30', 3, 'workingDays');
    expect(overHoliday.due).toBe('2026-10-10');
    expect(overHoliday.skipped).toEqual(
      ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-10-${day}`),
    );
  });

  it('in working days is provisional in a year without a published calendar', () => {
    expect(due('2026-12-30', 3, 'workingDays')).toMatchObject({ due: '2027-01-04', provisional: true });
    expect(due('2027-03-01', 1, 'workingDays').provisional).toBe(true);
  });
});

describe('a deadline', () => {
  it('that ends on a day off ends on the next working day', () => {
    const roll = (day: string) =>
      rollDeadline({ due: day, skipped: [], rolled: [], provisional: false }, calendar);
    expect(roll('2026-10-01')).toMatchObject({ due: '2026-10-08', provisional: false });
    expect(roll('2026-10-10').due).toBe('2026-10-10');
    expect(roll('2026-10-11')).toMatchObject({
      due: '2026-10-12',
      skipped: [],
      rolled: ['2026-10-11'],
    });
    expect(roll('2026-12-31').due).toBe('2026-12-31');
    expect(roll('2027-01-02')).toMatchObject({ due: '2027-01-04', provisional: true });
  });

  it('lasts until its last day is over; a not-before date holds from the start of its day', () => {
    expect(wakeAtOf('deadline', '2026-03-31')).toBe('2026-03-31T16:00:00Z');
    expect(wakeAtOf('notBefore', '2026-03-31')).toBe('2026-03-30T16:00:00Z');
    expect(wakeAtOf('validity', '2026-12-31')).toBe('2026-12-31T16:00:00Z');
  });
});

/** The story's calendar with another table for 2027. */
const withNewYear: Calendar = {
  version: '2026+2027',
  years: { ...calendar.years, '2027': { off: ['2027-01-01', '2027-01-02', '2027-01-03'], work: [] } },
};

function started(row: Partial<Clock>, from: string): ClockState {
  const whole: Clock = { name: 'c', kind: 'deadline', from: 'entered', pausedBy: [], then: [], ...row };
  const clock = startClock({ run: 'r', row: whole, from, context: {}, calendar });
  if (clock === undefined) throw new Error('the clock did not start');
  return clock;
}

describe('a clock counted anew', () => {
  it('holds the days, the calendar and the doubts of its last count only', () => {
    const first = started({ kind: 'recurring', length: 2, unit: 'workingDays' }, '2026-09-30');
    expect(first.why.skipped).toHaveLength(7);
    const later = restartClock(first, '2026-12-30', calendar);
    expect(later).toMatchObject({ due: '2027-01-01' });
    expect(later.why).toEqual({ calendar: '2026', length: 2, unit: 'workingDays', provisional: true });
    expect(restartClock({ ...first, ...later }, '2026-12-30', withNewYear)).toMatchObject({
      due: '2027-01-04',
      why: { calendar: '2026+2027', skipped: ['2027-01-01', '2027-01-02', '2027-01-03'] },
    });
  });

  it('for a deadline rolls again past a day off', () => {
    const again = restartClock(started({ length: 5, unit: 'days' }, '2026-01-05'), '2026-01-06', calendar);
    expect(again).toMatchObject({ due: '2026-01-12', why: { rolled: ['2026-01-11'] } });
  });

  it('after a stop names the days off passed over on the way to its new date', () => {
    const clock = started({ length: 3, unit: 'workingDays' }, '2026-09-24');
    expect(clock.due).toBe('2026-09-29');
    const paused: ClockState = { ...clock, status: 'paused', pausedAt: '2026-09-28' };
    const { due, why } = resumedClock(paused, '2026-09-30', calendar);
    expect(due).toBe('2026-10-08');
    expect(why).toMatchObject({
      pausedDays: 2,
      pausedWorkingDays: 2,
      stops: [{ from: '2026-09-28', until: '2026-09-30' }],
    });
    // Day by day: 25 Sept. and 30 Sept. and 8 Oct. count; the days it stood still are no days off.
    expect(why?.skipped).toEqual([
      ...['2026-09-26', '2026-09-27'],
      ...['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-10-${day}`),
    ]);
  });

  it('by a newer calendar changes only when its date or its doubt does', () => {
    const open = started({ length: 2, unit: 'workingDays' }, '2026-12-30');
    expect(open).toMatchObject({ due: '2027-01-01', why: { provisional: true } });
    expect(recountedClock(open, withNewYear)).toMatchObject({
      due: '2027-01-04',
      wakeAt: '2027-01-04T16:00:00Z',
      why: { calendar: '2026+2027' },
    });
    const certain = started({ length: 2, unit: 'days' }, '2027-03-01');
    expect(certain.why.provisional).toBe(true);
    expect(recountedClock(certain, withNewYear)).toMatchObject({ due: '2027-03-03' });
    expect(recountedClock(certain, withNewYear)?.why).not.toHaveProperty('provisional');
    expect(recountedClock(started({ length: 2, unit: 'workingDays' }, '2026-03-02'), withNewYear)).toBe(
      undefined,
    );
    expect(recountedClock(started({ kind: 'recurring', date: '01-01' }, '2026-12-30'), withNewYear)).toBe(
      undefined,
    );
  });

  it('is doubtful when a year between its ends has no calendar', () => {
    const gap: Calendar = {
      version: 'gap',
      years: { '2026': { off: [], work: [] }, '2028': { off: [], work: [] } },
    };
    expect(countFrom({ from: '2026-12-30', length: 265, unit: 'workingDays' }, gap)).toMatchObject({
      due: '2028-01-05',
      provisional: true,
    });
  });
});

describe('a suspended clock', () => {
  it('moves by the days it stood still, each time', () => {
    const clock: ClockState = {
      key: 'r/c',
      name: 'c',
      run: 'r',
      kind: 'notBefore',
      status: 'paused',
      from: '2026-01-05',
      due: '2026-04-05',
      wakeAt: wakeAtOf('notBefore', '2026-04-05'),
      pausedAt: '2026-02-01',
      why: { length: 3, unit: 'months', pausedDays: 2 },
    };
    expect(resumedClock(clock, '2026-02-11', calendar)).toMatchObject({
      status: 'running',
      due: '2026-04-15',
      wakeAt: '2026-04-14T16:00:00Z',
      why: { pausedDays: 12 },
    });
    expect(resumedClock(clock, '2026-02-01', calendar)).toMatchObject({ due: '2026-04-05' });
  });
});

describe('dates', () => {
  it('are those of Asia/Shanghai', () => {
    expect(dateOf('2026-01-31T15:59:59Z')).toBe('2026-01-31');
    expect(dateOf('2026-01-31T16:00:00Z')).toBe('2026-02-01');
    expect(startOfDay('2026-02-01')).toBe('2026-01-31T16:00:00Z');
    expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2);
    expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
  });

  it.each(['2026-02-29', '2026-1-1', '2026-13-01', '', '2026-01-01T00:00:00Z'])(
    'do not include “%s”',
    (text) => {
      expect(isDate(text)).toBe(false);
    },
  );
});
