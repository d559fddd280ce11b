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

const byId = (rows: readonly TaskDocument[]): ReadonlyMap<string, TaskRow> =>
  new Map(rows.map(({ _id: _id, ...row }) => [row.id, row]));

/** The task rows of a process, by id. */
export async function tasksOf(workflowId: string): Promise<ReadonlyMap<string, TaskRow>> {
  return byId(await tasks.collection.find<TaskDocument>({ workflowId } as never).toArray());
}

/** What is told of a process: its untold lines in order, with its state and its tasks as they stand now. */
export interface ToTell {
  readonly untold: Untold;
  readonly lines: readonly Line[];
  readonly state: ProcessState;
  readonly tasks: ReadonlyMap<string, TaskRow>;
}

function group<T extends { readonly workflowId: string }>(all: readonly T[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(each.workflowId, [...(groups.get(each.workflowId) ?? []), each]);
  return groups;
}

/** Reads what is told of some processes, three questions for all of them; one that has gone is left out. */
export async function readUntold(all: readonly Untold[]): Promise<ToTell[]> {
  if (all.length === 0) return [];
  const ids = all.map(({ workflowId }) => workflowId);
  const found = await runs.collection.find<RunDocument>({ _id: { $in: ids } } as never).toArray();
  const known = new Map(found.map((run) => [run._id, run]));
  const there = all.flatMap((untold) => {
    const run = known.get(untold.workflowId);
    return run === undefined ? [] : [{ untold, run }];
  });
  if (there.length === 0) return [];
  const [lines, rows] = await Promise.all([
    records.collection
      .find<RecordLine>({
        $or: there.map(({ untold: { workflowId, from }, run }) => ({
          workflowId,
          workflowSeq: { $gte: from, $lte: run.seq },
        })),
      } as never)
      .sort({ workflowId: 1, workflowSeq: 1 })
      .toArray(),
    tasks.collection.find<TaskDocument>({ workflowId: { $in: ids } } as never).toArray(),
  ]);
  const linesOf = group(lines);
  const rowsOf = group(rows);
  return there.map(({ untold, run }) => ({
    untold,
    lines: (linesOf.get(untold.workflowId) ?? []).map(({ workflowSeq, at, actor, events }) => ({
      ...{ seq: workflowSeq, at, actor, events },
    })),
    state: run.state,
    tasks: byId(rowsOf.get(untold.workflowId) ?? []),
  }));
}

/** Notes that all lines that were read were told; lines that came meanwhile stay untold. */
export async function settleUntold(told: readonly Pick<ToTell, 'untold' | 'lines'>[]): Promise<void> {
  if (told.length === 0) return;
  await runs.collection.bulkWrite(
    told.map(({ untold: { workflowId, from }, lines }) => {
      const last = lines.at(-1)?.seq;
      const rest =
        last === undefined ? '$$REMOVE' : { $cond: [{ $gt: ['$seq', last] }, last + 1, '$$REMOVE'] };
      return {
        updateOne: {
          filter: { _id: workflowId, untoldFrom: from } as never,
          update: [{ $set: { untoldFrom: rest } }],
        },
      };
    }),
    { ordered: false },
  );
}

/** How many processes have lines that were untold since before an instant (ISO UTC). */
export async function countUntold(before: string): Promise<number> {
  return await runs.collection.countDocuments({
    untoldFrom: { $exists: true },
    updatedAt: { $lt: before },
  });
}
