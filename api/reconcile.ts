/** Compares MongoDB with Temporal, run by run, and mends what may be mended: a missing run starts again, one behind catches up. */
import { WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { caseRules, sliceRules } from '../domain/pack/slice';
import type { ProcessState } from '../domain/project/state';
import { loadCalendar } from '../models/calendars';
import { findPack } from '../models/packs';
import { eachRun, findRun, type StoredRun } from '../models/runs';
import { askHeld, eachHeld, type Asked, type Held } from './held';
import { workflowTaskTimeout } from './process-door';
import { recover, type Ahead, type Recovered, type RecoverOrder } from './recover';

export interface Finding {
  readonly workflowId: string;
  /**
   * started: its run was missing · caughtUp: it was behind the journal · ahead: the journal is behind it · unanswered: no
   * worker · recovered, unrecoverable: what became of one whose journal was behind.
   */
  readonly finding: 'started' | 'caughtUp' | 'ahead' | 'unanswered' | Recovered['finding'];
  readonly journal: number;
  readonly workflow: number | null;
  readonly samePlaces?: boolean;
  readonly lacks?: readonly string[];
}

type Options = Asked;

async function carriedOf(state: ProcessState) {
  const published = await findPack(state.pack.id, state.pack.version);
  if (published === null) throw new Error(`pack ${state.pack.id}@${state.pack.version} is not published`);
  const { pack } = published;
  const rules =
    state.kind === 'case' ? caseRules(pack, state.caseType ?? '') : sliceRules(pack, state.run ?? '');
  return { state, rules, calendar: await loadCalendar(state.jurisdiction) };
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
  const { workflowId, seq: journal, state } = run;
  // One process without its measure must not keep the others from being compared.
  if ((await findPack(state.pack.id, state.pack.version)) === null) {
    const lacks = [`pack ${state.pack.id}@${state.pack.version}`];
    return { workflowId, finding: 'unrecoverable', journal, workflow: null, lacks };
  }
  await startFromRecord(run, options);
  return { workflowId, finding: 'started', journal, workflow: null };
}

/** Folds what the record holds beyond a running workflow. */
async function bringUp(run: StoredRun, { client, deadlineMs }: Options): Promise<Finding> {
  const handle = client.workflow.getHandle(run.workflowId);
  const workflow = await client.withDeadline(Date.now() + deadlineMs, () =>
    handle.executeUpdate<number, []>('catchUp'),
  );
  return { workflowId: run.workflowId, finding: 'caughtUp', journal: run.seq, workflow };
}

/** A workflow that the record is ahead of, or level with. */
async function followRecord(
  run: StoredRun,
  held: Exclude<Held, { is: 'silent' }>,
  options: Options,
): Promise<Finding | undefined> {
  if (held.is !== 'running') return run.open ? await start(run, options) : undefined;
  if (held.state.seq === run.seq) return undefined;
  try {
    return await bringUp(run, options);
  } catch (error) {
    if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) throw error;
    return { workflowId: run.workflowId, finding: 'unanswered', journal: run.seq, workflow: held.state.seq };
  }
}

/** The record is read after the workflow was asked: a decision in between must not look like a lost one. */
async function compare(workflowId: string, options: Options): Promise<Found> {
  const held = await askHeld(workflowId, options);
  const run = await findRun(workflowId);
  const journal = run?.seq ?? 0;
  if (held.is === 'silent') return { workflowId, finding: 'unanswered', journal, workflow: null };
  if ('state' in held && held.state.seq > journal) return { workflowId, journal, state: held.state };
  return run === null ? undefined : await followRecord(run, held, options);
}

/** Processes that Temporal knows and the open runs do not: lost with an older copy, or over while their workflow still waits. */
async function* strangers(options: Options): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const { workflowId, running } of eachHeld(options)) {
    if (seen.has(workflowId)) continue;
    seen.add(workflowId);
    const run = await findRun(workflowId);
    if (run === null || (!run.open && running)) yield workflowId;
  }
}

type Found = Finding | Ahead | undefined;
const isAhead = (found: Found): found is Ahead => found !== undefined && !('finding' in found);
const isFinding = (found: Found): found is Finding => found !== undefined && 'finding' in found;

/** Recovers, and starts again what is whole now but no longer runs. */
async function recoverAll(
  aheads: readonly Ahead[],
  options: Options,
  order: RecoverOrder,
): Promise<Finding[]> {
  const findings: Finding[] = [...(await recover(aheads, options, order))];
  for (const { workflowId, finding } of [...findings]) {
    const next = finding === 'recovered' ? await compare(workflowId, options) : undefined;
    if (isFinding(next)) findings.push(next);
  }
  return findings;
}

/**
 * Reconciles every process; gives what was found, nothing for those that agree. A process whose record is behind is only
 * listed, and stays frozen, unless an order says that it is to be recovered, by whom and why.
 */
export async function reconcile(
  options: Options,
  order?: RecoverOrder,
): Promise<{ runs: number; findings: Finding[] }> {
  const found: Found[] = [];
  let count = 0;
  for await (const { workflowId } of eachRun({ open: true })) {
    count += 1;
    found.push(await compare(workflowId, options));
  }
  for await (const workflowId of strangers(options)) found.push(await compare(workflowId, options));
  const aheads = found.filter(isAhead);
  const rest = found.filter(isFinding);
  if (order !== undefined)
    return { runs: count, findings: [...rest, ...(await recoverAll(aheads, options, order))] };
  const listed = aheads.map(({ workflowId, journal, state }): Finding => {
    return { workflowId, finding: 'ahead', journal, workflow: state.seq };
  });
  return { runs: count, findings: [...rest, ...listed] };
}
