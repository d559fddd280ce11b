/** Workers that die while processes are told of a calendar, on a real server: nothing is lost, nobody is told twice. */
import { tellUntold } from '../../api/tell-calendar';
import { addDays } from '../../domain/clocks/dates';
import type { ClockState } from '../../domain/project/state';
import { until } from '../../embedded/wait';
import { records } from '../../models/process-schemas';
import { compareViews } from '../../models/rebuild';
import { daysFrom, publishDaysOff } from './days-off';
import { checker, command, decide, openProject, owner, startHouse, stateOf, type House } from './house';

let house: House;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await house.close();
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
const patient = { deadlineMs: 120_000, everyMs: 200 };

test('a worker that dies while the calendar goes round loses nothing and tells nobody twice', async () => {
  const ids = [await handedIn(), await handedIn(), await handedIn()];
  const first = await clockOf(ids[0] ?? '');
  // Published while no worker runs at all.
  await house.stopWorker();
  await publishDaysOff(daysFrom(first.due, 2));
  await tellUntold(house.client, house.taskQueue);
  // What each process records of it is committed and its answer lost; then the worker dies with the whole page unreported.
  const lost = new Set<string>();
  let dead: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (dead = resolve));
  await house.replaceWorker((activities) => ({
    ...activities,
    record: async (input) => {
      const done = await activities.record(input);
      const isTold = input.entries.some(({ action }) => action === 'calendarPublished');
      if (!isTold || lost.has(input.workflowId)) return done;
      lost.add(input.workflowId);
      throw new Error('the connection broke after the commit');
    },
    tellPage: async (of, after) => {
      await activities.tellPage(of, after);
      dead();
      throw new Error('the worker died');
    },
  }));
  await died;
  await house.replaceWorker();
  const moved = async () => {
    const clocks = await Promise.all(ids.map(clockOf));
    return clocks.every(({ due }) => due >= addDays(first.due, 2));
  };
  expect(await until(moved, patient)).toBe(true);
  expect([...lost].sort()).toEqual([...ids].sort());
  for (const id of ids) expect(await heard(id)).toBe(1);
  // Each goes on: the decision that follows meets no gap and no second line.
  for (const id of ids) expect((await decide(house, id, checker, 'complete')).run).toBe('review');
  expect(await compareViews()).toMatchObject({ differences: [] });
});
