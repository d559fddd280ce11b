/** Runs that are stuck, retry, lag behind the record or ran ahead of it: each made for real, listed, and mended by one recorded act. */
import { readFileSync } from 'node:fs';
import { Context } from '@temporalio/activity';
import { createProcessDoor } from '../../api/process-door';
import { decide, resultOf } from '../../domain/project/decide';
import { evolveEntry } from '../../domain/project/evolve';
import { touchedTasks, viewOf } from '../../domain/project/view';
import { until } from '../../embedded/wait';
import { chains, records, runs } from '../../models/process-schemas';
import { appendRecord } from '../../models/record';
import { findRun } from '../../models/runs';
import { rig } from '../rig/rig';
import { smallPack } from '../workflows/small-pack';
import {
  closeHouse,
  comment,
  house,
  mend,
  nextKey,
  open,
  openHouse,
  patient,
  post,
  replaceWorker,
  see,
  stopWorker,
  troubles,
} from './operations-house';

beforeAll(openHouse);
afterAll(closeHouse);

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
  const calendar = await house.api.reads.calendar('mini');
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

test('an activity that fails and is retried is listed with its failure, and begins anew when told', async () => {
  let broken = true;
  const attempts: number[] = [];
  await replaceWorker({
    change: (activities) => ({
      ...activities,
      loadRules: (...asked) => {
        if (!broken) return activities.loadRules(...asked);
        attempts.push(Context.current().info.attempt);
        return Promise.reject(new Error('the shelf is empty'));
      },
    }),
  });
  const target = await twoStages();
  const seen = await see(target, 'activity/retrying');
  expect(seen.facts).toMatchObject({ activity: 'loadRules', lastFailure: 'the shelf is empty' });
  const before = attempts.length;
  expect((await mend('retryActivity', target)).body.outcome).toEqual({ activities: 1 });
  // Tries of its own count on; only one that was told begins at one again.
  expect(await until(() => attempts.slice(before).includes(1), patient)).toBe(true);
  broken = false;
  expect(await until(async () => (await troubles(target)).length === 0, patient)).toBe(true);
  await replaceWorker();
});

test('a workflow whose worker went away a moment ago is listed as silent, offers no act, and is well when one is back', async () => {
  const target = await open();
  expect((await comment(target)).status).toBe(200);
  await stopWorker();
  const seen = await see(target, 'run/unanswered');
  expect([seen.acts, seen.facts]).toEqual([[], { withinMs: 5_000 }]);
  const refused = await mend('catchUp', target);
  expect([refused.body.code, refused.body.params.found]).toEqual([
    'operations/not-needed',
    ['run/unanswered'],
  ]);
  await replaceWorker();
  expect(await until(async () => (await troubles(target)).length === 0, patient)).toBe(true);
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
