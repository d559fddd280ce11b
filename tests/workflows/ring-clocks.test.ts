/** Clocks that have come are rung for: each is recorded once and marked, long before its process would notice by itself, and what is away stops nobody. */
import { createClocks } from '../../activities/clocks';
import { startFromRecord } from '../../api/reconcile';
import { millisOf } from '../../domain/clocks/dates';
import { until } from '../../embedded/wait';
import { records, runs } from '../../models/process-schemas';
import { findRun } from '../../models/runs';
import { uniqueName } from '../rig/rig';
import { checker, command, decide, openProject, owner, startHouse, stateOf, type House } from './house';

let house: House;
beforeAll(async () => {
  house = await startHouse();
  await house.replaceWorker((activities) => ({ ...activities, ...createClocks(house.client) }));
});
afterAll(() => house.close());

const name = 'application/checkInTime';
const reached = (workflowId: string) => records.countDocuments({ workflowId, action: 'clockReached' });
const ring = () =>
  house.client.workflow.execute('ringClocks', {
    workflowId: uniqueName('ring'),
    taskQueue: house.taskQueue,
  });

/** A project handed in, whose deadline is to come at this instant; its workflow is gone. */
async function dueAt(wakeAt: string): Promise<string> {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  await house.client.workflow.getHandle(id).terminate('started again with another deadline');
  const set = { [`state.clocks.${name}.wakeAt`]: wakeAt, wakesAt: millisOf(wakeAt) };
  await runs.collection.updateOne({ _id: id as never }, { $set: set });
  return id;
}

async function startAgain(id: string): Promise<void> {
  const run = await findRun(id);
  if (run === null) throw new Error('no run');
  await startFromRecord(run, house);
}

test('a clock that comes is recorded once by whoever rings first, and its process goes on', async () => {
  // Ahead when its workflow starts, so that its own timer is set; that one is patient for an hour.
  const ahead = await dueAt(new Date(Date.now() + 3_000).toISOString());
  await startAgain(ahead);
  expect(await reached(ahead)).toBe(0);
  const rung = async () => {
    await Promise.all([ring(), ring()]);
    return (await reached(ahead)) > 0;
  };
  expect(await until(rung, { deadlineMs: 30_000 })).toBe(true);
  expect(await ring()).toEqual({ rung: 0, failed: 0 });
  expect(await reached(ahead)).toBe(1);
  expect((await stateOf(ahead)).clocks[name]).toMatchObject({ status: 'reached', overdue: true });
  expect((await decide(house, ahead, checker, 'complete')).run).toBe('review');
});

test('a process that cannot be reached stops no other, and is rung for again once it runs', async () => {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  const away = await dueAt(yesterday);
  expect(await ring()).toEqual({ rung: 0, failed: 1 });
  const soon = await dueAt(new Date(Date.now() + 2_000).toISOString());
  await startAgain(soon);
  const rung = async () => {
    await ring();
    return (await reached(soon)) === 1;
  };
  expect(await until(rung, { deadlineMs: 30_000 })).toBe(true);
  expect(await reached(away)).toBe(0);
  await startAgain(away);
  expect(await until(async () => (await reached(away)) === 1, { deadlineMs: 30_000 })).toBe(true);
});
