/** Upkeep by the clock: a real worker puts its Schedules in place, brings old ones up to date, and what they start does its work. */
import { existsSync, readdirSync } from 'node:fs';
import { Client, Connection, type ScheduleDescription } from '@temporalio/client';
import { until } from '../../embedded/wait';
import { startHouse, type House } from './house';

let house: House;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  house = await startHouse();
  connection = await Connection.connect({ address: house.env['TEMPORAL_ADDRESS'] ?? '' });
  client = new Client({ connection });
}, 300_000);

afterAll(async () => {
  await connection.close();
  await house.stop();
});

const started = ({ action }: ScheduleDescription) => action.workflowType;

test('every Schedule starts what its name says', async () => {
  const found: Record<string, unknown> = {};
  for (const id of ['chain-heads-daily', 'archive-daily', 'reminders-daily', 'notices-sweep', 'clocks'])
    found[id] = started(await client.schedule.getHandle(id).describe());
  expect(found).toEqual({
    'chain-heads-daily': 'signChainHeads',
    'archive-daily': 'archiveHistories',
    'reminders-daily': 'remindPeople',
    'notices-sweep': 'tellPeople',
    clocks: 'ringClocks',
  });
});

async function closed(workflowType: string): Promise<boolean> {
  const query = `WorkflowType = "${workflowType}" AND ExecutionStatus = "Completed"`;
  return (await client.workflow.count(query)).count > 0;
}

test.each([
  ['chain-heads-daily', 'signChainHeads'],
  ['archive-daily', 'archiveHistories'],
  ['reminders-daily', 'remindPeople'],
  ['clocks', 'ringClocks'],
])('%s runs to its end when its time comes', async (id, workflowType) => {
  await client.schedule.getHandle(id).trigger();
  expect(await until(() => closed(workflowType), { deadlineMs: 60_000, everyMs: 200 })).toBe(true);
});

test('the heads that it signed lie where they belong', () => {
  const dir = house.env['HEADS_DIR'] ?? '';
  expect(existsSync(dir) && readdirSync(dir).length).toBeGreaterThan(0);
});

test('a Schedule of an older version gets the times of this one, and stays paused where somebody paused it', async () => {
  const handle = client.schedule.getHandle('archive-daily');
  const before = await handle.describe();
  await handle.update((previous) => ({
    ...previous,
    spec: { calendars: [{ hour: 13 }] },
    state: { ...previous.state, paused: true },
  }));
  await house.parts.worker.stop();
  await house.parts.worker.start();
  const isBack = async () => {
    const { spec, state } = await handle.describe();
    return state.paused && JSON.stringify(spec) === JSON.stringify(before.spec);
  };
  expect(await until(isBack, { deadlineMs: 60_000, everyMs: 200 })).toBe(true);
});
