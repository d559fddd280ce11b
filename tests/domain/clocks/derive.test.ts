/** How dates come about: months, years, working days, days off at the end, provisional years, suspension. */
import { calendar } from '../story';
import { addMonths, dateOf, daysBetween, isDate, startOfDay } from '../../../domain/clocks/dates';
import { countFrom, resumedClock, rollDeadline, wakeAtOf } from '../../../domain/clocks/derive';
import type { ClockUnit } from '../../../domain/pack/types';
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
    const roll = (day: string) => rollDeadline({ due: day, skipped: [], provisional: false }, calendar);
    expect(roll('2026-10-01')).toMatchObject({ due: '2026-10-08', provisional: false });
    expect(roll('2026-10-10').due).toBe('2026-10-10');
    expect(roll('2026-10-11')).toMatchObject({ due: '2026-10-12', skipped: ['2026-10-11'] });
    expect(roll('2026-12-31').due).toBe('2026-12-31');
    expect(roll('2027-01-02')).toMatchObject({ due: '2027-01-04', provisional: true });
  });

  it('lasts until its last day is over; a not-before date holds from the start of its day', () => {
    expect(wakeAtOf('deadline', '2026-03-31')).toBe('2026-03-31T16:00:00Z');
    expect(wakeAtOf('notBefore', '2026-03-31')).toBe('2026-03-30T16:00:00Z');
    expect(wakeAtOf('validity', '2026-12-31')).toBe('2026-12-31T16:00:00Z');
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
