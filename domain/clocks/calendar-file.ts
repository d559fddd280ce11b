/** Checks the written form of one calendar year (policies/calendars/<year>.yaml, or a publication) and joins years into a calendar. */
import { z } from 'zod';
import type { Calendar } from './calendar';
import { joinYears } from './calendar-years';
import { isDate } from './dates';

const plainDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const calendarFileSchema = z.strictObject({
  year: z.int().min(1949).max(2200),
  source: z.strictObject({ zh: z.string().min(1), number: z.string().min(1), published: plainDate }),
  /** Days that one jurisdiction alone has off, or works, beside the nation's (全国年节及纪念日放假办法 4). */
  jurisdiction: z.string().min(1).max(100).optional(),
  off: z.array(plainDate).max(366),
  work: z.array(plainDate).max(120),
});

export type CalendarFile = z.infer<typeof calendarFileSchema>;

/** A mistake in both languages, and where it stands (a JSON pointer). */
export interface CalendarMistake {
  readonly pointer: string;
  readonly zh: string;
  readonly en: string;
}

/** Reads one year; every mistake as one sentence in both languages. */
export function readCalendarFile(
  written: unknown,
):
  | { readonly ok: true; readonly file: CalendarFile }
  | { readonly ok: false; readonly mistakes: readonly CalendarMistake[] } {
  const read = calendarFileSchema.safeParse(written);
  if (!read.success) {
    return {
      ok: false,
      mistakes: read.error.issues.map((issue) => ({
        pointer: issue.path.map((part) => `/${String(part)}`).join(''),
        zh: `日历有误 ${issue.path.join('.')}`,
        en: `calendar ${issue.path.join('.')}: ${issue.message}`,
      })),
    };
  }
  const mistakes = [...wrongSource(read.data), ...noDays(read.data), ...wrongDays(read.data)];
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, file: read.data };
}

function wrongSource({ source: { published } }: CalendarFile): CalendarMistake[] {
  return isDate(published)
    ? []
    : [{ pointer: '/source/published', zh: `没有 ${published} 这一天`, en: `${published} is no day` }];
}

function noDays({ jurisdiction, off, work }: CalendarFile): CalendarMistake[] {
  const needed = jurisdiction === undefined ? off : [...off, ...work];
  return needed.length > 0 ? [] : [{ pointer: '/off', zh: '没有列出任何放假日', en: 'no day off is named' }];
}

function wrongDays({ year, off, work }: CalendarFile): CalendarMistake[] {
  const days = [...off, ...work];
  return days.flatMap((day, index) => {
    const isMakeUp = index >= off.length;
    const pointer = isMakeUp ? `/work/${String(index - off.length)}` : `/off/${String(index)}`;
    if (!isDate(day)) return [{ pointer, zh: `没有 ${day} 这一天`, en: `${day} is no day` }];
    if (!day.startsWith(`${String(year)}-`))
      return [{ pointer, zh: `${day} 不在 ${year} 年`, en: `${day} is not in ${year}` }];
    if (isMakeUp && off.includes(day))
      return [{ pointer, zh: `${day} 既放假又上班`, en: `${day} is both a day off and a working day` }];
    if (days.indexOf(day) !== index) return [{ pointer, zh: `${day} 重复`, en: `${day} stands twice` }];
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    return isMakeUp && weekday !== 0 && weekday !== 6
      ? [{ pointer, zh: `${day} 不是周末,无需调休`, en: `${day} is no weekend, so nobody makes it up` }]
      : [];
  });
}

/** Joins years of the nation into one calendar; its version names every notice, so that a date can say which table made it. */
export function toCalendar(files: readonly CalendarFile[]): Calendar {
  return joinYears(
    files.map((file) => ({
      year: file.year,
      off: file.off,
      work: file.work,
      revision: 1,
      version: versionOf(file, 1),
    })),
  );
}

/** What a date says about the table that made it: the year, when its notice was published, and which correction it is. */
export function versionOf(
  { year, source, jurisdiction }: Pick<CalendarFile, 'year' | 'source' | 'jurisdiction'>,
  revision: number,
): string {
  const place = jurisdiction === undefined ? '' : `.${jurisdiction}`;
  const first = `${String(year)}${place}@${source.published}`;
  return revision === 1 ? first : `${first}/${String(revision)}`;
}
