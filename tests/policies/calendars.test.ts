/** The committed calendars agree with an independent table of the same notices, day by day. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { getDayDetail } from 'chinese-days';
import { parse } from 'yaml';
import { isWorkingDay } from '../../domain/clocks/calendar';
import { readCalendarFile, toCalendar } from '../../domain/clocks/calendar-file';
import type { CalendarFile } from '../../domain/clocks/calendar-file';

const folder = join(__dirname, '../../policies/calendars');

function files(): CalendarFile[] {
  return readdirSync(folder).map((name) => {
    const read = readCalendarFile(parse(readFileSync(join(folder, name), 'utf8')));
    if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
    expect(name).toBe(`${String(read.file.year)}.yaml`);
    return read.file;
  });
}

function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let day = Date.UTC(year, 0, 1); new Date(day).getUTCFullYear() === year; day += 86_400_000) days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}

describe('the calendars', () => {
  it.each([2024, 2025, 2026])('of %i agree with chinese-days on every day', (year) => {
    const calendar = toCalendar(files());
    const wrong = daysOf(year).filter((day) => isWorkingDay(calendar, day) !== getDayDetail(day).work);
    expect(wrong).toEqual([]);
  });

  it('of 2025 and 2026 have 248 working days', () => {
    const calendar = toCalendar(files());
    for (const year of [2025, 2026]) expect(daysOf(year).filter((day) => isWorkingDay(calendar, day))).toHaveLength(248);
  });
});
