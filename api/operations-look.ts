/** Looks at single processes as Temporal holds them, and at the queue they wait in. Every look has a deadline of its own. */
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { QueryNotRegisteredError, isGrpcServiceError } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { tsToDate, tsToMs } from '@temporalio/common/lib/time';
import type { ProcessState } from '../domain/project/state';
import { findOpenRun, type OpenRun } from '../models/operations-reads';
import type { Trouble } from './operations-words';

export interface LookOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** How long one process may take to show itself. */
  readonly lookMs: number;
}

/** The first failure is followed by a second try at once; a third one means that trying again does not help. */
const stuckAttempts = 3;
/** A long poll lasts a minute: who polled since then is there. */
const pollerAliveMs = 75_000;
/** Codes of gRPC: what was asked for is not understood, is not built in. */
const invalidArgument = 3;
const unimplemented = 12;
/** Looks at so many processes at once: a page of fifty costs Temporal a fraction of a second. */
const looksAtOnce = 16;
/** Looks at a difference that may be a write under way. */
const looksAtDifference = 3;

const shortened = (text: string | null | undefined): string | null => text?.slice(0, 500) ?? null;

async function describe(workflowId: string, { client }: LookOptions) {
  try {
    return await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** The message of the newest failed task among the last events. */
async function lastTaskFailure(workflowId: string, runId: string, { client }: LookOptions) {
  const page = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 20,
  });
  const failed = page.history?.events?.find((event) => event.workflowTaskFailedEventAttributes);
  return shortened(failed?.workflowTaskFailedEventAttributes?.failure?.message);
}

/** How often the pending task of a workflow was tried; more than once means that it failed. */
const attemptsOf = ({ description }: Seen): number => description?.raw.pendingWorkflowTask?.attempt ?? 0;

async function stuckTask(seen: Seen, options: LookOptions): Promise<Trouble | undefined> {
  const { run, description } = seen;
  const pending = description?.raw.pendingWorkflowTask;
  if (description === null || attemptsOf(seen) < stuckAttempts) return undefined;
  const since = pending?.originalScheduledTime ?? pending?.scheduledTime;
  const facts = {
    attempts: attemptsOf(seen),
    since: since ? tsToDate(since).toISOString() : null,
    lastFailure: await lastTaskFailure(run.workflowId, description.runId, options),
  };
  return { kind: 'workflow/stuck-task', target: run.workflowId, facts };
}

/** Activities that failed at least once and wait for, or are in, their next try. */
export function retrying({ raw }: WorkflowExecutionDescription) {
  return (raw.pendingActivities ?? []).filter((activity) => (activity.attempt ?? 0) > 1);
}

function retryingTroubles(workflowId: string, description: WorkflowExecutionDescription): Trouble[] {
  return retrying(description).map((activity) => ({
    kind: 'activity/retrying',
    target: workflowId,
    facts: {
      activity: activity.activityType?.name ?? '',
      attempts: activity.attempt ?? 0,
      since: activity.scheduledTime ? tsToDate(activity.scheduledTime).toISOString() : null,
      lastFailure: shortened(activity.lastFailure?.message),
    },
  }));
}

/** Compares the workflow's position with the journal's. A write under way looks like a difference for a moment. */
async function difference(run: OpenRun, { client }: LookOptions): Promise<Trouble | undefined> {
  const handle = client.workflow.getHandle(run.workflowId);
  let before = run;
  for (let look = 1; ; look += 1) {
    const { seq: workflow } = await handle.query<ProcessState>('state');
    const after = await findOpenRun(run.workflowId);
    if (after?.open !== true) return undefined;
    const facts = { journal: after.seq, workflow };
    if (workflow > after.seq) return { kind: 'run/ahead', target: run.workflowId, facts };
    if (workflow >= before.seq) return undefined;
    if (look === looksAtDifference) return { kind: 'run/behind', target: run.workflowId, facts };
    before = after;
  }
}

/** One open process as Temporal describes it; null when it has no run of that id. */
interface Seen {
  readonly run: OpenRun;
  readonly description: WorkflowExecutionDescription | null;
  readonly troubles: readonly Trouble[];
}

async function troublesSeen(seen: Seen, options: LookOptions): Promise<Trouble[]> {
  const { run, description } = seen;
  if (description?.status.name !== 'RUNNING') {
    const now = await findOpenRun(run.workflowId);
    const facts = { journal: run.seq, status: description?.status.name ?? null };
    return now?.open === true ? [{ kind: 'run/missing', target: run.workflowId, facts }] : [];
  }
  const stuck = await stuckTask(seen, options);
  return stuck === undefined ? retryingTroubles(run.workflowId, description) : [stuck];
}

async function withinTime<T>(
  run: OpenRun,
  { client, lookMs }: LookOptions,
  work: () => Promise<T>,
): Promise<T | Trouble> {
  try {
    return await client.withDeadline(Date.now() + lookMs, work);
  } catch (error) {
    if (!isNoAnswer(error)) throw error;
    return { kind: 'run/unanswered', target: run.workflowId, facts: { withinMs: lookMs } };
  }
}

async function see(run: OpenRun, options: LookOptions): Promise<Seen> {
  const found = await withinTime(run, options, async () => {
    const seen = { run, description: await describe(run.workflowId, options), troubles: [] };
    return { ...seen, troubles: await troublesSeen(seen, options) };
  });
  return 'kind' in found ? { run, description: null, troubles: [found] } : found;
}

async function compare(run: OpenRun, options: LookOptions): Promise<Trouble | undefined> {
  return await withinTime(run, options, () => difference(run, options));
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += looksAtOnce)
    results.push(...(await Promise.all(items.slice(start, start + looksAtOnce).map(work))));
  return results;
}

export interface Looked {
  readonly troubles: readonly Trouble[];
  /** How many positions were compared with the journal. */
  readonly compared: number;
}

/**
 * Looks at some open processes. Describing is harmless; comparing asks the workflow itself, which a release whose code fails
 * cannot answer, and such a question can end its worker. So nothing is asked while any task fails, nor after one silence.
 */
export async function lookAtRuns(runs: readonly OpenRun[], options: LookOptions): Promise<Looked> {
  const seen = await inTurns(runs, (run) => see(run, options));
  const troubles = seen.flatMap((each) => each.troubles);
  if (seen.some((each) => attemptsOf(each) > 1)) return { troubles, compared: 0 };
  const quiet = seen.filter(
    ({ description }) => description?.status.name === 'RUNNING' && !description.raw.pendingWorkflowTask,
  );
  let compared = 0;
  for (let start = 0; start < quiet.length; start += looksAtOnce) {
    const some = quiet.slice(start, start + looksAtOnce);
    const found = await Promise.all(some.map(({ run }) => compare(run, options)));
    compared += some.length;
    troubles.push(...found.filter((trouble) => trouble !== undefined));
    if (found.some((trouble) => trouble?.kind === 'run/unanswered')) break;
  }
  return { troubles, compared };
}

/** Temporal answered that it cannot, or nobody answered: of one process this is a finding, not a fault. */
function isNoAnswer(error: unknown): boolean {
  if (error instanceof QueryNotRegisteredError || error instanceof WorkflowNotFoundError) return true;
  return isGrpcServiceError(error) || (error instanceof Error && isGrpcServiceError(error.cause));
}

/** How many workers take workflow tasks; null when this server does not tell. */
export async function countWorkers({ client, taskQueue, lookMs }: LookOptions): Promise<number | null> {
  try {
    const { pollers } = await client.withDeadline(Date.now() + lookMs, () =>
      client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: taskQueue },
      }),
    );
    const alive = pollers.filter(
      ({ lastAccessTime }) => lastAccessTime && tsToMs(lastAccessTime) > Date.now() - pollerAliveMs,
    );
    return new Set(alive.map(({ identity }) => identity)).size;
  } catch (error) {
    if (isGrpcServiceError(error) && [unimplemented].includes(error.code)) return null;
    throw error;
  }
}

/** Workflow ids that the server itself marked as stuck, from among any number, a moment late; null when it marks none. */
export async function reportedStuck(limit: number, { client, taskQueue, lookMs }: LookOptions) {
  const query = `TemporalReportedProblems IN ("category=WorkflowTaskFailed", "category=WorkflowTaskTimedOut") AND ExecutionStatus = "Running" AND TaskQueue = "${taskQueue}"`;
  try {
    const { executions } = await client.withDeadline(Date.now() + lookMs, () =>
      client.workflowService.listWorkflowExecutions({
        namespace: client.options.namespace,
        pageSize: limit,
        query,
      }),
    );
    return executions.map(({ execution }) => execution?.workflowId ?? '');
  } catch (error) {
    // A server without this attribute (before 1.30, or the one of the tests) finds them page by page only.
    if (isGrpcServiceError(error) && [unimplemented, invalidArgument].includes(error.code)) return null;
    throw error;
  }
}
