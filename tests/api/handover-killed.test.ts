/** The API dies by kill -9 in the middle of a hand-over: the next one that starts goes on with it, and each item is done once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { processEnvironment } from '../../config';
import { startChild, type Child } from '../../embedded/child';
import { freePort } from '../../embedded/ports';
import { sharedGuard } from '../../embedded/test-servers';
import { until } from '../../embedded/wait';
import { listUnfinished } from '../../models/handovers';
import { listOperations } from '../../models/operations';
import { records, tasks } from '../../models/process-schemas';
import { findUser } from '../../models/users';
import { rig } from '../rig/rig';
import { addPerson, password, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { smallPack } from './small-pack';
import { publish } from '../rig/publish';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'govflow-handover-'));
const posts = [{ jurisdiction: 'small', post: 'checker' }];
const taskCount = 6;
const patient = { deadlineMs: 120_000, everyMs: 100 };

let house: ApiRig;
let stopWorker: () => Promise<void>;
let port: number;
const children: Child[] = [];
const tokens: Record<string, string> = {};

/** The API as a process of its own, on the same servers. */
async function startProcess(): Promise<Child> {
  const env = {
    ...processEnvironment(),
    ...{ HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port), LOG_LEVEL: 'warn' },
    MONGODB_URI: rig().mongodbUri(mongoose.connection.name),
    ...{ TEMPORAL_ADDRESS: rig().temporalAddress, TASK_QUEUE: house.taskQueue },
    ...{ TOKEN_SECRET: 'a-secret-of-a-process-that-will-be-killed', CHAIN_KEY: 'k'.repeat(40) },
    HEADS_DIR: join(folder, 'heads'),
  };
  const program = { command: process.execPath, args: ['--import', 'tsx', 'server.ts'], cwd: root };
  const child = await startChild(
    { name: 'api', env, logFile: join(folder, 'api.log'), ...program },
    sharedGuard(),
  );
  children.push(child);
  return child;
}

const address = (path: string) => `http://127.0.0.1:${String(port)}${path}`;
const isThere = () =>
  fetch(address('/livez')).then(
    ({ ok }) => ok,
    () => false,
  );

beforeAll(async () => {
  house = await startApi();
  port = await freePort();
  await publish(smallPack);
  await addPerson('leaver', { org: 'org-office', posts });
  await addPerson('heir', { org: 'org-bureau' });
  for (const name of ['clerk', 'admin', 'leaver', 'heir']) tokens[name] = await house.tokenOf(name);
  stopWorker = await startApiWorker(house.taskQueue);
}, 120_000);

afterAll(async () => {
  for (const child of children) await child.kill9();
  await stopWorker();
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

let keys = 0;
const post = (who: string, path: string, body: object, key = `killed-${String((keys += 1))}`) =>
  house.http
    .post(path)
    .set('authorization', tokens[who] ?? '')
    .set('idempotency-key', key)
    .send(body);

/** A project whose check is in the leaver's hands: the id of the task. */
async function inHand(): Promise<string> {
  const made = await post('clerk', '/api/projects', {
    ...{ jurisdiction: 'small', name: '在办项目', facts: { budget: 300 } },
  });
  const id = String(made.body.id);
  await house.http
    .post(`/api/projects/${id}/materials`)
    .set('authorization', tokens['clerk'] ?? '')
    .set('idempotency-key', `form-${id}`)
    .field('kind', 'form')
    .field('fields', '{}')
    .attach('file', Buffer.from('申报内容'), '申报书.txt');
  const submitted = await post('clerk', `/api/projects/${id}/actions`, { action: 'submit' });
  const task = String(submitted.body.project.openTasks[0].id);
  expect((await post('leaver', `/api/tasks/${task}/actions`, { action: 'claim' })).status).toBe(200);
  return task;
}

const body = { to: 'heir', reason: '调离岗位' };
const path = '/api/people/leaver/handover';

/** Asks the process for the hand-over and does not wait for the answer, which never comes. */
async function askProcess(key: string): Promise<void> {
  const send = (to: string, content: object, headers: Record<string, string> = {}) =>
    fetch(address(to), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(content),
    });
  const signedIn = await send('/api/session', { username: 'admin', password });
  const { token } = (await signedIn.json()) as { token: string };
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key };
  void send(path, body, headers).catch(() => undefined);
}

test('killed when the posts had moved and no task had: the next process hands over the rest, each item once', async () => {
  const mine: string[] = [];
  for (let index = 0; index < taskCount; index += 1) mine.push(await inHand());
  const days = { from: '2026-01-01', until: '2999-12-31' };
  const standsIn = await post('leaver', '/api/substitutions', { substitute: { person: 'heir' }, ...days });
  expect(standsIn.status).toBe(201);
  // Without a worker the commands of the tasks wait, so that the process dies in between for sure.
  await stopWorker();
  const first = await startProcess();
  expect(await until(isThere, patient)).toBe(true);
  await askProcess('the-hand-over');
  expect(await until(async () => (await findUser('leaver'))?.posts.length === 0, patient)).toBe(true);
  await first.kill9();

  const seen = await house.http
    .get('/api/people/leaver/holdings')
    .set('authorization', tokens['admin'] ?? '');
  expect(seen.body.unfinished).toMatchObject([{ to: 'heir', by: 'admin' }]);
  expect((seen.body.tasks as { id: string }[]).map(({ id }) => id).sort()).toEqual([...mine].sort());

  stopWorker = await startApiWorker(house.taskQueue);
  await startProcess();
  expect(await until(async () => (await listUnfinished()).length === 0, patient)).toBe(true);
  const rows = await tasks.collection.find({ id: { $in: mine } }).toArray();
  expect(rows.map((row) => (row['assignee'] as { id: string }).id)).toEqual(mine.map(() => 'heir'));
  for (const task of mine) {
    const corrected = { 'events.type': 'assigneeCorrected', 'events.task': task };
    expect(await records.countDocuments(corrected)).toBe(1);
  }
  expect((await findUser('heir'))?.posts).toEqual(posts);

  const again = await post('admin', path, body, 'the-hand-over');
  expect([again.status, again.headers['idempotent-replayed']]).toEqual([200, 'true']);
  const items = again.body.items as { kind: string; item: string; status: number }[];
  expect(items.filter(({ status }) => status !== 200)).toEqual([]);
  expect(items.map(({ item }) => item).sort()).toEqual(
    [...mine, 'small/checker', String(standsIn.body.id)].sort(),
  );
  const lines = (await listOperations({ limit: 20 })).filter(({ action }) => action === 'handOver');
  expect(lines).toMatchObject([
    { target: 'leaver', outcome: { to: 'heir', handed: taskCount + 2, refused: 0 } },
    { target: 'leaver', outcome: null },
  ]);
  expect((await house.api.reads.verifyChain('operations')).faults).toEqual([]);
}, 300_000);
