/** Closed Temporal runs as they were, kept for good: one document a run, its events as gzipped JSON in GridFS. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import mongoose, { Schema, model } from 'mongoose';
import { isDuplicateKey } from './connection';

export interface ArchivedRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  /** As Temporal closed it: COMPLETED, FAILED, TERMINATED, CONTINUED_AS_NEW, … */
  readonly status: string;
  readonly startedAt: string;
  readonly closedAt: string;
  readonly eventCount: number;
  /** Of the JSON before it was compressed. */
  readonly sha256: string;
  readonly bytes: number;
}

interface HistoryDocument extends Omit<ArchivedRun, 'runId'> {
  _id: string;
  gridId: mongoose.Types.ObjectId;
}

const text = { type: String, required: true } as const;
const count = { type: Number, required: true } as const;

const schema = new Schema<HistoryDocument>(
  {
    _id: text,
    workflowId: text,
    type: text,
    status: text,
    startedAt: text,
    closedAt: text,
    eventCount: count,
    sha256: text,
    bytes: count,
    gridId: { type: Schema.Types.ObjectId, required: true },
  },
  { strict: 'throw', versionKey: false },
);
schema.index({ workflowId: 1, startedAt: 1 });

const HistoryModel = model('History', schema, 'histories');

interface SweepDocument {
  _id: string;
  until: string;
}

const SweepModel = model(
  'Sweep',
  new Schema<SweepDocument>({ _id: text, until: text }, { strict: 'throw', versionKey: false }),
  'sweeps',
);

function bucket(): mongoose.mongo.GridFSBucket {
  const { db } = mongoose.connection;
  if (db === undefined) throw new Error('MongoDB is not connected');
  return new mongoose.mongo.GridFSBucket(db, { bucketName: 'historyFiles' });
}

const hashOfText = (json: string): string => createHash('sha256').update(json).digest('hex');

function toArchived({ _id, gridId: _gridId, ...rest }: HistoryDocument): ArchivedRun {
  return { runId: _id, ...rest };
}

/** Of these runs, the ones that are not archived yet. */
export async function listUnarchived(runIds: readonly string[]): Promise<string[]> {
  const found = await HistoryModel.find({ _id: { $in: [...runIds] } })
    .select({ _id: 1 })
    .lean<{ _id: string }[]>();
  const known = new Set(found.map(({ _id }) => _id));
  return runIds.filter((runId) => !known.has(runId));
}

/** Keeps a closed run; a run that is kept already stays as it is, and no second copy of its events remains. */
export async function archiveRun(
  run: Omit<ArchivedRun, 'sha256' | 'bytes'>,
  json: string,
): Promise<'archived' | 'known'> {
  const { runId, ...rest } = run;
  const upload = bucket().openUploadStream(`${runId}.json.gz`);
  await pipeline(Readable.from([Buffer.from(json)]), createGzip(), upload);
  const sealed = { sha256: hashOfText(json), bytes: Buffer.byteLength(json) };
  try {
    await HistoryModel.create({ _id: runId, ...rest, ...sealed, gridId: upload.id });
    return 'archived';
  } catch (error) {
    await bucket().delete(upload.id);
    if (isDuplicateKey(error)) return 'known';
    throw error;
  }
}

/** The kept runs of one workflow id, oldest first. */
export async function listArchived(workflowId: string): Promise<ArchivedRun[]> {
  const found = await HistoryModel.find({ workflowId }).sort({ startedAt: 1 }).lean<HistoryDocument[]>();
  return found.map(toArchived);
}

/** The events of a kept run as JSON; throws when they are not what was archived. */
export async function readArchived(runId: string): Promise<string> {
  const found = await HistoryModel.findById(runId).lean<HistoryDocument>();
  if (found === null) throw new Error(`run ${runId} is not archived`);
  const content = bucket().openDownloadStream(found.gridId).pipe(createGunzip());
  const json = (await buffer(content)).toString('utf8');
  if (hashOfText(json) !== found.sha256) throw new Error(`the archived history of run ${runId} was altered`);
  return json;
}

/** Up to which close time everything is archived; null before the first whole sweep. */
export async function findArchivedUntil(): Promise<string | null> {
  return (await SweepModel.findById('histories').lean<SweepDocument>())?.until ?? null;
}

/** Remembers a whole sweep, so that the next one looks only at what closed later. */
export async function saveArchivedUntil(until: string): Promise<void> {
  await SweepModel.updateOne({ _id: 'histories' }, { $max: { until } }, { upsert: true });
}
