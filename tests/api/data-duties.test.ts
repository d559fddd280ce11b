/** Data duties over HTTP: data that are registered already are found, and a department under order gets no money for operation until the order is over (DATA-10.2, DATA-26.2). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, dateOf } from '../../domain/clocks/dates';
import { policy } from '../domain/project/world';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { publish } from '../rig/publish';

const jurisdiction = 'data-resources';
let house: ApiRig;
let stopWorker: () => Promise<void>;
const posts = { officer: 'dataAuthority', treasurer: 'financeAuthority', liaison: 'unitLiaison' } as const;

beforeAll(async () => {
  house = await startApi();
  const source = readFileSync(join(__dirname, '../../policies/data-resources.yaml'), 'utf8');
  await publish(policy('data-resources.yaml'), source);
  for (const [name, post] of Object.entries(posts))
    await addPerson(name, { org: `org-${name}`, posts: [{ jurisdiction, post }] });
  await signIn('clerk', ...Object.keys(posts));
  stopWorker = await startApiWorker(house.taskQueue);
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get, upload } = callersOf(() => house);

async function open(who: string, type: string, facts: object, projectId?: string): Promise<string> {
  const { body, status } = await post(who, '/api/cases', { type, jurisdiction, projectId, facts });
  expect([status, body.code]).toEqual([201, undefined]);
  return `/api/cases/${String(body.id)}`;
}

/** Decides the open task of a project or case as whoever holds it. */
async function decide(who: string, path: string, more: object = {}) {
  const { body } = await get(who, path);
  const act = { action: 'decide', comment: '意见', ...more };
  return post(who, `/api/tasks/${String(body.openTasks[0].id)}/actions`, act);
}

interface Row {
  readonly code: string;
  readonly basis: string;
  readonly title?: string;
  readonly detail?: string;
}
const rowsOf = (body: { errors: Row[] }) => body.errors.map(({ code, basis }) => [code, basis]);

const named = (names: readonly string[], value: string) =>
  Object.fromEntries(names.map((name) => [name, value]));
const findings = named(['truth', 'completeness', 'accuracy', 'timeliness', 'availability'], '符合');

async function declare(dataName: string) {
  const facts = {
    upperCatalogue: '第三项',
    stateSecret: false,
    otherSource: false,
    shareType: 'unconditional',
  };
  const path = await open('clerk', 'catalogueEntry', { dataName, ...facts });
  const materials = [await upload('clerk', path, 'secrecyReview')];
  return { path, hand: () => decide('clerk', path, { materials, fields: { findings } }) };
}

test('data that another entry has registered under the same name are found, however it is spelled; its withdrawal, or a name that tells them apart, lifts this (DATA-26.2)', async () => {
  const first = await declare('人口 Data');
  expect((await first.hand()).status).toBe(200);
  const other = await declare('人口关系');
  expect((await other.hand()).status).toBe(200);
  const twin = await declare('人口ＤＡＴＡ');
  const refused = await twin.hand();
  expect([refused.status, rowsOf(refused.body)]).toEqual([422, [['registeredTwice', 'DATA-26.2']]]);
  expect(JSON.stringify(refused.body.errors)).toContain(first.path.split('/').at(-1));
  const apart = await declare('人口 data（民政）');
  expect((await apart.hand()).status).toBe(200);
  const withdrawn = await post('clerk', `${first.path}/actions`, { action: 'withdraw', comment: '重复' });
  expect(withdrawn.status).toBe(200);
  expect((await twin.hand()).status).toBe(200);
  expect((await decide('officer', twin.path, { outcome: 'listed' })).status).toBe(200);
});

const violations = [
  ...['wideningCollection', 'collectingTwice', 'lateAggregation', 'useAgainstRules'],
  ...['secretsMisused', 'changedWithoutLeave', 'commercialUse', 'otherViolation'],
];

test('a department under order gets no money for operation, and gets it when the order is over (DATA-10.2)', async () => {
  const facts = { classified: false, ownPlatform: false, budget: 1_000, joinsPlatform: false, dataAssets: 1 };
  const { body } = await post('clerk', '/api/projects', { jurisdiction, name: '人口库', facts });
  const project = `/api/projects/${String(body.id)}`;
  const materials = [
    await upload('clerk', project, 'studyAndDesign'),
    await upload('clerk', project, 'dataAssetList'),
  ];
  expect((await decide('clerk', project, { materials })).status).toBe(200);
  expect((await decide('officer', project, { outcome: 'complete' })).status).toBe(200);
  expect((await decide('treasurer', project, { outcome: 'approved' })).status).toBe(200);

  const correctBy = addDays(dateOf(new Date().toISOString()), 30);
  const broken = Object.fromEntries(violations.map((name) => [name, name === 'lateAggregation']));
  const order = await open('officer', 'dutyOrder', { department: 'org-office', correctBy, ...broken });
  const evidence = [await upload('officer', order, 'evidence')];
  expect((await decide('officer', order, { materials: evidence })).status).toBe(200);

  const asked = { amount: 100, costLine: 'operationCost' };
  const money = await open('clerk', 'fundArrangement', asked, String(body.id));
  const refused = await decide('clerk', money);
  expect([refused.status, rowsOf(refused.body)]).toEqual([422, [['noMoneyUnderOrder', 'DATA-10.2']]]);
  expect(JSON.stringify(refused.body.errors)).toContain('办结或者撤回后恢复');
  expect((await decide('liaison', order)).status).toBe(200);
  expect((await decide('officer', order, { outcome: 'fixed' })).status).toBe(200);
  expect((await decide('clerk', money)).status).toBe(200);
});
