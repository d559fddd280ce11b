/** The product as an office with many machines runs it: two APIs, two workers, one Temporal, a replica set of three. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processEnvironment, type Environment } from '../../config';
import { buildProduct, startOf, thrift } from '../../embedded/build';
import { readLog, startChild, type Child, type Exit } from '../../embedded/child';
import { freePort } from '../../embedded/ports';
import { runCommand } from '../../embedded/run-command';
import { sharedGuard, startTemporal } from '../../embedded/test-servers';
import { startReplicaSet, type ReplicaSet } from './replica-set';

/** A process of ours that can be replaced. */
export interface Part {
  readonly name: string;
  /** Starts it and waits until it does its work. */
  start(): Promise<void>;
  /** Asks it to end and tells how it did. */
  stop(): Promise<Exit>;
  log(): string;
}

/** A Temporal server of this machine. */
export interface Engine {
  readonly address: string;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface ManyHouse {
  /** Of the two APIs. */
  readonly baseUrls: readonly [string, string];
  readonly baseUrl: string;
  readonly apis: readonly Part[];
  readonly workers: readonly Part[];
  readonly set: ReplicaSet;
  readonly engine: Engine;
  tool(file: string, ...args: string[]): Promise<{ ok: boolean; output: string }>;
  stop(): Promise<void>;
}

const root = join(__dirname, '..', '..');
/** Longer than worker (15 s) and API (8 s) give what is under way. */
const graceMs = 30_000;
const readyMs = 90_000;
const gone: Exit = { code: null, signal: null };

interface Recipe {
  readonly name: string;
  readonly program: ReturnType<typeof startOf>;
  readonly env: Environment;
  readonly folder: string;
  readonly ready: (said: string) => Promise<boolean>;
}

function part({ name, program, env, folder, ready }: Recipe): Part {
  let child: Child | undefined;
  const logFile = join(folder, `${name}.log`);
  const log = (): string => readLog(logFile, 0).slice(-20_000);
  return {
    name,
    log,
    start: async () => {
      child = await startChild({ name, ...program, env, logFile }, sharedGuard());
      const giveUpAt = Date.now() + readyMs;
      while (!(await ready(readLog(logFile, child.logFrom)))) {
        if (child.hasExited() || Date.now() > giveUpAt) throw new Error(`${name} is not ready:\n${log()}`);
        await pause(100);
      }
    },
    stop: async () => (await child?.stop(graceMs)) ?? gone,
  };
}

async function isReady(baseUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${baseUrl}/readyz`)).ok;
  } catch {
    return false;
  }
}

interface Ground {
  /** The compiled product, as the image has it. */
  readonly build: string | undefined;
  readonly env: Environment;
  readonly folder: string;
}

async function apiPart(name: string, { build, env, folder }: Ground): Promise<Part & { baseUrl: string }> {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${String(port)}`;
  const own = { ...env, HTTP_PORT: String(port) };
  return {
    ...part({ name, program: startOf('server', build), env: own, folder, ready: () => isReady(baseUrl) }),
    baseUrl,
  };
}

function workerPart(name: string, { build, env, folder }: Ground): Part {
  const ready = (said: string) => Promise.resolve(said.includes('worker ready'));
  return part({ name, program: startOf('worker', build), env, folder, ready });
}

function environment(folder: string, set: ReplicaSet, engine: Engine): Environment {
  const secret = () => randomBytes(32).toString('hex');
  return {
    ...thrift,
    ...processEnvironment(),
    HTTP_HOST: '127.0.0.1',
    MONGODB_URI: set.uriOf('many'),
    TEMPORAL_ADDRESS: engine.address,
    TOKEN_SECRET: secret(),
    CHAIN_KEY: secret(),
    HEADS_DIR: join(folder, 'heads'),
    WORKFLOW_BUNDLE: join(folder, 'workflow-bundle.js'),
    ALLOW_DEMO_PEOPLE: 'true',
    LOG_LEVEL: 'warn',
    // Three people send what an office sends.
    REQUESTS_PER_MINUTE: '1000000',
  };
}

/** Starts everything on free ports with throw-away data, on the given Temporal server or one of its own. */
export async function startManyHouse(given?: Engine): Promise<ManyHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'govflow-many-'));
  const set = await startReplicaSet();
  const engine = given ?? (await startTemporal());
  const env = environment(folder, set, engine);
  const tool: ManyHouse['tool'] = (file, ...args) =>
    runCommand(process.execPath, ['--import', 'tsx', join(root, file), ...args], {
      env,
      timeoutMs: 300_000,
      cwd: root,
    });
  const bundle = join(folder, 'workflow-bundle.js');
  for (const [file, ...args] of [['scripts/seed.ts'], ['scripts/bundle-workflows.ts', bundle]] as const) {
    const done = await tool(file, ...args);
    if (!done.ok) throw new Error(`${file} failed:\n${done.output}`);
  }
  const ground = { build: await buildProduct(processEnvironment()), env, folder };
  const [one, two] = [await apiPart('api-1', ground), await apiPart('api-2', ground)];
  const workers = [workerPart('worker-1', ground), workerPart('worker-2', ground)];
  const parts = [...workers, one, two];
  await Promise.all(parts.map((each) => each.start()));
  return {
    baseUrls: [one.baseUrl, two.baseUrl],
    baseUrl: one.baseUrl,
    apis: [one, two],
    workers,
    set,
    engine,
    tool,
    stop: async () => {
      await Promise.all(parts.map((each) => each.stop()));
      await engine.stop();
      await set.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
