/** Two more cities over HTTP, on one installation with each other: a project that waits for its plan, information to be published in seven days. */
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

const posts = [
  ['planner', 'luohe', 'competentAuthority'],
  ['reviewer', 'xiangtan', 'releaseReviewer'],
] as const;

beforeAll(async () => {
  house = await startApi();
  for (const file of ['luohe.yaml', 'xiangtan.yaml']) {
    const source = readFileSync(join(__dirname, '../../policies', file), 'utf8');
    await publish(policy(file), source);
  }
  for (const [name, jurisdiction, post] of posts)
    await addPerson(name, { org: 'org-bureau', posts: [{ jurisdiction, post }] });
  await signIn('clerk', 'planner', 'reviewer');
  stopWorker = await startApiWorker(house.taskQueue);
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get, upload } = callersOf(() => house);

/** The collection for the plan of the present year closed on 30 September of the last: every item is late. */
const planYear = Number(dateOf(new Date().toISOString()).slice(0, 4));
const plan = { municipalFunds: true, urgent: false, buildParts: ['application'], budget: 1_000, planYear };
const draft = (facts: object) =>
  post('clerk', '/api/projects', { jurisdiction: 'luohe', name: '试点', facts: { ...plan, ...facts } });

test('a Luohe project is reported for the plan, found by its stage, screened, and refused what the plan must prove (LH-2.3, LH-7.1, LH-8.2)', async () => {
  const refused = await draft({ municipalFunds: false });
  expect([refused.status, refused.body.basis]).toEqual([422, 'LH-2.3']);
  const drafted = await draft({});
  expect([drafted.status, drafted.body.stage]).toEqual([201, 'planning']);
  const path = `/api/projects/${String(drafted.body.id)}`;
  const materials = [await upload('clerk', path, 'planItem')];
  const submitted = await post('clerk', `${path}/actions`, { action: 'submit', materials });
  expect(submitted.status).toBe(200);
  const reported = await get('planner', path);
  const clock = reported.body.clocks.find((each: { name: string }) => each.name === 'reporting');
  expect([clock.due, clock.status, clock.overdue, clock.basis]).toEqual([
    `${String(planYear - 1)}-09-30`,
    'met',
    true,
    'LH-8.2',
  ]);
  const found = await get('planner', '/api/projects?stage=planning');
  expect(found.body.items.map((each: { id: string }) => each.id)).toEqual([drafted.body.id]);
  const inbox = await get('planner', '/api/tasks?view=todo');
  const task = (step: string, items: { id: string; step: string }[]) =>
    String(items.find((each) => each.step === step)?.id);
  const findings = { intensiveBuilding: '符合' };
  const screened = await post('planner', `/api/tasks/${task('screen', inbox.body.items)}/actions`, {
    action: 'decide',
    outcome: 'passed',
    fields: { findings },
  });
  expect(screened.status).toBe(200);
  const { body } = await get('planner', '/api/tasks?view=todo');
  const listed = await post('planner', `/api/tasks/${task('enlist', body.items)}/actions`, {
    action: 'decide',
    outcome: 'listed',
  });
  const codes = listed.body.errors.map((each: { code: string; basis: string }) => [each.code, each.basis]);
  expect([listed.status, codes]).toEqual([422, [['material/missing', 'LH-8.3']]]);
});

test('Xiangtan counts seven days from the day the information arose, and says so in words (XT-16.2, XT-17.1)', async () => {
  const arisenOn = addDays(dateOf(new Date().toISOString()), -1);
  const facts = { infoKind: 'fees', arisenOn };
  const opened = await post('clerk', '/api/cases', { type: 'publication', jurisdiction: 'xiangtan', facts });
  expect(opened.status).toBe(201);
  const path = `/api/cases/${String(opened.body.id)}`;
  const materials = [await upload('clerk', path, 'content')];
  expect((await post('clerk', `${path}/actions`, { action: 'submit', materials })).status).toBe(200);
  const { body } = await get('clerk', path);
  const clock = body.clocks.find((each: { name: string }) => each.name === 'publishBy');
  expect([clock.from, clock.basis]).toEqual([arisenOn, 'XT-16.2']);
  expect(JSON.stringify(clock)).toContain(`自 ${arisenOn} 起`);
  const inbox = await get('reviewer', '/api/tasks?view=todo');
  const decide = (more: object) =>
    post('reviewer', `/api/tasks/${String(inbox.body.items[0].id)}/actions`, {
      action: 'decide',
      outcome: 'barred',
      comment: '含个人信息',
      ...more,
    });
  expect((await decide({})).body.code).toBe('task/findings-required');
  const barred = await decide({ fields: { findings: { secrecy: '否', harm: '是' } } });
  expect([barred.status, barred.body.case.status]).toEqual([200, 'closed']);
});

test('a post of one city gives no seat in another', async () => {
  const opened = await post('clerk', '/api/cases', {
    type: 'subsite',
    jurisdiction: 'xiangtan',
    facts: { subsiteAddress: 'https://example.org' },
  });
  const path = `/api/cases/${String(opened.body.id)}/actions`;
  const submitted = await post('clerk', path, { action: 'submit' });
  const [task] = submitted.body.case.openTasks;
  const refused = await post('planner', `/api/tasks/${String(task.id)}/actions`, { action: 'decide' });
  expect(refused.status).toBe(403);
});
