/** A case writes into its project's chain: who may read only the case hears that the chain holds, not how long it is. */
import type { CaseType, Pack } from '../../domain/pack/types';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { smallPack } from './small-pack';
import { publish } from '../rig/publish';

function withRequest(): Pack {
  const { application } = smallPack.stages;
  if (application === undefined) throw new Error('the small pack has lost its stage');
  const request: CaseType = {
    ...{ ...application, name: 'request', materials: {}, gates: {} },
    ...{ openedBy: 'projectOwner', during: [], about: 'project', kind: 'plain' },
  };
  return { ...smallPack, cases: { request } };
}

let house: ApiRig;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  house = await startApi();
  await publish(withRequest());
  await addPerson('outsider', { org: 'org-elsewhere' });
  await signIn('clerk', 'outsider');
  stopWorker = await startApiWorker(house.taskQueue);
});

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get } = callersOf(() => house);

test('whoever is asked about a case alone hears that its chain holds; who may read the project hears its length and head', async () => {
  const made = await post('clerk', '/api/projects', {
    ...{ jurisdiction: 'small', name: '试点项目', facts: { budget: 300 } },
  });
  const project = `/api/projects/${String(made.body.id)}`;
  const asked = await post('clerk', '/api/cases', {
    ...{ type: 'request', jurisdiction: 'small', projectId: made.body.id, facts: {} },
  });
  const request = `/api/cases/${String(asked.body.id)}`;
  const task = String(asked.body.openTasks[0].id);
  await post('clerk', `/api/tasks/${task}/actions`, { action: 'claim' });
  const question = { action: 'consult', to: 'outsider', comment: '请提意见' };
  expect((await post('clerk', `/api/tasks/${task}/actions`, question)).status).toBe(200);

  expect((await get('outsider', project)).status).toBe(403);
  expect((await get('outsider', `${project}/records/verify`)).status).toBe(403);
  const told = await get('outsider', `${request}/records/verify`);
  expect([told.status, told.body]).toEqual([200, { ok: true }]);

  const whole = (await get('clerk', `${project}/records/verify`)).body;
  expect(whole).toMatchObject({ ok: true, faults: [], subject: `project/${String(made.body.id)}` });
  expect((await get('clerk', `${request}/records/verify`)).body).toEqual(whole);
});
