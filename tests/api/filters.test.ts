/** Saved filters over HTTP: kept under a name of one's own, used, renamed, changed and deleted; and the inbox by urgency. */
import { tasks } from '../../models/process-schemas';
import { mostFilters } from '../../models/inbox-filters';
import { urgencyOf } from '../../domain/project/view';
import { startApi, type ApiRig } from './api-rig';

let house: ApiRig;
const tokens: Record<string, string> = {};

const row = (id: string, due: string | null, more: { urged?: { at: string; count: number } } = {}) => {
  const openedAt = '2026-01-01T00:00:00Z';
  return {
    _id: id,
    ...{ id, step: 'check', role: 'checker', status: 'open', key: 'person:clerk', seq: 1, openedAt, due },
    ...{ assignee: { id: 'clerk', name: '名clerk' }, processId: `P-${id}`, projectId: null },
    ...{ processName: '系统', stage: id === 'late' ? 'acceptance' : 'application' },
    ...{ jurisdiction: 'small', ownerOrg: 'org-a', urgency: urgencyOf({ due, openedAt, ...more }) },
    ...more,
  };
};
const urged = { urged: { at: '2026-01-02T00:00:00Z', count: 1 } };

beforeAll(async () => {
  house = await startApi();
  for (const name of ['clerk', 'admin']) tokens[name] = await house.tokenOf(name);
  await tasks.collection.insertMany([
    row('whenever', null),
    row('asked', null, urged),
    row('soon', '2999-01-05'),
    row('pressed', '2999-01-05', urged),
    row('late', '2026-01-05'),
  ] as never);
});
afterAll(() => house.close());

let keys = 0;
const save = (who: string, body: object, key = `filter-${String((keys += 1))}`) =>
  house.http
    .post('/api/filters')
    .set('authorization', tokens[who] ?? '')
    .set('idempotency-key', key)
    .send(body);
const list = async (who: string) =>
  (await house.http.get('/api/filters').set('authorization', tokens[who] ?? '')).body;
const change = (who: string, id: string, body: object, version?: string) => {
  const request = house.http.patch(`/api/filters/${id}`).set('authorization', tokens[who] ?? '');
  return (version === undefined ? request : request.set('if-match', version)).send(body);
};
const forget = (who: string, id: string, version?: string) => {
  const request = house.http.delete(`/api/filters/${id}`).set('authorization', tokens[who] ?? '');
  return version === undefined ? request : request.set('if-match', version);
};
const inbox = async (query: string, who = 'clerk') => {
  const { status, body } = await house.http
    .get(`/api/tasks?${query}`)
    .set('authorization', tokens[who] ?? '');
  return status === 200 ? (body.items as { id: string }[]).map(({ id }) => id) : [status, body.code];
};

test('by urgency: overdue first, then the fewest days left, of one day what was urged, without a date last', async () => {
  expect(await inbox('sort=urgency')).toEqual(['late', 'pressed', 'soon', 'asked', 'whenever']);
  const first = await house.http
    .get('/api/tasks?sort=urgency&limit=2')
    .set('authorization', tokens['clerk'] ?? '');
  const more = await inbox(`sort=urgency&limit=2&cursor=${encodeURIComponent(first.body.nextCursor)}`);
  expect(more).toEqual(['soon', 'asked']);
  for (const view of ['done', 'copied'])
    expect(await inbox(`view=${view}&sort=urgency`)).toEqual([422, 'inbox/not-by-urgency']);
});

test('a filter is kept, listed by name, used, and what the request says itself goes before it', async () => {
  const query = { view: 'todo', sort: 'urgency', stage: 'application' };
  const saved = await save('clerk', { name: ' 建设申报 ', query });
  expect([saved.status, saved.headers['etag'], saved.body.name]).toEqual([201, '"1"', '建设申报']);
  const late = await save('clerk', { name: '已逾期', query: { overdue: true } });
  expect((await list('clerk')).items).toMatchObject([
    { name: '已逾期', query: { overdue: true } },
    { name: '建设申报', query },
  ]);
  expect(await inbox(`filter=${saved.body.id}`)).toEqual(['pressed', 'soon', 'asked', 'whenever']);
  expect(await inbox(`filter=${saved.body.id}&stage=acceptance`)).toEqual(['late']);
  expect(await inbox(`filter=${late.body.id}`)).toEqual(['late']);
  for (const { body } of [saved, late]) expect((await forget('clerk', body.id)).status).toBe(200);
});

test('it is renamed and changed by whoever read its newest version, and deleted', async () => {
  const { body } = await save('clerk', { name: '一', query: {} });
  const other = await save('clerk', { name: '二', query: {} });
  const renamed = await change('clerk', body.id, { name: '三' }, '"1"');
  expect([renamed.status, renamed.headers['etag'], renamed.body.name]).toEqual([200, '"2"', '三']);
  expect((await change('clerk', body.id, { name: '四' }, '"1"')).status).toBe(412);
  expect((await change('clerk', body.id, { name: '二' })).body.code).toBe('filter/name-taken');
  const changed = await change('clerk', body.id, { query: { stage: 'acceptance' } });
  expect(changed.body).toMatchObject({ name: '三', version: 3, query: { stage: 'acceptance' } });
  expect(await inbox(`filter=${body.id}`)).toEqual(['late']);
  expect((await forget('clerk', body.id, '"2"')).body.code).toBe('precondition/stale');
  expect((await forget('clerk', body.id, '"3"')).body).toEqual({ id: body.id });
  expect((await forget('clerk', body.id)).body.code).toBe('filter/not-found');
  expect(await inbox(`filter=${body.id}`)).toEqual([404, 'filter/not-found']);
  expect((await forget('clerk', other.body.id)).status).toBe(200);
  expect((await list('clerk')).items).toEqual([]);
});

test('of two changes of one version at once one holds', async () => {
  const { body } = await save('clerk', { name: '同时', query: {} });
  const answers = await Promise.all(
    ['甲', '乙', '丙', '丁'].map((name) => change('clerk', body.id, { name }, '"1"')),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  expect((await list('clerk')).items).toMatchObject([{ version: 2 }]);
  await forget('clerk', body.id);
});

test('nobody sees, uses, changes or deletes what another person keeps', async () => {
  const { body } = await save('clerk', { name: '我的', query: {} });
  expect((await list('admin')).items).toEqual([]);
  expect((await change('admin', body.id, { name: '他的' })).body.code).toBe('filter/not-found');
  expect((await forget('admin', body.id)).body.code).toBe('filter/not-found');
  expect(await inbox(`filter=${body.id}`, 'admin')).toEqual([404, 'filter/not-found']);
  expect((await save('admin', { name: '我的', query: {} })).status).toBe(201);
  await forget('clerk', body.id);
});

test('a repeated key keeps it once; a second name alike, an unknown or overlong part and an order that a view lacks are refused', async () => {
  const wish = { name: '重复', query: {} };
  const first = await save('clerk', wish, 'same');
  const again = await save('clerk', wish, 'same');
  expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  expect((await save('clerk', wish)).body.code).toBe('filter/name-taken');
  for (const body of [
    { name: ' ', query: {} },
    { name: 'x'.repeat(51), query: {} },
    { name: 'y', query: { colour: 'red' } },
    { name: 'y', query: { text: 'x'.repeat(101) } },
    { name: 'y', query: { overdue: 'true' } },
  ])
    expect((await save('clerk', body)).status).toBe(400);
  const unsorted = await save('clerk', { name: 'y', query: { view: 'done', sort: 'urgency' } });
  expect(unsorted.body.code).toBe('inbox/not-by-urgency');
  await forget('clerk', first.body.id);
});

test('a person keeps so many and no more, also when all are saved at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: mostFilters + 3 }, (_, index) =>
      save('clerk', { name: `方案${String(index)}`, query: {} }),
    ),
  );
  const codes = answers.map(({ status, body }) => (status === 201 ? 201 : body.code));
  expect(codes.filter((code) => code === 201)).toHaveLength(mostFilters);
  expect(codes.filter((code) => code === 'filter/too-many')).toHaveLength(3);
  const { items, most } = await list('clerk');
  expect([items.length, most]).toEqual([mostFilters, mostFilters]);
});
