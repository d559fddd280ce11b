/** Each trouble of the engine is made for real, seen by an operator with what to do next, and mended by one recorded act. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createArchive } from '../../activities/archive';
import { historyText } from '../../api/payload-codec';
import { createOperations } from '../../api/operations';
import { freePort } from '../../embedded/ports';
import { listArchived } from '../../models/histories';
import { records, tasks } from '../../models/process-schemas';
import { findRun } from '../../models/runs';
import { noteUnarchived } from '../../models/unarchived';
import {
  closeHouse,
  comment,
  get,
  house,
  mend,
  nextKey,
  open,
  openHouse,
  post,
  replaceWorker,
  see,
  stopWorker,
  told,
  troubles,
  type Item,
} from './operations-house';

beforeAll(openHouse);
afterAll(closeHouse);

test('only operators and administrators see the page and its records', async () => {
  for (const path of ['/api/operations', '/api/operations/records'])
    expect([(await get('clerk', path)).status, (await get('operator', path)).status]).toEqual([403, 200]);
  const act = { action: 'catchUp', target: 'project/x', reason: '看一看再说' };
  expect((await post('clerk', '/api/operations/actions', act)).body.params).toEqual({
    permission: 'operations.act',
  });
});

test('a repair without a reason, of nothing, or of a healthy process is refused', async () => {
  const target = await open();
  const short = { action: 'catchUp', target, reason: '  好  ' };
  expect((await post('operator', '/api/operations/actions', short)).body.code).toBe('request/invalid');
  expect((await mend('catchUp', 'project/none')).body.code).toBe('operations/unknown-target');
  const healthy = await mend('restartFromRecord', target);
  expect([healthy.status, healthy.body.code, healthy.body.params.found]).toEqual([
    409,
    'operations/not-needed',
    [],
  ]);
  expect(await troubles(target)).toEqual([]);
});

test('a run that Temporal lost is listed and started again from the record, once under one key', async () => {
  const target = await open();
  await house.client.workflow.getHandle(target).terminate('lost');
  expect((await see(target, 'run/missing')).acts).toEqual(['restartFromRecord']);
  const key = nextKey();
  const mended = await mend('restartFromRecord', target, key);
  expect([mended.status, mended.body.outcome]).toEqual([200, { startedAtJournal: 1 }]);
  const { runId } = await house.client.workflow.getHandle(target).describe();
  const again = await mend('restartFromRecord', target, key);
  expect([again.status, again.headers['idempotent-replayed']]).toEqual([200, 'true']);
  expect((await house.client.workflow.getHandle(target).describe()).runId).toBe(runId);
  expect(await troubles(target)).toEqual([]);
  expect((await comment(target)).status).toBe(200);
});

test('the worker tells of every write by the ids of workflow and commands alone', async () => {
  const target = await open();
  const { result } = (await comment(target)).body as { result: { commandId: string } };
  const line = { workflowId: target, commandIds: [result.commandId], outcome: 'recorded' };
  expect(told.at(-1)).toEqual(line);
});

test('an act is recorded with who, what, when and why before and after, in a chain that verifies', async () => {
  const target = await open();
  await house.client.workflow.getHandle(target).terminate('lost');
  await mend('restartFromRecord', target);
  const page = await get('operator', '/api/operations/records?limit=2');
  const [done, asked] = page.body.items as Record<string, unknown>[];
  const common = {
    action: 'restartFromRecord',
    target,
    reason: '演练中修复',
    actor: { id: 'operator', name: '名operator', org: 'org-office' },
  };
  expect(asked).toMatchObject({ ...common, outcome: null });
  expect(done).toMatchObject({ ...common, outcome: { startedAtJournal: 1 }, prevHash: asked?.['hash'] });
  expect((await house.api.reads.verifyChain('operations')).faults).toEqual([]);
});

test('heads that were never exported, a cut chain and a forged export are each listed', async () => {
  const target = await open();
  expect((await see('chains', 'chain/export-old')).facts).toEqual({ lastExportAt: null });
  const mended = await mend('exportChainHeads', 'chains');
  expect(mended.status).toBe(200);
  expect(await troubles('chains')).toEqual([]);
  await records.deleteOne({ subject: target, seq: 1 });
  expect((await see(target, 'chain/fault')).facts).toEqual({ seq: 1, fault: 'cut' });
  expect((await mend('acknowledgeChainFault', target)).body.outcome).toEqual({ acknowledged: true });
  expect(await troubles(target)).toHaveLength(1);
  const [file = ''] = readdirSync(house.heads.dir);
  const path = join(house.heads.dir, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"seq":1/u, '"seq":2'));
  expect((await see(file, 'chain/not-genuine')).acts).toContain('exportChainHeads');
});

test('a run that could not be archived is listed with its cause, and kept by a sweep when told', async () => {
  const target = await open();
  const handle = house.client.workflow.getHandle(target);
  const { runId, type } = await handle.describe();
  await handle.terminate('test');
  await noteUnarchived({ workflowId: target, runId, type }, 'disk full', new Date().toISOString());
  const seen = await see('archive', 'archive/behind');
  expect(seen.facts).toMatchObject({ failedRuns: 1, firstFailed: target, reason: 'disk full' });
  const { summary } = (await get('operator', '/api/operations')).body;
  expect(summary.archive.failed).toMatchObject([{ workflowId: target, runId }]);
  const metrics = await house.api.metrics.registry.metrics();
  expect(metrics).toContain('govflow_unarchived_runs 1');
  const archive = createArchive(house.client, historyText);
  await replaceWorker({ change: (activities) => ({ ...activities, ...archive }) });
  expect((await mend('archiveNow', 'archive')).body.outcome).toMatchObject({ failed: 0 });
  expect(await listArchived(target)).toMatchObject([{ runId }]);
  expect(await troubles('archive')).toEqual([]);
  const later = await house.api.operations.summary(new Date(Date.now() + 30 * 3_600_000).toISOString());
  expect(later.troubles.map(({ kind }) => kind)).toContain('archive/behind');
});

test('a task that nobody can act on is listed', async () => {
  const target = await open();
  const run = await findRun(target);
  const [task] = Object.values(run?.state.tasks ?? {});
  await tasks.updateOne(
    { _id: task?.id ?? '' },
    { $set: { key: 'post:mini/nobody' }, $unset: { assignee: 1 } },
  );
  const seen = await see(task?.id ?? '', 'task/without-holder');
  expect(seen.facts['process']).toBe(target.slice('project/'.length));
});

test('without a worker one line says so and single processes are not asked', async () => {
  await stopWorker();
  const queue = house.taskQueue;
  const { client } = house;
  const options = { client, taskQueue: `${queue}-idle`, heads: house.heads, lookMs: 2_000, repairMs: 2_000 };
  Object.assign(house.api, { operations: createOperations(options) });
  const page = await get('operator', '/api/operations');
  expect(page.body).toMatchObject({ looked: 0, summary: { workers: 0 } });
  expect((page.body.items as Item[]).map(({ kind }) => kind)).toContain('worker/none');
});

test('without Temporal the page still tells what the database shows', async () => {
  const connection = Connection.lazy({ address: `127.0.0.1:${String(await freePort())}` });
  const client = new Client({ connection });
  const options = { client, taskQueue: house.taskQueue, heads: house.heads, lookMs: 500, repairMs: 500 };
  Object.assign(house.api, { operations: createOperations(options) });
  try {
    const { status, body } = await get('operator', '/api/operations');
    expect([status, body.looked]).toEqual([200, 0]);
    expect(body.summary).toMatchObject({ engineUp: false, workers: null });
    const kinds = (body.items as Item[]).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['engine/away', 'task/without-holder']));
  } finally {
    await connection.close();
  }
});
