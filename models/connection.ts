/** Opens and closes the one MongoDB connection of a process and runs transactions on it. Holds no schema. */
import mongoose from 'mongoose';
import type { ClientSession } from 'mongoose';

/** A transaction that reads and writes of other files take part in. */
export type Session = ClientSession;

/** Connects to a replica set and builds the indexes of every model that is loaded. */
export async function connectMongo(
  uri: string,
  options: { readonly maxPoolSize?: number } = {},
): Promise<void> {
  await mongoose.connect(uri, {
    autoIndex: false,
    // A dead database must become a 503 within the answer deadline, not a queue of waiting requests.
    serverSelectionTimeoutMS: 4000,
    waitQueueTimeoutMS: 4000,
    // A server that hangs is given up, and what waits for it is cut, after these two together.
    heartbeatFrequencyMS: 2000,
    connectTimeoutMS: 5000,
    bufferCommands: false,
    writeConcern: { w: 'majority', journal: true },
    readConcernLevel: 'majority',
    ...(options.maxPoolSize === undefined ? {} : { maxPoolSize: options.maxPoolSize }),
  });
  await createIndexes();
}

/** Builds missing collections and indexes; safe to run at every start. */
export async function createIndexes(): Promise<void> {
  for (const name of mongoose.modelNames()) {
    const model = mongoose.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}

/** Closes the connection; nothing stays open. */
export async function disconnectMongo(): Promise<void> {
  await mongoose.disconnect();
}

/** A probe asks every few seconds and wants the truth by then. */
const pingMs = 2000;

async function ping(): Promise<boolean> {
  try {
    const answer = await mongoose.connection.db?.admin().command({ hello: 1 });
    return answer?.['isWritablePrimary'] === true;
  } catch {
    return false;
  }
}

/** True when a primary answers that takes writes; one that hangs does not answer. */
export async function isMongoUp(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, pingMs, false);
  });
  try {
    return await Promise.race([ping(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs the work in one transaction; the driver repeats it on a transient conflict. */
export async function inTransaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const session = await mongoose.startSession();
  try {
    return await session.withTransaction(() => work(session), {
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority', journal: true },
    });
  } finally {
    await session.endSession();
  }
}

/**
 * A read of one document that sees every write that was ever confirmed; it waits until a majority of the members agrees that this
 * one leads. Ordinary reads may miss, for a moment after another member took over, what was confirmed just before.
 */
export const sureRead = { readConcern: { level: 'linearizable' }, maxTimeMS: 3_000 } as const;

/** True for a violated unique index. */
export function isDuplicateKey(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 11000;
}
