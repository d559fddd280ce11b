/** What follows by itself under the county data measures, on real servers: an order to be sent after a faulty inspection, the next security test after a test (DATA-9.3, DATA-19.2). */
import { until } from '../../embedded/wait';
import { runs } from '../../models/process-schemas';
import type { Act, Actor, Fields } from '../../domain/project/commands';
import { cast, county } from '../domain/project/data-resources';
import { material } from '../domain/project/world';
import { publish } from '../rig/publish';
import { uniqueName } from '../rig/rig';
import { command, openTaskOf, openUnder, startHouse, stateOf, type House } from './house';

let house: House;
beforeAll(async () => {
  house = await startHouse();
  await publish(county);
});
afterAll(async () => {
  await house.close();
});

/** A department of its own for each case, so that what follows it is found. */
async function opened(caseType: string, facts: Fields): Promise<{ id: string; org: string }> {
  const id = uniqueName('C');
  const org = uniqueName('org');
  const workflowId = `case/${id}`;
  await openUnder(house, county, {
    ...{ workflowId, subject: workflowId, kind: 'case', caseType, id, name: caseType, facts },
    ...{ jurisdiction: county.ref.id, pack: county.ref, at: new Date().toISOString() },
    owner: { org, orgZh: '单位', person: { id: 'opener', name: 'opener' } },
  });
  return { id: workflowId, org };
}

type Brought = Omit<Extract<Act, { type: 'decide' }>, 'type' | 'task'>;

async function decides(id: string, who: Actor, more: Brought = {}): Promise<void> {
  const task = await openTaskOf(id);
  await house.door.act(id, command(who, { type: 'decide', task, comment: '意见', ...more }));
}

/** The cases of a type that the owner has beside these. */
const followedBy = async (org: string, caseType: string, beside: string) =>
  runs.find({ 'state.owner.org': org, 'state.caseType': caseType, _id: { $ne: beside } }).lean();

async function follower(org: string, caseType: string, beside: string): Promise<string> {
  const came = async () => (await followedBy(org, caseType, beside)).length === 1;
  expect(await until(came, { deadlineMs: 60_000 })).toBe(true);
  return String((await followedBy(org, caseType, beside))[0]?._id);
}

test('a faulty inspection opens an order as a draft, which the authority sends or not (DATA-9.3)', async () => {
  const { id, org } = await opened('inspection', { inspected: 'org-x' });
  await decides(id, cast.data);
  const dimensions = ['registration', 'collection', 'aggregation', 'sharing', 'service'];
  const findings = Object.fromEntries(dimensions.map((each) => [each, '不符合']));
  await decides(id, cast.data2, { outcome: 'faulty', findings, fields: { providerRating: '一般' } });
  const order = await stateOf(await follower(org, 'dutyOrder', id));
  const [task] = Object.values(order.tasks);
  expect([order.status, task?.step, task?.key]).toEqual([
    'draft',
    'order',
    `post:${county.ref.id}/dataAuthority`,
  ]);
});

test('a sound inspection opens nothing (DATA-9.1)', async () => {
  const { id, org } = await opened('inspection', { inspected: 'org-x' });
  await decides(id, cast.data);
  const dimensions = ['registration', 'collection', 'aggregation', 'sharing', 'service'];
  const findings = Object.fromEntries(dimensions.map((each) => [each, '符合']));
  await decides(id, cast.data2, { outcome: 'sound', findings, fields: { providerRating: '良好' } });
  const ended = await stateOf(id);
  expect([ended.status, ended.effects ?? {}]).toEqual(['closed', {}]);
  expect(await followedBy(org, 'dutyOrder', id)).toEqual([]);
});

test('a security test opens the next one at once, which is owed within a year (DATA-19.2)', async () => {
  const { id, org } = await opened('securityTest', { testedOn: '2026-03-02' });
  await decides(id, cast.security, { attach: [material('riskReport')] });
  const next = await stateOf(await follower(org, 'securityTest', id));
  const clock = next.clocks['securityTest/testing'];
  expect([next.status, clock?.status, clock?.why]).toMatchObject([
    'draft',
    'running',
    { length: 12, unit: 'months' },
  ]);
});
