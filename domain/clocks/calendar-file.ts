/** Checks the written form of one calendar year (policies/calendars/<year>.yaml) and joins years into a calendar. */
import { z } from 'zod';
import type { Calendar } from './calendar';

const plainDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const calendarFileSchema = z.strictObject({
  year: z.int().min(1949).max(2200),
  source: z.strictObject({ zh: z.string().min(1), number: z.string().min(1), published: plainDate }),
  off: z.array(plainDate).min(1),
  work: z.array(plainDate),
});

export type CalendarFile = z.infer<typeof calendarFileSchema>;

/** Reads one year; every mistake as one sentence in both languages. */
export function readCalendarFile(
  written: unknown,
):
  | { readonly ok: true; readonly file: CalendarFile }
  | { readonly ok: false; readonly mistakes: readonly { zh: string; en: string }[] } {
  const read = calendarFileSchema.safeParse(written);
  if (!read.success) {
    return {
      ok: false,
      mistakes: read.error.issues.map((issue) => ({
        zh: `日历有误 ${issue.path.join('.')}`,
        en: `calendar ${issue.path.join('.')}: ${issue.message}`,
      })),
    };
  }
  const mistakes = wrongDays(read.data);
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, file: read.data };
}

function wrongDays({ year, off, work }: CalendarFile): { zh: string; en: string }[] {
  const days = [...off, ...work];
  return days.flatMap((day, index) => {
    if (!isRealDay(day)) return [{ zh: `没有 ${day} 这一天`, en: `${day} is no day` }];
    if (!day.startsWith(`${String(year)}-`))
      return [{ zh: `${day} 不在 ${year} 年`, en: `${day} is not in ${year}` }];
    if (days.indexOf(day) !== index) return [{ zh: `${day} 重复`, en: `${day} stands twice` }];
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const makeUp = index >= off.length;
    return makeUp && weekday !== 0 && weekday !== 6
      ? [{ zh: `${day} 不是周末,无需调休`, en: `${day} is no weekend, so nobody makes it up` }]
      : [];
  });
}

function isRealDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** Joins years into one calendar; its version names every notice, so that a date can say which table made it. */
export function toCalendar(files: readonly CalendarFile[]): Calendar {
  const sorted = [...files].sort((a, b) => a.year - b.year);
  return {
    version: sorted.map(({ year, source }) => `${String(year)}@${source.published}`).join('+'),
    years: Object.fromEntries(sorted.map(({ year, off, work }) => [String(year), { off, work }])),
  };
}
