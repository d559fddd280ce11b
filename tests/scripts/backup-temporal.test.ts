/** Drills: Temporal restored to an older copy while people go on, and its upgrade on one machine (archive, backup, fresh database). The record carries every process on. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkflowNotFoundError } from '@temporalio/common';
import mongoose from 'mongoose';
import { createArchive } from '../../activities/archive';
import { historyText } from '../../api/payload-codec';
import { reconcile, type Finding } from '../../api/reconcile';
import { startTemporal, type TestTemporal } from '../../embedded/test-servers';
import { until } from '../../embedded/wait';
import { restoreBackup, takeBackup } from '../../models/backup';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { listArchived } from '../../models/histories';
import { findByCommand } from '../../models/records';
import { findRun } from '../../models/runs';
import { rig, uniqueName } from '../rig/rig';
import {
  checker,
  command,
  decide,
  openProject,
  openTaskOf,
  owner,
  reviewer,
  startHouse,
  type House,
} from '../workflows/house';
import { faultsOf, insistent, startLoad, type Answered } from './backup-load';

const folder = mkdtempSync(join(tmpdir(), 'govflow-temporal-'));
const backupFile = join(folder, 'before-the-upgrade.backup');
const silent = { at: '2026-03-02T01:00:00.000Z', progress: () => undefined };
let temporal: TestTemporal;
let house: House;

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

const asked = () => ({ client: house.client, taskQueue: house.taskQueue, deadlineMs: 20_000 });

/** What a reconcile finds, by process. */
async function compareAll(): Promise<Map<string, Finding['finding']>> {
  const { findings } = await reconcile(asked());
  return new Map(findings.map(({ workflowId, finding }) => [workflowId, finding]));
}

async function stillOpen(projects: readonly string[]): Promise<string[]> {
  const open: string[] = [];
  for (const id of projects) if ((await findRun(id))?.open === true) open.push(id);
  return open;
}

async function unknownToTemporal(projects: readonly string[]): Promise<string[]> {
  const unknown: string[] = [];
  for (const id of projects) {
    const found = await house.client.workflow
      .getHandle(id)
      .describe()
      .catch((error: unknown) => {
        if (error instanceof WorkflowNotFoundError) return null;
        throw error;
      });
    if (found === null) unknown.push(id);
  }
  return unknown;
}

/** Every process that is still open takes its next decision; gives how many there were. */
async function goOn(projects: readonly string[]): Promise<number> {
  let count = 0;
  for (const id of await stillOpen(projects)) {
    if ((await findRun(id))?.state.run !== 'review') continue;
    expect((await decide(house, id, reviewer, 'approve')).status).toBe('filed');
    count += 1;
  }
  return count;
}

test('under load, workflows of an older copy catch up with the record, lost ones start again, and no answered decision is lost', async () => {
  const load = startLoad(insistent(house), 3);
  await load.more(10);
  const draft = await openProject(house);
  const copy = join(folder, 'older');
  await betweenStops(() => {
    cpSync(temporal.dataDir, copy, { recursive: true });
  });
  await house.door.act(draft, command(owner, { type: 'submit' }));
  await load.more(20);
  const answeredBefore = new Set(load.answered.map(({ workflowId }) => workflowId));

  await betweenStops(() => {
    rmSync(temporal.dataDir, { recursive: true });
    cpSync(copy, temporal.dataDir, { recursive: true });
  });
  // Opened and worked on since the copy: Temporal has never heard of them, and none goes on before it is started again.
  // Which they are is asked of Temporal: a project whose opening was on its way when the copy was taken is in it.
  const lost = await unknownToTemporal(load.projects.filter((id) => answeredBefore.has(id)));
  const waiting = await stillOpen(lost);
  expect(waiting.length).toBeGreaterThan(0);
  const found = await compareAll();
  expect(found.get(draft)).toBe('caughtUp');
  for (const id of waiting) expect(found.get(id)).toBe('started');
  for (const finding of found.values()) expect(['caughtUp', 'started']).toContain(finding);

  await load.more(10);
  await load.stop();
  expect(await compareAll()).toEqual(new Map());
  expect(await faultsOf(load.answered)).toEqual([]);
  expect(await goOn(load.projects)).toBeGreaterThan(0);
}, 300_000);

/** Step 1 of the upgrade: carries closed runs into the archive, until this one is there. */
async function archive(workflowId: string, runId: string): Promise<void> {
  const activities = createArchive(house.client, historyText);
  await house.replaceWorker((others) => ({ ...others, ...activities }));
  const swept = async () => {
    const sweep = { workflowId: uniqueName('archive'), taskQueue: house.taskQueue };
    expect(await house.client.workflow.execute('archiveHistories', sweep)).toMatchObject({ failed: [] });
    // The list of closed runs is a moment late.
    return (await listArchived(workflowId)).some((run) => run.runId === runId);
  };
  expect(await until(swept, { deadlineMs: 60_000, everyMs: 200 })).toBe(true);
}

const runOf = async (workflowId: string) =>
  (await house.client.workflow.getHandle(workflowId).describe()).runId;

/** A project that stands in its second run: the first one is closed. */
async function inSecondRun() {
  const id = await openProject(house);
  const closed = await runOf(id);
  await house.door.act(id, command(owner, { type: 'submit' }));
  await decide(house, id, checker, 'complete');
  expect(await until(async () => (await runOf(id)) !== closed, { deadlineMs: 60_000 })).toBe(true);
  const remark = command(reviewer, { type: 'comment', task: await openTaskOf(id), comment: '阅' });
  await house.door.act(id, remark);
  return { id, closed, open: await runOf(id), remark };
}

/** The way back from an upgrade that goes wrong: what the backup gives to an empty database. */
async function faultsOfCopy(file: string, answered: readonly Answered[]): Promise<string[]> {
  const { name } = mongoose.connection;
  await house.stopWorker();
  await disconnectMongo();
  await connectMongo(rig().mongodbUri(uniqueName('copy')));
  await restoreBackup(file, silent);
  const faults = await faultsOf(answered);
  await disconnectMongo();
  await connectMongo(rig().mongodbUri(name));
  await house.replaceWorker();
  return faults;
}

test('an upgrade by archive, backup, fresh database and reconcile keeps every decision, and loses the events of open runs alone', async () => {
  const load = startLoad(house, 3);
  await load.more(10);
  const project = await inSecondRun();
  await archive(project.id, project.closed);
  const before = [...load.answered];
  await takeBackup({ file: backupFile, appVersion: 'test', ...silent });
  await load.stop();
  await betweenStops(() => {
    rmSync(temporal.dataDir, { recursive: true });
    cpSync(mkdtempSync(join(folder, 'fresh-')), temporal.dataDir, { recursive: true });
  });
  const open = await stillOpen([project.id, ...load.projects]);
  expect(open.length).toBeGreaterThan(1);
  const found = await compareAll();
  for (const id of open) expect(found.get(id)).toBe('started');
  expect(await compareAll()).toEqual(new Map());
  expect(await faultsOf(load.answered)).toEqual([]);

  // The closed run can be read in the archive. Of the open one the record holds each decision, nobody Temporal's events.
  expect((await listArchived(project.id)).map(({ runId }) => runId)).toEqual([project.closed]);
  const gone = house.client.workflow.getHandle(project.id, project.open).describe();
  await expect(gone).rejects.toBeInstanceOf(WorkflowNotFoundError);
  expect(await findByCommand(project.id, project.remark.id)).not.toBeNull();

  expect(await goOn(open)).toBeGreaterThan(0);
  expect(await faultsOf(load.answered)).toEqual([]);
  expect(await faultsOfCopy(backupFile, before)).toEqual([]);
}, 300_000);
