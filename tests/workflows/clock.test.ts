/** A deadline on the time-skipping server: the workflow records by itself that it passed, and decides nothing. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { records } from '../../models/process-schemas';
import { startTimeSkipping } from '../rig/time-skipping';
import { checker, command, decide, openProject, owner, startHouse, stateOf, type House } from './house';

let time: TestWorkflowEnvironment;
let house: House;

beforeAll(async () => {
  time = await startTimeSkipping();
  house = await startHouse(time.address);
});
afterAll(async () => {
  await house.close();
  await time.teardown();
});

test('a deadline that passes is recorded once and marked, and the task stays open for its holder', async () => {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  const reached = { workflowId: id, action: 'clockReached' };
  await time.sleep('3 days');
  expect(await records.countDocuments(reached)).toBe(0);
  await time.sleep('10 days');
  expect(await records.countDocuments(reached)).toBe(1);
  expect((await stateOf(id)).clocks['application/checkInTime']?.overdue).toBe(true);
  expect((await decide(house, id, checker, 'complete')).run).toBe('review');
});
