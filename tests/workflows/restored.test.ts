/** A database filled from a backup, before `reconcile`: workers that run, also those nobody stopped, write nothing of their own. */
import { reserveNumber } from '../../models/counters';
import { records } from '../../models/process-schemas';
import { beginRestore, endRestore, markReconciled } from '../../models/restore-mark';
import type { DueEffect } from '../../domain/project/follow-ups';
import { createEffects } from '../../activities/effects';
import { command, openProject, owner, startHouse, stateOf, type House } from './house';

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
// A test that fails must not leave the next one a database that waits.
afterEach(() => markReconciled());
afterAll(async () => {
  await house.close();
});

const mark = { at: '2026-03-02T01:00:00.000Z', takenAt: '2026-03-01T01:00:00.000Z', clusterTime: '1.1' };

async function restored(): Promise<void> {
  await beginRestore(mark);
  await endRestore();
}

test('what a workflow would record by itself waits, while it still tells what it holds; then it goes on', async () => {
  const id = await openProject(house);
  const { seq } = await stateOf(id);
  await restored();
  let answered = false;
  const sent = house.door.act(id, command(owner, { type: 'submit' })).finally(() => (answered = true));
  // The worker has taken the command up and asks for the record in vain; reconcile must be able to ask it meanwhile.
  const handle = house.client.workflow.getHandle(id);
  // Once: each question may wait for the heartbeat of the task, and the door gives up after its deadline.
  expect(await handle.query<{ seq: number }>('state')).toMatchObject({ seq });
  expect([answered, await records.countDocuments({ workflowId: id })]).toEqual([false, seq]);
  await markReconciled();
  expect(await sent).toMatchObject({ seq: seq + 1 });
});

test('no effect is carried out and no number given; afterwards both are', async () => {
  const id = await openProject(house);
  await restored();
  const projectId = id.slice('project/'.length);
  const effect: DueEffect = { key: `${id}#effect`, deed: { do: 'suspend' }, reason: '演练' };
  const { carryOut } = createEffects(house.client, house.taskQueue);
  const input = { projectId, effect, now: mark.at };
  const waits = { name: 'AwaitsReconcile' };
  await expect(carryOut(input)).rejects.toMatchObject(waits);
  await expect(reserveNumber('restored', 'R-2026')).rejects.toMatchObject(waits);
  await markReconciled();
  expect(await reserveNumber('restored', 'R-2026')).toEqual({ scope: 'R-2026', seq: 1 });
});
