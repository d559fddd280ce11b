/** Takes a backup of the running database at one cluster time, and fills an empty database from one. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import mongoose from 'mongoose';
import {
  BackupFault,
  backupFormat,
  createChainWatch,
  createTally,
  endMark,
  readBackup,
  toBytes,
  verifyBackup,
  type Manifest,
} from './backup-format';
import { createIndexes } from './connection';
import { beginRestore, endRestore, restoreMarks } from './restore-mark';

const { BSON } = mongoose.mongo;
type Db = mongoose.mongo.Db;

export type Progress = (collection: string, documents: number) => void;

interface BackupOrder {
  readonly file: string;
  readonly appVersion: string;
  /** ISO UTC instant. */
  readonly at: string;
  /** Seconds for which MongoDB keeps the snapshot; its own setting (300) when absent. */
  readonly windowSeconds?: number;
  readonly progress: Progress;
}

/** Documents of one insert: fast, and far below what a message may weigh. */
const batchSize = 500;
const batchBytes = 8 * 1024 * 1024;
/** How hard gzip tries: the snapshot lives five minutes, and most bytes are files that are compressed already. */
const quickest = 1;
/** MongoDB's errors for a snapshot it no longer has. */
const snapshotGone = new Set([239, 246]);

/** Said with every read: the read concern of the connection would silently win over that of the session. */
const snapshot = { level: 'snapshot' } as const;

function database(): Db {
  const { db } = mongoose.connection;
  if (db === undefined) throw new Error('MongoDB is not connected');
  return db;
}

async function listNames(): Promise<string[]> {
  const found = await database().listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  return found
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.') && name !== restoreMarks)
    .sort();
}

/** Keeps MongoDB's snapshots for so long while the work runs, then puts its own setting back. */
async function withWindow<T>(seconds: number | undefined, work: () => Promise<T>): Promise<T> {
  if (seconds === undefined) return await work();
  const admin = database().admin();
  const name = 'minSnapshotHistoryWindowInSeconds';
  const before = (await admin.command({ getParameter: 1, [name]: 1 }))[name] as number;
  await admin.command({ setParameter: 1, [name]: Math.max(before, seconds) });
  try {
    return await work();
  } finally {
    await admin.command({ setParameter: 1, [name]: before });
  }
}

async function write(out: Gzip, bytes: Uint8Array): Promise<void> {
  if (!out.write(bytes)) await once(out, 'drain');
}

/** Every read of the session carried this time; the driver keeps it on the session without telling its types. */
function snapshotTimeOf(session: mongoose.mongo.ClientSession): string {
  const { snapshotTime: time } = session as { snapshotTime?: mongoose.mongo.Timestamp };
  if (time === undefined) throw new Error('nothing was read in the snapshot session');
  return `${String(time.t)}.${String(time.i)}`;
}

/** Streams every collection, all of one session's snapshot. */
async function dump(out: Gzip, { appVersion, at, progress }: BackupOrder): Promise<void> {
  const session = mongoose.connection.getClient().startSession({ snapshot: true });
  const watch = createChainWatch();
  const collections: Manifest['collections'] = [];
  try {
    await write(out, toBytes({ format: backupFormat }));
    for (const name of await listNames()) {
      const tally = createTally(name);
      await write(out, toBytes({ collection: name }));
      const cursor = database()
        .collection(name)
        .find({}, { session, readConcern: snapshot, raw: true, sort: { _id: 1 } });
      // With `raw` the driver hands over the bytes of each document, whatever its type says.
      for await (const document of cursor as unknown as AsyncIterable<Uint8Array>) {
        tally.add(document);
        watch.see(name, document);
        await write(out, document);
      }
      await write(out, endMark);
      const done = tally.close();
      collections.push(done);
      progress(name, done.count);
    }
    const clusterTime = snapshotTimeOf(session);
    const chains = watch.close();
    await write(
      out,
      toBytes({ format: backupFormat, appVersion, takenAt: at, clusterTime, collections, chains }),
    );
  } finally {
    await session.endSession();
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof mongoose.mongo.MongoServerError) || !snapshotGone.has(Number(error.code)))
    return error;
  return new BackupFault(
    '备份用时超过 MongoDB 保留快照的时间;请用 --window 秒数 重试',
    'the backup took longer than MongoDB keeps a snapshot; try again with --window <seconds>',
  );
}

/** Writes one consistent backup of the running system (mode 0600) and reads it back; leaves no half file behind. */
export async function takeBackup(order: BackupOrder): Promise<Manifest> {
  const part = `${order.file}.part`;
  const file = createWriteStream(part, { mode: 0o600, flags: 'wx' });
  await once(file, 'open');
  const out = createGzip({ level: quickest });
  const written = finished(out.pipe(file));
  try {
    await withWindow(order.windowSeconds, () => dump(out, order));
    out.end();
    await written;
    const manifest = await verifyBackup(part);
    await rename(part, order.file);
    return manifest;
  } catch (error) {
    out.destroy();
    file.destroy();
    await written.catch(() => undefined);
    await rm(part, { force: true });
    throw explained(error);
  }
}

/** Names of the collections that hold something. */
export async function listFilled(): Promise<string[]> {
  const filled: string[] = [];
  for (const name of await listNames())
    if (
      (await database()
        .collection(name)
        .findOne({}, { projection: { _id: 1 } })) !== null
    )
      filled.push(name);
  return filled;
}

async function insert(name: string, batch: readonly Uint8Array[]): Promise<void> {
  if (batch.length === 0) return;
  // Numbers stay the kind of number they were: the hash of a line must be the same after the journey.
  const documents = batch.map((bytes) => BSON.deserialize(bytes, { promoteValues: false, bsonRegExp: true }));
  await database().collection(name).insertMany(documents, { ordered: false, ignoreUndefined: false });
}

async function fill(file: string, progress: Progress): Promise<void> {
  let [batch, weight, count]: [Uint8Array[], number, number] = [[], 0, 0];
  const flush = async (name: string) => {
    await insert(name, batch);
    count += batch.length;
    [batch, weight] = [[], 0];
  };
  for await (const part of readBackup(file)) {
    if (part.kind === 'document') {
      batch.push(Buffer.from(part.bytes));
      weight += part.bytes.length;
      if (batch.length >= batchSize || weight >= batchBytes) await flush(part.collection);
    }
    if (part.kind === 'end') {
      await flush(part.collection);
      progress(part.collection, count);
      count = 0;
    }
  }
}

/** The driver gives GridFS its indexes only while it is empty: a filled one would be searched file by file for ever. */
async function indexFiles(): Promise<void> {
  for (const name of await listNames()) {
    const collection = database().collection(name);
    if (name.endsWith('.files')) await collection.createIndex({ filename: 1, uploadDate: 1 }, {}, {});
    if (name.endsWith('.chunks')) await collection.createIndex({ files_id: 1, n: 1 }, { unique: true }, {});
  }
}

async function requireCounts({ collections }: Manifest): Promise<void> {
  for (const { name, count } of collections) {
    const here = await database().collection(name).countDocuments();
    if (here !== count)
      throw new Error(`${name} holds ${String(here)} documents, the backup ${String(count)}: restore again`);
  }
}

/** Replaces what the database holds by a verified backup. Until `reconcile` has passed, no decision is taken on it. */
export async function restoreBackup(
  file: string,
  { at, progress }: { readonly at: string; readonly progress: Progress },
): Promise<Manifest> {
  const manifest = await verifyBackup(file);
  await beginRestore({ at, clusterTime: manifest.clusterTime, takenAt: manifest.takenAt });
  for (const name of await listNames()) await database().dropCollection(name);
  await fill(file, progress);
  await createIndexes();
  await indexFiles();
  await requireCounts(manifest);
  await endRestore();
  return manifest;
}
