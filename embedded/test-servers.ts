/** Throw-away real servers for tests, measurements and the demo: a mongod and a Temporal in a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processEnvironment } from '../config';
import { loadLauncherConfig } from './launcher-config';
import { findBinary } from './binaries';
import { readLog, startChild, type Child, type Program } from './child';
import { startGuard, type Guard } from './guard';
import type { InstallContext } from './install-context';
import { awaitMongod, mongodbUri, mongodProgram } from './mongod';
import type { BinaryName } from './pins';
import { freePort } from './ports';
import { awaitTemporal, temporalProgram } from './temporal';

export interface TestServer {
  readonly pid: () => number;
  /** Where its data lie while it lives, for measurements. */
  readonly dataDir: string;
  /** Ends the server and removes its data. */
  readonly stop: () => Promise<void>;
  /** Ends the server without warning; its data stay. */
  readonly kill9: () => Promise<void>;
  /** Starts it again on the same port with the same data, whether it runs (then it is stopped first) or was killed. */
  readonly restart: () => Promise<void>;
}

export interface TestMongod extends TestServer {
  readonly port: number;
  /** The address without a database, for clients that choose one themselves. */
  readonly uri: string;
  readonly uriOf: (database: string) => string;
}

export interface TestTemporal extends TestServer {
  readonly port: number;
  readonly address: string;
}

const graceMs = 15_000;
let guard: Guard | undefined;

/** One guard per process: when the test run is killed, its servers end too. */
export function sharedGuard(): Guard {
  guard ??= startGuard();
  return guard;
}

function context(): InstallContext {
  const { cacheDir, environment, python } = loadLauncherConfig();
  return { cacheDir, env: environment, python, report: (zh, en) => process.stderr.write(`${zh} ${en}\n`) };
}

/** The path of a server program, fetched into the cache when it is nowhere yet. */
export async function binaryPath(name: BinaryName): Promise<string> {
  return (await findBinary(name, context())).path;
}

interface Recipe {
  readonly program: Program;
  readonly folder: string;
  readonly ready: (signal: AbortSignal) => Promise<void>;
}

async function begin({ program, ready }: Recipe): Promise<Child> {
  const child = await startChild(program, sharedGuard());
  const gone = new AbortController();
  void child.exited.then(() => {
    gone.abort();
  });
  try {
    await ready(gone.signal);
  } catch (cause) {
    await child.kill9();
    throw new Error(
      `${program.name} did not start:\n${readLog(program.logFile, child.logFrom).slice(-2_000)}`,
      { cause },
    );
  }
  return child;
}

async function run(recipe: Recipe): Promise<TestServer> {
  let child = await begin(recipe);
  return {
    pid: () => child.pid,
    dataDir: join(recipe.folder, 'data'),
    kill9: async () => {
      await child.kill9();
    },
    restart: async () => {
      await child.stop(graceMs);
      child = await begin(recipe);
    },
    stop: async () => {
      await child.stop(graceMs);
      rmSync(recipe.folder, { recursive: true, force: true });
    },
  };
}

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly server: Parameters<typeof mongodProgram>[0];
}

async function place(name: BinaryName): Promise<Place> {
  const [path, port] = [await binaryPath(name), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), `govflow-${name}-`));
  const env = processEnvironment();
  return {
    folder,
    port,
    server: { path, port, env, dataDir: join(folder, 'data'), logFile: join(folder, 'server.log') },
  };
}

/** A real mongod as a replica set of one, so that transactions work. */
export async function startMongod(): Promise<TestMongod> {
  const { folder, port, server } = await place('mongod');
  const ready = (signal: AbortSignal): Promise<void> => awaitMongod(port, signal);
  const running = await run({ folder, program: mongodProgram(server), ready });
  return { ...running, port, uri: mongodbUri(port, ''), uriOf: (database) => mongodbUri(port, database) };
}

/** A real Temporal server with the product's settings: database in a file, WAL, FULL, 200 updates in flight. */
export async function startTemporal(): Promise<TestTemporal> {
  const { folder, port, server } = await place('temporal');
  const ready = (signal: AbortSignal): Promise<void> => awaitTemporal(port, signal);
  const running = await run({ folder, program: temporalProgram(server, 'none'), ready });
  return { ...running, port, address: `127.0.0.1:${String(port)}` };
}
