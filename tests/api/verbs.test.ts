/** The verbs over HTTP on real servers: added signers, delegation, copies with receipts, taking back, batches, drafts of opinions. */
import type { ApiRig } from './api-rig';
import { addPerson, startApi } from './api-rig';
import { smallPack } from './small-pack';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;
const names = ['clerk', 'checker', 'checker2', 'leader', 'chief'];

beforeAll(async () => {
  house = await startApi();
  await publish(smallPack);
  const posts = [{ jurisdiction: 'small', post: 'checker' }];
  await addPerson('checker', { org: 'org-bureau', posts });
  await addPerson('checker2', { org: 'org-bureau', posts });
  await addPerson('leader', { org: 'org-bureau' });
  await addPerson('chief', { org: 'org-bureau', admin: true });
  await signIn(...names);
  stopWorker = await startApiWorker(house.taskQueue);
});

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get, upload, nextKey, tokenOf } = callersOf(() => house);
const act = (who: string, task: string, body: object) => post(who, `/api/tasks/${task}/actions`, body);
const actionsOf = (body: { allowedActions: { action: string }[] }) =>
  body.allowedActions.map(({ action }) => action);

/** A project handed in: the id of the task at which it is checked. */
async function handedIn(): Promise<{ project: string; task: string }> {
  const facts = { budget: 300 };
  const made = await post('clerk', '/api/projects', { jurisdiction: 'small', name: '试点项目', facts });
  const project = String(made.body.id);
  await upload('clerk', `/api/projects/${project}`, 'form');
  const submitted = await post('clerk', `/api/projects/${project}/actions`, { action: 'submit' });
  expect(submitted.status).toBe(200);
  return { project, task: String(submitted.body.project.openTasks[0].id) };
}

describe('over HTTP', () => {
  it('a signer is added, signs first, and only then the seat decides', async () => {
    const { task } = await handedIn();
    const asked = await act('checker', task, {
      action: 'addSigner',
      to: 'leader',
      fields: { place: 'before' },
      comment: '请先审',
    });
    expect(asked.status).toBe(200);
    const [signer] = asked.body.result.opened;
    const early = await act('checker', task, { action: 'decide', outcome: 'complete' });
    expect([early.status, early.body.code]).toEqual([409, 'task/waiting']);
    const todo = await get('leader', '/api/tasks?view=todo');
    expect(todo.body.items.map(({ id }: { id: string }) => id)).toContain(signer);
    const signed = await act('leader', signer, { action: 'decide', outcome: 'complete' });
    expect(signed.status).toBe(200);
    const last = await act('checker', task, { action: 'decide', outcome: 'complete' });
    expect(last.body.project.status).toBe('filed');
  });

  it('a task is delegated, copied, read, answered and handed back, and each is on the record', async () => {
    const { project, task } = await handedIn();
    for (const [who, body] of [
      ['checker', { action: 'delegate', to: 'leader', comment: '请拟意见' }],
      ['leader', { action: 'handBack', comment: '建议同意' }],
      ['checker', { action: 'copy', to: 'leader', comment: '供参阅' }],
      ['leader', { action: 'markRead' }],
      ['checker', { action: 'consult', to: 'clerk', comment: '为何本年实施?' }],
      ['clerk', { action: 'answer', comment: '上级要求' }],
      ['clerk', { action: 'urge' }],
    ] as const) {
      const answer = await act(who, task, body);
      expect([body.action, answer.status]).toEqual([body.action, 200]);
    }
    const copied = await get('leader', '/api/tasks?view=copied');
    expect(copied.body.items).toMatchObject([{ id: task, copiedTo: [{ id: 'leader' }, { id: 'clerk' }] }]);
    const told = await get('clerk', `/api/projects/${project}/timeline`);
    const what = told.body.items.map((each: { what: string }) => each.what);
    for (const event of ['delegated', 'handedBack', 'copied', 'copyRead', 'consulted', 'answered', 'urged'])
      expect(what).toContain(event);
    const proof = await get('chief', `/api/projects/${project}/records/verify`);
    expect(proof.body.ok ?? proof.body.valid).toBe(true);
  });

  it('what was handed in is taken back, and the administrator moves the route with a reason', async () => {
    const { project, task } = await handedIn();
    const before = await get('clerk', `/api/projects/${project}`);
    const mine = before.body.allowedActions.find(({ action }: { action: string }) => action === 'takeBack');
    const undone = await act('clerk', mine.task, { action: 'takeBack' });
    expect(undone.status).toBe(200);
    expect(undone.body.project.openTasks).toMatchObject([{ step: 'fill', assignee: { id: 'clerk' } }]);
    expect((await act('checker', task, { action: 'claim' })).body.code).toBe('task/closed');
    const jumped = await post('chief', `/api/projects/${project}/actions`, {
      action: 'jump',
      fields: { to: 'check' },
      comment: '系统迁移补录',
    });
    expect(jumped.body.project.openTasks).toMatchObject([{ step: 'check' }]);
    const barred = await post('clerk', `/api/projects/${project}/actions`, {
      action: 'jump',
      fields: { to: 'fill' },
      comment: '改',
    });
    expect(barred.body.code).toBe('project/not-permitted');
  });

  it('a batch answers item by item, and the same key answers the same again', async () => {
    const [one, other] = [await handedIn(), await handedIn()];
    const items = [
      { task: one.task, action: 'decide', outcome: 'complete' },
      { task: other.task, action: 'decide', outcome: 'nonsense' },
      { task: 'nowhere', action: 'claim' },
      { task: other.task, action: 'claim' },
    ];
    const key = nextKey();
    const first = await post('checker', '/api/tasks/actions', { items }, key);
    expect(first.status).toBe(200);
    expect(first.body.items.map(({ status }: { status: number }) => status)).toEqual([200, 422, 404, 200]);
    const again = await post('checker', '/api/tasks/actions', { items }, key);
    expect(again.body).toEqual(first.body);
    const changed = await post('checker', '/api/tasks/actions', { items: items.slice(1) }, key);
    expect([changed.status, changed.body.code]).toEqual([422, 'idempotency/key-reused']);
    const many = Array.from({ length: 51 }, () => items[0]);
    expect((await post('checker', '/api/tasks/actions', { items: many })).status).toBe(400);
  });

  it('a batch is checked before it is sent: what would be taken, and every refusal, with nothing recorded', async () => {
    const [one, other] = [await handedIn(), await handedIn()];
    const items = [
      { task: one.task, action: 'claim' },
      { task: one.task, action: 'decide', outcome: 'complete' },
      { task: one.task, action: 'comment', comment: '迟了' },
      { task: other.task, action: 'decide', outcome: 'returned' },
      { task: other.task, action: 'addSigner', to: 'clerk', comment: '请会签' },
      { task: 'nowhere', action: 'claim' },
    ];
    const check = (who: string) =>
      house.http.post('/api/tasks/actions/check').set('authorization', tokenOf(who)).send({ items });
    const before = await get('checker', `/api/projects/${one.project}/records`);
    const { status, body } = await check('checker');
    expect([status, body.passes]).toEqual([200, false]);
    const told = (answered: { status: number; problem?: { code: string } }[]) =>
      answered.map((each) => [each.status, each.problem?.code]);
    expect(told(body.items).slice(0, 4)).toEqual([
      [200, undefined],
      [200, undefined],
      [409, 'project/over'],
      [422, 'task/opinion-required'],
    ]);
    expect(body.items[5]).toMatchObject({
      status: 404,
      task: 'nowhere',
      problem: { code: 'task/not-found' },
    });
    expect((await get('checker', `/api/projects/${one.project}/records`)).body).toEqual(before.body);
    expect((await check('leader')).body.items[0].problem.code).toBe('auth/not-permitted');
    // What the check said is what the batch then answers.
    const done = await post('checker', '/api/tasks/actions', { items });
    expect(told(done.body.items)).toEqual(told(body.items));
  });

  it('a draft of an opinion is kept for its author alone and gone with the decision', async () => {
    const { task } = await handedIn();
    const saved = await house.http
      .patch(`/api/tasks/${task}/draft`)
      .set('authorization', tokenOf('checker'))
      .send({ comment: '拟退回', outcome: 'returned' });
    expect(saved.status).toBe(200);
    const unread = async (who: string) => {
      const { items } = (await get(who, '/api/tasks?view=claimable&limit=200')).body;
      return items.find((each: { id: string }) => each.id === task)?.unread;
    };
    expect(await unread('checker')).toBe(true);
    const read = await get('checker', `/api/tasks/${task}`);
    expect([await unread('checker'), await unread('checker2')]).toEqual([false, true]);
    expect(read.body.draft).toMatchObject({ comment: '拟退回', outcome: 'returned' });
    expect(actionsOf(read.body)).toEqual(
      expect.arrayContaining(['decide', 'delegate', 'addSigner', 'consult']),
    );
    expect((await get('checker2', `/api/tasks/${task}`)).body.draft).toBeNull();
    await act('checker', task, { action: 'decide', outcome: 'complete' });
    expect((await get('checker', `/api/tasks/${task}`)).body.draft).toBeNull();
  });
});
