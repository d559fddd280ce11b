/** What holds for every route of the table: sign-in, validation, keys, 405, problem details, attempts. */
import mongoose from 'mongoose';
import { permissions } from '../../api/permissions';
import { routes } from '../../api/routes';
import type { ApiRig } from './api-rig';
import { startApi } from './api-rig';

let rig: ApiRig;
let clerk: string;
beforeAll(async () => {
  rig = await startApi();
  clerk = await rig.tokenOf('clerk');
});
afterAll(() => rig.close());

const filled = (path: string): string => path.replace(/:\w+/gu, 'nothing-1');
const named = routes.map((each) => [`${each.method.toUpperCase()} ${each.path}`, each] as const);

test('every route names a permission of the table', () => {
  for (const [, each] of named) expect(permissions).toContain(each.permit);
});

test.each(named.filter(([, each]) => each.permit !== 'anyone'))('%s needs a sign-in', async (_name, each) => {
  const answer = await rig.http[each.method](filled(each.path));
  expect(answer.status).toBe(401);
  expect(answer.type).toBe('application/problem+json');
  expect(answer.body.code).toBe('auth/required');
});

test.each(named.filter(([, each]) => each.change !== 'none' && each.upload !== true))(
  '%s needs an Idempotency-Key',
  async (_name, each) => {
    const answer = await rig.http[each.method](filled(each.path)).set('authorization', clerk).send({});
    expect([answer.status, answer.body.code]).toEqual([400, 'idempotency/key-missing']);
  },
);

test.each(named.filter(([, each]) => each.body !== undefined && each.upload !== true))(
  '%s refuses a malformed body',
  async (_name, each) => {
    const answer = await rig.http[each.method](filled(each.path))
      .set('authorization', clerk)
      .set('idempotency-key', `bad ${each.path}`)
      .send({ action: 7, unknownKey: true, facts: 'no', type: 1, jurisdiction: 2, name: 3 });
    if (answer.status === 200 || answer.status === 403) return;
    expect(answer.status).toBe(400);
    expect(answer.body.errors.length).toBeGreaterThan(0);
  },
);

test.each(named)('%s answers another method with 405 and Allow', async (_name, each) => {
  const answer = await rig.http.put(filled(each.path)).send({});
  expect(answer.status).toBe(405);
  expect(answer.headers['allow']).toContain(each.method.toUpperCase());
});

test('a changing POST on something unknown is 404 with a code', async () => {
  const act = (path: string) =>
    rig.http
      .post(path)
      .set('authorization', clerk)
      .set('idempotency-key', `x${path}`)
      .send({ action: 'comment', comment: 'x' });
  expect((await act('/api/tasks/none/actions')).body.code).toBe('task/not-found');
  const project = await rig.http.get('/api/projects/HA-2026-9999').set('authorization', clerk);
  expect([project.status, project.body.code]).toEqual([404, 'project/not-found']);
});

test('only administrators publish packs, and whoever may not is told which permission is missing', async () => {
  const answer = await rig.http
    .post('/api/packs')
    .set('authorization', clerk)
    .set('idempotency-key', 'p')
    .send('pack: x')
    .type('text/yaml');
  expect([answer.status, answer.body.code]).toEqual([403, 'auth/not-permitted']);
  expect(answer.body.params).toEqual({ permission: 'pack.publish' });
});

test('titles follow Accept-Language, Chinese unless English is preferred', async () => {
  const chinese = await rig.http.get('/api/tasks');
  const english = await rig.http.get('/api/tasks').set('accept-language', 'en-GB,en;q=0.9,zh;q=0.5');
  expect(chinese.body.title).toBe('请先登录');
  expect(english.body.title).toBe('Sign in first');
  expect(english.body.instance).toBe(english.headers['x-request-id']);
});

test('broken JSON, an unknown media type, a huge body and deep nesting are refused, not faults', async () => {
  const post = (type: string, body: string) =>
    rig.http.post('/api/session').set('content-type', type).send(body);
  expect((await post('application/json', '{')).body.code).toBe('request/not-json');
  expect((await post('application/xml', '<a/>')).body.code).toBe('request/unsupported-media');
  expect((await post('application/json', JSON.stringify({ a: 'x'.repeat(250_000) }))).body.code).toBe(
    'request/too-large',
  );
  expect((await post('application/json', '['.repeat(2000) + ']'.repeat(2000))).body.code).toBe(
    'request/invalid',
  );
});

test('a refused attempt is kept with who, what and which code', async () => {
  await rig.http
    .post('/api/tasks/kept/actions')
    .set('authorization', clerk)
    .set('idempotency-key', 'kept')
    .send({ action: 'claim' });
  const kept = await mongoose.connection.collection('attempts').findOne({ path: '/api/tasks/kept/actions' });
  expect(kept).toMatchObject({
    actor: { id: 'clerk' },
    action: 'claim',
    codes: ['task/not-found'],
    status: 404,
  });
});

test('an unknown path is a problem, and health needs no sign-in', async () => {
  expect((await rig.http.get('/api/nothing')).body.code).toBe('request/unknown-path');
  expect((await rig.http.get('/livez')).status).toBe(200);
  const ready = await rig.http.get('/readyz');
  expect([ready.status, ready.body]).toEqual([
    503,
    { ready: false, mongodb: true, temporal: true, worker: false, notReady: ['worker'] },
  ]);
  expect((await rig.http.get('/api/openapi.json')).body.openapi).toBe('3.1.0');
  expect((await rig.http.get('/docs/errors')).text).toContain('gate/unmet');
});
