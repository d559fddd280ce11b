/** Reads of the folded state that each workflow is started again from. */
import type { ProcessState } from '../domain/project/state';
import { sureRead } from './connection';
import { runs, type RunDocument } from './process-schemas';

export interface StoredRun {
  readonly workflowId: string;
  readonly seq: number;
  readonly open: boolean;
  readonly workflowType: string;
  readonly state: ProcessState;
}

/**
 * The stored run of a workflow, or null before its first recorded command. Never older than a command that is known to be
 * recorded (`atLeast`, its position), and that there is none is said only for sure.
 */
export async function findRun(workflowId: string, atLeast = 1): Promise<StoredRun | null> {
  const one = { _id: workflowId } as never;
  const read = await runs.collection.findOne<RunDocument>(one);
  const run =
    read === null || read.seq < atLeast ? await runs.collection.findOne<RunDocument>(one, sureRead) : read;
  return run === null
    ? null
    : { workflowId, seq: run.seq, open: run.open, workflowType: run.workflowType, state: run.state };
}

/** Every run, open ones only if asked, one by one. */
export async function* eachRun(filter: { open?: boolean } = {}): AsyncGenerator<StoredRun> {
  for await (const run of runs.find(filter).sort({ _id: 1 }).lean().cursor()) {
    yield {
      workflowId: run._id,
      seq: run.seq,
      open: run.open,
      workflowType: run.workflowType,
      state: run.state,
    };
  }
}
