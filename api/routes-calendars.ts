/** Working-day calendars: what is published, and an administrator's publication or correction of a year. A body is YAML text or JSON. */
import { parse } from 'yaml';
import { z } from 'zod';
import { readCalendarFile, type CalendarFile, type CalendarMistake } from '../domain/clocks/calendar-file';
import { findCalendar, listCalendars, publishCalendar, type StoredYear } from '../models/calendars';
import { keyOf } from './decisions';
import { etagOf, requireFresh } from './etag';
import { inBoth, problem } from './problem';
import type { Answer, Ask } from './route';
import { route } from './route';
import { Id, Reason } from './schemas';

const Table = z
  .looseObject({
    year: z.number().int(),
    jurisdiction: z.string().nullable(),
    version: z.string(),
    revision: z.number().int(),
    off: z.array(z.string()),
    work: z.array(z.string()),
    source: z.object({ zh: z.string(), number: z.string(), published: z.string() }),
    publishedBy: z.string(),
    publishedAt: z.string(),
    reason: z.string(),
  })
  .meta({
    id: 'CalendarYear',
    description:
      'off:通知列明的全部放假日;work:调休上班的周末 · off: every day off the notice names; work: weekends that are worked',
  });

const CalendarBody = z
  .union([z.string().min(1), z.looseObject({}).refine((form) => Object.keys(form).length > 0)])
  .meta({
    id: 'CalendarText',
    description:
      '工作日历:YAML 文本或 JSON,同 policies/calendars/*.yaml,另加 reason(发布或更正的原因) · The year as YAML text or JSON, as policies/calendars/*.yaml, with the reason',
  });

const Scope = z.strictObject({ jurisdiction: Id.optional() });

function presented({ earlier: _earlier, ...table }: StoredYear) {
  return table;
}

const list = route({
  method: 'get',
  path: '/api/calendars',
  tag: 'calendars',
  summary: '工作日历 · Published years of days off and make-up working days',
  permit: 'calendar.read',
  change: 'none',
  answers: { 200: z.object({ items: z.array(Table) }) },
  refuses: [],
  async handle() {
    return { body: { items: (await listCalendars()).map(presented) } };
  },
});

const read = route({
  method: 'get',
  path: '/api/calendars/:year',
  tag: 'calendars',
  summary: '某年工作日历 · One year, with what its corrections replaced; `jurisdiction` for its own days',
  permit: 'calendar.read',
  change: 'none',
  params: z.strictObject({ year: z.coerce.number().int().min(1949).max(2200) }),
  query: Scope,
  answers: { 200: z.looseObject({ year: z.number().int(), earlier: z.array(Table) }) },
  refuses: ['calendar/not-found'],
  async handle({ params: { year }, query: { jurisdiction } }) {
    const found = await findCalendar(year, jurisdiction);
    if (found === null) throw problem('calendar/not-found', { year, jurisdiction: jurisdiction ?? null });
    return { body: found, headers: { ETag: etagOf(found.revision) } };
  },
});

interface Publication {
  readonly file: CalendarFile;
  readonly reason: string;
}

function invalid(mistakes: readonly CalendarMistake[], { language }: Ask) {
  const errors = mistakes.map(({ pointer, zh, en }) => ({
    code: 'calendar/invalid',
    pointer,
    detail: inBoth({ zh, en }, language),
  }));
  return problem('calendar/invalid', { count: errors.length }, { errors });
}

function parsed(body: z.output<typeof CalendarBody>, ask: Ask): Readonly<Record<string, unknown>> {
  try {
    const written: unknown = typeof body === 'string' ? parse(body, { schema: 'core' }) : body;
    if (typeof written === 'object' && written !== null && !Array.isArray(written)) return { ...written };
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw invalid([{ pointer: '', zh: `不是 YAML:${why}`, en: `this is no YAML: ${why}` }], ask);
  }
  throw invalid([{ pointer: '', zh: '须为一个年度的日历', en: 'one calendar year is expected' }], ask);
}

/** The year and the reason, or every mistake at once. */
function readPublication(body: z.output<typeof CalendarBody>, ask: Ask): Publication {
  const { reason, ...rest } = parsed(body, ask);
  const read = readCalendarFile(rest);
  const said = Reason.safeParse(reason);
  const unsaid: CalendarMistake[] = said.success
    ? []
    : [{ pointer: '/reason', zh: '请写明原因,至少 5 个字', en: 'say why, in five characters or more' }];
  const mistakes = [...(read.ok ? [] : read.mistakes), ...unsaid];
  if (!read.ok || !said.success) throw invalid(mistakes, ask);
  return { file: read.file, reason: said.data.trim() };
}

const publish = route({
  method: 'post',
  path: '/api/calendars',
  tag: 'calendars',
  summary:
    '发布工作日历 · Publish a year, or its correction as a new revision; who, what and why go into the audit chain of the system',
  permit: 'calendar.publish',
  change: 'reply',
  body: CalendarBody,
  answers: { 201: Table, 200: Table },
  refuses: ['calendar/invalid', 'precondition/stale', 'idempotency/key-reused', 'service/uncertain'],
  async handle({ body }, ask): Promise<Answer> {
    const { file, reason } = readPublication(body, ask);
    const { id, name, org } = ask.person.actor;
    const act = {
      ...keyOf(ask),
      at: await ask.api.clock.now(),
      actor: { id, name, org },
      action: 'publishCalendar',
      target: `calendar/${file.jurisdiction === undefined ? '' : `${file.jurisdiction}/`}${String(file.year)}`,
      reason,
    };
    const { table, isNew } = await publishCalendar(file, act, (present) => {
      requireFresh(ask.ifMatch, present?.revision ?? 0);
    });
    // Also when it stands there already: the try before may have ended between the two.
    await ask.api.door.tellCalendar(table);
    return {
      status: isNew ? 201 : 200,
      headers: { Location: `/api/calendars/${String(file.year)}`, ETag: etagOf(table.revision) },
      body: { ...presented(table), published: isNew },
    };
  },
});

export const calendarRoutes = [list, publish, read];
