/** When MongoDB hangs without closing a connection: a clear 503 in time, and work goes on when it is back. */
import request from 'supertest';
import { createApp } from '../../api/app';
import { usualLimits } from '../../api/limits';
import { startMongod, type TestMongod } from '../../embedded/test-servers';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { addPerson, startApi } from './api-rig';
import type { ApiRig } from './api-rig';

const answerDeadlineMs = 700;
/** A refusal is kept for a quarter of a second at most, and two cores are shared by all tests. */
const patienceMs = 3_000;
let house: ApiRig;
let mongod: TestMongod;

beforeAll(async () => {
  house = await startApi();
  mongod = await startMongod();
  await disconnectMongo();
  await connectMongo(mongod.uriOf('slow'));
  await addPerson('clerk');
});
afterAll(async () => {
  process.kill(mongod.pid(), 'SIGCONT');
  await house.close();
  await mongod.stop();
});

test('a database that hangs gives 503 within the deadline; the same calls work when it goes on', async () => {
  const http = request(createApp(house.api, { ...usualLimits, answerDeadlineMs }));
  const token = await house.tokenOf('clerk');
  const read = () => http.get('/api/tasks').set('authorization', token);
  const write = () =>
    http
      .post('/api/projects')
      .set('authorization', token)
      .set('idempotency-key', 'slow')
      .send({ jurisdiction: 'slow', name: '慢', facts: {} });
  expect((await read()).status).toBe(200);

  process.kill(mongod.pid(), 'SIGSTOP');
  const before = Date.now();
  const [readLate, writeLate, ready] = await Promise.all([read(), write(), http.get('/readyz')]);
  expect(Date.now() - before).toBeLessThan(answerDeadlineMs + patienceMs);
  expect([readLate.status, readLate.body.code]).toEqual([503, 'service/unavailable']);
  expect([writeLate.status, writeLate.body.code]).toEqual([503, 'service/uncertain']);
  expect(readLate.headers['retry-after']).toBeDefined();
  expect(ready.status).toBe(503);
  expect(ready.body.notReady).toContain('mongodb');

  process.kill(mongod.pid(), 'SIGCONT');
  let answer = await read();
  while (answer.status === 503) answer = await read();
  expect(answer.status).toBe(200);
  expect((await write()).status).toBeLessThan(500);
});
