/** The activities that carry closed runs out of Temporal into MongoDB, a page at a time. Idempotent by run id. */
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { archiveRun, findArchivedUntil, listUnarchived, saveArchivedUntil } from '../models/histories';
import { forgetUnarchived, listFailed, noteUnarchived } from '../models/unarchived';

/** Runs of one page: each is a call to Temporal and a file in MongoDB, so a page takes seconds. */
const pageSize = 50;

/** Upkeep that starts by the clock and tells nothing about a project. */
const upkeep = new Set(['signChainHeads', 'archiveHistories', 'tellPeople', 'sendNotices', 'remindPeople']);

/** A closed run stays in Temporal for so long: `reconcile` asks it what a record restored from an older copy has lost. */
const keptMs = 90 * 86_400_000;

export interface ArchiveWindow {
  /** Instants between which a run closed; null: since ever. */
  readonly from: string | null;
  readonly until: string;
  /** Where the page before ended. Opaque. */
  readonly page: string;
}

export interface ArchivePage {
  /** Where to go on, or null at the end. */
  readonly next: string | null;
  readonly archived: number;
  /** Runs whose history could not be kept: they are listed, and the next sweep tries them again. */
  readonly failed: readonly string[];
}

interface ClosedRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
}

interface Listed {
  readonly runs: readonly ClosedRun[];
  readonly next: string | null;
}

async function listPage(client: Client, { from, until, page }: ArchiveWindow): Promise<Listed> {
  const since = from === null ? '' : `CloseTime >= '${from}' AND `;
  const { executions, nextPageToken } = await client.workflowService.listWorkflowExecutions({
    namespace: client.options.namespace,
    query: `${since}CloseTime <= '${until}' AND ExecutionStatus != 'Running'`,
    pageSize,
    nextPageToken: Buffer.from(page, 'base64'),
  });
  const runs = executions.flatMap(({ execution, type }): ClosedRun[] => {
    const { workflowId, runId } = execution ?? {};
    const name = type?.name ?? '';
    return workflowId && runId && !upkeep.has(name) ? [{ workflowId, runId, type: name }] : [];
  });
  const next = nextPageToken.length === 0 ? null : Buffer.from(nextPageToken).toString('base64');
  return { runs, next };
}

interface TimedEvent {
  readonly eventTime: string;
  readonly eventType: string;
}

/** Runs that failed before, tried again with the first page at most. */
const mostRetried = 200;

/** The closed runs of a page; with the first one also those that an earlier sweep went on without. */
async function listWork(client: Client, window: ArchiveWindow) {
  const { runs, next } = await listPage(client, window);
  const listed = window.page === '' ? await listFailed(mostRetried) : [];
  const again = listed.map(({ workflowId, runId, type }): ClosedRun => ({ workflowId, runId, type }));
  const known = new Set(again.map(({ runId }) => runId));
  return { runs: [...again, ...runs.filter(({ runId }) => !known.has(runId))], next };
}

/** A history as JSON: packed payloads are unpacked, so that an archive can be read without what packed them. */
type TextOf = typeof historyToJSON;

async function archiveOne(client: Client, run: ClosedRun, textOf: TextOf): Promise<boolean> {
  const json = textOf(await client.workflow.getHandle(run.workflowId, run.runId).fetchHistory());
  // Written by the line above: every event has a time and a type.
  const { events } = JSON.parse(json) as { events: TimedEvent[] };
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`run ${run.runId} has no events`);
  const outcome = await archiveRun(
    {
      ...run,
      status: last.eventType.replace(/^EVENT_TYPE_WORKFLOW_EXECUTION_/u, ''),
      startedAt: first.eventTime,
      closedAt: last.eventTime,
      eventCount: events.length,
    },
    json,
  );
  return outcome === 'archived';
}

/** Takes runs out of Temporal that closed long ago and are archived; what is not archived stays, however old it is. */
async function forgetOld(client: Client, { until }: ArchiveWindow): Promise<void> {
  const { namespace } = client.options;
  const longAgo = new Date(Date.parse(until) - keptMs).toISOString();
  for (let page: string | null = ''; page !== null;) {
    const { runs, next }: Listed = await listPage(client, { from: null, until: longAgo, page });
    const unarchived = new Set(await listUnarchived(runs.map(({ runId }) => runId)));
    for (const { workflowId, runId } of runs.filter((run) => !unarchived.has(run.runId))) {
      Context.current().heartbeat(runId);
      await client.workflowService.deleteWorkflowExecution({
        namespace,
        workflowExecution: { workflowId, runId },
      });
    }
    page = next;
  }
}

/** Binds the archive's activities to a Temporal client, and to what makes its histories readable. */
export function createArchive(client: Client, textOf: TextOf = historyToJSON) {
  return {
    /** The instant up to which all closed runs are archived; null before the first whole sweep. */
    findArchivedUntil,
    /**
     * Archives the closed runs of one page that are not archived yet; a run that fails does not stop the others. With the
     * first page, what was archived long ago leaves Temporal.
     */
    async archivePage(window: ArchiveWindow): Promise<ArchivePage> {
      const { runs, next } = await listWork(client, window);
      const open = new Set(await listUnarchived(runs.map(({ runId }) => runId)));
      // An outage heals by trying again; what fails three times is listed and does not hold up the rest.
      const isLastTry = Context.current().info.attempt >= 3;
      const failed: string[] = [];
      let archived = 0;
      for (const run of runs.filter(({ runId }) => open.has(runId))) {
        Context.current().heartbeat(run.runId);
        try {
          if (await archiveOne(client, run, textOf)) archived += 1;
          await forgetUnarchived(run.runId);
        } catch (error) {
          failed.push(`${run.workflowId} ${run.runId}: ${String(error)}`);
          if (isLastTry) await noteUnarchived(run, String(error), window.until);
        }
      }
      if (window.page === '') await forgetOld(client, window);
      if (failed.length > 0 && !isLastTry) throw ApplicationFailure.retryable(failed[0], 'archive/failed');
      return { next, archived, failed };
    },
    /** Closes a whole sweep. */
    saveArchivedUntil,
  };
}

export type ArchiveActivities = ReturnType<typeof createArchive>;
