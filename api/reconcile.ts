/** Compares MongoDB with Temporal, run by run, and mends what may be mended: a missing run starts again, one behind catches up. */
import { QueryNotRegisteredError, type Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { caseRules, sliceRules } from '../domain/pack/slice';
import type { ProcessState } from '../domain/project/state';
import { findPack } from '../models/packs';
import { eachRun, type StoredRun } from '../models/runs';
import { engineReads } from './engine';
import { workflowTaskTimeout } from './process-door';

export interface Finding {
  readonly workflowId: string;
  /** started: its run was missing · caughtUp: it was behind the journal · ahead: the journal is behind it · unanswered: no worker. */
  readonly finding: 'started' | 'caughtUp' | 'ahead' | 'unanswered';
  readonly journal: number;
  readonly workflow: number | null;
}

interface Options {
  readonly client: Client;
  readonly taskQueue: string;
  /** How long one workflow may take to answer. */
  readonly deadlineMs: number;
}

async function carriedOf(state: ProcessState) {
  const published = await findPack(state.pack.id, state.pack.version);
  if (published === null) throw new Error(`pack ${state.pack.id}@${state.pack.version} is not published`);
  const { pack } = published;
  const rules =
    state.kind === 'case' ? caseRules(pack, state.caseType ?? '') : sliceRules(pack, state.run ?? '');
  return { state, rules, calendar: await engineReads.calendar() };
}

/** Starts a run from its folded state. `replace` ends one that still runs; without it that one is left alone. */
export async function startFromRecord(
  run: StoredRun,
  {
    client,
    taskQueue,
    replace = false,
  }: Pick<Options, 'client' | 'taskQueue'> & { readonly replace?: boolean },
): Promise<void> {
  await client.workflow.start(run.workflowType, {
    workflowId: run.workflowId,
    taskQueue,
    workflowTaskTimeout,
    workflowIdConflictPolicy: replace ? 'TERMINATE_EXISTING' : 'USE_EXISTING',
    args: [await carriedOf(run.state)],
  });
}

async function start(run: StoredRun, options: Options): Promise<Finding> {
  await startFromRecord(run, options);
  return { workflowId: run.workflowId, finding: 'started', journal: run.seq, workflow: null };
}

async function isRunning(workflowId: string, client: Client): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

async function compare(run: StoredRun, { client, deadlineMs }: Options): Promise<Finding | undefined> {
  const handle = client.workflow.getHandle(run.workflowId);
  const ask = async <T>(call: () => Promise<T>) => await client.withDeadline(Date.now() + deadlineMs, call);
  try {
    const { seq } = await ask(() => handle.query<ProcessState>('state'));
    if (seq === run.seq) return undefined;
    if (seq > run.seq)
      return { workflowId: run.workflowId, finding: 'ahead', journal: run.seq, workflow: seq };
    const after = await ask(() => handle.executeUpdate<number, []>('catchUp'));
    return { workflowId: run.workflowId, finding: 'caughtUp', journal: run.seq, workflow: after };
  } catch (error) {
    if (error instanceof QueryNotRegisteredError) throw error;
    return { workflowId: run.workflowId, finding: 'unanswered', journal: run.seq, workflow: null };
  }
}

/** Reconciles every open run; gives what was found, nothing for those that agree. */
export async function reconcile(options: Options): Promise<{ runs: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  let count = 0;
  for await (const run of eachRun({ open: true })) {
    count += 1;
    const running = await isRunning(run.workflowId, options.client);
    const finding = running ? await compare(run, options) : await start(run, options);
    if (finding !== undefined) findings.push(finding);
  }
  return { runs: count, findings };
}
