/** Published working-day calendars, one document a year. A year that is not published is unknown, never guessed. */
import { Schema, model } from 'mongoose';
import type { Calendar } from '../domain/clocks/calendar';

export interface CalendarYear {
  readonly year: number;
  readonly version: string;
  /** Days off that would be working days, YYYY-MM-DD. */
  readonly holidays: readonly string[];
  /** Weekend days that are worked, YYYY-MM-DD. */
  readonly workdays: readonly string[];
  readonly source: string;
}

interface CalendarDocument extends Omit<CalendarYear, 'holidays' | 'workdays'> {
  _id: number;
  holidays: string[];
  workdays: string[];
}

const schema = new Schema<CalendarDocument>(
  {
    _id: { type: Number, required: true },
    year: { type: Number, required: true },
    version: { type: String, required: true },
    holidays: { type: [String], default: [] },
    workdays: { type: [String], default: [] },
    source: { type: String, default: '' },
  },
  { strict: 'throw', versionKey: false },
);

const CalendarModel = model('Calendar', schema, 'calendars');

/** Publishes a year, or its correction. */
export async function saveCalendar(calendar: CalendarYear): Promise<void> {
  const { holidays, workdays, ...rest } = calendar;
  await CalendarModel.updateOne(
    { _id: calendar.year },
    { $set: { ...rest, holidays: [...holidays], workdays: [...workdays] } },
    { upsert: true },
  );
  recent = undefined;
}

/** What readers see may be this much older than what was published. */
const recentMs = 5_000;
let recent: { readonly calendar: Promise<Calendar>; readonly at: number } | undefined;

/** The calendar for those who only look, read every few seconds; decisions carry their own. */
export function recentCalendar(): Promise<Calendar> {
  if (recent !== undefined && performance.now() - recent.at < recentMs) return recent.calendar;
  const calendar = loadCalendar();
  recent = { calendar, at: performance.now() };
  calendar.catch(() => (recent = undefined));
  return calendar;
}

/** All published years in order. */
export async function listCalendars(): Promise<CalendarYear[]> {
  const found = await CalendarModel.find().sort({ _id: 1 }).lean<CalendarDocument[]>();
  return found.map(({ _id: _id, ...calendar }) => calendar);
}

/** All published years as one calendar; its version names the years it holds. */
export async function loadCalendar(): Promise<Calendar> {
  const years = await listCalendars();
  return {
    version: years.map((year) => year.version).join('+'),
    years: Object.fromEntries(
      years.map(({ year, holidays, workdays }) => [String(year), { off: holidays, work: workdays }]),
    ),
  };
}
