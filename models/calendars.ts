/** Published working-day calendars: one document a year for the nation, and for a jurisdiction's own days. A year that is not published is unknown, never guessed. */
import { Schema, model, type ClientSession } from 'mongoose';
import type { Calendar } from '../domain/clocks/calendar';
import { versionOf, type CalendarFile } from '../domain/clocks/calendar-file';
import { joinYears, type PublishedYear } from '../domain/clocks/calendar-years';
import { appendAct, systemSubject, type RecordedAct } from './act-chain';
import { inTransaction } from './connection';
import { runs } from './process-schemas';

/** One table as it was published. */
export interface PublishedTable extends PublishedYear {
  readonly jurisdiction: string | null;
  readonly source: CalendarFile['source'];
  readonly publishedBy: string;
  /** ISO UTC instant. */
  readonly publishedAt: string;
  readonly reason: string;
}

/** When every open process had heard of a table. */
export interface Told {
  /** ISO UTC instant. */
  readonly at: string;
}

export interface StoredYear extends PublishedTable {
  readonly told: Told | null;
  /** What a correction replaced, oldest first. */
  readonly earlier: readonly PublishedTable[];
}

/** The year; for a jurisdiction's own days its name before it. */
type Key = number | string;

interface CalendarDocument extends StoredYear {
  _id: Key;
}

/** As the first versions stored it: without corrections, and by other names. */
interface FirstDocument {
  readonly _id: number;
  readonly year: number;
  readonly version: string;
  readonly holidays: readonly string[];
  readonly workdays: readonly string[];
  readonly source: string;
}

const text = { type: String, required: true } as const;

const schema = new Schema<CalendarDocument>(
  {
    _id: { type: Schema.Types.Mixed, required: true },
    year: { type: Number, required: true },
    jurisdiction: { type: String, default: null },
    off: { type: [String], required: true },
    work: { type: [String], required: true },
    version: text,
    revision: { type: Number, required: true },
    source: { type: Schema.Types.Mixed, required: true },
    publishedBy: text,
    publishedAt: text,
    reason: text,
    told: { type: Schema.Types.Mixed, default: null },
    earlier: { type: [Schema.Types.Mixed], default: [] },
  },
  { strict: 'throw', versionKey: false, minimize: false },
);
schema.index({ year: 1, jurisdiction: 1 }, { unique: true });

const CalendarModel = model('CalendarYear', schema, 'calendars');

const keyOf = ({ year, jurisdiction }: { year: number; jurisdiction?: string | null | undefined }): Key =>
  jurisdiction === undefined || jurisdiction === null ? year : `${jurisdiction}/${String(year)}`;

function fromFirst({ year, version, holidays, workdays, source }: FirstDocument): StoredYear {
  const published = version.split('@')[1] ?? '';
  return {
    ...{
      year,
      jurisdiction: null,
      off: holidays,
      work: workdays,
      version,
      revision: 1,
      told: null,
      earlier: [],
    },
    ...{
      source: { zh: source, number: source, published },
      publishedBy: 'seed',
      publishedAt: '',
      reason: '',
    },
  };
}

function toStored(found: CalendarDocument | FirstDocument): StoredYear {
  if ('holidays' in found) return fromFirst(found);
  const { _id: _id, ...stored } = found;
  return stored;
}

type Publication = Pick<PublishedTable, 'publishedBy' | 'publishedAt' | 'reason'>;

function tableOf(file: CalendarFile, revision: number, by: Publication): PublishedTable {
  const { year, jurisdiction = null, off, work, source } = file;
  const version = versionOf(file, revision);
  return { year, jurisdiction, off, work, source, version, revision, ...by };
}

/** Stores a year that is not there yet; one that people published or corrected stays as it is. */
export async function seedCalendar(file: CalendarFile, by: Publication): Promise<void> {
  const table = tableOf(file, 1, by);
  // In an empty house nobody counts without it.
  const told: Told | null = (await runs.exists({ open: true })) === null ? { at: by.publishedAt } : null;
  await CalendarModel.updateOne(
    { _id: keyOf(table) },
    { $setOnInsert: { ...table, told, earlier: [] } },
    { upsert: true },
  );
  recent.clear();
}

function isSame(a: PublishedTable, b: PublishedTable): boolean {
  const content = ({ off, work, source }: PublishedTable) =>
    JSON.stringify([[...off].sort(), [...work].sort(), [source.zh, source.number, source.published]]);
  return content(a) === content(b);
}

/** The state of a year that a correction was made on: another one meanwhile is refused. */
export type Expectation = (present: StoredYear | null) => void;

/**
 * Publishes a year or its correction, and tells of it in the system's audit chain, both or neither. `isNew` is false when
 * the same table stands there already. `expect` may throw when the year is not as its corrector saw it.
 */
export async function publishCalendar(
  file: CalendarFile,
  act: RecordedAct,
  expect: Expectation,
): Promise<{ readonly table: StoredYear; readonly isNew: boolean }> {
  const done = await inTransaction(async (session) => {
    const present = await findDocument(keyOf(file), session);
    const stored = present === null ? null : toStored(present);
    const by = { publishedBy: act.actor.id, publishedAt: act.at, reason: act.reason };
    const table = tableOf(file, (stored?.revision ?? 0) + 1, by);
    if (stored !== null && isSame(stored, table)) return { table: stored, isNew: false };
    expect(stored);
    const next = {
      ...table,
      told: null,
      earlier: stored === null ? [] : [...stored.earlier, tableAlone(stored)],
    };
    await CalendarModel.collection.replaceOne({ _id: keyOf(table) } as never, next, {
      session,
      upsert: true,
    });
    const { version, revision } = table;
    await appendAct(
      systemSubject,
      act,
      { version, revision, off: file.off.length, work: file.work.length },
      session,
    );
    return { table: next, isNew: true };
  });
  recent.clear();
  return done;
}

function tableAlone({ earlier: _earlier, told: _told, ...table }: StoredYear): PublishedTable {
  return table;
}

async function findDocument(key: Key, session?: ClientSession): Promise<CalendarDocument | null> {
  return await CalendarModel.findById(key)
    .session(session ?? null)
    .lean<CalendarDocument>();
}

/** One year of the nation or of a jurisdiction, with what its corrections replaced. */
export async function findCalendar(year: number, jurisdiction?: string): Promise<StoredYear | null> {
  const found = await findDocument(keyOf({ year, jurisdiction }));
  return found === null ? null : toStored(found);
}

/** All published years in order, the nation's before a jurisdiction's own. */
export async function listCalendars(): Promise<StoredYear[]> {
  const found = await CalendarModel.find().sort({ year: 1, jurisdiction: 1 }).lean<CalendarDocument[]>();
  return found.map(toStored);
}

/** Notes that every open process has heard of a table; one that was corrected meanwhile has its own walk. */
export async function noteTold(
  { year, jurisdiction, revision }: Pick<PublishedTable, 'year' | 'jurisdiction' | 'revision'>,
  at: string,
): Promise<void> {
  await CalendarModel.updateOne({ _id: keyOf({ year, jurisdiction }), revision }, { $set: { told: { at } } });
}

/** What readers see may be this much older than what was published. */
const recentMs = 5_000;
const recent = new Map<string, { readonly calendar: Promise<Calendar>; readonly at: number }>();

/** The calendar for those who only look, read every few seconds; decisions carry their own. */
export function recentCalendar(jurisdiction = ''): Promise<Calendar> {
  const known = recent.get(jurisdiction);
  if (known !== undefined && performance.now() - known.at < recentMs) return known.calendar;
  const calendar = loadCalendar(jurisdiction);
  recent.set(jurisdiction, { calendar, at: performance.now() });
  calendar.catch(() => recent.delete(jurisdiction));
  return calendar;
}

/** All years published for the nation, with the jurisdiction's own days laid over them; its version names every table it holds. */
export async function loadCalendar(jurisdiction = ''): Promise<Calendar> {
  const found = await CalendarModel.find(
    { jurisdiction: { $in: [null, jurisdiction] } },
    { earlier: 0, reason: 0 },
  ).lean<CalendarDocument[]>();
  const years = found.map(toStored);
  const isOwn = (each: StoredYear) => each.jurisdiction !== null;
  return joinYears(
    years.filter((each) => !isOwn(each)),
    years.filter(isOwn),
  );
}
