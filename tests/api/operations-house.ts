/** A house whose operators look and mend: real servers, a worker that can be replaced by a broken one, and the words of its people. */
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities, type Activities, type RecordTold } from '../../activities/index';
import { dataConverter } from '../../api/payload-codec';
import { until } from '../../embedded/wait';
import { findRun } from '../../models/runs';
import { rig } from '../rig/rig';
import { smallPack } from '../workflows/small-pack';
import type { ApiRig } from './api-rig';
import { addPerson, startApi } from './api-rig';
import { publish } from '../rig/publish';

export let house: ApiRig;
let connection: NativeConnection;
let current: { worker: Worker; running: Promise<void> } | undefined;
const tokens: Record<string, string> = {};
export const told: RecordTold[] = [];
export const patient = { deadlineMs: 90_000, everyMs: 200 };

/** Ends the worker; none is left. */
export async function stopWorker(): Promise<void> {
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
export async function replaceWorker({
  code,
  change = (activities) => activities,
}: Release = {}): Promise<void> {
  await stopWorker();
  const worker = await Worker.create({
    connection,
    taskQueue: house.taskQueue,
    dataConverter,
    workflowBundle: code === undefined ? rig().workflowBundle() : { code },
    activities: change(createActivities(house.heads, (line) => told.push(line))),
    stickyQueueScheduleToStartTimeout: '1 second',
    shutdownGraceTime: '1 second',
    shutdownForceTime: '2 seconds',
  });
  current = { worker, running: worker.run().catch(() => undefined) };
}

/** Opens an API over real servers with a clerk, a checker, an operator and a worker. */
export async function openHouse(): Promise<void> {
  house = await startApi();
  connection = await NativeConnection.connect({ address: rig().temporalAddress });
  await publish(smallPack);
  await addPerson('checker', { org: 'org-bureau', posts: [{ jurisdiction: 'mini', post: 'checker' }] });
  // Somebody sits at every step, so that nothing stands still that no test has stopped.
  await addPerson('reviewer', { org: 'org-bureau', posts: [{ jurisdiction: 'mini', post: 'reviewer' }] });
  await addPerson('operator', { operator: true });
  for (const name of ['clerk', 'checker', 'operator', 'admin']) tokens[name] = await house.tokenOf(name);
  await replaceWorker();
}

/** Ends worker, connections and API. */
export async function closeHouse(): Promise<void> {
  await stopWorker();
  await connection.close();
  await house.close();
}

/** Signs in somebody who was added later. */
export async function signIn(name: string): Promise<void> {
  tokens[name] = await house.tokenOf(name);
}

let keys = 0;
export const nextKey = () => `key-${String((keys += 1))}`;
export const post = (who: string, path: string, body: object, key = nextKey()) =>
  house.http
    .post(path)
    .set('authorization', tokens[who] ?? '')
    .set('idempotency-key', key)
    .send(body);
export const get = (who: string, path: string) =>
  house.http.get(path).set('authorization', tokens[who] ?? '');

/** A new project; gives its workflow id. */
export async function open(): Promise<string> {
  const made = await post('clerk', '/api/projects', {
    jurisdiction: 'mini',
    name: '试点',
    facts: { budget: 500 },
  });
  expect(made.status).toBe(201);
  return `project/${String(made.body.id)}`;
}

export const comment = async (workflowId: string) => {
  const run = await findRun(workflowId);
  const task = Object.values(run?.state.tasks ?? {}).find((each) => each.status === 'open');
  return post('clerk', `/api/tasks/${task?.id ?? ''}/actions`, { action: 'comment', comment: '说明' });
};

export interface Item {
  readonly kind: string;
  readonly target: string;
  readonly title: string;
  readonly next: string;
  readonly acts: string[];
  readonly facts: Record<string, unknown>;
}

export async function troubles(target: string): Promise<Item[]> {
  const page = await get('operator', '/api/operations?limit=100');
  expect(page.status).toBe(200);
  return (page.body.items as Item[]).filter((item) => item.target === target);
}

export async function see(target: string, kind: string): Promise<Item> {
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

export const mend = (action: string, target: string, key = nextKey()) =>
  post('operator', '/api/operations/actions', { action, target, reason: '演练中修复' }, key);
