/** The watchdog on real servers: every way a process comes to stand still is made for real, listed with its reason, and mended by one recorded act. */
import { listOperations } from '../../models/operations';
import { cases, projects, runs, tasks } from '../../models/process-schemas';
import { findRun } from '../../models/runs';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { smallPack } from './small-pack';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;
const posts = [{ jurisdiction: 'small', post: 'checker' }];
const seated = { org: 'org-bureau', posts };

beforeAll(async () => {
  house = await startApi();
  await publish(smallPack);
  await addPerson('operator', { operator: true });
  await addPerson('heir', { org: 'org-bureau' });
  await addPerson('checker', seated);
  await addPerson('checker2', seated);
  await signIn('clerk', 'admin', 'operator', 'checker', 'checker2', 'heir');
  stopWorker = await startApiWorker(house.taskQueue);
});

beforeEach(async () => {
  for (const name of ['checker', 'checker2']) await addPerson(name, seated);
});

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get, upload, nextKey } = callersOf(() => house);

/** A project handed in by somebody, whose check waits: workflow id and task. */
async function handedIn(who = 'clerk'): Promise<{ target: string; task: string }> {
  const made = await post(who, '/api/projects', {
    ...{ jurisdiction: 'small', name: '试点项目', facts: { budget: 300 } },
  });
  const project = String(made.body.id);
  await upload(who, `/api/projects/${project}`, 'form');
  const submitted = await post(who, `/api/projects/${project}/actions`, { action: 'submit' });
  expect(submitted.status).toBe(200);
  return { target: `project/${project}`, task: String(submitted.body.project.openTasks[0].id) };
}

interface Item {
  readonly kind: string;
  readonly target: string;
  readonly next: string;
  readonly acts: string[];
  readonly facts: { reason: string };
}
async function stuck(target: string): Promise<Item | undefined> {
  const { body } = await get('operator', '/api/operations?limit=100');
  return (body.items as Item[]).find((each) => each.kind === 'process/stuck' && each.target === target);
}
const mend = (who: string, action: string, target: string, more: object = {}) =>
  post(who, '/api/operations/actions', { action, target, reason: '恢复办理进度', ...more });
const act = (who: string, task: string, body: object) => post(who, `/api/tasks/${task}/actions`, body);
const complete = { action: 'decide', outcome: 'complete' };

test('a process that somebody can act on is proved to go on, and nothing is mended there', async () => {
  const { target } = await handedIn();
  const { body } = await get('operator', '/api/operations?limit=100');
  expect(body.moving).toBe(body.looked);
  expect(await stuck(target)).toBeUndefined();
  expect((await mend('admin', 'releaseTasks', target)).body.code).toBe('operations/not-needed');
});

test('in the hands of somebody who left: given back to the group by an administrator, not by an operator', async () => {
  const { target, task } = await handedIn();
  await act('checker', task, { action: 'claim' });
  await addPerson('checker', { ...seated, active: false });
  const seen = await stuck(target);
  expect([seen?.facts.reason, seen?.acts]).toEqual([
    'seat/person-left',
    ['releaseTasks', 'assignTasks', 'wakeProcess'],
  ]);
  expect(seen?.next).toMatch(/\p{Script=Han}/u);
  expect((await mend('operator', 'releaseTasks', target)).body.code).toBe('task/not-yours');
  const key = nextKey();
  const body = { action: 'releaseTasks', target, reason: '恢复办理进度' };
  const mended = await post('admin', '/api/operations/actions', body, key);
  expect([mended.status, mended.body.outcome]).toEqual([200, { tasks: 1, refused: 0 }]);
  expect((await post('admin', '/api/operations/actions', body, key)).body).toEqual(mended.body);
  expect(await stuck(target)).toBeUndefined();
  const [done, asked] = await listOperations({ limit: 2 });
  expect(asked).toMatchObject({ action: 'releaseTasks', target, reason: '恢复办理进度', outcome: null });
  expect(done).toMatchObject({ outcome: { tasks: 1, refused: 0 } });
  expect((await act('checker2', task, complete)).status).toBe(200);
});

test('a post without anybody: the task is given to the person named', async () => {
  const { target, task } = await handedIn();
  for (const name of ['checker', 'checker2']) await addPerson(name, { org: 'org-bureau' });
  expect((await stuck(target))?.facts.reason).toBe('seat/post-vacant');
  expect((await mend('admin', 'assignTasks', target)).body.code).toBe('person/unknown');
  expect((await mend('admin', 'assignTasks', target, { to: 'clerk' })).body.code).toBe('task/unfit-assignee');
  const mended = await mend('admin', 'assignTasks', target, { to: 'heir' });
  expect(mended.body.outcome).toEqual({ tasks: 1, refused: 0, to: 'heir' });
  expect(await stuck(target)).toBeUndefined();
  expect((await act('heir', task, complete)).status).toBe(200);
});

test('whoever alone holds the post handed it in: listed though somebody sits there, given to another', async () => {
  await addPerson('checker2', { org: 'org-bureau' });
  await addPerson('checker', { org: 'org-office', posts });
  const { target, task } = await handedIn('checker');
  expect((await stuck(target))?.facts.reason).toBe('seat/all-barred');
  await addPerson('checker2', seated);
  expect(await stuck(target)).toBeUndefined();
  await addPerson('checker2', { org: 'org-bureau' });
  expect((await mend('admin', 'assignTasks', target, { to: 'heir' })).status).toBe(200);
  expect((await act('heir', task, complete)).status).toBe(200);
});

test('a process that asks nobody for anything is opened again at its last step', async () => {
  const { target, task } = await handedIn();
  // What a fault of an earlier release would leave behind: the step is gone, and the process was started again from that.
  const run = await findRun(target);
  const gone = { ...run?.state.tasks[task], status: 'cancelled' };
  await runs.collection.updateOne({ _id: target } as never, {
    $set: { 'state.open': null, [`state.tasks.${task}`]: gone },
  });
  await projects.collection.updateOne({ workflowId: target }, { $set: { openTasks: [] } });
  await tasks.collection.updateOne({ _id: task } as never, { $set: { status: 'cancelled' } });
  await house.client.workflow.getHandle(target).terminate('lost');
  expect((await mend('admin', 'restartFromRecord', target)).status).toBe(200);
  expect((await stuck(target))?.facts.reason).toBe('process/no-task');
  const mended = await mend('admin', 'wakeProcess', target);
  expect(mended.body.outcome).toEqual({ woken: true });
  expect(await stuck(target)).toBeUndefined();
  const open = Object.values((await findRun(target))?.state.tasks ?? {}).find(
    ({ status }) => status === 'open',
  );
  expect(open?.step).toBe('check');
  expect((await act('checker', open?.id ?? '', complete)).status).toBe(200);
});

test('a process whose step the pack does not know is listed as unproven, and hides no other', async () => {
  const [{ target, task }, other] = [await handedIn(), await handedIn()];
  await act('checker', other.task, { action: 'claim' });
  await addPerson('checker', { ...seated, active: false });
  await runs.collection.updateOne({ _id: target } as never, {
    $set: { [`state.tasks.${task}.step`]: 'forgotten' },
  });
  expect((await stuck(target))?.facts.reason).toBe('step/missing');
  expect((await stuck(other.target))?.facts.reason).toBe('seat/person-left');
  await runs.collection.updateOne({ _id: target } as never, {
    $set: { [`state.tasks.${task}.step`]: 'check' },
  });
});

test('what stands still is on the first page, wherever it stands, and every page tells how many go on', async () => {
  for (let count = 0; count < 3; count += 1) await handedIn();
  const { target, task } = await handedIn();
  await act('checker', task, { action: 'claim' });
  await addPerson('checker', { ...seated, active: false });
  const first = (await get('operator', '/api/operations?limit=1')).body;
  const kinds = (first.items as Item[]).filter((each) => each.target === target).map(({ kind }) => kind);
  expect(kinds).toContain('process/stuck');
  let seen = 0;
  for (let cursor: string | null = first.nextCursor; cursor !== null;) {
    const { body } = await get('operator', `/api/operations?limit=1&cursor=${encodeURIComponent(cursor)}`);
    seen += Number(body.moving);
    cursor = body.nextCursor;
  }
  expect(seen).toBeGreaterThanOrEqual(3);
  expect(await cases.countDocuments()).toBe(0);
});
