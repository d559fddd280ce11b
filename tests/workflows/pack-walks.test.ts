/** Every committed pack from end to end on the time-skipping server: passed, returned, refused, reconsidered, failed, put right. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareViews } from '../../models/rebuild';
import { verifyChain } from '../../models/records';
import { stateQuery } from '../../workflows/messages';
import { coursesOf, turnsOf, ways, waysOf, type Course } from '../walks/courses';
import { packFiles, packs } from '../walks/packs';
import { beginProject, startGrounds, type Grounds } from '../walks/time-skipping-ground';
import { newWalk, walkUntil } from '../walks/walker';
import { stateOf } from './house';

let grounds: Grounds;
beforeAll(async () => {
  grounds = await startGrounds();
});
afterAll(async () => {
  await grounds.close();
});

const table = packs.flatMap((pack) =>
  coursesOf(pack).map((course) => [`${pack.ref.id} ${course.name}`, pack, course] as const),
);

test('the walks show every way that a pack has: each pack of the folder, and each outcome a step may give', () => {
  const inFolder = readdirSync(join(__dirname, '../../policies')).filter((file) => file.endsWith('.yaml'));
  expect([...packFiles].sort()).toEqual(inFolder.sort());
  for (const pack of packs) {
    const shown = new Set(coursesOf(pack).flatMap((course) => course.ways));
    expect([pack.ref.id, ways.filter((way) => shown.has(way))]).toEqual([pack.ref.id, waysOf(pack)]);
  }
});

/** A project over has no workflow; any other holds what is stored. */
async function standing(id: string, { status }: Course): Promise<unknown> {
  const handle = grounds.house.client.workflow.getHandle(id);
  if (status === 'inUse') return handle.query(stateQuery);
  await handle.result();
  return stateOf(id);
}

const taken = new Map<string, Set<string>>();

test.each(table)('%s', async (_name, pack, course) => {
  const ground = grounds.on(pack);
  const id = await beginProject(grounds, ground, course.facts);
  const walk = newWalk(id, course.wishes, course.facts);
  const state = await walkUntil(ground, walk, ({ status }) => status === 'inUse');
  expect(state.status).toBe(course.status);
  const wished = Object.entries(course.wishes).flatMap(([place, outcomes]) =>
    outcomes.map((outcome) => `${place}.${outcome}`),
  );
  expect(walk.taken).toEqual(expect.arrayContaining(wished));
  if (course.ways.includes('rectify')) expect(state.ended.map(({ kind }) => kind)).toContain('rectification');
  expect(await standing(id, course)).toEqual(state);
  expect((await verifyChain(id)).faults).toEqual([]);
  const all = taken.get(pack.ref.id) ?? new Set();
  taken.set(pack.ref.id, all);
  for (const turn of walk.taken) all.add(turn);
});

test('together the walks took every outcome of every step, and the views are what the record says', async () => {
  for (const pack of packs) {
    const never = turnsOf(pack)
      .map(({ place, outcome }) => `${place}.${outcome}`)
      .filter((turn) => taken.get(pack.ref.id)?.has(turn) !== true);
    expect([pack.ref.id, never]).toEqual([pack.ref.id, []]);
  }
  expect((await compareViews()).differences).toEqual([]);
});
