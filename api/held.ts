/** Reads what Temporal's workflows hold of the record. A worker answers by replaying histories, closed ones too; nothing is written. */
import { isGrpcServiceError, type Client } from '@temporalio/client';
import { WorkflowNotFoundError, defaultPayloadConverter } from '@temporalio/common';
import type { ProcessState } from '../domain/project/state';
import type { Carried, HeldEntry, HeldJournal } from '../workflows/messages';
import { unpack } from './payload-codec';

export interface Asked {
  readonly client: Client;
  readonly taskQueue: string;
  /** How long one workflow may take to answer. */
  readonly deadlineMs: number;
}

/** `gone`: Temporal knows no such run · `silent`: no worker answered, or the history does not replay. */
export type Held =
  { readonly is: 'gone' | 'silent' } | { readonly is: 'running' | 'closed'; readonly state: ProcessState };

/** Entries of one query: well under what an answer may weigh. */
const pageSize = 50;

async function within<T>({ client, deadlineMs }: Asked, call: () => Promise<T>): Promise<T> {
  return await client.withDeadline(Date.now() + deadlineMs, call);
}

/** The newest run of a workflow id as its own code folds it. */
export async function askHeld(workflowId: string, asked: Asked): Promise<Held> {
  const handle = asked.client.workflow.getHandle(workflowId);
  try {
    const { status, runId } = await within(asked, () => handle.describe());
    const is = status.name === 'RUNNING' ? 'running' : 'closed';
    const state = await askState(workflowId, runId, asked);
    return state === undefined ? { is: 'silent' } : { is, state };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { is: 'gone' };
    throw error;
  }
}

async function askState(workflowId: string, runId: string, asked: Asked): Promise<ProcessState | undefined> {
  const handle = asked.client.workflow.getHandle(workflowId, runId);
  try {
    return await within(asked, () => handle.query<ProcessState>('state'));
  } catch (error) {
    if (!isNoAnswer(error)) throw error;
    return (await carriedUntouched(workflowId, runId, asked))?.state;
  }
}

/** A run that was ended before any worker took it up cannot be queried; it holds what it was started with, and nothing else. */
async function carriedUntouched(
  workflowId: string,
  runId: string,
  asked: Asked,
): Promise<Carried | undefined> {
  const handle = asked.client.workflow.getHandle(workflowId, runId);
  const { events } = await within(asked, () => handle.fetchHistory());
  const closed = (await within(asked, () => handle.describe())).status.name !== 'RUNNING';
  const taken = events?.some((event) => event.workflowTaskCompletedEventAttributes);
  const input = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  if (!closed || taken !== false || !input) return undefined;
  return defaultPayloadConverter.fromPayload<Carried>(unpack(input));
}

/** Temporal answered that nobody does, or that the history does not replay. */
function isNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === 'QueryNotRegisteredError' ||
    isGrpcServiceError(error) ||
    isGrpcServiceError(error.cause) ||
    error.name === 'QueryRejectedError'
  );
}

/** Runs of one workflow id, newest first. */
async function listRuns(workflowId: string, { client }: Asked): Promise<string[]> {
  const runs: { runId: string; startedAt: number }[] = [];
  for await (const { runId, startTime } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
    runs.push({ runId, startedAt: startTime.getTime() });
  return runs.sort((a, b) => b.startedAt - a.startedAt).map(({ runId }) => runId);
}

async function askRun(
  workflowId: string,
  runId: string,
  after: number,
  asked: Asked,
): Promise<HeldJournal | undefined> {
  try {
    return await queryRun(workflowId, runId, after, asked);
  } catch (error) {
    if (!isNoAnswer(error)) throw error;
    const carried = await carriedUntouched(workflowId, runId, asked);
    const seq = carried?.state.seq;
    return seq === undefined ? undefined : { from: seq, seq, entries: [] };
  }
}

async function queryRun(
  workflowId: string,
  runId: string,
  after: number,
  asked: Asked,
): Promise<HeldJournal> {
  const handle = asked.client.workflow.getHandle(workflowId, runId);
  const ask = (from: number) =>
    within(asked, () => handle.query<HeldJournal, [number, number]>('journal', from, pageSize));
  const first = await ask(after);
  const entries = [...first.entries];
  for (let last = entries.at(-1); last !== undefined && last.seq < first.seq; last = entries.at(-1)) {
    const more = await ask(last.seq);
    if (more.entries.length === 0) break;
    entries.push(...more.entries);
  }
  return { ...first, entries };
}

/** The entries after a position of the record, oldest first, out of as many runs as it takes. May have gaps where a run is gone. */
export async function readHeld(workflowId: string, after: number, asked: Asked): Promise<HeldEntry[]> {
  const found: HeldEntry[] = [];
  let need = Number.MAX_SAFE_INTEGER;
  for (const runId of await listRuns(workflowId, asked)) {
    const held = await askRun(workflowId, runId, after, asked);
    // A run nobody can replay leaves a gap, which is named; the runs beside it may still be enough.
    if (held === undefined) continue;
    const { from, entries } = held;
    // What an older run holds beyond the start of a newer one was never built upon.
    found.push(...entries.filter(({ seq }) => seq <= need));
    need = Math.min(need, from);
    if (need <= after) break;
  }
  return found.sort((a, b) => a.seq - b.seq);
}

/** gRPC's "this server does not have that call". */
const unimplemented = '12';

function isUnknownCall(error: unknown): boolean {
  const cause = error instanceof Error && !isGrpcServiceError(error) ? error.cause : error;
  return isGrpcServiceError(cause) && String(cause.code) === unimplemented;
}

export interface ListedProcess {
  readonly workflowId: string;
  readonly running: boolean;
}

/** Every process Temporal knows, by its newest run: also those that no record names. */
export async function* eachHeld({ client, taskQueue }: Asked): AsyncGenerator<ListedProcess> {
  const query = `TaskQueue = '${taskQueue}' AND ExecutionStatus != 'ContinuedAsNew'`;
  try {
    for await (const { workflowId, status } of client.workflow.list({ query }))
      if (/^(project|case)\//u.test(workflowId)) yield { workflowId, running: status.name === 'RUNNING' };
  } catch (error) {
    // The time-skipping server of the demo keeps no list; a real server has one.
    if (!isUnknownCall(error)) throw error;
  }
}
