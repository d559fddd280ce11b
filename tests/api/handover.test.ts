/** Hand-over on real servers: what a leaver holds is shown first, then goes to the successor in one act with an answer per item. */
import type { CaseType, Pack } from '../../domain/pack/types';
import { listOperations } from '../../models/operations';
import { tasks } from '../../models/process-schemas';
import { findUser } from '../../models/users';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { smallPack } from './small-pack';
import { publish } from '../rig/publish';

/** The small measure with a case that its opener fills in by name. */
function withRequest(): Pack {
  const { application } = smallPack.stages;
  if (application === undefined) throw new Error('the small pack has lost its stage');
  const phases = application.phases.map((phase) => ({
    ...phase,
    steps: phase.steps.map((step) =>
      step.step === 'fill' ? { ...step, who: [{ role: 'opener', count: 1, votes: true }] } : step,
    ),
  }));
  const request: CaseType = {
    ...{ ...application, name: 'request', phases, materials: {}, gates: {} },
    ...{ openedBy: 'projectOwner', during: [], about: 'project', kind: 'plain' },
  };
  return { ...smallPack, cases: { request } };
}

let house: ApiRig;
let stopWorker: () => Promise<void>;
const posts = [{ jurisdiction: 'small', post: 'checker' }];

beforeAll(async () => {
  house = await startApi();
  await publish(withRequest());
  await addPerson('leaver', { org: 'org-office', posts });
  await addPerson('helper', { org: 'org-bureau', posts });
  await addPerson('heir', { org: 'org-office' });
  await signIn('clerk', 'admin', 'leaver', 'helper', 'heir');
  stopWorker = await startApiWorker(house.taskQueue);
});

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get, upload, nextKey } = callersOf(() => house);
const act = async (who: string, task: string, body: object) => {
  const answer = await post(who, `/api/tasks/${task}/actions`, body);
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
};

/** A project handed in by somebody: its id, and the id of the task at which it is checked. */
async function handedIn(who = 'clerk'): Promise<{ project: string; task: string }> {
  const made = await post(who, '/api/projects', {
    ...{ jurisdiction: 'small', name: '试点项目', facts: { budget: 300 } },
  });
  const project = String(made.body.id);
  await upload(who, `/api/projects/${project}`, 'form');
  const submitted = await post(who, `/api/projects/${project}/actions`, { action: 'submit' });
  expect(submitted.status).toBe(200);
  return { project, task: String(submitted.body.project.openTasks[0].id) };
}

const hand = (who: string, body: object, key = nextKey()) =>
  post(who, '/api/people/leaver/handover', { to: 'heir', reason: '调离岗位', ...body }, key);
const held = async () => (await get('admin', '/api/people/leaver/holdings')).body;

test('only administrators look and hand over, to somebody else who is there, and say why', async () => {
  expect((await get('clerk', '/api/people/leaver/holdings')).body.code).toBe('auth/not-permitted');
  expect((await hand('clerk', {})).body.code).toBe('auth/not-permitted');
  expect((await get('admin', '/api/people/nobody-here/holdings')).body.code).toBe('person/unknown');
  for (const [body, code] of [
    [{ to: 'leaver' }, 'handover/self'],
    [{ to: 'nobody-here' }, 'person/unknown'],
    [{ reason: '  ' }, 'request/invalid'],
  ] as const)
    expect((await hand('admin', body)).body.code).toBe(code);
  expect((await held()).posts).toMatchObject([{ post: 'checker', others: 1, openTasks: 0 }]);
});

test('tasks in hand and lent out, posts and substitutions are shown, then each goes its way, and one refusal spoils no other', async () => {
  const [claimed, lent, own, free] = [
    await handedIn(),
    await handedIn(),
    await handedIn('heir'),
    await handedIn(),
  ];
  for (const { task } of [claimed, own]) await act('leaver', task, { action: 'claim' });
  await act('leaver', lent.task, { action: 'delegate', to: 'helper', comment: '请拟意见' });
  const days = { from: '2026-01-01', until: '2999-12-31' };
  const standsIn = await post('leaver', '/api/substitutions', { substitute: { person: 'helper' }, ...days });
  const secret = { _id: 'secret', id: 'secret', status: 'open', key: 'person:leaver', readers: ['post:x/y'] };
  await tasks.collection.insertOne({ ...secret, openedAt: '2026-01-01T00:00:00Z', startedBy: 'x' } as never);

  const before = await held();
  const ids = (before.tasks as { id: string }[]).map(({ id }) => id);
  expect(new Set(ids)).toEqual(new Set([claimed.task, lent.task, own.task]));
  expect(before).toMatchObject({ confidential: 1, more: false });
  expect(before.posts).toMatchObject([{ jurisdiction: 'small', post: 'checker', others: 1, openTasks: 1 }]);
  expect(before.substitutions).toMatchObject([{ id: standsIn.body.id }]);

  const key = nextKey();
  const done = await hand('admin', {}, key);
  expect(done.status).toBe(200);
  const answers = (done.body.items as { item: string; status: number; problem?: { code: string } }[]).map(
    ({ item, status, problem }) => [item, problem?.code ?? status],
  );
  expect(new Map(answers as [string, unknown][])).toEqual(
    new Map<string, unknown>([
      ['small/checker', 200],
      [claimed.task, 200],
      [lent.task, 200],
      [own.task, 'duty/own-submission'],
      [standsIn.body.id, 200],
    ]),
  );
  expect(done.body.confidential).toBe(1);
  const after = await held();
  expect(after.tasks).toMatchObject([{ id: own.task }]);
  expect([after.posts, after.substitutions]).toEqual([[], []]);
  expect((await findUser('heir'))?.posts).toEqual(posts);
  for (const { task } of [claimed, lent, free])
    await act('heir', task, { action: 'decide', outcome: 'complete' });

  const again = await hand('admin', {}, key);
  expect([again.headers['idempotent-replayed'], again.body]).toEqual(['true', done.body]);
  expect((await hand('admin', { to: 'helper' }, key)).body.code).toBe('idempotency/key-reused');

  const lines = (await get('admin', `/api/projects/${lent.project}/records`)).body.items;
  const [given] = lines.flatMap(({ events }: { events: { type: string }[] }) =>
    events.filter(({ type }) => type === 'assigneeCorrected'),
  );
  expect(given).toMatchObject({ person: { id: 'admin' }, to: { id: 'heir' }, reason: '调离岗位' });
  const [outcome, asked] = await listOperations({ limit: 2 });
  const common = { action: 'handOver', target: 'leaver', reason: '调离岗位', actor: { id: 'admin' } };
  expect(asked).toMatchObject({ ...common, outcome: null });
  expect(outcome).toMatchObject({
    ...common,
    outcome: { to: 'heir', handed: 4, refused: 1, posts: 'small/checker' },
  });
});

test('what a leaver applied for, and must fill in again, goes to the successor: projects and cases alike', async () => {
  await addPerson('leaver', { org: 'org-office', posts });
  const { project, task } = await handedIn('leaver');
  await act('helper', task, { action: 'return', to: 'fill', comment: '请补充' });
  const state = (await get('leaver', `/api/projects/${project}`)).body;
  await act('leaver', state.openTasks[0].id, { action: 'claim' });
  const asked = await post('leaver', '/api/cases', {
    ...{ type: 'request', jurisdiction: 'small', projectId: project, facts: {} },
  });
  const { id: request, openTasks } = asked.body;
  const before = await held();
  const [shown] = [before.running as { kind: string; id: string }[]];
  expect(shown.map(({ kind, id }) => `${kind} ${id}`)).toEqual([`project ${project}`, `case ${request}`]);

  const items = (await hand('admin', {})).body.items as { kind: string; item: string; status: number }[];
  const wanted = [state.openTasks[0].id, openTasks[0].id, project, request].sort();
  const told = items.filter(({ item }) => item.startsWith(project));
  expect(told.map(({ item }) => item).sort()).toEqual(wanted);
  expect(told.filter(({ status }) => status !== 200)).toEqual([]);
  expect((await held()).running).toEqual([]);

  for (const [kind, id] of [
    ['projects', project],
    ['cases', request],
  ] as const) {
    const now = (await get('heir', `/api/${kind}/${id}`)).body;
    expect(now.owner.person.id).toBe('heir');
    const [filling] = now.openTasks as { id: string }[];
    await act('heir', filling?.id ?? '', { action: 'decide', outcome: 'submitted' });
  }
  const lines = (await get('admin', `/api/projects/${project}/records`)).body.items;
  const corrected = lines.flatMap(({ events }: { events: { type: string }[] }) =>
    events.filter(({ type }) => type === 'applicantCorrected'),
  );
  expect(corrected).toMatchObject([
    { person: { id: 'admin' }, from: { id: 'leaver' }, to: { id: 'heir' }, reason: '调离岗位' },
    { person: { id: 'admin' }, from: { id: 'leaver' }, to: { id: 'heir' }, reason: '调离岗位' },
  ]);
  const left = await get('helper', '/api/tasks?view=claimable');
  for (const row of left.body.items as { id: string; startedBy: string }[])
    expect(row.startedBy).not.toBe('leaver');
});

test('who judged a project does not become its applicant; the rest of the hand-over goes on', async () => {
  await addPerson('leaver', { org: 'org-office', posts });
  const { project, task } = await handedIn('leaver');
  const { task: free } = await handedIn();
  await act('leaver', free, { action: 'claim' });
  await addPerson('judge', { org: 'org-office', posts });
  await signIn('judge');
  await act('judge', task, { action: 'return', to: 'fill', comment: '请补充' });
  const done = await hand('admin', { to: 'judge' });
  const items = done.body.items as { item: string; status: number; problem?: { code: string } }[];
  const said = Object.fromEntries(items.map(({ item, status, problem }) => [item, problem?.code ?? status]));
  expect(said).toMatchObject({ [project]: 'applicant/judged', [free]: 200 });
});

test('whoever holds more than one act takes is handed over in several, and what was refused does not stand in the way of the rest', async () => {
  await addPerson('leaver', { org: 'org-office', posts });
  const { task } = await handedIn();
  await act('leaver', task, { action: 'claim' });
  // Older than the task, and of processes that nobody can act on.
  const lost = Array.from({ length: 300 }, (_, number) => ({
    ...{ _id: `lost-${String(number)}`, id: `lost-${String(number)}` },
    workflowId: `project/LOST-${String(number)}`,
    ...{ status: 'open', key: 'person:leaver', assignee: { id: 'leaver', name: '离任者' } },
    ...{ openedAt: '2026-01-01T00:00:00Z', startedBy: 'x', ownerOrg: 'org-office' },
  }));
  await tasks.collection.insertMany(lost as never);
  expect(await held()).toMatchObject({ more: true });
  const tell = async () => {
    const { items, more } = (await hand('admin', {})).body as {
      readonly items: { kind: string; item: string; status: number }[];
      readonly more: boolean;
    };
    const given = items.filter(({ kind, status }) => kind === 'task' && status === 200);
    return { given: given.map(({ item }) => item), more };
  };
  expect(await tell()).toEqual({ given: [], more: true });
  expect(await tell()).toEqual({ given: [task], more: true });
});
