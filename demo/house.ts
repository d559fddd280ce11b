/** The demo's own house: a throw-away mongod, the time-skipping Temporal, and the product's worker and API. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { processEnvironment, type Environment } from '../config';
import { readLog, startChild, type Child } from '../embedded/child';
import { runCommand } from '../embedded/run-command';
import { sharedGuard, startMongod } from '../embedded/test-servers';
import { until } from '../embedded/wait';
import { serveApi } from './serve';
import { startTimeServer } from './time-server';
import type { StoryClock } from './world';

const root = path.join(__dirname, '..');
/** The worker bundles the workflows on a machine that may be busy. */
const readyMs = 120_000;
const graceMs = 20_000;

export interface House {
  readonly baseUrl: string;
  readonly clock: StoryClock;
  readonly env: Environment;
  /** Runs one of the product's scripts against this house. */
  script(file: string): Promise<{ ok: boolean; output: string }>;
  /** What the worker has complained of, for when something is wrong. */
  lastWords(): string;
  /** Loses all that Temporal holds, as a broken disk would. */
  loseTemporal(): Promise<void>;
  /** Ends everything; names what would not end. */
  stop(): Promise<string[]>;
}

type Undo = () => Promise<unknown>;

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => {
      end(true);
    });
    socket.once('error', () => {
      end(false);
    });
  });
}

async function startProgram(
  name: string,
  file: string,
  { env, folder }: { env: Environment; folder: string },
): Promise<Child> {
  const program = {
    name,
    command: process.execPath,
    args: ['--import', 'tsx', path.join(root, file)],
    env,
    logFile: path.join(folder, `${name}.log`),
    cwd: root,
  };
  return startChild(program, sharedGuard());
}

async function serves(name: string, child: Child, ask: () => Promise<boolean> | boolean): Promise<void> {
  const ready = await until(async () => child.hasExited() || (await ask()), {
    deadlineMs: readyMs,
    everyMs: 100,
  });
  if (!ready || child.hasExited()) throw new Error(`${name} did not become ready`);
}

async function startEngine(undo: Undo[], ports: Map<string, number>, folder: string) {
  const mongod = await startMongod();
  undo.push(() => mongod.stop());
  ports.set('mongod', mongod.port);
  const time = await startTimeServer(processEnvironment(), folder);
  undo.push(() => time.stop());
  ports.set('temporal-test-server', time.port);
  return { mongod, time };
}

/** What the product's programs are set to in this house: secrets are made anew each time. */
function settingsOf(base: Environment, mongodbUri: string, temporal: string, heads: string): Environment {
  const secret = () => randomBytes(32).toString('hex');
  return {
    ...base,
    MONGODB_URI: mongodbUri,
    TEMPORAL_ADDRESS: temporal,
    TEMPORAL_NAMESPACE: 'default',
    HTTP_HOST: '127.0.0.1',
    TOKEN_SECRET: secret(),
    CHAIN_KEY: secret(),
    HEADS_DIR: heads,
    ALLOW_DEMO_PEOPLE: 'true',
    CLOCK: 'temporal-test-server',
    LOG_LEVEL: base['LOG_LEVEL'] ?? 'silent',
  };
}

/** Starts the house; when a part fails, ends those before it. */
export async function startHouse(): Promise<House> {
  const undo: Undo[] = [];
  const ports = new Map<string, number>();
  const folder = mkdtempSync(path.join(tmpdir(), 'govflow-demo-'));
  const lastWords = () =>
    readLog(path.join(folder, 'worker.log'), 0)
      .split('\n')
      .filter((line) => /ERROR|^worker:|^ +at /.test(line))
      .slice(-20)
      .join('\n');
  const stop = async (): Promise<string[]> => {
    for (const each of undo.splice(0).reverse()) await each();
    rmSync(folder, { recursive: true, force: true });
    const left = await Promise.all(
      [...ports].map(async ([name, port]) => ((await listens(port)) ? [name] : [])),
    );
    return left.flat();
  };
  try {
    const { mongod, time } = await startEngine(undo, ports, folder);
    const base = processEnvironment();
    const env = settingsOf(base, mongod.uriOf('govflow'), time.address, path.join(folder, 'heads'));
    const script = (file: string) =>
      runCommand(process.execPath, ['--import', 'tsx', path.join(root, file)], {
        env,
        timeoutMs: readyMs,
        cwd: root,
      });
    const seeded = await script('scripts/seed.ts');
    if (!seeded.ok) throw new Error(`scripts/seed.ts failed:\n${seeded.output}`);
    const worker = await startProgram('worker', 'worker.ts', { env, folder });
    undo.push(() => worker.stop(graceMs));
    await serves('worker', worker, () => /^worker ready/m.test(readLog(path.join(folder, 'worker.log'), 0)));
    const api = await serveApi(env, time.connection);
    undo.push(() => api.stop());
    ports.set('api', api.port);
    return {
      baseUrl: api.baseUrl,
      clock: time.clock,
      env,
      script,
      lastWords,
      loseTemporal: () => time.lose(),
      stop,
    };
  } catch (error) {
    const words = lastWords();
    await stop();
    throw new Error(`the demo's house did not start\n${words}`, { cause: error });
  }
}
