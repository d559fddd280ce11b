/** Reads the Temporal runs of one workflow id, live or archived: oldest first, each with its events. For operators; no decision reads it. */
import { isGrpcServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { z } from 'zod';
import { listArchived, readArchived } from '../models/histories';
import { problem } from './problem';
import type { HistoryReader } from './route';

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

async function readRuns(client: Client, workflowId: string): Promise<Run[]> {
  const runs = new Map<string, Run>();
  for (const { runId } of await listArchived(workflowId))
    runs.set(runId, toRun(runId, true, await readArchived(runId)));
  /** Follows the chain from a run on; a gap in it (deleted, never archived) ends the walk. */
  const follow = async (from: string): Promise<void> => {
    let runId: string | null = from;
    while (runId !== null) {
      const id: string = runId;
      if (!runs.has(id)) {
        const history = await ifThere(() => client.workflow.getHandle(workflowId, id).fetchHistory());
        if (history === undefined) return;
        runs.set(id, toRun(id, false, historyToJSON(history)));
      }
      runId = runs.get(id)?.nextRunId ?? null;
    }
  };
  const described = await ifThere(() => client.workflow.getHandle(workflowId).describe());
  if (described !== undefined) {
    await follow(described.raw.workflowExecutionInfo?.firstRunId ?? described.runId);
    await follow(described.runId);
  }
  return [...runs.values()].sort((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? ''));
}

/** Every run of a workflow id, from Temporal or, once it has left there, from the archive. */
export function createHistoryReader(client: Client, deadlineMs: number): HistoryReader {
  return {
    runs: async (workflowId) => {
      try {
        return await client.withDeadline(Date.now() + deadlineMs, () => readRuns(client, workflowId));
      } catch (error) {
        const outage =
          isGrpcServiceError(error) || (error instanceof Error && isGrpcServiceError(error.cause));
        throw outage ? problem('service/unavailable', {}, { headers: { 'Retry-After': '5' } }) : error;
      }
    },
  };
}
