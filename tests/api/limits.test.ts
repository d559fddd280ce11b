/** What one API process takes on at once, and that it says no clearly beyond it; that it ends without cutting anybody off. */
import { request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { createApp } from '../../api/app';
import { createClosableServer } from '../../api/closing';
import { createPlaces, usualLimits } from '../../api/limits';
import type { Limits } from '../../api/limits';
import { addPerson, startApi } from './api-rig';
import type { ApiRig } from './api-rig';

let house: ApiRig;
let clerk: string;

beforeAll(async () => {
  house = await startApi();
  await addPerson('other');
  clerk = await house.tokenOf('clerk');
});
afterAll(() => house.close());

/** An application of its own whose list of tasks waits until it is let go. */
function slowApp(limits: Partial<Limits>) {
  let letGo: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const reads: ApiRig['api']['reads'] = {
    ...house.api.reads,
    listTasks: async (query) => {
      await wait;
      return house.api.reads.listTasks(query);
    },
  };
  const app = createApp({ ...house.api, reads }, { ...usualLimits, ...limits });
  return { app, http: request(app), letGo };
}

const tasks = (http: ReturnType<typeof request>, token = clerk) =>
  http.get('/api/tasks').set('authorization', token);

test('whoever asks too often is told to wait, and nobody else is', async () => {
  const { http, letGo } = slowApp({ requestsPerMinute: 2 });
  letGo();
  expect([(await tasks(http)).status, (await tasks(http)).status]).toEqual([200, 200]);
  const refused = await tasks(http);
  expect([refused.status, refused.body.code]).toEqual([429, 'request/too-many']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await tasks(http, await house.tokenOf('other'))).status).toBe(200);
});

test('however often somebody asks whether it is ready, the engines are asked once a second', async () => {
  let asked = 0;
  const isUp = () => {
    asked += 1;
    return house.api.door.isUp();
  };
  const now = jest.spyOn(Date, 'now');
  const server = createApp({ ...house.api, door: { ...house.api.door, isUp } }).listen(0, '127.0.0.1');
  const probe = async () => (await request(server).get('/readyz')).body;
  try {
    const start = Date.now();
    now.mockReturnValue(start);
    const answers = await Promise.all(Array.from({ length: 20 }, probe));
    expect([new Set(answers.map((each) => JSON.stringify(each))).size, asked]).toEqual([1, 1]);
    now.mockReturnValue(start + 1_001);
    await probe();
    expect(asked).toBe(2);
  } finally {
    now.mockRestore();
    await new Promise((resolve) => server.close(resolve));
  }
});

test('beyond the places of the process the answer is 503, and a place that is left is taken again', async () => {
  const { app, letGo } = slowApp({ requestsAtOnce: 2, answerDeadlineMs: 100 });
  const server = app.listen(0, '127.0.0.1');
  const http = request(server);
  const late = await Promise.all([tasks(http), tasks(http)]);
  for (const each of late) {
    expect([each.status, each.body.code]).toEqual([503, 'service/unavailable']);
    expect(each.headers['retry-after']).toBe('2');
  }
  const refused = await tasks(http);
  expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
    503,
    'service/busy',
    '1',
  ]);
  letGo();
  let answer = await tasks(http);
  while (answer.status === 503) answer = await tasks(http);
  expect(answer.status).toBe(200);
  server.close();
});

test('one place in eight is for uploads, so that slow senders leave room for decisions', () => {
  const places = createPlaces(16);
  const leave = places.enter(true);
  places.enter(true);
  expect(() => places.enter(true)).toThrow('service/busy');
  expect(() => places.enter(false)).not.toThrow();
  leave();
  expect(() => places.enter(true)).not.toThrow();
});

test('probes are answered while all places are taken', async () => {
  const { http, letGo } = slowApp({ requestsAtOnce: 0 });
  expect((await tasks(http)).body.code).toBe('service/busy');
  expect((await http.get('/livez')).status).toBe(200);
  letGo();
});

test('every answer carries the protective headers and none names the software', async () => {
  for (const path of ['/livez', '/api/tasks', '/docs/errors']) {
    const { headers } = await house.http.get(path);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['strict-transport-security']).toContain('max-age=');
    expect(headers['x-powered-by']).toBeUndefined();
  }
});

test('a server that ends finishes the answers under way, keeps no connection and takes no new one', async () => {
  const { app, letGo } = slowApp({});
  const { server, close } = createClosableServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const arrived = new Promise<void>((resolve) => void server.once('request', () => setImmediate(resolve)));
  const answered = new Promise<{ status?: number; connection?: string }>((resolve, reject) => {
    const call = ask({ port, path: '/api/tasks', headers: { authorization: clerk } }, (response) => {
      response.resume();
      const { statusCode, headers } = response;
      resolve({ status: statusCode ?? 0, connection: headers.connection ?? '' });
    });
    call.once('error', reject).end();
  });
  await arrived;
  const closed = close(20_000);
  await expect(fetch(`http://127.0.0.1:${String(port)}/livez`)).rejects.toThrow();
  letGo();
  expect(await answered).toEqual({ status: 200, connection: 'close' });
  await closed;
});
