/** Lines of the record whose notices were not made yet. The record marks them in its own transaction; none is forgotten. */
import type { Line } from '../domain/notices/notices-of';
import type { ProcessState } from '../domain/project/state';
import type { TaskRow } from '../domain/project/view';
import {
  records,
  runs,
  tasks,
  type RecordLine,
  type RunDocument,
  type TaskDocument,
} from './process-schemas';

export interface Untold {
  readonly workflowId: string;
  /** Position of the first line that was not told. */
  readonly from: number;
}

/** Processes with lines that were not told, at most so many. */
export async function listUntold(limit: number): Promise<Untold[]> {
  const found = await runs.collection
    .find<Required<Pick<RunDocument, '_id' | 'untoldFrom'>>>({ untoldFrom: { $exists: true } } as never)
    .project({ untoldFrom: 1 })
    .limit(limit)
    .toArray();
  return found.map(({ _id, untoldFrom }) => ({ workflowId: String(_id), from: Number(untoldFrom) }));
}

/** The task rows of a process, by id. */
export async function tasksOf(workflowId: string): Promise<ReadonlyMap<string, TaskRow>> {
  const rows = await tasks.collection.find<TaskDocument>({ workflowId } as never).toArray();
  return new Map(rows.map(({ _id: _id, ...row }) => [row.id, row]));
}

/** What is told of a process: its untold lines in order, with its state and its tasks as they stand now. */
export async function readUntold({
  workflowId,
  from,
}: Untold): Promise<{ lines: Line[]; state: ProcessState; tasks: ReadonlyMap<string, TaskRow> } | null> {
  const run = await runs.collection.findOne<RunDocument>({ _id: workflowId } as never);
  if (run === null) return null;
  const [lines, rows] = await Promise.all([
    records.collection
      .find<RecordLine>({ workflowId, workflowSeq: { $gte: from, $lte: run.seq } } as never)
      .sort({ workflowSeq: 1 })
      .toArray(),
    tasksOf(workflowId),
  ]);
  return {
    lines: lines.map(({ workflowSeq, at, actor, events }) => ({ seq: workflowSeq, at, actor, events })),
    state: run.state,
    tasks: rows,
  };
}

/** Notes that all lines up to `seq` were told (null: there were none); lines that came meanwhile stay untold. */
export async function settleUntold({ workflowId, from }: Untold, seq: number | null): Promise<void> {
  const asRead = { _id: workflowId, untoldFrom: from, ...(seq === null ? {} : { seq }) };
  const all = await runs.collection.updateOne(asRead as never, { $unset: { untoldFrom: '' } });
  if (all.matchedCount > 0 || seq === null) return;
  await runs.collection.updateOne({ _id: workflowId, untoldFrom: from } as never, {
    $set: { untoldFrom: seq + 1 },
  });
}

/** How many processes have lines that were untold since before an instant (ISO UTC). */
export async function countUntold(before: string): Promise<number> {
  return await runs.collection.countDocuments({
    untoldFrom: { $exists: true },
    updatedAt: { $lt: before },
  });
}
