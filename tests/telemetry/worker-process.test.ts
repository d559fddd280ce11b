/** A worker as a process of its own: its health names the part that is away, its metrics tell the slots, and it ends when asked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processEnvironment } from '../../config';
import { startChild, type Child } from '../../embedded/child';
import { freePort } from '../../embedded/ports';
import {
  sharedGuard,
  startMongod,
  startTemporal,
  type TestMongod,
  type TestTemporal,
} from '../../embedded/test-servers';
import { until } from '../../embedded/wait';
import { rig } from '../rig/rig';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'govflow-worker-'));
const patient = { deadlineMs: 90_000, everyMs: 200 };

let mongod: TestMongod;
let temporal: TestTemporal;
let worker: Child;
let health: number;
let metrics: number;

beforeAll(async () => {
  mongod = await startMongod();
  temporal = await startTemporal();
  [health, metrics] = [await freePort(), await freePort()];
  const env = {
    ...processEnvironment(),
    ...{ MONGODB_URI: mongod.uriOf('worker'), TEMPORAL_ADDRESS: temporal.address },
    ...{ TASK_QUEUE: 'watched', WORKFLOW_BUNDLE: rig().workflowBundle().codePath },
    ...{ TOKEN_SECRET: 't'.repeat(32), CHAIN_KEY: 'c'.repeat(32), HEADS_DIR: join(folder, 'heads') },
    ...{ WORKER_HEALTH_PORT: String(health), WORKER_METRICS_PORT: String(metrics), LOG_LEVEL: 'error' },
  };
  const program = { command: process.execPath, args: ['--import', 'tsx', 'worker.ts'], cwd: root };
  const logFile = join(folder, 'worker.log');
  worker = await startChild({ name: 'worker', env, logFile, ...program }, sharedGuard());
}, 120_000);

afterAll(async () => {
  await worker.kill9();
  await temporal.stop();
  await mongod.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (port: number, path: string) => {
  const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`);
  return { status: answer.status, text: await answer.text() };
};

/** What the worker says is missing; null while it does not answer at all. */
async function notReady(): Promise<string[] | null> {
  const answer = await ask(health, '/readyz').catch(() => null);
  if (answer === null) return null;
  const said = JSON.parse(answer.text) as { ready: boolean; notReady: string[] };
  expect([answer.status, said.ready]).toEqual(said.notReady.length === 0 ? [200, true] : [503, false]);
  return said.notReady;
}

const comesToLack = (...parts: string[]) =>
  until(async () => JSON.stringify(await notReady()) === JSON.stringify(parts), patient);

test('it is ready once it polls, names what is away while it is, and is ready again when that is back', async () => {
  expect(await comesToLack()).toBe(true);
  await temporal.kill9();
  expect(await comesToLack('temporal')).toBe(true);
  expect((await ask(health, '/livez')).status).toBe(200);
  await temporal.restart();
  expect(await comesToLack()).toBe(true);
  await mongod.kill9();
  expect(await comesToLack('mongodb')).toBe(true);
  await mongod.restart();
  expect(await comesToLack()).toBe(true);
});

test('its metrics tell how many tasks of each kind it could take up', async () => {
  const { status, text } = await ask(metrics, '/metrics');
  expect(status).toBe(200);
  const slots = text.split('\n').filter((line) => line.startsWith('temporal_worker_task_slots_available{'));
  for (const kind of ['WorkflowWorker', 'ActivityWorker', 'LocalActivityWorker']) {
    const line = slots.find((each) => each.includes(`worker_type="${kind}"`)) ?? '';
    expect(line).toContain('task_queue="watched"');
    expect(Number(line.split(' ').at(-1))).toBeGreaterThan(0);
  }
});

test('asked to end it ends by itself, and its ports with it', async () => {
  expect(await worker.stop(60_000)).toEqual({ code: 0, signal: null });
  await expect(ask(health, '/livez')).rejects.toThrow();
});
