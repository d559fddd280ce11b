/** A department under an order to correct its data work applies for nothing until the order is over, over HTTP and through the real record (DATA-10.2). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { addDays, dateOf } from '../../domain/clocks/dates';
import { saveOrg } from '../../models/orgs';
import { policy } from '../domain/project/world';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { publish } from '../rig/publish';

const jurisdiction = 'data-resources';
let house: ApiRig;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  house = await startApi();
  const source = readFileSync(join(__dirname, '../../policies/data-resources.yaml'), 'utf8');
  await publish(policy('data-resources.yaml'), source);
  await addPerson('officer', { org: 'org-bureau', posts: [{ jurisdiction, post: 'dataAuthority' }] });
  await addPerson('liaison', { org: 'org-office', posts: [{ jurisdiction, post: 'unitLiaison' }] });
  await saveOrg({ id: 'org-archives', zh: '档案馆', en: 'Archives', kind: 'bureau', qualifications: [] });
  await addPerson('neighbour', { org: 'org-archives', posts: [] });
  await signIn('clerk', 'officer', 'liaison', 'neighbour');
  stopWorker = await startApiWorker(house.taskQueue);
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get, upload } = callersOf(() => house);

const facts = { classified: false, ownPlatform: false, budget: 1_000, joinsPlatform: false, dataAssets: 1 };

async function apply(who: string) {
  const { body, status } = await post(who, '/api/projects', { jurisdiction, name: '人口库', facts });
  expect([status, body.code]).toEqual([201, undefined]);
  const path = `/api/projects/${String(body.id)}`;
  const materials = [await upload(who, path, 'studyAndDesign'), await upload(who, path, 'dataAssetList')];
  return { path, submit: () => post(who, `${path}/actions`, { action: 'submit', materials }) };
}

const violations = [
  'wideningCollection',
  'collectingTwice',
  'lateAggregation',
  'useAgainstRules',
  'secretsMisused',
  'changedWithoutLeave',
  'commercialUse',
  'otherViolation',
];

async function draftOrder(department: string): Promise<string> {
  const correctBy = addDays(dateOf(new Date().toISOString()), 30);
  const named = Object.fromEntries(violations.map((name) => [name, name === 'lateAggregation']));
  const { body } = await post('officer', '/api/cases', {
    type: 'dutyOrder',
    jurisdiction,
    facts: { department, correctBy, ...named },
  });
  return `/api/cases/${String(body.id)}`;
}

/** Decides the open task of a case. */
async function decide(who: string, path: string, more: object = {}): Promise<void> {
  const { body } = await get('officer', path);
  const task = String(body.openTasks[0].id);
  const decided = await post(who, `/api/tasks/${task}/actions`, {
    action: 'decide',
    comment: '意见',
    ...more,
  });
  expect(decided.status).toBe(200);
}

const issue = async (order: string) =>
  decide('officer', order, { materials: [await upload('officer', order, 'evidence')] });

async function isBarred(who: string, path: string): Promise<boolean> {
  const { body } = await get(who, `${path}/gates?action=submit`);
  const row = body.gates.find((each: { code: string }) => each.code === 'ordersOpen');
  return row.met === false;
}

test('an order bars the department it names from the day it is issued until it is over, and nobody else', async () => {
  const ours = await apply('clerk');
  const theirs = await apply('neighbour');
  const order = await draftOrder('org-office');
  expect(await isBarred('clerk', ours.path)).toBe(false);
  await issue(order);
  expect([await isBarred('clerk', ours.path), await isBarred('neighbour', theirs.path)]).toEqual([
    true,
    false,
  ]);
  const refused = await ours.submit();
  const errors = refused.body.errors.map((each: { code: string; basis: string }) => [each.code, each.basis]);
  expect([refused.status, errors]).toEqual([422, [['ordersOpen', 'DATA-10.2']]]);
  expect((await theirs.submit()).status).toBe(200);
  await decide('liaison', order);
  await decide('officer', order, { outcome: 'fixed' });
  expect(await isBarred('clerk', ours.path)).toBe(false);
  expect((await ours.submit()).status).toBe(200);
});

test('the order is an official document of its case: listed with its decision, printed, and checked by its code', async () => {
  const order = await draftOrder('org-archives');
  await issue(order);
  const { body } = await get('officer', `${order}/documents`);
  expect(body.items).toMatchObject([
    { kind: 'correctionOrder', basis: 'DATA-26.0', decision: { action: 'decide', by: { id: 'officer' } } },
  ]);
  const [{ id, code }] = body.items;
  const file = await get('officer', `${order}/documents/${String(id)}/content?format=docx`).responseType(
    'blob',
  );
  const text = strFromU8(unzipSync(file.body as Buffer)['word/document.xml'] ?? new Uint8Array());
  const printed = text.replaceAll(/<[^>]*>/gu, '');
  // Addressed to the department it orders, by its name, and not to whoever issued it.
  for (const words of [
    '档案馆:',
    '现就下列事项出具责令限期改正通知书',
    '事项编号 Case number:',
    '被责令部门 department under order:档案馆',
  ])
    expect(printed).toContain(words);
  expect((await house.http.get(`/api/verify/${String(code)}`)).body.stands).toBe(true);
  expect((await get('clerk', `${order}/documents`)).status).toBe(403);
});
