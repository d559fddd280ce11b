/** Does the repairs. Each is safe to do twice: a repeated key whose first try broke off does it again. */
import { WorkflowNotFoundError } from '@temporalio/common';
import { redeliver } from '../models/deliveries';
import type { Actor } from '../domain/project/commands';
import type { Operation, OperationOutcome } from '../models/operations';
import { findRun, type StoredRun } from '../models/runs';
import { askHeld } from './held';
import { retrying, type LookOptions } from './operations-look';
import type { Repair } from './operations-words';
import { problem } from './problem';
import { recover } from './recover';
import { startFromRecord } from './reconcile';
import { tellPeople } from './tell-people';
import { assignTasks, releaseTasks, wakeProcess } from './watchdog';

export interface RepairOrder extends Pick<Operation, 'target' | 'commandId' | 'reason' | 'at' | 'actor'> {
  /** The same person with keys and rank, for acts that are commands of a process. */
  readonly as: Actor;
  readonly to?: Actor | undefined;
}

type Do = (order: RepairOrder, options: LookOptions) => Promise<OperationOutcome>;

/** Pages of history read backwards to find the last task that went well. */
const mostPages = 20;

/** What operators see in Temporal beside the new run: the key of the act, never the reason's text, which may name people. */
const noteOf = ({ commandId }: RepairOrder): string => `operations ${commandId.slice(0, 16)}`;

async function storedRun(workflowId: string): Promise<StoredRun> {
  const run = await findRun(workflowId);
  if (run?.open !== true) throw problem('operations/unknown-target', { target: workflowId });
  return run;
}

const restart: Do = async ({ target }, options) => {
  const run = await storedRun(target);
  await startFromRecord(run, { ...options, replace: true });
  return { startedAtJournal: run.seq };
};

const catchUp: Do = async ({ target }, { client }) => {
  const workflow = await client.workflow.getHandle(target).executeUpdate<number, []>('catchUp');
  return { workflow };
};

/** The newest task that went well, or null when the run never had one. */
async function lastGoodTask(workflowId: string, runId: string, { client }: LookOptions) {
  let nextPageToken: Uint8Array | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const read = await client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: 100,
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    });
    const good = read.history?.events?.find((event) => event.workflowTaskCompletedEventAttributes);
    if (good?.eventId) return good.eventId;
    if (read.nextPageToken.length === 0) return null;
    nextPageToken = read.nextPageToken;
  }
  return null;
}

const resetStuckTask: Do = async (order, options) => {
  const { client } = options;
  const { runId } = await client.workflow.getHandle(order.target).describe();
  const eventId = await lastGoodTask(order.target, runId, options);
  if (eventId === null) throw problem('operations/no-good-task', { target: order.target });
  const reset = await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId: order.target, runId },
    workflowTaskFinishEventId: eventId,
    requestId: order.commandId,
    reason: noteOf(order),
  });
  return { fromRun: runId, run: reset.runId, event: Number(eventId) };
};

const retryActivity: Do = async ({ target }, { client }) => {
  const description = await client.workflow.getHandle(target).describe();
  const pending = retrying(description);
  for (const { activityId } of pending) {
    await client.workflowService.resetActivity({
      namespace: client.options.namespace,
      execution: { workflowId: target, runId: description.runId },
      id: activityId ?? '',
      identity: 'operations',
    });
  }
  return { activities: pending.length };
};

const exportHeads: Do = async ({ commandId }, { client, taskQueue }) => {
  const workflowId = `chain-heads/${commandId.slice(0, 16)}`;
  const chains = await client.workflow.execute<() => Promise<number>>('signChainHeads', {
    workflowId,
    taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return { chains };
};

/** A sweep beside the nightly one does no harm: each run is kept once. */
const archiveNow: Do = async ({ commandId }, { client, taskQueue }) => {
  const { archived, failed } = await client.workflow.execute<
    () => Promise<{ archived: number; failed: readonly string[] }>
  >('archiveHistories', {
    workflowId: `archive/${commandId.slice(0, 16)}`,
    taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return { archived, failed: failed.length };
};

/** All of them are due again, and a sweep sends them at once. */
const redeliverNotices: Do = async ({ at }, { client, taskQueue }) => {
  const notices = await redeliver(at);
  await tellPeople(client, taskQueue);
  return { notices };
};

const acknowledge: Do = () => Promise.resolve({ acknowledged: true });

/** Writes again what the record lost of one process; the lines are proven against the state the workflow holds. */
const recoverRecord: Do = async ({ target, commandId, reason, at, actor }, { client, taskQueue, lookMs }) => {
  const asked = { client, taskQueue, deadlineMs: lookMs };
  const held = await askHeld(target, asked);
  const run = await findRun(target);
  if (!('state' in held)) throw problem('operations/unknown-target', { target });
  const ahead = { workflowId: target, journal: run?.seq ?? 0, state: held.state };
  if (held.state.seq <= ahead.journal) return { lines: 0 };
  const [done] = await recover([ahead], asked, { reason, at, actor, key: commandId });
  const lacks = done?.lacks.join('; ') ?? '';
  if (done?.finding !== 'recovered') throw problem('operations/not-provable', { target, lacks });
  return { lines: done.workflow - done.journal, samePlaces: done.samePlaces ?? null, lacks };
};

const table: Readonly<Record<Repair, Do>> = {
  restartFromRecord: restart,
  catchUp,
  resetStuckTask,
  retryActivity,
  exportChainHeads: exportHeads,
  acknowledgeChainFault: acknowledge,
  recoverFromWorkflow: recoverRecord,
  archiveNow,
  redeliverNotices,
  releaseTasks,
  assignTasks,
  wakeProcess,
};

/** Does one repair; throws a Problem when it cannot be done, and whatever Temporal throws when it cannot be reached. */
export async function repair(
  act: Repair,
  order: RepairOrder,
  options: LookOptions,
): Promise<OperationOutcome> {
  try {
    return await table[act](order, options);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      throw problem('operations/unknown-target', { target: order.target });
    throw error;
  }
}
