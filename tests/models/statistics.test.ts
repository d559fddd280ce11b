/** The figures of tasks are read from one index: whoever asks, whatever they are laid apart by, no row is looked at. */
import mongoose from 'mongoose';
import { groupings } from '../../domain/statistics/rows';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { tasks } from '../../models/process-schemas';
import { countTaskFigures, type FigureScope } from '../../models/statistics';
import { rig, uniqueName } from '../rig/rig';

beforeAll(async () => {
  await connectMongo(rig().mongodbUri(uniqueName('figures')));
  const rows = Array.from({ length: 1_200 }, (_, number) => ({
    _id: `t${String(number)}`,
    processKind: number % 6 === 5 ? 'case' : 'project',
    jurisdiction: number % 2 === 0 ? 'city' : 'town',
    ownerOrg: `org-${String(number % 3)}`,
    stage: number % 4 === 0 ? 'acceptance' : 'application',
    status: number % 5 === 0 ? 'open' : 'done',
    openedAt: '2026-01-05T00:00:00.000Z',
    decidedAt: number % 5 === 0 ? undefined : '2026-01-05T02:00:00.000Z',
    ...(number % 6 === 5 ? { readers: ['post:city/keeper'] } : {}),
  }));
  await tasks.collection.insertMany(rows as never, { ignoreUndefined: true });
  await mongoose.connection.db?.command({ profile: 2 });
});
afterAll(async () => {
  await mongoose.connection.db?.command({ profile: 0 });
  await disconnectMongo();
});

async function lastCost() {
  const [cost] = await mongoose.connection
    .collection('system.profile')
    .find({ ns: `${mongoose.connection.name}.tasks` })
    .sort({ $natural: -1 })
    .limit(1)
    .toArray();
  return { keys: Number(cost?.['keysExamined']), docs: Number(cost?.['docsExamined']) };
}

const own: FigureScope = { orgs: ['org-1'], jurisdictions: [] };
const post: FigureScope = { orgs: [], jurisdictions: ['town'] };
const both: FigureScope = { orgs: ['org-1'], jurisdictions: ['town'] };

test.each([
  ['all', 'all', 1_000],
  ['the own organisation', own, 400],
  ['a jurisdiction', post, 400],
  ['both', both, 600],
  ['nobody', { orgs: [], jurisdictions: [] }, 0],
] as const)('for %s each task counts once, by whatever grouping', async (_who, scope, counted) => {
  for (const by of groupings) {
    const groups = await countTaskFigures({ scope }, by, 100);
    const sum = groups.reduce((total, { open, done }) => total + open + done, 0);
    const hours = groups.reduce((total, each) => total + each.hours, 0);
    expect([by, sum, hours]).toEqual([by, counted, groups.reduce((all, { done }) => all + done, 0) * 2]);
    expect([by, (await lastCost()).docs]).toEqual([by, 0]);
  }
});

test('a jurisdiction reads its own stretch of the index', async () => {
  await countTaskFigures({ scope: 'all', jurisdiction: 'town', year: 2026 }, 'stage', 100);
  const cost = await lastCost();
  expect(cost.docs).toBe(0);
  expect(cost.keys).toBeLessThanOrEqual(450);
});

test('what few may read does not count, whatever it calls itself', async () => {
  await tasks.collection.updateOne({ _id: 't4' } as never, { $set: { readers: ['post:city/keeper'] } });
  const [one, two] = await countTaskFigures({ scope: 'all' }, 'stage', 100);
  expect((one?.open ?? 0) + (one?.done ?? 0) + (two?.open ?? 0) + (two?.done ?? 0)).toBe(999);
});
