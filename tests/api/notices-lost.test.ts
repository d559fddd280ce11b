/** A notice whose sending was lost with Temporal: seen after a day, and sent again under its id by one recorded act. */
import mongoose from 'mongoose';
import { createNotices } from '../../activities/notices';
import { createSenders } from '../../activities/senders';
import { until } from '../../embedded/wait';
import type { Delivery } from '../../models/notices';
import { uniqueName } from '../rig/rig';
import {
  closeHouse,
  house,
  mend,
  open,
  openHouse,
  patient,
  post,
  replaceWorker,
  see,
  troubles,
} from './operations-house';
import { startReceivers, type Receivers } from './receivers';

interface Stored {
  readonly handedAt?: string;
  readonly deliveries: readonly Delivery[];
}

const webhookSecret = 'a-secret-that-signs-notices-of-tests';
let receivers: Receivers;

beforeAll(async () => {
  await openHouse();
  receivers = await startReceivers();
  const { webhookUrl } = receivers;
  const senders = createSenders({ webhookUrl, webhookSecret, publicUrl: 'https://govflow.office.test' });
  await replaceWorker({ change: (activities) => ({ ...activities, ...createNotices(senders) }) });
});
afterAll(async () => {
  await closeHouse();
  await receivers.close();
});

const notices = () => mongoose.connection.collection<Stored>('notices');

/** A project that waits for its check, and its checker told of it by a sending workflow that gets nowhere; its name. */
async function handedOver(): Promise<string> {
  const id = (await open()).slice('project/'.length);
  expect((await post('clerk', `/api/projects/${id}/actions`, { action: 'submit' })).status).toBe(200);
  await house.client.workflow.execute('tellPeople', {
    workflowId: uniqueName('notices'),
    taskQueue: house.taskQueue,
  });
  const told = await notices().find().toArray();
  expect(told.map(({ deliveries }) => deliveries.map(({ state }) => state))).toEqual([['handed']]);
  return told[0]?.deliveries[0]?.handedTo ?? '';
}

test('a notice handed to a workflow that is gone is listed after a day and sent again by one recorded act', async () => {
  // Every body of a CloudEvent has this word.
  receivers.answers.set(
    'specversion',
    Array.from({ length: 100 }, () => 503),
  );
  const sending = await handedOver();
  expect(await until(() => receivers.hooks.length > 0, patient)).toBe(true);
  await house.client.workflow.getHandle(sending).terminate('lost');
  receivers.answers.clear();
  const refused = receivers.hooks.length;

  expect(await troubles('notices')).toEqual([]);
  const yesterday = new Date(Date.now() - 25 * 3_600_000).toISOString();
  await notices().updateMany({}, { $set: { handedAt: yesterday } });
  const seen = await see('notices', 'notice/undelivered');
  expect(seen).toMatchObject({ acts: ['redeliverNotices'], facts: { dead: 0, lost: 1, untold: 0 } });

  const mended = await mend('redeliverNotices', 'notices');
  expect([mended.status, mended.body.outcome]).toEqual([200, { notices: 1 }]);
  const isSent = async () =>
    (await notices().findOne())?.deliveries.every(({ state }) => state === 'sent') === true;
  expect(await until(isSent, patient)).toBe(true);
  expect(receivers.hooks).toHaveLength(refused + 1);
  expect(new Set(receivers.hooks.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect((await mend('redeliverNotices', 'notices')).body.code).toBe('operations/not-needed');
});
