/** Processes are found in Temporal by stage, jurisdiction, owner and delay; runs from before stay as they are. */
import { Connection } from '@temporalio/client';
import { createIndexingClient, registerSearchAttributes } from '../../api/search-attributes';
import { createProcessDoor } from '../../api/process-door';
import { startFromRecord } from '../../api/reconcile';
import { until } from '../../embedded/wait';
import { runs } from '../../models/process-schemas';
import { findRun } from '../../models/runs';
import { rig } from '../rig/rig';
import { checker, command, decide, openProject, owner, startHouse, stateOf, type House } from './house';

let house: House;
let indexed: House;
let connection: Connection;
const patient = { deadlineMs: 60_000, everyMs: 200 };

beforeAll(async () => {
  house = await startHouse();
  connection = await Connection.connect({ address: rig().temporalAddress });
  const client = createIndexingClient({ connection });
  await Promise.all([registerSearchAttributes(client), registerSearchAttributes(client)]);
  const { taskQueue } = house;
  indexed = { ...house, client, door: createProcessDoor({ client, taskQueue, answerDeadlineMs: 30_000 }) };
});
afterAll(async () => {
  await connection.close();
  await house.close();
});

/** True when the server finds exactly this process of this house by a condition. */
async function finds(condition: string, workflowId: string): Promise<boolean> {
  const query = `TaskQueue = "${house.taskQueue}" AND ExecutionStatus = "Running" AND ${condition}`;
  return until(async () => {
    const found: string[] = [];
    for await (const each of house.client.workflow.list({ query })) found.push(each.workflowId);
    return found.length === 1 && found[0] === workflowId;
  }, patient);
}

test('a process is found by stage, jurisdiction and owner, and by its next stage when it has moved on', async () => {
  const id = await openProject(indexed);
  for (const condition of [
    'GovflowStage = "application"',
    'GovflowJurisdiction = "mini"',
    'GovflowOwnerOrg = "org-a"',
    'GovflowOverdue = false',
  ])
    expect([condition, await finds(condition, id)]).toEqual([condition, true]);
  await indexed.door.act(id, command(owner, { type: 'submit' }));
  await decide(indexed, id, checker, 'complete');
  expect(await finds('GovflowStage = "feasibilityReview"', id)).toBe(true);
  const { typedSearchAttributes } = await house.client.workflow.getHandle(id).describe();
  const told = JSON.stringify(typedSearchAttributes.getAll());
  for (const personal of [owner.id, owner.name, '项目']) expect(told).not.toContain(`"${personal}"`);
  await indexed.door.act(id, command(checker, { type: 'terminate', comment: '结束' }));
});

test('a deadline that passes marks the process as overdue', async () => {
  const id = await openProject(indexed);
  await indexed.door.act(id, command(owner, { type: 'submit' }));
  const clock = 'state.clocks.application/checkInTime';
  const past = '2026-01-01T00:00:00.000Z';
  await house.client.workflow.getHandle(id).terminate('started again with a clock that is due');
  await runs.collection.updateOne({ _id: id as never }, { $set: { [`${clock}.wakeAt`]: past } });
  const run = await findRun(id);
  if (run === null) throw new Error('no run');
  await startFromRecord(run, indexed);
  expect(await finds('GovflowOverdue = true', id)).toBe(true);
  expect((await stateOf(id)).clocks['application/checkInTime']?.overdue).toBe(true);
});

test('a process that was started without attributes goes on without them', async () => {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  await decide(house, id, checker, 'complete');
  const handle = house.client.workflow.getHandle(id);
  expect(await until(async () => (await handle.describe()).type === 'feasibilityReview', patient)).toBe(true);
  // The server adds marks of its own when it likes; ours are what is asked about.
  const marks = (await handle.describe()).typedSearchAttributes.getAll().map(({ key }) => key.name);
  expect(marks.filter((name) => name.startsWith('Govflow'))).toEqual([]);
});
