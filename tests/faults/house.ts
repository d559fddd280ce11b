/** The product as real processes that can be killed one by one: mongod, Temporal, worker, API. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processEnvironment, type Environment } from '../../config';
import { buildProduct, startOf, thrift } from '../../embedded/build';
import { readLog, startChild, type Child } from '../../embedded/child';
import { freePort } from '../../embedded/ports';
import { runCommand } from '../../embedded/run-command';
import { sharedGuard, startMongod, startTemporal } from '../../embedded/test-servers';

export const partNames = ['worker', 'api', 'mongod', 'temporal'] as const;
export type PartName = (typeof partNames)[number];

interface Part {
  pid(): number;
  kill9(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface House {
  readonly baseUrl: string;
  readonly parts: Readonly<Record<PartName, Part>>;
  /** What worker and API were started with. */
  readonly env: Environment;
  readonly temporalDataDir: string;
  /** Runs one of the product's tools to its end; gives its exit code and output. */
  tool(file: string, ...args: string[]): Promise<{ ok: boolean; output: string }>;
  log(part: 'worker' | 'api'): string;
  stop(): Promise<void>;
}

const root = join(__dirname, '..', '..');
const graceMs = 15_000;
const readyMs = 90_000;

function program(name: string, start: ReturnType<typeof startOf>, env: Environment, folder: string): Part {
  let child: Child | undefined;
  const logFile = join(folder, `${name}.log`);
  return {
    pid: () => child?.pid ?? 0,
    kill9: async () => {
      await child?.kill9();
    },
    start: async () => {
      child = await startChild({ name, env, logFile, ...start }, sharedGuard());
    },
    stop: async () => {
      await child?.stop(graceMs);
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** Waits until the API and what it needs are ready; throws with the logs after a minute and a half. */
export async function waitReady(house: Pick<House, 'baseUrl' | 'log'>): Promise<void> {
  const giveUpAt = Date.now() + readyMs;
  while (!(await answers(`${house.baseUrl}/readyz`))) {
    if (Date.now() > giveUpAt)
      throw new Error(`the house is not ready:\n${house.log('api')}\n${house.log('worker')}`);
    await pause(200);
  }
}

async function prepare(tool: House['tool'], workflowBundle: string): Promise<void> {
  for (const [file, ...args] of [
    ['scripts/seed.ts'],
    ['scripts/bundle-workflows.ts', workflowBundle],
  ] as const) {
    const done = await tool(file, ...args);
    if (!done.ok) throw new Error(`${file} failed:\n${done.output}`);
  }
}

/** Starts everything on free ports with throw-away data; `more` goes into the environment of worker and API. */
export async function startHouse(more: Environment = {}): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'govflow-faults-'));
  const mongod = await startMongod();
  const temporal = await startTemporal();
  const port = await freePort();
  const secret = () => randomBytes(32).toString('hex');
  const workflowBundle = join(folder, 'workflow-bundle.js');
  const env: Environment = {
    ...thrift,
    ...processEnvironment(),
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(port),
    MONGODB_URI: mongod.uriOf('faults'),
    TEMPORAL_ADDRESS: temporal.address,
    TOKEN_SECRET: secret(),
    CHAIN_KEY: secret(),
    HEADS_DIR: join(folder, 'heads'),
    WORKFLOW_BUNDLE: workflowBundle,
    ALLOW_DEMO_PEOPLE: 'true',
    LOG_LEVEL: 'warn',
    // Three people send what an office sends.
    REQUESTS_PER_MINUTE: '1000000',
    ...more,
  };
  const tool = (file: string, ...args: string[]) =>
    runCommand(process.execPath, ['--import', 'tsx', join(root, file), ...args], {
      env,
      timeoutMs: 300_000,
      cwd: root,
    });
  await prepare(tool, workflowBundle);
  const build = await buildProduct(processEnvironment());
  const server = { mongod, temporal };
  const parts = {
    worker: program('worker', startOf('worker', build), env, folder),
    api: program('api', startOf('server', build), env, folder),
    mongod: { ...server.mongod, start: server.mongod.restart },
    temporal: { ...server.temporal, start: server.temporal.restart },
  };
  const log = (part: 'worker' | 'api') => readLog(join(folder, `${part}.log`), 0).slice(-20_000);
  const house: House = {
    baseUrl: `http://127.0.0.1:${String(port)}`,
    parts,
    env,
    temporalDataDir: temporal.dataDir,
    tool,
    log,
    stop: async () => {
      for (const name of ['api', 'worker', 'temporal', 'mongod'] as const) await parts[name].stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await parts.worker.start();
  await parts.api.start();
  await waitReady(house);
  return house;
}
