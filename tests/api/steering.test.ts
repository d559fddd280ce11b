/** The rest of the verbs over HTTP: claim and release, hand on and back, signers away, both ways of returning, and what administrators do to a route. */
import { hashPassword } from '../../api/passwords';
import type { Pack } from '../../domain/pack/types';
import { addPerson, password, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { panelPack } from './votes-pack';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;
const filed = panelPack('filed', { rule: 'all' }, 1);
/** The same way, after which the project is accepted, taken over by a judge and in use. */
function livingPack(): Pack {
  const pack = panelPack('lives', { rule: 'all' }, 1);
  const { application } = pack.stages;
  const steps = application?.phases.flatMap((phase) => phase.steps) ?? [];
  const takeOver = steps
    .filter(({ step }) => step === 'panel')
    .map((each) => ({ ...each, step: 'takeOver', outcomes: [{ outcome: 'agreed', to: 'next' }] }));
  if (application === undefined) throw new Error('the pack has lost its stage');
  const phases = [{ phase: 'main', onlyByName: false, steps: takeOver }];
  return {
    ...pack,
    lifecycle: [
      { run: 'application', kind: 'acceptance', outcomes: [{ outcome: 'passed', to: 'next' }] },
      { run: 'operation', kind: 'operation', outcomes: [] },
    ],
    stages: {
      application,
      operation: { ...application, name: 'operation', outcomes: [], materials: {}, gates: {}, phases },
    },
  };
}
const lives = livingPack();

beforeAll(async () => {
  house = await startApi();
  for (const pack of [filed, lives]) await publish(pack);
  const hash = await hashPassword(password);
  const posts = (post: string) => ['filed', 'lives'].map((jurisdiction) => ({ jurisdiction, post }));
  for (const name of ['judge', 'judge2'])
    await addPerson(name, { org: 'org-bureau', posts: posts('judge') }, hash);
  await addPerson('head', { org: 'org-bureau', posts: posts('head') }, hash);
  await addPerson('helper', { org: 'org-bureau' }, hash);
  await addPerson('chief', { org: 'org-bureau', admin: true }, hash);
  await signIn('clerk', 'judge', 'judge2', 'head', 'helper', 'chief');
  stopWorker = await startApiWorker(house.taskQueue);
}, 120_000);

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, upload } = callersOf(() => house);
/** An act on a task that is taken, or the code it is refused with; the open tasks after it. */
async function act(who: string, task: string, body: object) {
  const answer = await post(who, `/api/tasks/${task}/actions`, body);
  return { told: answer.body.code ?? answer.status, ...openOf(answer.body.project) };
}
async function steer(who: string, project: string, body: object) {
  const answer = await post(who, `/api/projects/${project}/actions`, body);
  const { status } = answer.body.project ?? {};
  return { told: answer.body.code ?? answer.status, status, ...openOf(answer.body.project) };
}
interface Open {
  readonly id: string;
  readonly step: string;
  readonly assignee?: { id: string };
}
function openOf(project: { openTasks: Open[] } | undefined) {
  const [first] = project?.openTasks ?? [];
  return { task: first?.id ?? '', step: first?.step, holder: first?.assignee?.id };
}

async function atPanel(jurisdiction = 'filed'): Promise<{ project: string; task: string }> {
  const facts = { budget: 300 };
  const made = await post('clerk', '/api/projects', { jurisdiction, name: '办理项目', facts });
  const project = String(made.body.id);
  await upload('clerk', `/api/projects/${project}`, 'form');
  const { told, task } = await steer('clerk', project, { action: 'submit' });
  expect(told).toBe(200);
  return { project, task };
}
const votes = (who: string, task: string, outcome = 'agreed') =>
  act(who, task, { action: 'decide', outcome });

test('a task is claimed, released, handed on with a reason, lent out and got back', async () => {
  const { task } = await atPanel();
  expect((await act('judge', task, { action: 'claim' })).holder).toBe('judge');
  expect((await act('judge2', task, { action: 'claim' })).told).toBe('task/claimed');
  expect((await act('judge', task, { action: 'release' })).holder).toBeUndefined();
  await act('judge', task, { action: 'claim' });
  expect((await act('judge', task, { action: 'reassign', to: 'judge2' })).told).toBe('task/reason-required');
  const handed = await act('judge', task, { action: 'reassign', to: 'judge2', comment: '出差' });
  expect(handed.holder).toBe('judge2');
  expect((await votes('judge', task)).told).toBe('task/not-yours');
  expect((await act('judge2', task, { action: 'delegate', to: 'helper', comment: '拟稿' })).told).toBe(200);
  expect((await votes('judge2', task)).told).toBe('task/delegated');
  expect((await act('judge2', task, { action: 'getBack' })).told).toBe(200);
  expect((await votes('judge2', task)).step).toBe('last');
});

test('a signer that was added is taken away again by whoever added them', async () => {
  const { task } = await atPanel();
  await act('judge', task, { action: 'claim' });
  const added = await post('judge', `/api/tasks/${task}/actions`, {
    ...{ action: 'addSigner', to: 'helper', comment: '请会签', fields: { place: 'beside' } },
  });
  const [signer = ''] = added.body.result.opened as string[];
  expect((await act('judge', signer, { action: 'removeSigner', comment: '不再需要' })).told).toBe(200);
  expect((await votes('helper', signer)).told).toBe('task/closed');
  expect((await votes('judge', task)).step).toBe('last');
});

test('what is returned walks again, or jumps back to whoever returned it', async () => {
  const { task } = await atPanel();
  const { task: last } = await votes('judge', task);
  const again = await act('head', last, { action: 'return', to: 'previous', comment: '请复核' });
  expect(again.step).toBe('panel');
  const second = await votes('judge', again.task);
  const back = { action: 'return', to: 'applicant', comment: '请补正', fields: { then: 'back' } };
  const filling = await act('head', second.task, back);
  expect(filling.step).toBe('fill');
  const straight = await act('clerk', filling.task, { action: 'decide', outcome: 'submitted' });
  expect([straight.step, straight.holder]).toEqual(['last', 'head']);
});

test('an administrator corrects who holds a task and terminates, each with a reason; nobody else does', async () => {
  const { project, task } = await atPanel();
  const correct = { action: 'correctAssignee', to: 'judge2', comment: '岗位调整' };
  expect((await act('judge', task, correct)).told).toBe('project/not-permitted');
  expect((await act('chief', task, { ...correct, comment: undefined })).told).toBe('task/reason-required');
  expect((await act('chief', task, correct)).holder).toBe('judge2');
  expect((await steer('judge', project, { action: 'terminate', comment: '停办' })).told).toBe(
    'project/not-permitted',
  );
  expect((await steer('chief', project, { action: 'terminate' })).told).toBe('task/reason-required');
  const ended = await steer('chief', project, { action: 'terminate', comment: '政策调整' });
  expect([ended.told, ended.status]).toEqual([200, 'terminated']);
});

test('an administrator wakes up the finished route of a project that lives on, with a reason', async () => {
  const { project, task } = await atPanel('lives');
  const wake = { action: 'wakeUp', comment: '验收资料需重办', fields: { to: 'takeOver' } };
  expect((await steer('chief', project, wake)).told).toBe('project/illegal-action');
  const { task: last } = await votes('judge', task);
  const accepted = await votes('head', last, 'closed');
  expect(accepted.step).toBe('takeOver');
  const done = await post('judge2', `/api/tasks/${accepted.task}/actions`, {
    ...{ action: 'decide', outcome: 'agreed' },
  });
  expect([done.body.project.status, done.body.project.openTasks]).toEqual(['inUse', []]);
  expect((await steer('judge', project, wake)).told).toBe('project/not-permitted');
  const woken = await steer('chief', project, wake);
  expect([woken.told, woken.status, woken.step]).toEqual([200, 'inUse', 'takeOver']);
});
