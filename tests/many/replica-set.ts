/** A real MongoDB replica set of three on this machine, whose members can be stopped, killed and started one by one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { processEnvironment } from '../../config';
import { startChild, type Child, type Program } from '../../embedded/child';
import { mongodProgram } from '../../embedded/mongod';
import { freePort } from '../../embedded/ports';
import { binaryPath, sharedGuard } from '../../embedded/test-servers';

const setName = 'govflow';
const graceMs = 20_000;
/** An election takes ten seconds after a kill; two cores are shared with everything else. */
const healthyMs = 90_000;

export interface Member {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  kill9(): Promise<void>;
  /** Holds it still: it keeps its connections and answers nobody. */
  hold(): void;
  release(): void;
}

export interface ReplicaSet {
  readonly members: readonly Member[];
  uriOf(database: string): string;
  /** The member that takes writes; waits for an election. */
  primary(): Promise<Member>;
  /** Asks the primary to let another take over, as an administrator does before maintenance. */
  stepDown(): Promise<void>;
  /** Resolves when one member is primary and the others follow it. */
  healthy(): Promise<void>;
  stop(): Promise<void>;
}

interface Seat extends Member {
  readonly address: string;
}

function seat(name: string, address: string, program: Program): Seat {
  let child: Child | undefined;
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    if (child === undefined) throw new Error('not started');
    process.kill(child.pid, name);
  };
  return {
    name,
    address,
    start: async () => {
      child = await startChild(program, sharedGuard());
    },
    stop: async () => {
      await child?.stop(graceMs);
    },
    kill9: async () => {
      await child?.kill9();
    },
    hold: () => signal('SIGSTOP'),
    release: () => signal('SIGCONT'),
  };
}

/** Asks one member; a member that is away or between two states answers null. */
async function command(
  address: string,
  body: Record<string, unknown>,
): Promise<Record<string, unknown> | null> {
  const client = new mongoose.mongo.MongoClient(`mongodb://${address}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
    connectTimeoutMS: 1_000,
    socketTimeoutMS: 30_000,
  });
  try {
    return await client.db('admin').command(body);
  } catch {
    return null;
  } finally {
    await client.close();
  }
}

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const giveUpAt = Date.now() + healthyMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > giveUpAt) throw new Error(`the replica set has no ${what}`);
    await pause(100);
  }
}

async function findPrimary(seats: readonly Seat[]): Promise<Seat | null> {
  for (const each of seats) {
    if ((await command(each.address, { hello: 1 }))?.['isWritablePrimary'] === true) return each;
  }
  return null;
}

async function areHealthy(seats: readonly Seat[]): Promise<true | null> {
  const hellos = await Promise.all(seats.map((each) => command(each.address, { hello: 1 })));
  const primaries = hellos.filter((hello) => hello?.['isWritablePrimary'] === true).length;
  const secondaries = hellos.filter((hello) => hello?.['secondary'] === true).length;
  return primaries === 1 && secondaries === seats.length - 1 ? true : null;
}

/** Starts three members with throw-away data and makes them one set. */
export async function startReplicaSet(): Promise<ReplicaSet> {
  const folder = mkdtempSync(join(tmpdir(), 'govflow-set-'));
  const path = await binaryPath('mongod');
  const seats: Seat[] = [];
  for (const name of ['mongod-1', 'mongod-2', 'mongod-3']) {
    const port = await freePort();
    const place = { path, port, dataDir: join(folder, name), logFile: join(folder, `${name}.log`) };
    const program = mongodProgram({ ...place, env: processEnvironment() });
    seats.push(seat(name, `127.0.0.1:${String(port)}`, program));
  }
  await Promise.all(seats.map((each) => each.start()));
  const first = seats[0];
  if (first === undefined) throw new Error('no members');
  const members = seats.map(({ address }, index) => ({ _id: index, host: address }));
  await until('first member', () => command(first.address, { hello: 1 }));
  await command(first.address, { replSetInitiate: { _id: setName, members } });
  const healthy = async (): Promise<void> => {
    await until('health', () => areHealthy(seats));
  };
  await healthy();
  const primary = () => until('primary', () => findPrimary(seats));
  const hosts = seats.map(({ address }) => address).join(',');
  return {
    members: seats,
    uriOf: (database) => `mongodb://${hosts}/${database}?replicaSet=${setName}`,
    primary,
    stepDown: async () => {
      await command((await primary()).address, { replSetStepDown: 20, secondaryCatchUpPeriodSecs: 10 });
    },
    healthy,
    stop: async () => {
      await Promise.all(seats.map((each) => each.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
