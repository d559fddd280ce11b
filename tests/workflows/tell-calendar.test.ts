/** A calendar published late, on the time-skipping server: doubtful dates become certain, and timers move. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { tellUntold } from '../../api/tell-calendar';
import { explainClock } from '../../domain/clocks/explain';
import { addDays, startOfDay } from '../../domain/clocks/dates';
import type { ClockState } from '../../domain/project/state';
import { until } from '../../embedded/wait';
import { listCalendars } from '../../models/calendars';
import { records } from '../../models/process-schemas';
import { startTimeSkipping } from '../rig/time-skipping';
import { daysFrom, publishDaysOff } from './days-off';
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

const clockOf = async (id: string): Promise<ClockState> => {
  const clock = (await stateOf(id)).clocks['application/checkInTime'];
  if (clock === undefined) throw new Error(`${id} has no clock`);
  return clock;
};

async function handedIn(): Promise<string> {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  return id;
}

const heard = (id: string) => records.countDocuments({ workflowId: id, action: 'calendarPublished' });
const isTold = async () => (await listCalendars()).every(({ told }) => told !== null);
const patient = { deadlineMs: 120_000, everyMs: 200 };

test('a doubtful date is certain once the year is published, and the timer wakes at the new one', async () => {
  const id = await handedIn();
  const before = await clockOf(id);
  expect(before.why.provisional).toBe(true);
  expect(explainClock(before).zh).toContain('暂定');
  await publishDaysOff(daysFrom(before.due, 3));
  await tellUntold(house.client, house.taskQueue);
  expect(await until(async () => (await clockOf(id)).due > before.due, patient)).toBe(true);
  const after = await clockOf(id);
  expect(after.due >= addDays(before.due, 3)).toBe(true);
  expect(after.wakeAt).toBe(startOfDay(addDays(after.due, 1)));
  expect(after.why).not.toHaveProperty('provisional');
  expect(after.why.rolled).toEqual(expect.arrayContaining(daysFrom(before.due, 3)));
  const reached = () => records.countDocuments({ workflowId: id, action: 'clockReached' });
  const atOldDate = Date.parse(before.wakeAt) - (await time.currentTimeMs());
  await time.sleep(atOldDate + 10_800_000);
  expect(await reached()).toBe(0);
  await time.sleep(Date.parse(after.wakeAt) - (await time.currentTimeMs()) + 10_800_000);
  expect(await reached()).toBe(1);
  expect(await clockOf(id)).toMatchObject({ status: 'reached', overdue: true, due: after.due });
  const line = await records.findOne({ workflowId: id, action: 'clockReached' }).lean();
  expect(Date.parse(line?.at ?? '') >= Date.parse(after.wakeAt)).toBe(true);
  // Time went on by days: the telling has long found nobody left who had not heard.
  expect(await until(isTold, patient)).toBe(true);
  expect(await heard(id)).toBe(1);
  await decide(house, id, checker, 'complete');
});

test('a process started after that is counted with it from the start and is told nothing', async () => {
  const id = await handedIn();
  expect((await clockOf(id)).why).not.toHaveProperty('provisional');
  expect(await heard(id)).toBe(0);
});
