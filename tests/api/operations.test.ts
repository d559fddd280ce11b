/** Each trouble of the engine is made for real, seen by an operator with what to do next, and mended by one recorded act. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities, type Activities, type RecordTold } from '../../activities/index';
import { decide, resultOf } from '../../domain/project/decide';
import { evolveEntry } from '../../domain/project/evolve';
import { touchedTasks, viewOf } from '../../domain/project/view';
import { until } from '../../embedded/wait';
import { createArchive } from '../../activities/archive';
import { createOperations } from '../../api/operations';
import { createProcessDoor } from '../../api/process-door';
import { listArchived } from '../../models/histories';
import { publishPack } from '../../models/packs';
import { chains, records, runs, tasks } from '../../models/process-schemas';
import { appendRecord } from '../../models/record';
import { findRun } from '../../models/runs';
import { noteUnarchived } from '../../models/unarchived';
import { rig } from '../rig/rig';
import type { ApiRig } from './api-rig';
import { addPerson, startApi } from './api-rig';
import { smallPack } from '../workflows/small-pack';

let house: ApiRig;
let connection: NativeConnection;
let current: { worker: Worker; running: Promise<void> } | undefined;
const tokens: Record<string, string> = {};
const told: RecordTold[] = [];
const patient = { deadlineMs: 90_000, everyMs: 200 };

async function stopWorker(): Promise<void> {
  const { worker, running } = current ?? {};
  current = undefined;
  if (worker?.getState() === 'RUNNING') worker.shutdown();
  await running;
}

interface Release {
  readonly code?: string;
  readonly change?: (activities: Activities) => Activities;
}

/** Ends the worker and starts another one: of another release, or with an activity that fails. */
async function replaceWorker({ code, change = (activities) => activities }: Release = {}): Promise<void> {
  await stopWorker();
  const worker = await Worker.create({
    connection,
    taskQueue: house.taskQueue,
    workflowBundle: code === undefined ? rig().workflowBundle() : { code },
    activities: change(createActivities(house.heads, (line) => told.push(line))),
    stickyQueueScheduleToStartTimeout: '1 second',
    shutdownGraceTime: '1 second',
    shutdownForceTime: '2 seconds',
  });
  current = { worker, running: worker.run().catch(() => undefined) };
}

beforeAll(async () => {
  house = await startApi();
  connection = await NativeConnection.connect({ address: rig().temporalAddress });
  await publishPack(smallPack, { source: 'mini', publishedBy: 'test', publishedAt: '2026-01-01T00:00:00Z' });
  await addPerson('checker', { org: 'org-bureau', posts: [{ jurisdiction: 'mini', post: 'checker' }] });
  await addPerson('operator', { operator: true });
  for (const name of ['clerk', 'checker', 'operator']) tokens[name] = await house.tokenOf(name);
  await replaceWorker();
});
afterAll(async () => {
  await stopWorker();
  await connection.close();
  await house.close();
});

let keys = 0;
const nextKey = () => `key-${String((keys += 1))}`;
const post = (who: string, path: string, body: object, key = nextKey()) =>
  house.http
    .post(path)
    .set('authorization', tokens[who] ?? '')
    .set('idempotency-key', key)
    .send(body);
const get = (who: string, path: string) => house.http.get(path).set('authorization', tokens[who] ?? '');

/** A new project; gives its workflow id. */
async function open(): Promise<string> {
  const made = await post('clerk', '/api/projects', {
    jurisdiction: 'mini',
    name: '试点',
    facts: { budget: 500 },
  });
  expect(made.status).toBe(201);
  return `project/${String(made.body.id)}`;
}

const comment = async (workflowId: string) => {
  const run = await findRun(workflowId);
  const task = Object.values(run?.state.tasks ?? {}).find((each) => each.status === 'open');
  return post('clerk', `/api/tasks/${task?.id ?? ''}/actions`, { action: 'comment', comment: '说明' });
};

interface Item {
  readonly kind: string;
  readonly target: string;
  readonly title: string;
  readonly next: string;
  readonly acts: string[];
  readonly facts: Record<string, unknown>;
}

async function troubles(target: string): Promise<Item[]> {
  const page = await get('operator', '/api/operations?limit=100');
  expect(page.status).toBe(200);
  return (page.body.items as Item[]).filter((item) => item.target === target);
}

async function see(target: string, kind: string): Promise<Item> {
  let found: Item | undefined;
  await until(async () => {
    found = (await troubles(target)).find((item) => item.kind === kind);
    return found !== undefined;
  }, patient);
  if (found === undefined) throw new Error(`${target} never shows ${kind}`);
  expect(found.title).toMatch(/^\p{Script=Han}/u);
  expect(found.next).toMatch(/\p{Script=Han}/u);
  return found;
}

const mend = (action: string, target: string, key = nextKey()) =>
  post('operator', '/api/operations/actions', { action, target, reason: '演练中修复' }, key);

/** The bundle of a release in which the application stage has a bug. */
function brokenRelease(): string {
  const good = readFileSync(rig().workflowBundle().codePath, 'utf8');
  const broken = good.replace(
    /async route\s*\(phase\) \{/u,
    "$& if (carried.state.id !== undefined) throw new TypeError('a bug of this release');",
  );
  expect(broken).not.toBe(good);
  return broken;
}

/** A decision written as the workflow would, past the workflow; gives the journal's position. */
async function writeBehindItsBack(target: string): Promise<number> {
  const run = await findRun(target);
  if (run === null) throw new Error(`${target} has no run`);
  const { state } = run;
  const [task] = Object.values(state.tasks);
  const actor = { id: 'clerk', name: '名clerk', org: 'org-office', keys: ['org:org-office', 'person:clerk'] };
  const act = { type: 'comment', task: task?.id ?? '', comment: '另存' } as const;
  const order = { id: nextKey(), bodyHash: 'body', actor, seenSeq: state.seq, act };
  const now = new Date().toISOString();
  const calendar = await house.api.reads.calendar();
  const decision = decide(state, order, { rules: house.api.rules.rulesOf(smallPack, state), calendar, now });
  if ('refusals' in decision) throw new Error(JSON.stringify(decision.refusals));
  const { events } = decision;
  const entry = { commandId: order.id, bodyHash: 'body', at: now, actor, action: act.type, events };
  const after = evolveEntry(state, entry);
  const written = await appendRecord({
    workflowId: target,
    workflowType: run.workflowType,
    subject: state.subject,
    expectedSeq: state.seq,
    entries: [{ ...entry, result: resultOf(order, events, after) }],
    state: after,
    view: viewOf(after),
    tasks: touchedTasks(state, [entry]),
  });
  expect(written.status).toBe('recorded');
  return after.seq;
}

/** A project at the end of its first stage, on its way into the second. */
async function twoStages(): Promise<string> {
  const target = await open();
  const id = target.slice('project/'.length);
  expect((await post('clerk', `/api/projects/${id}/actions`, { action: 'submit' })).status).toBe(200);
  const run = await findRun(target);
  const task = Object.values(run?.state.tasks ?? {}).find((each) => each.status === 'open');
  const body = { action: 'decide', outcome: 'complete' };
  expect((await post('checker', `/api/tasks/${task?.id ?? ''}/actions`, body)).status).toBe(200);
  return target;
}

/** Makes a process whose task keeps failing: the worker of a broken release takes it up. */
async function stick(): Promise<string> {
  const target = await open();
  await replaceWorker({ code: brokenRelease() });
  const { client, taskQueue, api } = house;
  const { door } = api;
  Object.assign(api, { door: createProcessDoor({ client, taskQueue, answerDeadlineMs: 1_000 }) });
  expect((await comment(target)).status).toBe(503);
  Object.assign(api, { door });
  const failedTwice = async () => {
    const { raw } = await client.workflow.getHandle(target).describe();
    return (raw.pendingWorkflowTask?.attempt ?? 0) > 1;
  };
  expect(await until(failedTwice, patient)).toBe(true);
  return target;
}

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

test('a task that a broken release fails for ever is listed with its cause, and goes on after a reset', async () => {
  const target = await stick();
  const seen = await see(target, 'workflow/stuck-task');
  expect(seen.facts['lastFailure']).toContain('a bug of this release');
  expect(seen.acts).toEqual(['resetStuckTask', 'restartFromRecord']);
  await replaceWorker();
  const { runId } = await house.client.workflow.getHandle(target).describe();
  const mended = await mend('resetStuckTask', target);
  expect([mended.status, mended.body.outcome]).toEqual([200, expect.objectContaining({ fromRun: runId })]);
  expect((await comment(target)).status).toBe(200);
  expect(await troubles(target)).toEqual([]);
});

test('a stuck process also starts again from the record, with every decision it had', async () => {
  const target = await stick();
  await see(target, 'workflow/stuck-task');
  await replaceWorker();
  const before = await findRun(target);
  expect((await mend('restartFromRecord', target)).body.outcome).toEqual({ startedAtJournal: before?.seq });
  expect((await comment(target)).status).toBe(200);
  expect((await house.api.reads.verifyChain(target)).faults).toEqual([]);
});

test('an activity that fails and is retried is listed with its failure, and goes on when told', async () => {
  let broken = true;
  await replaceWorker({
    change: (activities) => ({
      ...activities,
      loadRules: (...asked) =>
        broken ? Promise.reject(new Error('the shelf is empty')) : activities.loadRules(...asked),
    }),
  });
  const target = await twoStages();
  const seen = await see(target, 'activity/retrying');
  expect(seen.facts).toMatchObject({ activity: 'loadRules', lastFailure: 'the shelf is empty' });
  // Mended only afterwards: a retry of its own could come first and leave nothing to be told.
  expect((await mend('retryActivity', target)).body.outcome).toEqual({ activities: 1 });
  broken = false;
  expect(await until(async () => (await troubles(target)).length === 0, patient)).toBe(true);
  await replaceWorker();
});

test('a workflow behind the journal is listed and catches up', async () => {
  const target = await open();
  const journal = await writeBehindItsBack(target);
  const seen = await see(target, 'run/behind');
  expect(seen.facts).toEqual({ journal, workflow: journal - 1 });
  expect((await mend('catchUp', target)).body.outcome).toEqual({ workflow: journal });
  expect(await troubles(target)).toEqual([]);
  expect((await comment(target)).status).toBe(200);
});

test('a record behind its workflow is listed, made whole from it, and never restarted over what it lost', async () => {
  const target = await open();
  const before = await runs.collection.findOne({ _id: target as never });
  const head = await chains.collection.findOne({ _id: target as never });
  expect((await comment(target)).status).toBe(200);
  const lost = await records.findOne({ subject: target, seq: 2 }).lean();
  // As a database restored from an older copy stands.
  await records.deleteOne({ subject: target, seq: 2 });
  await runs.collection.replaceOne({ _id: target as never }, before ?? {});
  await chains.collection.replaceOne({ _id: target as never }, head ?? {});
  const seen = await see(target, 'run/ahead');
  expect([seen.facts, seen.acts]).toEqual([{ journal: 1, workflow: 2 }, ['recoverFromWorkflow']]);
  expect((await mend('restartFromRecord', target)).body.code).toBe('operations/would-lose');
  const mended = await mend('recoverFromWorkflow', target);
  expect([mended.status, mended.body.outcome]).toEqual([200, { lines: 1, samePlaces: true, lacks: '' }]);
  expect((await records.findOne({ subject: target, seq: 2 }).lean())?.hash).toBe(lost?.hash);
  expect(await troubles(target)).toEqual([]);
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
  const archive = createArchive(house.client);
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
