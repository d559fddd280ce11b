/** The inbox over HTTP: filters narrow the rows and leave the counters, each row says how many working days are left. */
import { tasks } from '../../models/process-schemas';
import { markOpened } from '../../models/task-marks';
import { dateOf } from '../../domain/clocks/dates';
import { startApi, type ApiRig } from './api-rig';

let house: ApiRig;
let token: string;

const today = dateOf(new Date().toISOString());
const row = (id: string, more: object) => ({
  _id: id,
  ...{ id, step: 'check', role: 'checker', status: 'open', key: 'person:clerk', seq: 1 },
  ...{ openedAt: '2026-01-01T00:00:00Z', assignee: { id: 'clerk', name: '名clerk' }, due: null },
  ...{ processId: `P-${id}`, projectId: null, processName: '系统', stage: 'application' },
  ...{ jurisdiction: 'small', ownerOrg: 'org-a' },
  ...more,
});

beforeAll(async () => {
  house = await startApi();
  token = await house.tokenOf('clerk');
  await tasks.collection.insertMany([
    row('late', { due: '2026-01-05' }),
    row('today', { due: today, processName: '平台(二期)' }),
    row('done', {
      due: '2026-01-05',
      status: 'done',
      decidedAt: '2026-01-04T01:00:00Z',
      decidedBy: { id: 'clerk' },
    }),
    row('other', { stage: 'acceptance', jurisdiction: 'big', ownerOrg: 'org-b' }),
  ] as never);
});
afterAll(() => house.close());

const inbox = async (query: string) => {
  const answer = await house.http.get(`/api/tasks?view=todo${query}`).set('authorization', token);
  const items: { id: string; workingDaysLeft: number | null }[] = answer.body.items ?? [];
  return { status: answer.status, body: answer.body, ids: items.map(({ id }) => id).sort(), items };
};

test.each([
  ['', ['late', 'other', 'today']],
  ['&overdue=true', ['late']],
  ['&overdue=false', ['late', 'other', 'today']],
  ['&stage=acceptance', ['other']],
  ['&jurisdiction=small&owner=org-a', ['late', 'today']],
  [`&text=${encodeURIComponent('平台(')}`, ['today']],
  ['&text=P-other', ['other']],
])('the inbox with "%s" shows %j and counts all', async (query, ids) => {
  const answer = await inbox(query);
  expect([answer.status, answer.ids]).toEqual([200, ids]);
  expect(answer.body.counters.todo).toBe(3);
});

test('a row says how many working days are left: none on the last day, fewer than none when overdue, nothing without a date', async () => {
  const left = new Map((await inbox('')).items.map(({ id, workingDaysLeft }) => [id, workingDaysLeft]));
  expect([left.get('today'), left.get('other')]).toEqual([0, null]);
  expect(left.get('late')).toBeLessThan(0);
});

test('what was done in time does not become overdue afterwards', async () => {
  const done = async (query: string) =>
    (await house.http.get(`/api/tasks?view=done${query}`).set('authorization', token)).body.items;
  expect(await done('')).toMatchObject([{ id: 'done', workingDaysLeft: null }]);
  expect(await done('&overdue=true')).toEqual([]);
});

test('an unknown filter and an overlong text are refused', async () => {
  for (const query of ['&colour=red', `&text=${'x'.repeat(101)}`, '&overdue=perhaps'])
    expect((await inbox(query)).status).toBe(400);
});

test('a row is unread until the person opens the task, and again once it is opened anew', async () => {
  const unread = async (id: string) =>
    (await inbox('')).body.items.find((each: { id: string }) => each.id === id)?.unread;
  expect(await unread('today')).toBe(true);
  await markOpened('somebody-else', 'today', '2026-02-01T00:00:00Z');
  expect(await unread('today')).toBe(true);
  await markOpened('clerk', 'today', '2026-02-01T00:00:00Z');
  expect([await unread('today'), await unread('other')]).toEqual([false, true]);
  await tasks.collection.updateOne({ _id: 'today' } as never, { $set: { openedAt: '2026-02-02T00:00:00Z' } });
  expect(await unread('today')).toBe(true);
});

test('what is open anywhere is shown to administrators alone, without what few may know of', async () => {
  await tasks.collection.insertMany([
    row('secret', { assignee: { id: 'x', name: 'x' }, readers: ['post:small/inspector'], startedBy: 'x' }),
    row('told', { assignee: { id: 'x', name: 'x' }, readers: ['person:admin'] }),
    row('theirs', { assignee: { id: 'x', name: 'x' }, stage: 'operation' }),
  ] as never);
  const all = async (who: string, query = '') => {
    const answer = await house.http.get(`/api/tasks?view=all${query}`).set('authorization', who);
    return [answer.status, answer.body.code ?? answer.body.items.map(({ id }: { id: string }) => id).sort()];
  };
  const admin = await house.tokenOf('admin');
  expect(await all(token)).toEqual([403, 'auth/not-permitted']);
  expect(await all(admin)).toEqual([200, ['late', 'other', 'theirs', 'today', 'told']]);
  expect(await all(admin, '&stage=operation')).toEqual([200, ['theirs']]);
});
