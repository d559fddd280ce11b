/** Sends a command of the engine's own to a process and says what became of it: recorded, or refused for good. Idempotent by its key. */
import { WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { Act, Actor, Command, CommandResult } from '../domain/project/commands';
import { isOver } from '../domain/project/life';
import type { Refusal } from '../domain/refusals';
import { findByCommand } from '../models/records';
import { findRun } from '../models/runs';

const engine: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };
/** Wire name of the one update; permanent. */
export const actName = 'act';

/** Whether it was carried out, and the process it reached, or the code with which that one refused for good. */
export interface Delivery {
  readonly done: boolean;
  readonly result: string;
}

/** A command of the engine under a key of the business event. */
export function commandOf(key: string, act: Act): Command {
  return { id: key, bodyHash: key, actor: engine, seenSeq: 0, act };
}

/** Sends commands to running processes; one that does not answer in time (milliseconds) is given up. */
export function senderWithin(client: Client, answerMs: number) {
  return (workflowId: string, command: Command): Promise<CommandResult> =>
    client.withAbortSignal(AbortSignal.timeout(answerMs), () =>
      client.workflow
        .getHandle(workflowId)
        .executeUpdate<CommandResult, [Command]>(actName, { args: [command] }),
    );
}

function refusalOf(error: unknown): string | undefined {
  const failure = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(failure instanceof ApplicationFailure) || failure.type !== 'refused') return undefined;
  // The workflow builds these from the catalogue; they cross the wire as the first detail.
  const [refusals] = (failure.details ?? []) as [readonly Refusal[]];
  return refusals[0]?.code ?? failure.message;
}

/** A refusal ends it; anything else is thrown, so that it is sent again. */
async function outcomeOf(workflowId: string, key: string, error: unknown): Promise<Delivery> {
  // An earlier try may have been recorded while its answer was lost.
  if ((await findByCommand(workflowId, key)) !== null) return { done: true, result: workflowId };
  const refused = refusalOf(error);
  if (refused !== undefined) return { done: false, result: refused };
  const run = error instanceof WorkflowNotFoundError ? await findRun(workflowId) : null;
  if (run !== null && isOver(run.state)) return { done: false, result: 'project/over' };
  throw error;
}

/** Sends once, unless the record holds the command already; throws what another try may heal. */
export async function deliver(
  workflowId: string,
  key: string,
  send: () => Promise<CommandResult>,
): Promise<Delivery> {
  if ((await findByCommand(workflowId, key)) !== null) return { done: true, result: workflowId };
  return await deliverNew(workflowId, key, send);
}

/** The same for a command that was not in the record a moment ago; if it is by now, the process answers what stands there. */
export async function deliverNew(
  workflowId: string,
  key: string,
  send: () => Promise<CommandResult>,
): Promise<Delivery> {
  try {
    await send();
    return { done: true, result: workflowId };
  } catch (error) {
    return await outcomeOf(workflowId, key, error);
  }
}
