/** Reads the Temporal runs of one workflow id: oldest first, each with its events. For operators; no decision reads it. */
import { isGrpcServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { z } from 'zod';
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

function toRun(runId: string, json: string): Run {
  const { events } = History.parse(JSON.parse(json));
  const first = events[0];
  const last = events.at(-1);
  return {
    runId,
    ...beginningOf(first),
    ...endOf(last),
    events: events.map((event) => ({ ...event, eventType: short(event.eventType) })),
  };
}

/** Follows the runs from the first to the present one. */
export function createHistoryReader(client: Client, deadlineMs: number): HistoryReader {
  const readRuns = async (workflowId: string): Promise<Run[]> => {
    const described = await client.workflow.getHandle(workflowId).describe();
    const runs: Run[] = [];
    let runId: string | null = described.raw.workflowExecutionInfo?.firstRunId ?? described.runId;
    while (runId !== null) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const run = toRun(runId, historyToJSON(history));
      runs.push(run);
      runId = run.nextRunId;
    }
    return runs;
  };
  return {
    runs: async (workflowId) => {
      try {
        return await client.withDeadline(Date.now() + deadlineMs, () => readRuns(workflowId));
      } catch (error) {
        // Thrown away or never started: there is no run to show, which is an answer.
        if (error instanceof WorkflowNotFoundError) return [];
        const outage =
          isGrpcServiceError(error) || (error instanceof Error && isGrpcServiceError(error.cause));
        throw outage ? problem('service/unavailable', {}, { headers: { 'Retry-After': '5' } }) : error;
      }
    },
  };
}
