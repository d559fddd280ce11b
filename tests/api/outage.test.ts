/** What people are told while no worker runs or Temporal cannot be reached: 503 in time, and that the same key tells. */
import { Client, Connection } from '@temporalio/client';
import { createHistoryReader } from '../../api/history';
import { createProcessDoor } from '../../api/process-door';
import { rig } from '../rig/rig';
import type { ApiRig } from './api-rig';
import { startApi } from './api-rig';
import { smallPack } from './small-pack';
import { publish } from '../rig/publish';

const answerDeadlineMs = 700;
let house: ApiRig;
let clerk: string;
let away: Connection;

beforeAll(async () => {
  away = Connection.lazy({ address: '127.0.0.1:1' });
  house = await startApi();
  await publish(smallPack);
  clerk = await house.tokenOf('clerk');
});
afterAll(async () => {
  await away.close();
  await house.close();
});

/** Swaps the door of the running application. */
function useDoor(connection: Connection): void {
  const client = new Client({ connection });
  const door = createProcessDoor({ client, taskQueue: 'nobody-listens', answerDeadlineMs });
  Object.assign(house.api, { door, history: createHistoryReader(client, answerDeadlineMs) });
}

const open = (key: string) =>
  house.http
    .post('/api/projects')
    .set('authorization', clerk)
    .set('idempotency-key', key)
    .send({ jurisdiction: 'small', name: 'x' });

test('without a worker the answer is 503 within the deadline and says that the same key tells', async () => {
  const connection = await Connection.connect({ address: rig().temporalAddress });
  useDoor(connection);
  const before = Date.now();
  const answer = await open('no-worker');
  expect(Date.now() - before).toBeLessThan(answerDeadlineMs + 3000);
  expect([answer.status, answer.body.code]).toEqual([503, 'service/uncertain']);
  expect(answer.body.detail).toContain('Idempotency-Key');
  expect(answer.headers['retry-after']).toBeDefined();
  await connection.close();
});

test('without Temporal decisions are 503, reads go on, and readyz says what is missing', async () => {
  useDoor(away);
  const answer = await open('no-temporal');
  expect([answer.status, answer.body.code]).toEqual([503, 'service/uncertain']);
  expect((await house.http.get('/api/tasks').set('authorization', clerk)).status).toBe(200);
  const ready = await house.http.get('/readyz');
  expect([ready.status, ready.body.notReady]).toEqual([503, ['temporal']]);
});
