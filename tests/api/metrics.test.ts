/** What Prometheus reads: who may, what is counted, and that no label holds an id, a name or a path as it was sent. */
import { NativeConnection, Worker } from '@temporalio/worker';
import request from 'supertest';
import { createActivities } from '../../activities/index';
import { createApp } from '../../api/app';
import { dataConverter } from '../../api/payload-codec';
import { exportHeads } from '../../models/chain-heads';
import { rig } from '../rig/rig';
import { smallPack } from '../workflows/small-pack';
import type { ApiRig } from './api-rig';
import { startApi } from './api-rig';
import { publish } from '../rig/publish';

let house: ApiRig;
let clerk: string;
let connection: NativeConnection;
let worker: Worker;
let running: Promise<void>;

beforeAll(async () => {
  house = await startApi();
  await publish(smallPack);
  clerk = await house.tokenOf('clerk');
  connection = await NativeConnection.connect({ address: rig().temporalAddress });
  worker = await Worker.create({
    connection,
    taskQueue: house.taskQueue,
    dataConverter,
    workflowBundle: rig().workflowBundle(),
    activities: createActivities(house.heads),
  });
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await connection.close();
  await house.close();
});

const post = (path: string, body: object, key: string) =>
  house.http.post(path).set('authorization', clerk).set('idempotency-key', key).send(body);

test('decisions, refusals, latency and the state of the house are counted in bounded words', async () => {
  const made = await post('/api/projects', { jurisdiction: 'mini', name: '机密项目', facts: {} }, 'made');
  expect([made.status, made.body.code]).toEqual([201, undefined]);
  const id = String(made.body.id);
  expect(
    (await post(`/api/projects/${id}/actions`, { action: 'suspend', comment: '无权' }, 's')).status,
  ).toBe(403);
  expect((await post('/api/tasks/made-up-task/actions', { action: 'made-up-action' }, 'm')).status).toBe(400);
  await house.http.get('/api/made-up-path');
  await exportHeads(house.heads, new Date(Date.now() - 60_000).toISOString());
  const { text } = await house.http.get('/metrics');
  for (const line of [
    'govflow_decisions_total{action="/api/projects",outcome="ok"} 1',
    'govflow_decisions_total{action="suspend",outcome="project"} 1',
    'govflow_refusals_total{code="project/not-permitted"} 1',
    'govflow_http_request_seconds_count{method="post",route="/api/projects/:id/actions",status="4xx"} 1',
    'govflow_open_processes 1',
    'govflow_open_tasks 1',
    'govflow_overdue_processes 0',
    'govflow_workers 1',
    'govflow_stuck_workflow_tasks 0',
  ])
    expect(text).toContain(line);
  const age = Number(/^govflow_chain_heads_age_seconds (\S+)$/mu.exec(text)?.[1]);
  expect(age).toBeGreaterThanOrEqual(60);
  expect(age).toBeLessThan(600);
  for (const personal of [id, '机密', 'clerk', 'made-up']) expect(text).not.toContain(personal);
});

test('this machine reads the metrics; what came through a proxy does not', async () => {
  expect((await house.http.get('/metrics')).status).toBe(200);
  const forwarded = await house.http.get('/metrics').set('x-forwarded-for', '127.0.0.1');
  expect([forwarded.status, forwarded.body.code]).toEqual([403, 'auth/not-permitted']);
});

test('with a token only who sends it reads them, from this machine too', async () => {
  const token = 'a-token-of-the-tests-for-the-metrics';
  const http = request(createApp({ ...house.api, metricsToken: token }));
  const read = (sent: string) => http.get('/metrics').set('authorization', `Bearer ${sent}`);
  expect((await http.get('/metrics')).status).toBe(401);
  expect((await read('wrong')).status).toBe(401);
  expect((await read(token).set('x-forwarded-for', '10.0.0.7')).status).toBe(200);
});

test('with a worker that polls the house is ready', async () => {
  const ready = await house.http.get('/readyz');
  expect([ready.status, ready.body]).toEqual([
    200,
    { ready: true, mongodb: true, temporal: true, worker: true, notReady: [] },
  ]);
});
