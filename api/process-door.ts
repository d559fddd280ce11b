/** The one door to Temporal: sends commands to running processes and turns what comes back into answers or problems. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  isGrpcServiceError,
} from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { Command, CommandResult } from '../domain/project/commands';
import type { Refusal } from '../domain/refusals';
import type { CalendarTable, EngineDoor, NewRun } from './ports';
import { Problem, problem } from './problem';
import { tellCalendar } from './tell-calendar';

export interface DoorOptions {
  readonly client: Client;
  readonly taskQueue: string;
  readonly answerDeadlineMs: number;
}

/** Wire name of the one update; permanent. */
const actName = 'act';
const catchUpName = 'catchUp';
/** Enough to tell the updates of one run apart, and short, because Temporal stores the id five times with each. */
const idBytes = 12;
/** First pause before a command is sent again while a process enters its next stage; doubles each time. */
const movingPauseMs = 25;

/** `moving`: send the same command again. */
type Sent = { readonly result: CommandResult } | { readonly again: true };

const failed = (error: unknown): ApplicationFailure | null =>
  error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure
    ? error.cause
    : null;

function isOutage(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  return isGrpcServiceError(error) || (error instanceof Error && isGrpcServiceError(error.cause));
}

/** What a failed call means to the person: a refusal, an uncertain outcome, a process that must be reconciled. */
function asProblem(error: unknown): unknown {
  const failure = failed(error);
  if (failure?.type === 'refused') {
    // The workflow builds these from the catalogue; they cross the wire as the first detail.
    const [refusals] = (failure.details ?? []) as [Refusal[]];
    return new Problem(refusals);
  }
  if (failure?.type === 'behind') return problem('process/behind', {}, { headers: { 'Retry-After': '60' } });
  if (error instanceof WorkflowNotFoundError)
    return problem('process/not-running', {}, { headers: { 'Retry-After': '30' } });
  if (failure?.type === 'unavailable' || isOutage(error))
    return problem('service/uncertain', {}, { headers: { 'Retry-After': '2' } });
  return error;
}

async function attempt(send: () => Promise<CommandResult>): Promise<Sent> {
  try {
    return { result: await send() };
  } catch (error) {
    if (failed(error)?.type === 'moving') return { again: true };
    throw asProblem(error);
  }
}

/**
 * How long the server waits for a worker that took a task and died with it before another gets it: a decision waits as long.
 * Runs that follow inherit it. Writes that take longer (local activities) renew the task themselves.
 */
export const workflowTaskTimeout = '5 seconds';

async function startTelling(
  { client, taskQueue, answerDeadlineMs }: DoorOptions,
  table: CalendarTable,
): Promise<void> {
  try {
    const deadline = Date.now() + answerDeadlineMs;
    await client.withDeadline(deadline, () => tellCalendar(client, taskQueue, table));
  } catch (error) {
    throw asProblem(error);
  }
}

/** Opens the door with a connected client. */
export function createProcessDoor({ client, taskQueue, answerDeadlineMs }: DoorOptions): EngineDoor {
  /** Every send has an update id of its own: a refusal must not be remembered, and the record deduplicates by command id. */
  const deliver = async (send: (updateId: string) => Promise<CommandResult>): Promise<CommandResult> => {
    const deadline = Date.now() + answerDeadlineMs;
    for (let tries = 0; ; tries += 1) {
      const updateId = randomBytes(idBytes).toString('base64url');
      const sent = await attempt(() => client.withDeadline(deadline, () => send(updateId)));
      if ('result' in sent) return sent.result;
      const wait = movingPauseMs * 2 ** tries;
      if (Date.now() + wait >= deadline)
        throw problem('process/moving', {}, { headers: { 'Retry-After': '1' } });
      await pause(wait);
    }
  };
  return {
    act: (workflowId, command) =>
      deliver((updateId) =>
        client.workflow
          .getHandle(workflowId)
          .executeUpdate<CommandResult, [Command]>(actName, { args: [command], updateId }),
      ),
    open: (run: NewRun, command) =>
      deliver((updateId) =>
        client.workflow.executeUpdateWithStart<() => Promise<void>, CommandResult, [Command]>(actName, {
          args: [command],
          updateId,
          startWorkflowOperation: new WithStartWorkflowOperation(run.workflowType, {
            workflowId: run.workflowId,
            taskQueue,
            workflowTaskTimeout,
            workflowIdConflictPolicy: 'USE_EXISTING',
            args: [run.carried],
          }),
        }),
      ),
    catchUp: async (workflowId) => {
      const handle = client.workflow.getHandle(workflowId);
      const ask = () => handle.executeUpdate<number, []>(catchUpName);
      await client.withDeadline(Date.now() + answerDeadlineMs, ask).catch(() => undefined);
    },
    tellCalendar: (table) => startTelling({ client, taskQueue, answerDeadlineMs }, table),
    isUp: async () => {
      try {
        await client.withDeadline(Date.now() + 2000, () =>
          client.connection.workflowService.getSystemInfo({}),
        );
        return true;
      } catch {
        return false;
      }
    },
  };
}
