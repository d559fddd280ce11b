/** Closed runs whose history could not be kept yet: the sweep goes on without them, tries them again, and operators see them. */
import { Schema, model } from 'mongoose';
import { findArchivedUntil } from './histories';
import { cases, projects } from './process-schemas';

export interface UnarchivedRun {
  readonly workflowId: string;
  readonly runId: string;
  /** The workflow's type. */
  readonly type: string;
  /** Message of the last failure. */
  readonly reason: string;
  /** Instants: when it failed first and last. */
  readonly since: string;
  readonly last: string;
}

interface UnarchivedDocument extends Omit<UnarchivedRun, 'runId'> {
  _id: string;
}

const text = { type: String, required: true } as const;

const UnarchivedModel = model(
  'Unarchived',
  new Schema<UnarchivedDocument>(
    { _id: text, workflowId: text, type: text, reason: text, since: text, last: text },
    { strict: 'throw', versionKey: false },
  ),
  'unarchived',
);

/** A message may quote a whole server. */
const reasonLength = 500;

/** Notes that a run could not be kept; the first time stays. */
export async function noteUnarchived(
  { runId, workflowId, type }: Pick<UnarchivedRun, 'runId' | 'workflowId' | 'type'>,
  reason: string,
  at: string,
): Promise<void> {
  await UnarchivedModel.updateOne(
    { _id: runId },
    {
      $set: { workflowId, type, reason: reason.slice(0, reasonLength), last: at },
      $setOnInsert: { since: at },
    },
    { upsert: true },
  );
}

/** The run is kept now. Safe to call for one that was never noted. */
export async function forgetUnarchived(runId: string): Promise<void> {
  await UnarchivedModel.deleteOne({ _id: runId });
}

/** Runs that could not be kept, oldest trouble first, at most so many. */
export async function listFailed(most: number): Promise<UnarchivedRun[]> {
  const found = await UnarchivedModel.find().sort({ since: 1 }).limit(most).lean<UnarchivedDocument[]>();
  return found.map(({ _id, ...rest }) => ({ runId: _id, ...rest }));
}

export interface ArchiveLook {
  /** Close time up to which everything is kept or listed; null before the first whole sweep. */
  readonly archivedUntil: string | null;
  /** How many runs could not be kept, and the first of them. */
  readonly failedRuns: number;
  readonly failed: readonly UnarchivedRun[];
  /** Whether a sweep should have come by now. */
  readonly late: boolean;
}

/** Failed runs shown at most. */
const mostFailed = 50;
/** The sweep runs every night and marks an hour less than its start; after this it is late. */
const lateMs = 27 * 3_600_000;

/** Before the first sweep only a system that is older than a day is late. */
async function isOlderThan(instant: string): Promise<boolean> {
  const older = { createdAt: { $lt: instant } };
  return (await projects.exists(older)) !== null || (await cases.exists(older)) !== null;
}

/** How far the archive has come. `now` is an ISO UTC instant. */
export async function lookAtArchive(now: string): Promise<ArchiveLook> {
  const [archivedUntil, failedRuns, failed] = await Promise.all([
    findArchivedUntil(),
    UnarchivedModel.countDocuments(),
    listFailed(mostFailed),
  ]);
  const limit = new Date(Date.parse(now) - lateMs).toISOString();
  const late = archivedUntil === null ? await isOlderThan(limit) : archivedUntil < limit;
  return { archivedUntil, failedRuns, failed, late };
}
