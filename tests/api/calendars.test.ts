/** Publishing a year of days off over HTTP: who may, what is refused, corrections, and the audit chain that tells of it. */
import { loadCalendar } from '../../models/calendars';
import { listRecords } from '../../models/records';
import { compareViews } from '../../models/rebuild';
import { startApi, type ApiRig } from './api-rig';

let house: ApiRig;
let admin: string;
let clerk: string;
beforeAll(async () => {
  house = await startApi();
  [admin, clerk] = [await house.tokenOf('admin'), await house.tokenOf('clerk')];
});
afterAll(() => house.close());

const source = {
  zh: '关于2027年部分节假日安排的通知',
  number: '国办发明电〔2026〕9号',
  published: '2026-11-05',
};
const year = (more: object = {}) => ({
  ...{ year: 2027, source, off: ['2027-01-01', '2027-01-02', '2027-01-03'], work: ['2027-01-09'] },
  reason: '国务院办公厅已公布',
  ...more,
});

let keys = 0;
const publish = (body: object | string, more: { token?: string; key?: string; ifMatch?: string } = {}) => {
  const call = house.http
    .post('/api/calendars')
    .set('authorization', more.token ?? admin)
    .set('idempotency-key', more.key ?? `calendar-${String((keys += 1))}`)
    .set('content-type', typeof body === 'string' ? 'application/yaml' : 'application/json');
  return (more.ifMatch === undefined ? call : call.set('if-match', more.ifMatch)).send(body);
};
const get = (path: string) => house.http.get(`/api/calendars${path}`).set('authorization', clerk);
const lines = () => listRecords('system', { limit: 50 });

test('only administrators publish; everybody signed in reads', async () => {
  const refused = await publish(year(), { token: clerk });
  expect([refused.status, refused.body.code]).toEqual([403, 'auth/not-permitted']);
  expect((await get('')).body).toEqual({ items: [] });
  expect((await get('/2027')).body.code).toBe('calendar/not-found');
});

test.each([
  [{ off: ['2027-01-01', '2028-01-02'] }, '/off/1', '2028-01-02 不在 2027 年'],
  [{ off: ['2027-02-30'] }, '/off/0', '没有 2027-02-30 这一天'],
  [{ work: ['2027-01-02'] }, '/work/0', '2027-01-02 既放假又上班'],
  [{ work: ['2027-01-05'] }, '/work/0', '2027-01-05 不是周末'],
  [{ off: [] }, '/off', '没有列出任何放假日'],
  [{ source: { ...source, number: '' } }, '/source/number', '日历有误 source.number'],
  [{ source: { ...source, published: '2026-02-31' } }, '/source/published', '没有 2026-02-31 这一天'],
  [{ reason: '更正' }, '/reason', '请写明原因'],
  [{ holidays: [] }, '', '日历有误'],
])('%j is refused at %s', async (wrong, pointer, detail) => {
  const { status, body } = await publish(year(wrong));
  expect([status, body.code]).toEqual([422, 'calendar/invalid']);
  expect(body.errors).toEqual([
    expect.objectContaining({ pointer, detail: expect.stringContaining(detail) }),
  ]);
});

test('every mistake is named at once, and text that is no YAML is no fault', async () => {
  const many = await publish(year({ off: ['2026-01-01'], work: ['2027-01-05'], reason: '' }));
  expect(many.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    ...['/off/0', '/work/0'],
    '/reason',
  ]);
  for (const text of ['year: [', '- 2027', 'year: 2027\nyear: 2028'])
    expect((await publish(text)).body.code).toBe('calendar/invalid');
  expect(await lines()).toEqual([]);
});

test('a year is published once under its key, and the chain of the system tells who, when and why', async () => {
  const first = await publish(year(), { key: 'first' });
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({ version: '2027@2026-11-05', revision: 1, published: true });
  const again = await publish(year(), { key: 'first' });
  expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
  const other = await publish(year({ reason: '换一个原因' }), { key: 'first' });
  expect([other.status, other.body.code]).toEqual([422, 'idempotency/key-reused']);
  const same = await publish(year(), { key: 'second' });
  expect([same.status, same.body.published]).toEqual([200, false]);
  const [line, ...more] = await lines();
  expect(more).toEqual([]);
  expect(line).toMatchObject({
    action: 'publishCalendar',
    actor: { id: 'admin' },
    operation: {
      target: 'calendar/2027',
      reason: '国务院办公厅已公布',
      outcome: { version: '2027@2026-11-05', revision: 1, off: 3, work: 1 },
    },
  });
});

test('YAML as the files of policies is taken, and a correction is a new revision beside what it replaced', async () => {
  const text = [
    'year: 2027',
    `source: { zh: ${source.zh}, number: ${source.number}, published: ${source.published} }`,
    'off: [2027-01-01, 2027-01-02, 2027-01-03, 2027-02-05]',
    'work: [2027-01-09]',
    'reason: 更正漏列的除夕',
  ].join('\n');
  const stale = await publish(text, { ifMatch: '"7"' });
  expect([stale.status, stale.body.code]).toEqual([412, 'precondition/stale']);
  const corrected = await publish(text, { ifMatch: '"1"' });
  expect([corrected.status, corrected.body.version]).toEqual([201, '2027@2026-11-05/2']);
  const { body, headers } = await get('/2027');
  expect(headers['etag']).toBe('"2"');
  expect(body).toMatchObject({
    revision: 2,
    off: expect.arrayContaining(['2027-02-05']),
    earlier: [
      { revision: 1, version: '2027@2026-11-05', reason: '国务院办公厅已公布', publishedBy: 'admin' },
    ],
  });
  expect((await get('')).body.items).toMatchObject([{ year: 2027, revision: 2 }]);
  expect(await loadCalendar()).toMatchObject({ version: '2027@2026-11-05/2' });
});

test('of two corrections at once none is lost', async () => {
  const days = ['2027-02-06', '2027-02-07', '2027-02-08'];
  const done = await Promise.all(days.map((day) => publish(year({ off: ['2027-01-01', day] }))));
  expect(done.map(({ body }) => Number(body.revision)).sort()).toEqual([3, 4, 5]);
  expect((await get('/2027')).body.earlier).toHaveLength(4);
  expect(await lines()).toHaveLength(5);
});

test("a jurisdiction's own days hold there and nowhere else, and only where the nation's year is known", async () => {
  const own = { jurisdiction: 'guangxi', source: { ...source, zh: '广西三月三放假通知' } };
  const { status } = await publish(year({ ...own, off: ['2027-04-08'], work: ['2027-04-10'] }));
  expect(status).toBe(201);
  await publish(year({ ...own, year: 2028, off: ['2028-03-28'], work: [] }));
  const here = await loadCalendar('guangxi');
  expect(here.years['2027']?.off).toContain('2027-04-08');
  expect(here.years['2027']?.work).toEqual(['2027-01-09', '2027-04-10']);
  expect(here.version).toBe('2027@2026-11-05/5+2027.guangxi@2026-11-05');
  expect(Object.keys(here.years)).toEqual(['2027']);
  expect((await loadCalendar('huaian')).years['2027']?.off).not.toContain('2027-04-08');
  expect((await get('/2027?jurisdiction=guangxi')).body).toMatchObject({ revision: 1, off: ['2027-04-08'] });
});

test('the chain is whole, and its lines are nobody’s views', async () => {
  expect((await house.api.reads.verifyChain('system')).faults).toEqual([]);
  expect(await compareViews()).toEqual({ workflows: 0, differences: [] });
});
