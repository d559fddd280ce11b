/** Drills: Temporal restored to an older copy, and Temporal replaced by a fresh database (its upgrade on one machine). The record carries every process on. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reconcile, type Finding } from '../../api/reconcile';
import { startTemporal, type TestTemporal } from '../../embedded/test-servers';
import { findRun } from '../../models/runs';
import { command, decide, openProject, owner, reviewer, startHouse, type House } from '../workflows/house';
import { faultsOf, startLoad, type Load } from './backup-load';

const folder = mkdtempSync(join(tmpdir(), 'govflow-temporal-'));
let temporal: TestTemporal;
let house: House;
let load: Load;

beforeAll(async () => {
  temporal = await startTemporal();
  house = await startHouse(temporal.address);
});
afterAll(async () => {
  await house.close();
  await temporal.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Stops worker and server, changes what the server keeps, and starts both again. */
async function betweenStops(change: () => void): Promise<void> {
  await house.stopWorker();
  await temporal.kill9();
  change();
  await temporal.restart();
  await house.replaceWorker();
}

async function compareAll(): Promise<Map<string, Finding['finding']>> {
  const asked = { client: house.client, taskQueue: house.taskQueue, deadlineMs: 20_000 };
  const { findings } = await reconcile(asked);
  expect((await reconcile(asked)).findings).toEqual([]);
  return new Map(findings.map(({ workflowId, finding }) => [workflowId, finding]));
}

/** Every process that is still open takes its next decision; gives how many there were. */
async function goOn(projects: readonly string[]): Promise<number> {
  let count = 0;
  for (const id of projects) {
    const run = await findRun(id);
    if (run?.open !== true || run.state.run !== 'review') continue;
    expect((await decide(house, id, reviewer, 'approve')).status).toBe('filed');
    count += 1;
  }
  return count;
}

test('workflows of an older copy catch up with the record, lost ones start again, and no answered decision is lost', async () => {
  load = startLoad(house, 3);
  await load.more(10);
  await load.stop();
  const draft = await openProject(house);
  const copy = join(folder, 'older');
  await betweenStops(() => {
    cpSync(temporal.dataDir, copy, { recursive: true });
  });
  const later = startLoad(house, 3);
  await house.door.act(draft, command(owner, { type: 'submit' }));
  await later.more(10);
  await later.stop();
  load.answered.push(...later.answered);
  load.projects.push(...later.projects);

  await betweenStops(() => {
    rmSync(temporal.dataDir, { recursive: true });
    cpSync(copy, temporal.dataDir, { recursive: true });
  });
  const found = await compareAll();
  expect(found.get(draft)).toBe('caughtUp');
  expect(new Set(found.values())).toEqual(new Set(['caughtUp', 'started']));
  for (const id of later.projects)
    expect(found.get(id)).toBe((await findRun(id))?.open === true ? 'started' : undefined);
  expect(await faultsOf(load.answered)).toEqual([]);
  expect(await goOn(later.projects)).toBeGreaterThan(0);
}, 120_000);

test('a fresh Temporal database takes every open process up from the record, and decisions go on', async () => {
  await betweenStops(() => {
    rmSync(temporal.dataDir, { recursive: true });
    cpSync(mkdtempSync(join(folder, 'fresh-')), temporal.dataDir, { recursive: true });
  });
  const found = await compareAll();
  const open: string[] = [];
  for (const id of load.projects) if ((await findRun(id))?.open === true) open.push(id);
  expect(open.length).toBeGreaterThan(0);
  for (const id of open) expect(found.get(id)).toBe('started');
  expect(await faultsOf(load.answered)).toEqual([]);
  expect(await goOn(open)).toBeGreaterThan(0);
  expect(await faultsOf(load.answered)).toEqual([]);
}, 120_000);
