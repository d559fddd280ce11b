/** The office pack on the time-skipping server: a task that runs out of its three days, and a year of upkeep that opens the work of every month. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Act, Actor, Fields } from '../../domain/project/commands';
import type { ProcessState, Task } from '../../domain/project/state';
import { until } from '../../embedded/wait';
import { runs } from '../../models/process-schemas';
import { compareViews } from '../../models/rebuild';
import { verifyChain } from '../../models/records';
import { cast, office } from '../domain/project/office';
import { material } from '../domain/project/world';
import { startTimeSkipping } from '../rig/time-skipping';
import { publish } from '../rig/publish';
import { uniqueName } from '../rig/rig';
import { command, common, openUnder, startHouse, stateOf, type House } from './house';

let time: TestWorkflowEnvironment;
let house: House;

beforeAll(async () => {
  time = await startTimeSkipping();
  house = await startHouse(time.address);
  await publish(office);
});
afterAll(async () => {
  await house.close();
  await time.teardown();
});

const dayIn = async (days: number) =>
  new Date((await time.currentTimeMs()) + days * 86_400_000).toISOString().slice(0, 10);

async function begin(caseType: string, facts: Fields, by: Actor): Promise<string> {
  const id = uniqueName('OA');
  const workflowId = `case/${id}`;
  const owner = { org: by.org, orgZh: '处室', person: { id: by.id, name: by.name } };
  const about = { kind: 'case', caseType, id, facts, workflowId, subject: workflowId } as const;
  const start = { ...common(), pack: office.ref, jurisdiction: office.ref.id, owner };
  await openUnder(house, office, { ...start, ...about });
  return workflowId;
}

const mine = (actor: Actor, { tasks }: ProcessState): Task | undefined =>
  Object.values(tasks).find(({ status, key }) => status === 'open' && actor.keys.includes(key));

async function decides(
  id: string,
  actor: Actor,
  more: Omit<Extract<Act, { type: 'decide' }>, 'type' | 'task'> = {},
): Promise<ProcessState> {
  const task = mine(actor, await stateOf(id));
  if (task === undefined) throw new Error(`${actor.id} has no task in ${id}`);
  await house.door.act(id, command(actor, { type: 'decide', task: task.id, comment: '意见', ...more }));
  return stateOf(id);
}

/** A ledger of a month with so many entries, checked by the head of the office. */
async function ledger(count: number, outcome: string): Promise<void> {
  const [day, monthEnd] = [await dayIn(0), await dayIn(10)];
  const entries = Array.from({ length: count }, () => ({ day, work: '审计取证' }));
  const id = await begin('workLedger', { monthStart: day, monthEnd, entries }, cast.owner);
  await decides(id, cast.owner);
  expect((await decides(id, cast.head, { outcome })).status).toBe('closed');
}

/** Cases of a type that an installation holds. */
const openedOf = (caseType: string) => runs.collection.countDocuments({ 'state.caseType': caseType });

test('a task that is not done within three days is marked, waits for its people, and is done late (OA-2.5b, OA-2.6a)', async () => {
  const facts = { taskKind: 'electronic', receivedOn: await dayIn(0), taskSecret: false };
  const id = await begin('officeTask', facts, cast.general);
  await decides(id, cast.general);
  expect((await stateOf(id)).clocks['officeTask/doBy']).toMatchObject({ status: 'running' });
  await time.sleep('15 days');
  const isLate = async () => (await stateOf(id)).clocks['officeTask/doBy']?.overdue === true;
  expect(await until(isLate, { deadlineMs: 30_000 })).toBe(true);
  expect((await decides(id, cast.head, { outcome: 'forwarded' })).open?.step).toBe('handle');
  expect((await decides(id, cast.handler, { outcome: 'done' })).status).toBe('closed');
  expect((await verifyChain(id)).faults).toEqual([]);
}, 120_000);

test('a year of upkeep opens the statistics of each month by itself, which count its tasks and ledgers and are circulated; closed, it opens no more (OA-2.8a, OA-2.10a, OA-8.6)', async () => {
  const task = { taskKind: 'electronic', receivedOn: await dayIn(0), taskSecret: false };
  const done = await begin('officeTask', task, cast.general);
  await decides(done, cast.general);
  await decides(done, cast.head, { outcome: 'keptOwn' });
  await ledger(5, 'met');
  await ledger(4, 'short');
  const id = await begin('networkYear', { upkeepYear: 2026 }, cast.network);
  await decides(id, cast.network);
  await time.sleep('33 days');
  const first = async () =>
    (await openedOf('monthlyStatistics')) === 1 && (await openedOf('siteCheck')) === 1;
  expect(await until(first, { deadlineMs: 60_000 })).toBe(true);
  const statistics = String((await runs.collection.findOne({ 'state.caseType': 'monthlyStatistics' }))?._id);
  expect((await stateOf(statistics)).subject).toBe(statistics);

  const month = { statFrom: await dayIn(-60), statMonth: await dayIn(-2) };
  await decides(statistics, cast.network, { fields: month });
  const fields = { staffCount: 20, loggedIn: 20, ledgersDue: 20 };
  const compiled = await decides(statistics, cast.network, { fields });
  // The task of the test before was late, the ledger of four entries fell short: both are due, neither counts.
  expect(compiled.facts).toMatchObject({ tasksDue: 2, tasksInTime: 1, ledgersMet: 1 });
  const attach = [material('officeFigures'), material('personalFigures')];
  await decides(statistics, cast.network, { attach });
  expect((await decides(statistics, cast.general)).status).toBe('closed');

  const backup = String((await runs.collection.findOne({ 'state.caseType': 'backupRound' }))?._id);
  const backedUp = { backedUpOn: await dayIn(-1), offSite: true };
  expect((await decides(backup, cast.liaison, { fields: backedUp })).status).toBe('closed');

  expect((await decides(id, cast.network)).status).toBe('closed');
  await house.client.workflow.getHandle(id).result();
  await time.sleep('65 days');
  expect(await openedOf('monthlyStatistics')).toBe(1);
  expect((await verifyChain(id)).faults).toEqual([]);
  expect((await verifyChain(statistics)).faults).toEqual([]);
  expect((await compareViews()).differences).toEqual([]);
}, 180_000);
