/** Days off as an administrator publishes them, for tests of what happens to clocks that run already. */
import { addDays } from '../../domain/clocks/dates';
import { findCalendar, publishCalendar } from '../../models/calendars';
import { uniqueName } from '../rig/rig';

/** Publishes these days off, each in the table of its year, and what stands there already. */
export async function publishDaysOff(days: readonly string[]): Promise<void> {
  const years = [...new Set(days.map((day) => Number(day.slice(0, 4))))];
  for (const year of years) {
    const known = (await findCalendar(year))?.off ?? [];
    const own = days.filter((day) => Number(day.slice(0, 4)) === year);
    await publishCalendar(
      {
        year,
        source: { zh: '放假通知', number: '1号', published: '2026-11-05' },
        off: [...new Set([...known, ...own])],
        work: [],
      },
      {
        commandId: uniqueName('publish'),
        bodyHash: 'body',
        at: new Date().toISOString(),
        actor: { id: 'admin', name: '管理员', org: 'org-a' },
        action: 'publishCalendar',
        target: `calendar/${String(year)}`,
        reason: '国务院办公厅已公布',
      },
      () => undefined,
    );
  }
}

/** From a day on, so many days. */
export const daysFrom = (day: string, count: number) =>
  Array.from({ length: count }, (_, index) => addDays(day, index));
