/** How mongod is run on one machine: a replica set of one member, on loopback only, with its data on disk. */
import { mkdirSync } from 'node:fs';
import type { Environment } from '../config';
import { ensureWritablePrimary } from '../models/replica-set';
import type { Program } from './child';

const replicaSet = 'govflow';
/** Recovery after a power cut replays the journal first. */
export const mongodReadyMs = 60_000;

export interface ServerPlace {
  readonly path: string;
  readonly dataDir: string;
  readonly port: number;
  readonly logFile: string;
  readonly env: Environment;
}

export function mongodProgram({ path, dataDir, port, logFile, env }: ServerPlace): Program {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const args = [
    '--dbpath',
    dataDir,
    '--port',
    String(port),
    '--replSet',
    replicaSet,
    '--bind_ip',
    '127.0.0.1',
  ];
  // A quarter of a gigabyte is plenty for one office, and Temporal, worker and API live beside it. A socket file in
  // the shared temporary folder could belong to somebody else, so there is none. --quiet keeps connections out of the log.
  // Records are text that repeats itself: zstd makes them a third smaller than the default; old collections stay readable.
  args.push('--wiredTigerCollectionBlockCompressor', 'zstd');
  args.push('--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '512', '--nounixsocket', '--quiet');
  return { name: 'mongod', command: path, args, env, logFile };
}

export function mongodbUri(port: number, database: string): string {
  return `mongodb://127.0.0.1:${String(port)}/${database}?replicaSet=${replicaSet}`;
}

/** Resolves when transactions can be written; also tells the member its new address after a change of port. */
export async function awaitMongod(port: number, signal: AbortSignal): Promise<void> {
  await ensureWritablePrimary(`127.0.0.1:${String(port)}`, {
    setName: replicaSet,
    deadlineMs: mongodReadyMs,
    signal,
  });
}
