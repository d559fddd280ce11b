/** Every act of the practice on a case over HTTP, as on a stage: who may, with which reason, with which line; and the case's own story. */
import { hashPassword } from '../../api/passwords';
import { taskAct } from '../../api/task-acts';
import type { CaseType, Pack } from '../../domain/pack/types';
import { until } from '../../embedded/wait';
import { addPerson, password, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { panelPack } from './votes-pack';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;

/** A matter that its owner hands in, a judge decides, and a head closes. */
function matterPack(): Pack {
  const pack = panelPack('matters', { rule: 'all' }, 1);
  const { application } = pack.stages;
  if (application === undefined) throw new Error('the pack has lost its stage');
  const matter: CaseType = {
    ...{ ...application, name: 'matter', materials: {}, gates: {}, zh: '事项', en: 'matter' },
    facts: { amount: { type: 'money', zh: '金额', en: 'amount', due: 'fill' } },
    ...{ openedBy: 'projectOwner', during: [], about: 'year', kind: 'plain' },
  };
  return { ...pack, cases: { matter } };
}

beforeAll(async () => {
  house = await startApi();
  await publish(matterPack());
  const hash = await hashPassword(password);
  const posts = (post: string) => [{ jurisdiction: 'matters', post }];
  for (const name of ['judge', 'judge2'])
    await addPerson(name, { org: 'org-bureau', posts: posts('judge') }, hash);
  await addPerson('head', { org: 'org-bureau', posts: posts('head') }, hash);
  await addPerson('helper', { org: 'org-bureau' }, hash);
  await addPerson('operator', { org: 'org-bureau', operator: true }, hash);
  await addPerson('chief', { org: 'org-bureau', admin: true }, hash);
  await addPerson('stranger', { org: 'org-elsewhere' }, hash);
  await signIn('clerk', 'judge', 'judge2', 'head', 'helper', 'chief', 'stranger', 'operator');
  stopWorker = await startApiWorker(house.taskQueue);
}, 120_000);

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get } = callersOf(() => house);

interface Open {
  readonly id: string;
  readonly step: string;
  readonly assignee?: { readonly id: string };
}
function told(answer: {
  status: number;
  body: { code?: string; project?: { openTasks: Open[]; status: string } };
}) {
  const [first] = answer.body.project?.openTasks ?? [];
  return {
    told: answer.body.code ?? answer.status,
    status: answer.body.project?.status,
    ...{ task: first?.id ?? '', step: first?.step, holder: first?.assignee?.id },
  };
}
const act = async (who: string, task: string, body: object) =>
  told(await post(who, `/api/tasks/${task}/actions`, body));
const steer = async (who: string, id: string, body: object) =>
  told(await post(who, `/api/cases/${id}/actions`, body));

/** A case that its owner has opened. */
async function opened(): Promise<{ id: string; task: string }> {
  const made = await post('clerk', '/api/cases', {
    ...{ type: 'matter', jurisdiction: 'matters', facts: {} },
  });
  expect(made.status).toBe(201);
  return { id: String(made.body.id), task: String(made.body.openTasks[0].id) };
}
/** The same, handed in: before the judge. */
async function atPanel(): Promise<{ id: string; task: string }> {
  const { id, task: filling } = await opened();
  const { task, step } = await act('clerk', filling, {
    ...{ action: 'decide', outcome: 'submitted', fields: { amount: 300 } },
  });
  expect(step).toBe('panel');
  return { id, task };
}
const votes = (who: string, task: string, outcome = 'agreed') =>
  act(who, task, { action: 'decide', outcome });
const typesOf = async (id: string) =>
  ((await get('clerk', `/api/cases/${id}/records`)).body.items as { events: { type: string }[] }[]).flatMap(
    ({ events }) => events.map(({ type }) => type),
  );

test('a task of a case is claimed, released, handed on, lent out and handed back, each on the record', async () => {
  const { id, task } = await atPanel();
  expect((await act('judge', task, { action: 'claim' })).holder).toBe('judge');
  expect((await act('judge2', task, { action: 'claim' })).told).toBe('task/claimed');
  expect((await act('judge', task, { action: 'release' })).holder).toBeUndefined();
  await act('judge', task, { action: 'claim' });
  expect((await act('judge', task, { action: 'reassign', to: 'judge2' })).told).toBe('task/reason-required');
  expect((await act('judge', task, { action: 'reassign', to: 'judge2', comment: '出差' })).holder).toBe(
    'judge2',
  );
  expect((await act('judge2', task, { action: 'delegate', to: 'helper', comment: '拟稿' })).told).toBe(200);
  expect((await votes('judge2', task)).told).toBe('task/delegated');
  expect((await act('helper', task, { action: 'handBack', comment: '建议同意' })).holder).toBe('judge2');
  expect((await votes('judge2', task)).step).toBe('last');
  expect(await typesOf(id)).toEqual(
    expect.arrayContaining(['taskClaimed', 'taskReleased', 'taskReassigned', 'delegated', 'handedBack']),
  );
});

test('a signer is added before the seat and removed, and a decision is taken back while nobody has acted after it', async () => {
  const { task } = await atPanel();
  const added = await post('judge', `/api/tasks/${task}/actions`, {
    ...{ action: 'addSigner', to: 'helper', comment: '请会签', fields: { place: 'before' } },
  });
  const [signer = ''] = added.body.result.opened as string[];
  expect((await votes('judge', task)).told).toBe('task/waiting');
  expect((await act('judge2', signer, { action: 'removeSigner', comment: '不必' })).told).toBe(
    'task/not-yours',
  );
  expect((await act('judge', signer, { action: 'removeSigner', comment: '不必' })).told).toBe(200);
  const { task: last } = await votes('judge', task);
  const undone = await act('judge', task, { action: 'takeBack' });
  expect([undone.step, undone.holder]).toEqual(['panel', 'judge']);
  expect((await votes('head', last, 'closed')).told).toBe('task/closed');
  const { task: again } = await votes('judge', task);
  await act('head', again, { action: 'return', to: 'previous', comment: '请复核' });
  expect((await act('judge', task, { action: 'takeBack' })).told).toBe('task/decided-after');
});

test('a case is returned to walk again or to jump back, and a new round keeps the old opinions', async () => {
  const { id, task } = await atPanel();
  const { task: last } = await votes('judge', task);
  const again = await act('head', last, { action: 'return', to: 'previous', comment: '请复核' });
  expect(again.step).toBe('panel');
  const second = await votes('judge', again.task);
  const filling = await act('head', second.task, {
    ...{ action: 'return', to: 'applicant', comment: '请补正', fields: { then: 'back' } },
  });
  expect(filling.step).toBe('fill');
  const straight = await act('clerk', filling.task, {
    ...{ action: 'decide', outcome: 'submitted', fields: { amount: 400 } },
  });
  expect([straight.step, straight.holder]).toEqual(['last', 'head']);
  const changes = await get('clerk', `/api/cases/${id}/changes?sinceRound=1`);
  expect(changes.body.items).toMatchObject([{ what: 'fact', name: 'amount', before: 300, after: 400 }]);
});

test('it is urged once a day, copied with a receipt, consulted on, and remarked on', async () => {
  const { id, task } = await atPanel();
  expect((await act('clerk', task, { action: 'urge' })).told).toBe(200);
  expect((await act('clerk', task, { action: 'urge' })).told).toBe('task/urged-recently');
  expect((await act('stranger', task, { action: 'urge' })).told).toBe('auth/not-permitted');
  expect((await act('judge', task, { action: 'copy', to: 'helper' })).told).toBe(200);
  expect((await get('helper', '/api/tasks?view=copied')).body.items).toMatchObject([
    { id: task, processId: id },
  ]);
  expect((await act('helper', task, { action: 'markRead' })).told).toBe(200);
  expect((await act('judge', task, { action: 'consult', to: 'head', comment: '是否重复?' })).told).toBe(200);
  expect((await votes('head', task)).told).toBe('task/not-yours');
  expect((await act('head', task, { action: 'answer', comment: '不重复' })).told).toBe(200);
  expect((await act('judge', task, { action: 'comment' })).told).toBe('task/reason-required');
  expect((await act('judge', task, { action: 'comment', comment: '阅' })).told).toBe(200);
  expect(await typesOf(id)).toEqual(
    expect.arrayContaining(['urged', 'copied', 'copyRead', 'consulted', 'answered', 'commented']),
  );
});

test('an administrator jumps, corrects who holds a task and who applied, and terminates: each offered, with a reason', async () => {
  const { id, task } = await atPanel();
  const offered = (await get('chief', `/api/cases/${id}`)).body.allowedActions as { action: string }[];
  expect(offered.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['jump', 'correctAssignee', 'correctApplicant', 'suspend', 'terminate']),
  );
  const correct = { action: 'correctAssignee', to: 'judge2', comment: '岗位调整' };
  expect((await act('judge', task, correct)).told).toBe('project/not-permitted');
  expect((await act('chief', task, correct)).holder).toBe('judge2');
  const jump = { action: 'jump', fields: { to: 'last' } };
  expect((await steer('chief', id, jump)).told).toBe('task/reason-required');
  expect((await steer('chief', id, { ...jump, comment: '走错环节' })).step).toBe('last');
  expect((await steer('chief', id, { action: 'wakeUp', comment: '重办' })).told).toBe(
    'project/illegal-action',
  );
  const other = { action: 'correctApplicant', fields: { to: 'judge' }, comment: '调离' };
  expect((await steer('chief', id, other)).told).toBe('applicant/unfit');
  expect((await steer('clerk', id, { action: 'terminate', comment: '停办' })).told).toBe(
    'project/not-permitted',
  );
  expect((await steer('chief', id, { action: 'terminate' })).told).toBe('task/reason-required');
  expect(await steer('chief', id, { action: 'terminate', comment: '停办' })).toMatchObject({
    ...{ told: 200, status: 'terminated', task: '' },
  });
  expect(await typesOf(id)).toEqual(expect.arrayContaining(['assigneeCorrected', 'jumped', 'statusChanged']));
});

test('its applicant is offered to withdraw it and does, and nobody else', async () => {
  const { id } = await atPanel();
  const offered = async (who: string) =>
    ((await get(who, `/api/cases/${id}`)).body.allowedActions as { action: string }[]).map(
      ({ action }) => action,
    );
  expect(await offered('clerk')).toContain('withdraw');
  expect(await offered('judge')).not.toContain('withdraw');
  expect((await steer('judge', id, { action: 'withdraw', comment: '不办' })).told).toBe(
    'project/not-permitted',
  );
  expect((await steer('clerk', id, { action: 'withdraw', comment: '不再需要' })).status).toBe('withdrawn');
  const story = (await get('clerk', `/api/cases/${id}/timeline`)).body.items as {
    when: string;
    step?: string;
  }[];
  expect(story.filter(({ when }) => when === 'neverReached').map(({ step }) => step)).toEqual(['last']);
});

test('the timeline of a case names who would act at the steps to come; its lines are proved', async () => {
  const { id } = await opened();
  const { items } = (await get('clerk', `/api/cases/${id}/timeline`)).body as {
    items: { when: string; what: string; step?: string; who?: object[] }[];
  };
  expect(items.filter(({ when }) => when === 'predicted')).toMatchObject([
    { step: 'panel', who: [{ role: 'judge', names: ['名judge', '名judge2'] }] },
    { step: 'last', who: [{ role: 'head', names: ['名head'] }] },
  ]);
  expect(items.filter(({ when }) => when === 'present')).toMatchObject([{ step: 'fill' }]);
  expect(items[0]).toMatchObject({ when: 'past', what: 'created' });
  const proof = (await get('clerk', `/api/cases/${id}/records/verify`)).body;
  expect(proof).toMatchObject({ ok: true, faults: [] });
  const lines = (await get('clerk', `/api/cases/${id}/records?limit=1`)).body;
  expect(lines.items).toHaveLength(1);
  for (const path of ['timeline', 'records', 'records/verify', 'changes?sinceRound=0', 'gates?action=submit'])
    expect((await get('stranger', `/api/cases/${id}/${path}`)).body.code).toBe('auth/not-permitted');
  expect((await get('clerk', '/api/cases/none/timeline')).body.code).toBe('case/not-found');
});

test('operators see the runs of a case and what was refused on it; nobody else does', async () => {
  const { id, task } = await atPanel();
  expect((await act('helper', task, { action: 'claim' })).told).toBe('auth/not-permitted');
  const history = await get('operator', `/api/cases/${id}/history`);
  expect(history.body.items).toMatchObject([{ workflowType: 'caseWorkflow', archived: false }]);
  const refused = async () => (await get('operator', `/api/cases/${id}/attempts`)).body.items as object[];
  expect(await until(async () => (await refused()).length > 0, { deadlineMs: 30_000, everyMs: 50 })).toBe(
    true,
  );
  expect(await refused()).toMatchObject([{ workflowId: `case/${id}`, codes: ['auth/not-permitted'] }]);
  for (const path of ['history', 'attempts'])
    expect((await get('clerk', `/api/cases/${id}/${path}`)).body.code).toBe('auth/not-permitted');
});

test('acts on several cases go in one batch, and one failure spoils no other', async () => {
  const [first, second] = [await atPanel(), await atPanel()];
  const sent = await post('judge', '/api/tasks/actions', {
    items: [
      { task: first.task, action: 'decide', outcome: 'agreed' },
      { task: second.task, action: 'decide', outcome: 'unheard' },
      { task: second.task, action: 'comment', comment: '待核实' },
    ],
  });
  const items = sent.body.items as { status: number; problem?: { code: string } }[];
  expect(items.map(({ status, problem }) => problem?.code ?? status)).toEqual([
    ...[200, 'task/unknown-outcome', 200],
  ]);
  expect((await get('clerk', `/api/cases/${first.id}`)).body.openTasks).toMatchObject([{ step: 'last' }]);
  expect((await get('clerk', `/api/cases/${second.id}`)).body.openTasks).toMatchObject([{ step: 'panel' }]);
});

test('cases count among what a person has started, and stand in that view', async () => {
  const started = async () => (await get('clerk', '/api/tasks?view=started&limit=200')).body;
  const before = await started();
  const { id } = await opened();
  const after = await started();
  expect(after.counters.started).toBe(Number(before.counters.started) + 1);
  expect(after.items).toContainEqual(expect.objectContaining({ processId: id, step: 'fill' }));
});

test('the answer to a decision brings the new state, the counters and the next task in hand', async () => {
  const [first, second] = [await atPanel(), await atPanel()];
  for (const { task } of [first, second]) await act('judge2', task, { action: 'claim' });
  const before = (await get('judge2', '/api/tasks?view=todo')).body;
  const answer = (await post('judge2', `/api/tasks/${first.task}/actions`, {
    ...{ action: 'decide', outcome: 'agreed' },
  })) as { body: { project: object; counters: { todo: number }; nextTask: { id: string } } };
  const { project, counters, nextTask } = answer.body;
  expect(project).toMatchObject({ id: first.id, openTasks: [{ step: 'last' }] });
  const after = (await get('judge2', '/api/tasks?view=todo')).body;
  expect(counters).toEqual(after.counters);
  expect(counters.todo).toBe(Number(before.counters.todo) - 1);
  expect(nextTask.id).not.toBe(first.task);
  expect((after.items as { id: string }[]).map(({ id }) => id)).toContain(nextTask.id);
});

test('a signer is sent with the keys that they alone hold, so that no seat of the step loses its only holder', async () => {
  const sent = async (to: string) => {
    const act = await taskAct('T-1', { action: 'addSigner', to, comment: '请会签' });
    return act.type === 'addSigner' ? [act.yields, act.soleKeys ?? []] : [];
  };
  expect(await sent('head')).toEqual([true, expect.arrayContaining(['post:matters/head', 'person:head'])]);
  expect(await sent('judge')).toEqual([true, expect.not.arrayContaining(['post:matters/judge'])]);
});
