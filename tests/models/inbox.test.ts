/** Inboxes are read from indexes: pages cost the same at any depth, counts read no row, and nothing is sorted in memory. */
import mongoose from 'mongoose';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { tasks } from '../../models/process-schemas';
import { urgencyOf } from '../../domain/project/view';
import { countTasks, listTasks, type InboxView } from '../../models/tasks';
import { saveUser } from '../../models/users';
import { rig, uniqueName } from '../rig/rig';

const key = 'post:city/office';
const keys = ['person:ann', key];
const flags = { admin: false, operator: false, auditor: false, active: true, demo: false };
const mine = 400;
const openedAt = (number: number) =>
  // Ten tasks of ours share each instant.
  new Date(Date.UTC(2026, 0, 1) + Math.floor(number / 40) * 1000).toISOString();
const dueOf = (number: number) =>
  number % 20 === 0 ? '2026-02-01' : number % 12 === 0 ? `2026-03-${String(10 + (number % 7))}` : null;
const urgedOf = (number: number) =>
  number % 16 === 0 ? { urged: { at: '2026-01-09T00:00:00Z', count: 1 } } : {};

beforeAll(async () => {
  await connectMongo(rig().mongodbUri(uniqueName('inbox')));
  for (const id of ['ann', 'bob']) {
    const posts = [{ jurisdiction: 'city', post: 'office' }];
    await saveUser({ id, username: id, name: id, org: `org-${id}`, posts, ...flags }, 'x');
  }
  const rows = Array.from({ length: mine * 4 }, (_, number) => ({
    _id: `t${String(number)}`,
    id: `t${String(number)}`,
    status: 'open',
    seq: 1,
    key: number % 4 === 0 ? key : `post:city/other-${String(number % 7)}`,
    stage: number % 8 === 0 ? 'acceptance' : 'application',
    jurisdiction: 'city',
    ownerOrg: `org-${String(number % 16)}`,
    due: dueOf(number),
    processId: `P-${String(number)}`,
    projectId: null,
    processName: number % 40 === 0 ? '平台(二期' : '系统',
    openedAt: openedAt(number),
    urgency: urgencyOf({ due: dueOf(number), openedAt: openedAt(number), ...urgedOf(number) }),
    startedBy: number % 2 === 0 ? 'ann' : 'bob',
    ...urgedOf(number),
    ...(number % 4 === 1 ? { assignee: { id: 'bob', name: 'Bob' } } : {}),
  }));
  await tasks.collection.insertMany(rows as never);
  await mongoose.connection.db?.command({ profile: 2 });
});

afterAll(async () => {
  await mongoose.connection.db?.command({ profile: 0 });
  await disconnectMongo();
});

/** What the server examined for the last operation on the tasks. */
async function lastCost() {
  const [cost] = await mongoose.connection
    .collection('system.profile')
    .find({ ns: `${mongoose.connection.name}.tasks` })
    .sort({ $natural: -1 })
    .limit(1)
    .toArray();
  return cost;
}

test('following the cursors shows every task once, and the last page is read like the first', async () => {
  const shown: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: { cursor?: string } = cursor === '' ? {} : { cursor };
    const page = await listTasks({ view: 'claimable', person: 'ann', keys, limit: 20, ...more });
    const cost = await lastCost();
    expect(cost?.['hasSortStage'] ?? false).toBe(false);
    // The page, the row that tells of a next one, and at most the rows of the same instant.
    expect(cost?.['docsExamined']).toBeLessThanOrEqual(21 + 10);
    shown.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect([shown.length, new Set(shown).size]).toEqual([mine, mine]);
});

test('counters are exact and read no row', async () => {
  const counted = await countTasks({ person: 'ann', keys });
  expect(counted).toEqual({ todo: 0, claimable: mine, done: 0, started: 0, copied: 0 });
  expect((await lastCost())?.['docsExamined']).toBe(0);
});

test.each([
  [{ stage: 'acceptance' }, 200],
  [{ jurisdiction: 'city' }, 400],
  [{ jurisdiction: 'elsewhere' }, 0],
  [{ owner: 'org-4' }, 100],
  [{ dueBefore: '2026-03-01' }, 80],
  [{ dueBefore: '2026-02-01' }, 0],
  [{ text: '平台(二期' }, 40],
  [{ text: '平台.*' }, 0],
  [{ text: 'P-8' }, 1],
  [{ stage: 'acceptance', dueBefore: '2026-03-01' }, 40],
] as const)(
  'an inbox narrowed to %j shows %i tasks, each once and all of them over its pages',
  async (only, count) => {
    const shown = new Set<string>();
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: { cursor?: string } = cursor === '' ? {} : { cursor };
      const page = await listTasks({ view: 'claimable', person: 'ann', keys, limit: 30, only, ...more });
      for (const { id } of page.items) {
        expect(shown).not.toContain(id);
        shown.add(id);
      }
      cursor = page.nextCursor;
      expect((await lastCost())?.['hasSortStage'] ?? false).toBe(false);
    }
    expect(shown.size).toBe(count);
  },
);

test('what is open anywhere is read in its order from an index, page by page', async () => {
  const first = await listTasks({ view: 'all', person: 'ann', keys, limit: 20 });
  expect([first.items.length, (await lastCost())?.['hasSortStage'] ?? false]).toEqual([20, false]);
  const more = { cursor: first.nextCursor ?? '' };
  const second = await listTasks({ view: 'all', person: 'ann', keys, limit: 20, ...more });
  expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  expect((await lastCost())?.['docsExamined']).toBeLessThanOrEqual(21 + 40);
});

test.each([
  ['claimable', 'ann', mine],
  ['todo', 'bob', mine],
  ['started', 'ann', mine * 2],
  ['all', 'ann', mine * 4],
] as const)(
  'by urgency %s of %s is read in its order from an index, the last page like the first',
  async (view: InboxView, person, count) => {
    const shown: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: { cursor?: string } = cursor === '' ? {} : { cursor };
      const page = await listTasks({ view, sort: 'urgency', person, keys, limit: 40, ...more });
      const cost = await lastCost();
      expect(cost?.['hasSortStage'] ?? false).toBe(false);
      // The page, the row that tells of a next one, and at most the rows of the same urgency.
      expect(cost?.['docsExamined']).toBeLessThanOrEqual(41 + 40);
      shown.push(...page.items.map(({ urgency, id }) => `${urgency ?? ''} ${id}`));
      cursor = page.nextCursor;
    }
    expect([shown.length, new Set(shown).size]).toEqual([count, count]);
    expect(shown).toEqual([...shown].sort());
  },
);

test('by urgency: what is overdue, then the earliest last day, of one day what was urged, then whoever waits longest', () => {
  const row = (due: string | null, openedAt: string, isUrged = false) =>
    urgencyOf({ due, openedAt, ...(isUrged ? { urged: { at: openedAt, count: 1 } } : {}) });
  const [a, b, c, d, e, f] = [
    row('2026-01-30', '2026-01-02T00:00:00Z'),
    row('2026-02-01', '2026-01-03T00:00:00Z', true),
    row('2026-02-01', '2026-01-01T00:00:00Z'),
    row('2026-02-01', '2026-01-02T00:00:00Z'),
    row(null, '2026-01-05T00:00:00Z', true),
    row(null, '2026-01-01T00:00:00Z'),
  ];
  expect([f, e, d, c, b, a].sort()).toEqual([a, b, c, d, e, f]);
});
