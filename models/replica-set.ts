/** Brings a single mongod to the state the product needs: a replica set of one member that takes writes. It stores nothing. */
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';

const { MongoClient, MongoServerError } = mongoose.mongo;
type Admin = ReturnType<ReturnType<InstanceType<typeof MongoClient>['db']>['admin']>;

const notYetInitialized = 94; // MongoDB's error code, stable by its compatibility promise

interface Member {
  readonly _id: number;
  readonly host: string;
}
interface SetConfig {
  readonly _id: string;
  readonly version: number;
  readonly members: readonly Member[];
}

async function readConfig(admin: Admin): Promise<SetConfig | undefined> {
  try {
    const answer = await admin.command({ replSetGetConfig: 1 });
    return answer['config'] as SetConfig; // the server's own document, whose shape the command guarantees
  } catch (error) {
    if (error instanceof MongoServerError && error.code === notYetInitialized) return undefined;
    throw error;
  }
}

/** The port may have changed since the last start: the member then has to be told its own address. */
async function configure(admin: Admin, setName: string, address: string): Promise<void> {
  const config = await readConfig(admin);
  if (!config) {
    await admin.command({ replSetInitiate: { _id: setName, members: [{ _id: 0, host: address }] } });
  } else if (config.members[0]?.host !== address) {
    const members = [{ ...config.members[0], _id: 0, host: address }];
    await admin.command({
      replSetReconfig: { ...config, version: config.version + 1, members },
      force: true,
    });
  }
}

async function bringUp(admin: Admin, setName: string, address: string): Promise<boolean> {
  const hello = await admin.command({ hello: 1 });
  if (hello['isWritablePrimary'] === true && hello['me'] === address) return true;
  await configure(admin, setName, address);
  return false;
}

/** A client of its own for each attempt: one that met a closed port does not recover. */
async function attempt(setName: string, address: string): Promise<boolean> {
  const uri = `mongodb://${address}/?directConnection=true`;
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500, connectTimeoutMS: 1_000 });
  try {
    return await bringUp(client.db('admin').admin(), setName, address);
  } finally {
    await client.close();
  }
}

/**
 * Initiates the set, corrects the member's address and waits until it is a writable primary.
 * `address` is `host:port` on this machine; throws the last error when `deadlineMs` passed or the signal was given.
 */
export async function ensureWritablePrimary(
  address: string,
  { setName, deadlineMs, signal }: { setName: string; deadlineMs: number; signal?: AbortSignal },
): Promise<void> {
  const end = Date.now() + deadlineMs;
  let last: unknown;
  while (Date.now() < end && signal?.aborted !== true) {
    try {
      if (await attempt(setName, address)) return;
    } catch (error) {
      last = error; // not listening yet, or between two states: ask again until the deadline
    }
    await pause(50);
  }
  throw new Error(`mongod at ${address} did not become a writable primary`, { cause: last });
}
