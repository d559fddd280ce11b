/** Reads the Temporal runs of one workflow id, live or archived: oldest first, some of their events a page. For operators; no decision reads it. */
import { isGrpcServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { z } from 'zod';
import { listArchived, readArchived } from '../models/histories';
import { historyText } from './payload-codec';
import { problem } from './problem';
import type { HistoryPage, HistoryReader, HistoryWish } from './route';

/** What this page needs of an event; the rest of it is handed on as it is. */
const Event = z.looseObject({
  eventId: z.string(),
  eventTime: z.string().optional(),
  eventType: z.string(),
  workflowExecutionStartedEventAttributes: z
    .looseObject({ workflowType: z.looseObject({ name: z.string() }) })
    .optional(),
  workflowExecutionContinuedAsNewEventAttributes: z.looseObject({ newExecutionRunId: z.string() }).optional(),
});
const History = z.looseObject({ events: z.array(Event) });

interface Run {
  readonly runId: string;
  readonly workflowType: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: string;
  readonly nextRunId: string | null;
  /** True when its events come from the archive. */
  readonly archived: boolean;
  /** All its events; `events` are those of this page. */
  readonly eventCount: number;
  readonly events: readonly unknown[];
}

const closings = /^WORKFLOW_EXECUTION_(COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED|CONTINUED_AS_NEW)$/u;
const short = (type: string): string => type.replace(/^EVENT_TYPE_/u, '');

type ReadEvent = z.output<typeof Event>;

function beginningOf(first: ReadEvent | undefined): Pick<Run, 'workflowType' | 'startedAt'> {
  const started = first?.workflowExecutionStartedEventAttributes;
  return { workflowType: started?.workflowType.name ?? null, startedAt: first?.eventTime ?? null };
}

function endOf(last: ReadEvent | undefined): Pick<Run, 'endedAt' | 'outcome' | 'nextRunId'> {
  const closed = closings.exec(short(last?.eventType ?? ''))?.[1];
  if (last === undefined || closed === undefined)
    return { endedAt: null, outcome: 'RUNNING', nextRunId: null };
  const next = last.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? null;
  return { endedAt: last.eventTime ?? null, outcome: closed, nextRunId: next };
}

function toRun(runId: string, archived: boolean, json: string): Run {
  const { events } = History.parse(JSON.parse(json));
  const first = events[0];
  const last = events.at(-1);
  return {
    runId,
    ...beginningOf(first),
    ...endOf(last),
    archived,
    eventCount: events.length,
    events: events.map((event) => ({ ...event, eventType: short(event.eventType) })),
  };
}

/** What a read finds, or undefined where Temporal no longer has it. */
async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** A run that is known before its events are read. */
interface KnownRun {
  readonly runId: string;
  readonly startedMs: number;
  readonly archived: boolean;
}

/** Where a page begins: at this event of this run; `sinceMs` finds the place again when the run has gone meanwhile. */
interface Place {
  readonly runId: string;
  readonly event: number;
  readonly sinceMs: number;
}

const written = ({ runId, event, sinceMs }: Place): string => `${runId}:${String(event)}:${String(sinceMs)}`;

function placeOf(cursor: string): Place {
  const [runId = '', event, sinceMs] = cursor.split(':');
  return { runId, event: Number(event), sinceMs: Number(sinceMs) };
}

/** What is known at once: the archive, and of Temporal the first and the present run; the others follow from run to run. */
async function listKnown(client: Client, workflowId: string): Promise<KnownRun[]> {
  const known = new Map<string, KnownRun>();
  const present = await ifThere(() => client.workflow.getHandle(workflowId).describe());
  const firstId = present?.raw.workflowExecutionInfo?.firstRunId;
  const first =
    typeof firstId === 'string' && firstId !== ''
      ? await ifThere(() => client.workflow.getHandle(workflowId, firstId).describe())
      : undefined;
  for (const live of [first, present])
    if (live !== undefined)
      known.set(live.runId, { runId: live.runId, startedMs: live.startTime.getTime(), archived: false });
  for (const { runId, startedAt } of await listArchived(workflowId))
    known.set(runId, { runId, startedMs: Date.parse(startedAt), archived: true });
  return [...known.values()].sort((a, b) => a.startedMs - b.startedMs);
}

/** One run with all its events; undefined where neither the archive nor Temporal has it. */
async function readRun(client: Client, workflowId: string, run: Pick<KnownRun, 'runId' | 'archived'>) {
  const { runId, archived } = run;
  if (archived) return toRun(runId, true, await readArchived(runId));
  const history = await ifThere(() => client.workflow.getHandle(workflowId, runId).fetchHistory());
  return history === undefined ? undefined : toRun(runId, false, historyText(history));
}

/** The place after a run: what it continued as, else the next one that is known. A gap (deleted, never archived) is passed over. */
function placeAfter(known: readonly KnownRun[], place: Place, run: Run | undefined): Place | null {
  const own = known.find((each) => each.runId === place.runId)?.startedMs;
  const told = run === undefined || run.startedAt === null ? place.sinceMs : Date.parse(run.startedAt);
  const sinceMs = own ?? told;
  const follows = run?.nextRunId ?? known.find((each) => each.startedMs > sinceMs)?.runId;
  return follows === undefined ? null : { runId: follows, event: 0, sinceMs };
}

function firstPlace([oldest]: readonly KnownRun[], cursor: string | undefined): Place | null {
  if (cursor !== undefined) return placeOf(cursor);
  return oldest === undefined ? null : { runId: oldest.runId, event: 0, sinceMs: 0 };
}

/** A page holds at most `limit` events, of one run or of several; a run that does not fit goes on in the next page. */
async function readPage(client: Client, workflowId: string, wish: HistoryWish): Promise<HistoryPage> {
  const known = await listKnown(client, workflowId);
  const archived = new Set(known.filter((each) => each.archived).map(({ runId }) => runId));
  let place = firstPlace(known, wish.cursor);
  const items: Run[] = [];
  for (let left = wish.limit; place !== null && left > 0;) {
    const { runId, event }: Place = place;
    const run = await readRun(client, workflowId, { runId, archived: archived.has(runId) });
    const part = run && { ...run, events: run.events.slice(event, event + left) };
    const read = part?.events.length ?? 0;
    left -= read;
    if (part !== undefined) items.push(part);
    const hasMore = run !== undefined && event + read < run.eventCount;
    place = hasMore ? { ...place, event: event + read } : placeAfter(known, place, run);
  }
  return { items, nextCursor: place === null ? null : written(place) };
}

/** Every run of a workflow id, from Temporal or, once it has left there, from the archive. */
export function createHistoryReader(client: Client, deadlineMs: number): HistoryReader {
  return {
    page: async (workflowId, wish) => {
      try {
        return await client.withDeadline(Date.now() + deadlineMs, () => readPage(client, workflowId, wish));
      } catch (error) {
        const outage =
          isGrpcServiceError(error) || (error instanceof Error && isGrpcServiceError(error.cause));
        throw outage ? problem('service/unavailable', {}, { headers: { 'Retry-After': '5' } }) : error;
      }
    },
  };
}
