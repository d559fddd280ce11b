/** Office work over HTTP: a ledger with its entries, a task that its head closes, and a change nobody may make before it is approved. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, dateOf } from '../../domain/clocks/dates';
import { policy } from '../domain/project/world';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;
const today = dateOf(new Date().toISOString());

const posts = [
  ['general', 'generalOffice'],
  ['head', 'officeHead'],
  ['section', 'countySection'],
] as const;

beforeAll(async () => {
  house = await startApi();
  const source = readFileSync(join(__dirname, '../../policies/office.yaml'), 'utf8');
  await publish(policy('office.yaml'), source);
  for (const [name, post] of posts)
    await addPerson(name, { org: 'org-bureau', posts: [{ jurisdiction: 'office', post }] });
  await signIn('clerk', 'general', 'head', 'section');
  stopWorker = await startApiWorker(house.taskQueue);
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get } = callersOf(() => house);

const opens = (who: string, type: string, facts: object) =>
  post(who, '/api/cases', { type, jurisdiction: 'office', facts });

/** Decides the first open task of a case. */
async function decides(who: string, id: string, body: object) {
  const path = `/api/cases/${id}`;
  const { body: shown } = await get(who, path);
  const [task] = shown.openTasks;
  return post(who, `/api/tasks/${String(task.id)}/actions`, { action: 'decide', comment: '意见', ...body });
}

const codesOf = (body: { errors: { code: string; basis: string }[] }) =>
  body.errors.map(({ code, basis }) => [code, basis]);

test('a ledger of four entries is found short, and is not called met (OA-2.8a)', async () => {
  const entries = Array.from({ length: 4 }, () => ({ day: today, work: '审计取证' }));
  const month = { monthStart: today, monthEnd: addDays(today, 30) };
  const opened = await opens('clerk', 'workLedger', { ...month, entries });
  expect(opened.status).toBe(201);
  const id = String(opened.body.id);
  const kept = await post('clerk', `/api/cases/${id}/actions`, { action: 'submit' });
  expect(kept.status).toBe(200);
  const met = await decides('head', id, { outcome: 'met' });
  expect([met.status, codesOf(met.body)]).toEqual([422, [['tooFewEntries', 'OA-2.8a']]]);
  const short = await decides('head', id, { outcome: 'short' });
  expect([short.status, short.body.case.status]).toEqual([200, 'closed']);
});

test('a task is opened by the general office alone, says its three days in words, and is closed by the head (OA-2.4a, OA-2.5b, OA-2.6b)', async () => {
  const facts = { taskKind: 'electronic', receivedOn: today, taskSecret: false };
  expect((await opens('clerk', 'officeTask', facts)).status).toBe(403);
  const opened = await opens('general', 'officeTask', facts);
  expect(opened.status).toBe(201);
  const id = String(opened.body.id);
  expect((await decides('general', id, {})).status).toBe(200);
  const { body } = await get('general', `/api/cases/${id}`);
  const clock = body.clocks.find((each: { name: string }) => each.name === 'doBy');
  expect([clock.from, clock.basis]).toEqual([today, 'OA-2.5b']);
  expect(JSON.stringify(clock)).toContain('3 日');
  const closed = await decides('head', id, { outcome: 'keptOwn' });
  expect([closed.status, closed.body.case.status]).toEqual([200, 'closed']);
});

test('a change that was made before it was applied for is refused with its article (OA-8.2)', async () => {
  const opened = await opens('clerk', 'networkChange', { changeKinds: ['lines'], alreadyChanged: true });
  const refused = await post('clerk', `/api/cases/${String(opened.body.id)}/actions`, { action: 'submit' });
  expect(refused.status).toBe(422);
  expect(codesOf(refused.body)).toContainEqual(['changedFirst', 'OA-8.2']);
});
