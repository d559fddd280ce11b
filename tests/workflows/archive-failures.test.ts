/** The sweep of closed runs when one of them cannot be kept, on a real Temporal: it goes on, lists it, and tries it again. */
import type { Client } from '@temporalio/client';
import { createArchive } from '../../activities/archive';
import { until } from '../../embedded/wait';
import { findArchivedUntil, listArchived } from '../../models/histories';
import { lookAtArchive } from '../../models/unarchived';
import { uniqueName } from '../rig/rig';
import { openProject, startHouse, type House } from './house';

let house: House;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await house.close();
});

/** The same Temporal, which cannot give the history of one run. */
function without(runId: () => string): Client {
  const workflow = Object.create(house.client.workflow) as Client['workflow'];
  workflow.getHandle = (id, run, options) => {
    const handle = house.client.workflow.getHandle(id, run, options);
    if (run !== runId()) return handle;
    return { ...handle, fetchHistory: () => Promise.reject(new Error('history cannot be read')) };
  };
  return Object.create(house.client, { workflow: { value: workflow } }) as Client;
}

async function sweep(): Promise<{ archived: number; failed: readonly string[] }> {
  return (await house.client.workflow.execute('archiveHistories', {
    workflowId: uniqueName('archive'),
    taskQueue: house.taskQueue,
  })) as { archived: number; failed: readonly string[] };
}

test('a run that cannot be kept is listed and does not hold up the others nor the mark; a later sweep keeps it', async () => {
  const [broken, sound] = [await openProject(house), await openProject(house)];
  const { runId } = await house.client.workflow.getHandle(broken).describe();
  const archive = createArchive(without(() => runId));
  await house.replaceWorker((activities) => ({ ...activities, ...archive }));
  for (const id of [broken, sound]) await house.client.workflow.getHandle(id).terminate('test');
  const before = (await findArchivedUntil()) ?? '';
  const listed = async () => {
    await sweep();
    const { failed } = await lookAtArchive(new Date().toISOString());
    return failed.some((each) => each.runId === runId) && (await listArchived(sound)).length === 1;
  };
  expect(await until(listed, { deadlineMs: 60_000 })).toBe(true);
  const seen = await lookAtArchive(new Date().toISOString());
  expect(seen).toMatchObject({ failedRuns: 1, late: false });
  expect(seen.failed[0]).toMatchObject({ workflowId: broken, runId, type: 'application' });
  expect(seen.failed[0]?.reason).toContain('history cannot be read');
  const moved = (await findArchivedUntil()) ?? '';
  expect(moved > before).toBe(true);
  expect(await listArchived(broken)).toEqual([]);

  const mended = createArchive(house.client);
  await house.replaceWorker((activities) => ({ ...activities, ...mended }));
  expect((await sweep()).failed).toEqual([]);
  expect(await listArchived(broken)).toHaveLength(1);
  expect((await lookAtArchive(new Date().toISOString())).failedRuns).toBe(0);
}, 120_000);

test('an archive that was not swept for more than a day is late', async () => {
  await openProject(house);
  const { archivedUntil, late } = await lookAtArchive(new Date(Date.now() + 20 * 3_600_000).toISOString());
  expect([typeof archivedUntil, late]).toEqual(['string', false]);
  expect((await lookAtArchive(new Date(Date.now() + 30 * 3_600_000).toISOString())).late).toBe(true);
});
