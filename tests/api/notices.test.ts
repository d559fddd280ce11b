/** People are told of what concerns them: in the product, by e-mail, by signed webhook; what does not arrive is seen and sent again. */
import mongoose from 'mongoose';
import { Webhook } from 'standardwebhooks';
import { createNotices } from '../../activities/notices';
import { createSenders } from '../../activities/senders';
import { until } from '../../embedded/wait';
import { runs } from '../../models/process-schemas';
import { findRun } from '../../models/runs';
import { uniqueName } from '../rig/rig';
import { addPerson } from './api-rig';
import {
  closeHouse,
  get,
  house,
  mend,
  open,
  openHouse,
  patient,
  post,
  replaceWorker,
  see,
  signIn,
} from './operations-house';
import { startReceivers, type Hook, type Receivers } from './receivers';

interface Item {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly task: string | null;
  readonly readAt: string | null;
  readonly about: { readonly id: string; readonly name?: string };
  readonly sent: { readonly channel: string; readonly state: string; readonly notBefore: string }[];
}

const secret = 'a-secret-that-signs-notices-of-tests';
let receivers: Receivers;

beforeAll(async () => {
  await openHouse();
  receivers = await startReceivers();
  const { smtpUrl, webhookUrl } = receivers;
  const senders = createSenders({
    ...{ smtpUrl, webhookUrl, webhookSecret: secret },
    ...{ mailFrom: 'govflow@office.test', publicUrl: 'https://govflow.office.test' },
  });
  await replaceWorker({ change: (activities) => ({ ...activities, ...createNotices(senders) }) });
  await addPerson('checker', {
    org: 'org-bureau',
    posts: [{ jurisdiction: 'mini', post: 'checker' }],
    email: 'checker@office.test',
  });
});
afterAll(async () => {
  await closeHouse();
  await receivers.close();
});

const sweep = () =>
  house.client.workflow.execute('tellPeople', {
    workflowId: uniqueName('notices'),
    taskQueue: house.taskQueue,
  });

async function noticesOf(who: string, workflowId: string, query = ''): Promise<Item[]> {
  const page = await get(who, `/api/notices?limit=100${query}`);
  expect(page.status).toBe(200);
  return (page.body.items as Item[]).filter(({ about }) => `project/${about.id}` === workflowId);
}

async function act(who: string, workflowId: string, body: object): Promise<void> {
  const run = await findRun(workflowId);
  const task = Object.values(run?.state.tasks ?? {}).find((each) => each.status === 'open');
  expect((await post(who, `/api/tasks/${task?.id ?? ''}/actions`, body)).status).toBe(200);
}

/** A project that waits for its check. */
async function submitted(): Promise<string> {
  const workflowId = await open();
  await act('clerk', workflowId, { action: 'decide', outcome: 'submitted' });
  return workflowId;
}

async function seen(who: string, workflowId: string, wanted: (items: Item[]) => boolean): Promise<Item[]> {
  let items: Item[] = [];
  await until(async () => {
    items = await noticesOf(who, workflowId);
    return wanted(items);
  }, patient);
  expect(wanted(items)).toBe(true);
  return items;
}

const hooksOf = (workflowId: string): Hook[] =>
  receivers.hooks.filter(({ body }) => body.includes(`"${workflowId}"`));

/** The event, if the secret signed it. */
function verified(hook: Hook | undefined, key: string): unknown {
  if (hook === undefined) throw new Error('no webhook came');
  return new Webhook(key, { format: 'raw' }).verify(hook.body, hook.headers as Record<string, string>);
}

const isSent = (items: readonly Item[]) =>
  items.length > 0 && items.every(({ sent }) => sent.every(({ state }) => state === 'sent'));

test('whoever has to act is told once, in the product, by mail and by a signed CloudEvent; whoever acted is not', async () => {
  const workflowId = await submitted();
  await Promise.all([sweep(), sweep()]);
  await sweep();
  const items = await seen('checker', workflowId, isSent);
  expect(items.map(({ kind, readAt }) => [kind, readAt])).toEqual([['taskOpened', null]]);
  expect(items[0]?.title).toMatch(/^您有新的待办\n/u);
  expect(items[0]?.text).toContain('办理人:名clerk');
  expect(await noticesOf('clerk', workflowId)).toEqual([]);

  const [item] = items;
  if (item === undefined) throw new Error('nothing was told');
  const messageId = Buffer.from(item.id).toString('base64url').slice(0, 60);
  const mails = receivers.mails.filter((mail) => mail.includes(messageId));
  expect(mails).toHaveLength(1);
  expect(mails[0]).toContain('To: checker@office.test');
  const [hook, ...more] = hooksOf(workflowId);
  expect(more).toEqual([]);
  expect(verified(hook, secret)).toMatchObject({
    specversion: '1.0',
    id: item.id,
    type: 'govflow.notice.taskOpened',
    subject: 'checker',
    data: {
      person: 'checker',
      task: item.task,
      link: `https://govflow.office.test/open/tasks/${item.task ?? ''}`,
    },
  });
  expect(() => verified(hook, 'x'.repeat(32))).toThrow();
});

test('a return tells the applicant why, and reading it is remembered', async () => {
  const workflowId = await submitted();
  await act('checker', workflowId, { action: 'decide', outcome: 'returned', comment: '缺一份材料' });
  await sweep();
  const [first] = await seen('clerk', workflowId, (items) => items.length > 0);
  expect(first).toMatchObject({ kind: 'returned', readAt: null });
  expect(first?.text).toContain('意见:缺一份材料');
  const before = (await get('clerk', '/api/notices?limit=1')).body.unread as number;
  const read = await post('clerk', '/api/notices/read', { ids: [first?.id] });
  expect(read.body).toEqual({ marked: 1, unread: before - 1 });
  expect(await noticesOf('clerk', workflowId, '&unread=true')).toEqual([]);
  expect((await post('checker', '/api/notices/read', { ids: [first?.id] })).body).toMatchObject({
    marked: 0,
  });
});

test('a task that was dealt with before anybody was told tells nobody', async () => {
  const workflowId = await submitted();
  await act('checker', workflowId, { action: 'decide', outcome: 'complete' });
  await sweep();
  const items = await seen('clerk', workflowId, (found) => found.length > 0);
  expect(items.map(({ kind }) => kind)).toEqual(['stageEnded']);
  expect(await noticesOf('checker', workflowId)).toEqual([]);
});

test('a receiver that fails is tried again and gets the same notice under the same id', async () => {
  const workflowId = await open();
  receivers.answers.set(workflowId, [503]);
  await act('clerk', workflowId, { action: 'decide', outcome: 'submitted' });
  await sweep();
  await seen('checker', workflowId, isSent);
  const hooks = hooksOf(workflowId);
  expect(hooks).toHaveLength(2);
  expect(new Set(hooks.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('what was refused for good is listed for operators and sent again by one recorded act', async () => {
  const workflowId = await open();
  receivers.answers.set(workflowId, [410]);
  receivers.unknownMailboxes.add('checker@office.test');
  await act('clerk', workflowId, { action: 'decide', outcome: 'submitted' });
  await sweep();
  const isDead = (items: Item[]) => items.some(({ sent }) => sent.every(({ state }) => state === 'dead'));
  await seen('checker', workflowId, isDead);
  const trouble = await see('notices', 'notice/undelivered');
  expect(trouble).toMatchObject({ acts: ['redeliverNotices'], facts: { dead: 1 } });
  receivers.unknownMailboxes.clear();
  const mended = await mend('redeliverNotices', 'notices');
  expect([mended.status, mended.body.outcome]).toEqual([200, { notices: 1 }]);
  await seen('checker', workflowId, isSent);
  expect((await mend('redeliverNotices', 'notices')).body.code).toBe('operations/not-needed');
});

test('whoever stands in for an absent person is told of their tasks, and for whom', async () => {
  await addPerson('stand-in', { org: 'org-bureau' });
  await signIn('stand-in');
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const named = await post('admin', '/api/substitutions', {
    absent: 'checker',
    substitute: { person: 'stand-in' },
    ...{ from: today, until: today, only: {}, reason: '外出学习' },
  });
  expect(named.status).toBe(201);
  const workflowId = await submitted();
  await sweep();
  const [told] = await seen('stand-in', workflowId, (items) => items.length > 0);
  expect(told).toMatchObject({ kind: 'taskOpened' });
  expect(told?.text).toContain('代理:名checker');
  expect((await noticesOf('checker', workflowId))[0]?.text).not.toContain('代理');
});

test('on the last day of a deadline its people are reminded, once however often the day is looked at', async () => {
  const workflowId = await submitted();
  const clock = (await findRun(workflowId))?.state.clocks['application/checkInTime'];
  const due = clock?.due ?? '';
  // The morning of that day: the activity is given the time by its workflow.
  const remind = async () => {
    let next: string | null = null;
    do ({ next } = await createNotices({}).remindSome(next, `${due}T00:30:00Z`));
    while (next !== null);
  };
  await Promise.all([remind(), remind()]);
  const reminded = (items: Item[]) => items.filter(({ kind }) => kind === 'dueToday');
  expect(reminded(await noticesOf('checker', workflowId))).toHaveLength(1);
  expect(reminded(await noticesOf('clerk', workflowId))[0]?.text).toContain(`checkInTime,${due}`);
});

test('people choose what is sent to them and when; the list in the product holds everything', async () => {
  const choose = (body: object) =>
    house.http.patch('/api/preferences').set('authorization', tokens).send(body);
  const tokens = await house.tokenOf('checker');
  expect((await choose({ workFrom: '18:00', workTo: '09:00' })).body.code).toBe(
    'preferences/no-working-time',
  );
  expect((await choose({ mail: 'sometimes' })).body.code).toBe('request/invalid');
  const chosen = await choose({ mail: 'never', webhook: 'workingHours', workFrom: '00:00', workTo: '00:01' });
  expect(chosen.body).toMatchObject({ mail: 'never', webhook: 'workingHours', muted: [] });
  const workflowId = await submitted();
  await sweep();
  const [kept] = await seen('checker', workflowId, (items) => items.length > 0);
  expect(kept?.sent).toMatchObject([{ channel: 'webhook', state: 'due' }]);
  // Midnight in Asia/Shanghai, when that minute of working time begins.
  expect(kept?.sent[0]?.notBefore).toMatch(/T16:00:00Z$/u);
  await choose({ mail: 'always', webhook: 'always' });
});

test('a process that cannot be told of does not hold up the others, and is seen', async () => {
  const broken = await submitted();
  const pack = (await findRun(broken))?.state.pack;
  await runs.collection.updateOne({ _id: broken } as never, {
    $set: { 'state.pack': { id: 'lost', version: '0', hash: '' }, updatedAt: '2026-01-01T00:00:00Z' },
  });
  const whole = await submitted();
  await sweep();
  await seen('checker', whole, (items) => items.length === 1);
  expect(await noticesOf('checker', broken)).toEqual([]);
  expect((await see('notices', 'notice/undelivered')).facts).toMatchObject({ untold: 1 });
  await runs.collection.updateOne({ _id: broken } as never, { $set: { 'state.pack': pack } });
  await sweep();
  await seen('checker', broken, (items) => items.length === 1);
});

test('notices that cannot be stored hold up those of no other process, and are made later', async () => {
  const refusing = (workflowId: string | undefined) =>
    mongoose.connection.db?.command({
      collMod: 'notices',
      validator: workflowId === undefined ? {} : { 'about.workflowId': { $ne: workflowId } },
    });
  const broken = await open();
  await refusing(broken);
  await act('clerk', broken, { action: 'decide', outcome: 'submitted' });
  const whole = await submitted();
  await sweep();
  await seen('checker', whole, (items) => items.length === 1);
  expect(await noticesOf('checker', broken)).toEqual([]);
  await refusing(undefined);
  await sweep();
  await seen('checker', broken, (items) => items.length === 1);
  expect(await noticesOf('checker', whole)).toHaveLength(1);
});
