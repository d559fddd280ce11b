/** Closed runs on a real Temporal: the sweep keeps each of them once, and their events read the same when Temporal has deleted them. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { createArchive } from '../../activities/archive';
import { createHistoryReader } from '../../api/history';
import { historyText } from '../../api/payload-codec';
import { until } from '../../embedded/wait';
import { listArchived, readArchived } from '../../models/histories';
import { uniqueName } from '../rig/rig';
import { checker, command, decide, openProject, owner, reviewer, startHouse, type House } from './house';

interface ShownRun {
  readonly runId: string;
  readonly workflowType: string;
  readonly outcome: string;
  readonly archived: boolean;
  readonly events: readonly unknown[];
}

let house: House;

beforeAll(async () => {
  house = await startHouse();
  const archive = createArchive(house.client, historyText);
  await house.replaceWorker((activities) => ({ ...activities, ...archive }));
});
afterAll(async () => {
  await house.close();
});

async function show(workflowId: string): Promise<ShownRun[]> {
  const page = await createHistoryReader(house.client, 30_000).page(workflowId, { limit: 1_000 });
  expect(page.nextCursor).toBeNull();
  return page.items as ShownRun[];
}

/** All pages of so many events, each run put together again. */
async function showInPages(workflowId: string, limit: number): Promise<ShownRun[]> {
  const reader = createHistoryReader(house.client, 30_000);
  const runs = new Map<string, ShownRun>();
  let cursor: string | undefined;
  do {
    const page = await reader.page(workflowId, { limit, cursor });
    const items = page.items as ShownRun[];
    const events = items.flatMap((run) => run.events).length;
    expect(page.nextCursor === null ? events <= limit : events === limit).toBe(true);
    for (const run of items)
      runs.set(run.runId, { ...run, events: [...(runs.get(run.runId)?.events ?? []), ...run.events] });
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return [...runs.values()];
}

async function sweep(): Promise<{ archived: number; failed: readonly string[] }> {
  return (await house.client.workflow.execute('archiveHistories', {
    workflowId: uniqueName('archive'),
    taskQueue: house.taskQueue,
  })) as { archived: number; failed: readonly string[] };
}

/** Sweeps until these many runs of a workflow are kept: visibility shows a close a moment after it happened. */
async function sweepUntil(workflowId: string, runs: number): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  while ((await listArchived(workflowId)).length < runs) {
    if (Date.now() > giveUpAt) throw new Error(`fewer than ${String(runs)} runs of ${workflowId} archived`);
    expect((await sweep()).failed).toEqual([]);
  }
}

/** Deletes every run of a workflow id from Temporal and waits until they are gone. */
async function deleteRuns(workflowId: string, runIds: readonly string[]): Promise<void> {
  const { workflowService, options } = house.client;
  for (const runId of runIds) {
    const workflowExecution = { workflowId, runId };
    await workflowService.deleteWorkflowExecution({ namespace: options.namespace, workflowExecution });
    const handle = house.client.workflow.getHandle(workflowId, runId);
    const gone = () =>
      handle.fetchHistory().then(
        () => false,
        () => true,
      );
    expect(await until(gone, { deadlineMs: 60_000, everyMs: 250 })).toBe(true);
  }
}

async function liveThrough(): Promise<string> {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  await decide(house, id, checker, 'complete');
  await decide(house, id, reviewer, 'approve');
  await house.client.workflow.getHandle(id).result();
  return id;
}

test('a finished project reads the same events from the archive after Temporal has deleted its runs', async () => {
  const id = await liveThrough();
  const live = await show(id);
  expect(live.map(({ outcome, archived }) => [outcome, archived])).toEqual([
    ['CONTINUED_AS_NEW', false],
    ['COMPLETED', false],
  ]);
  for (const limit of [1, 7, live[0]?.events.length ?? 0]) expect(await showInPages(id, limit)).toEqual(live);
  await sweepUntil(id, 2);
  await deleteRuns(
    id,
    live.map(({ runId }) => runId),
  );
  await expect(house.client.workflow.getHandle(id).describe()).rejects.toThrow(/not found/iu);
  const kept = await show(id);
  expect(kept).toEqual(live.map((run) => ({ ...run, archived: true })));
  expect(await showInPages(id, 7)).toEqual(kept);
  expect(await listArchived(id)).toMatchObject([
    { type: 'application', status: 'CONTINUED_AS_NEW', eventCount: live[0]?.events.length },
    { type: 'feasibilityReview', status: 'COMPLETED', eventCount: live[1]?.events.length },
  ]);
}, 90_000);

/** What a sweep does so many days from now, beside archiving: nothing has closed by then that is new. */
async function sweepAfter(days: number): Promise<void> {
  const until = new Date(Date.now() + days * 86_400_000).toISOString();
  const { archivePage } = createArchive(house.client, historyText);
  await new MockActivityEnvironment().run(archivePage, { from: until, until, page: '' });
}

test('what was archived leaves Temporal ninety days after it closed, what was not archived stays', async () => {
  const id = await liveThrough();
  await sweepUntil(id, 2);
  const live = await show(id);
  const unkept = await openProject(house);
  await house.client.workflow.getHandle(unkept).terminate('test');
  const isThere = (workflowId: string) =>
    house.client.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        () => true,
        () => false,
      );
  await sweepAfter(89);
  expect(await isThere(id)).toBe(true);
  await sweepAfter(91);
  expect(await until(async () => !(await isThere(id)), { deadlineMs: 60_000, everyMs: 250 })).toBe(true);
  expect(await isThere(unkept)).toBe(true);
  expect(await show(id)).toEqual(live.map((run) => ({ ...run, archived: true })));
}, 120_000);

test('terminated runs are archived, running ones are not, and a second sweep keeps nothing twice', async () => {
  const [ended, running] = [await openProject(house), await openProject(house)];
  await house.client.workflow.getHandle(ended).terminate('test');
  await sweepUntil(ended, 1);
  const [kept] = await listArchived(ended);
  expect(kept).toMatchObject({ status: 'TERMINATED', type: 'application' });
  expect(await readArchived(kept?.runId ?? '')).toContain('"EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED"');
  expect(await listArchived(running)).toEqual([]);
  await sweep();
  expect(await listArchived(ended)).toEqual([kept]);
  expect((await show(running)).map(({ outcome, archived }) => [outcome, archived])).toEqual([
    ['RUNNING', false],
  ]);
}, 90_000);
