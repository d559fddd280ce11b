/** Events of other systems over HTTP: a signed one completes the step that waits for it, once; everything else is refused and changes nothing. */
import { Webhook } from 'standardwebhooks';
import { hashPassword } from '../../api/passwords';
import type { Body, Pack } from '../../domain/pack/types';
import { listRecords, verifyChain } from '../../models/records';
import { addPerson, password, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { smallPack } from './small-pack';
import { publish } from '../rig/publish';

const secret = 's'.repeat(40);
const platform = 'data-platform';
let house: ApiRig;
let stopWorker: () => Promise<void>;
let clerk: string;

const { application } = smallPack.stages as { application: Body };
/** The small measure, whose check a machine completes by the event `registered`. */
const pack: Pack = {
  ...smallPack,
  ref: { id: 'events', version: '1.0.0', hash: 'e'.repeat(64) },
  numbering: { project: smallPack.numbering.project.replace('T', 'E') },
  stages: {
    application: {
      ...application,
      phases: application.phases.map((phase) => ({
        ...phase,
        steps: phase.steps.map((step) => (step.step === 'check' ? { ...step, event: 'registered' } : step)),
      })),
    },
  },
};

beforeAll(async () => {
  house = await startApi({
    eventSenders: new Map([
      [platform, secret],
      ['idle-platform', secret],
      ['gone', secret],
    ]),
  });
  await publish(pack);
  const hash = await hashPassword(password);
  const posts = [{ jurisdiction: 'events', post: 'checker' }];
  await addPerson(platform, { org: 'org-platform', posts }, hash);
  await addPerson(
    'idle-platform',
    { org: 'org-platform', posts: [{ jurisdiction: 'events', post: 'other' }] },
    hash,
  );
  await addPerson('gone', { org: 'org-platform', posts, active: false }, hash);
  await addPerson('unregistered', { org: 'org-platform', posts }, hash);
  clerk = await house.tokenOf('clerk');
  stopWorker = await startApiWorker(house.taskQueue);
}, 120_000);

afterAll(async () => {
  await stopWorker();
  await house.close();
});

let keys = 0;
const post = (path: string, body: object) =>
  house.http
    .post(path)
    .set('authorization', clerk)
    .set('idempotency-key', `event-${String((keys += 1))}`)
    .send(body);

/** A project whose check is awaited. */
async function awaiting(): Promise<string> {
  const wish = { jurisdiction: 'events', name: '事件项目', facts: { budget: 300 } };
  const id = String((await post('/api/projects', wish)).body.id);
  await house.http
    .post(`/api/projects/${id}/materials`)
    .set('authorization', clerk)
    .set('idempotency-key', `form-${id}`)
    .field('kind', 'form')
    .field('fields', '{}')
    .attach('file', Buffer.from('申报内容'), '申报书.txt');
  await post(`/api/projects/${id}/actions`, { action: 'submit' });
  return id;
}

interface Wish {
  readonly source?: string;
  readonly type?: string;
  readonly id?: string;
  readonly key?: string;
  readonly at?: Date;
  readonly data?: object;
  readonly as?: string;
  /** What the body is changed to after it was signed. */
  readonly forged?: object;
}

async function send(project: string, wish: Wish = {}) {
  const { source = platform, type = 'cn.gov.data.registered', id = `e-${project}`, key = secret } = wish;
  const data = wish.data === undefined ? {} : { data: wish.data };
  const event = { specversion: '1.0', id, source, type, subject: `project/${project}`, ...data };
  const at = wish.at ?? new Date();
  const text = JSON.stringify(event);
  const signature = new Webhook(Buffer.from(key).toString('base64')).sign(id, at, text);
  return house.http
    .post('/api/events')
    .set('content-type', wish.as ?? 'application/json')
    .set('webhook-id', id)
    .set('webhook-timestamp', String(Math.floor(at.getTime() / 1000)))
    .set('webhook-signature', signature)
    .send(wish.forged === undefined ? text : JSON.stringify({ ...event, ...wish.forged }));
}

const statusOf = async (project: string) =>
  (await house.http.get(`/api/projects/${project}`).set('authorization', clerk)).body.status as string;

test('a signed event completes the step that waits for it, recorded with the system as its actor, and once only', async () => {
  const project = await awaiting();
  const first = await send(project);
  expect([first.status, first.body.replayed]).toEqual([202, false]);
  expect(await statusOf(project)).toBe('filed');
  const again = await send(project);
  expect([again.status, again.body.replayed]).toEqual([202, true]);
  expect(again.body.result).toEqual(first.body.result);
  const lines = await listRecords(`project/${project}`, { limit: 50 });
  const byMachine = lines.filter(({ actor }) => actor.id === platform);
  expect(byMachine.map(({ action }) => action)).toEqual(['decide']);
  expect((await verifyChain(`project/${project}`)).faults).toEqual([]);
});

test('an event may come under the media type that CloudEvents gives it', async () => {
  const { status } = await send(await awaiting(), { as: 'application/cloudevents+json; charset=utf-8' });
  expect(status).toBe(202);
});

test('ten sends of one event at once are one decision', async () => {
  const project = await awaiting();
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(project)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  const lines = await listRecords(`project/${project}`, { limit: 50 });
  expect(lines.filter(({ actor }) => actor.id === platform)).toHaveLength(1);
});

test('an event may say which outcome it stands for: a test body reports "returned", and the project goes back', async () => {
  const project = await awaiting();
  const answer = await send(project, { data: { outcome: 'returned', comment: '测试未通过' } });
  expect([answer.status, answer.body.code]).toEqual([202, undefined]);
  const { body } = await house.http.get(`/api/projects/${project}`).set('authorization', clerk);
  expect([body.status, body.round]).toEqual(['active', 2]);
});

const hour = 3_600_000;
test.each<[string, Wish, number, string]>([
  ['another secret', { key: 'x'.repeat(40) }, 401, 'event/not-authentic'],
  ['a body changed after signing', { forged: { type: 'passed' } }, 401, 'event/not-authentic'],
  ['an id that was not signed', { forged: { id: 'another' } }, 401, 'event/not-authentic'],
  ['an hour too old', { at: new Date(Date.now() - hour) }, 401, 'event/not-authentic'],
  ['an hour ahead', { at: new Date(Date.now() + hour) }, 401, 'event/not-authentic'],
  ['an account without a secret', { source: 'unregistered' }, 401, 'event/not-authentic'],
  ['an account that is closed', { source: 'gone' }, 401, 'event/not-authentic'],
  ['an event nobody waits for', { type: 'aggregated' }, 409, 'event/not-awaited'],
  ['a system that does not sit there', { source: 'idle-platform' }, 409, 'event/not-awaited'],
  ['an outcome the step does not have', { data: { outcome: 'burnt' } }, 422, 'task/unknown-outcome'],
  ['a shape it does not know', { forged: { dataschema: 'x' } }, 400, 'request/invalid'],
])('%s is refused and changes nothing', async (_, wish, status, code) => {
  const project = await awaiting();
  const answer = await send(project, wish);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await statusOf(project)).not.toBe('filed');
});

test('a project that there is not is said to be missing', async () => {
  const answer = await send('NOWHERE-1');
  expect([answer.status, answer.body.code]).toEqual([404, 'project/not-found']);
});

test('the account of a system cannot sign in, whatever password it has', async () => {
  const sign = (username: string) => house.http.post('/api/session').send({ username, password });
  expect((await sign('unregistered')).status).toBe(200);
  const refused = await sign(platform);
  expect([refused.status, refused.body.code]).toEqual([401, 'auth/wrong-credentials']);
});
