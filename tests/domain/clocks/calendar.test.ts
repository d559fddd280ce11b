/** Working days: days off, make-up days, weekends, and years without a notice; and what a calendar file may not say. */
import { hasYear, isStatutoryDayOff, isWorkingDay, workingDaysUntil } from '../../../domain/clocks/calendar';
import { calendar as storyCalendar } from '../story';
import { readCalendarFile, toCalendar } from '../../../domain/clocks/calendar-file';

const source = { zh: '通知', number: '1号', published: '2025-11-04' };
const file = { year: 2026, source, off: ['2026-10-01', '2026-10-03'], work: ['2026-10-10'] };
const calendar = toCalendar([file]);

describe('a calendar', () => {
  it('tells days off, make-up days, weekends and working days apart', () => {
    expect(isWorkingDay(calendar, '2026-10-01')).toBe(false);
    expect(isWorkingDay(calendar, '2026-10-10')).toBe(true);
    expect(isWorkingDay(calendar, '2026-10-11')).toBe(false);
    expect(isWorkingDay(calendar, '2026-10-12')).toBe(true);
    expect(isStatutoryDayOff(calendar, '2026-10-03')).toBe(true);
    expect(isStatutoryDayOff(calendar, '2026-10-11')).toBe(false);
  });

  it('knows that it does not know a year without a notice', () => {
    expect(hasYear(calendar, 2026)).toBe(true);
    expect(hasYear(calendar, 2027)).toBe(false);
    expect(isStatutoryDayOff(calendar, '2027-01-01')).toBe(false);
  });

  it('carries the notices it was made from in its version', () => {
    expect(calendar.version).toBe('2026@2025-11-04');
  });

  it.each([
    ['a day of another year', { ...file, off: ['2025-10-01'] }],
    ['a day that does not exist', { ...file, off: ['2026-02-30'] }],
    ['a day named twice', { ...file, off: ['2026-10-10'] }],
    ['a make-up day that is no weekend', { ...file, work: ['2026-10-12'] }],
    ['an unknown key', { ...file, remark: 'x' }],
    ['no notice', { year: 2026, off: ['2026-10-01'], work: [] }],
  ])('file with %s is refused', (_, written) => {
    const read = readCalendarFile(written);
    expect(read.ok).toBe(false);
    expect(!read.ok && read.mistakes[0]?.zh).toBeTruthy();
  });
});

test.each([
  ['2026-09-29', '2026-09-30', 1],
  ['2026-09-30', '2026-09-30', 0],
  ['2026-09-30', '2026-10-08', 1],
  ['2026-09-30', '2026-10-10', 3],
  ['2026-10-08', '2026-09-30', -1],
  ['2030-01-04', '2030-01-08', 2],
] as const)('from %s until %s there are %i working days left', (from, to, left) => {
  expect(workingDaysUntil(storyCalendar, from, to)).toBe(left);
});
