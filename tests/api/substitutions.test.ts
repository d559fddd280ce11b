/** Substitutes over HTTP on real servers: named for days and business, they see and decide the tasks of the absent, 'B for A' everywhere. */
import mongoose from 'mongoose';
import { listOperations } from '../../models/operations';
import { tasks } from '../../models/process-schemas';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { smallPack } from './small-pack';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;
let now = '2026-03-02T02:00:00Z';
const posts = [{ jurisdiction: 'small', post: 'checker' }];

beforeAll(async () => {
  house = await startApi({ clock: { now: () => Promise.resolve(now) } });
  await publish(smallPack);
  await addPerson('checker', { org: 'org-bureau', posts });
  await addPerson('insider', { org: 'org-office', posts: [{ jurisdiction: 'small', post: 'other' }] });
  for (const name of ['leader', 'deputy', 'stranger']) await addPerson(name, { org: 'org-bureau' });
  await addPerson('auditor', { org: 'org-bureau', auditor: true });
  await signIn('clerk', 'admin', 'checker', 'insider', 'leader', 'deputy', 'stranger', 'auditor');
  stopWorker = await startApiWorker(house.taskQueue);
});

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const toEnd: string[] = [];
afterEach(async () => {
  now = '2026-03-02T02:00:00Z';
  for (const id of toEnd.splice(0))
    await post('admin', `/api/substitutions/${id}/end`, { reason: '测试结束' });
});

const { post, signIn, get, upload, nextKey } = callersOf(() => house);
const act = (who: string, task: string, body: object) => post(who, `/api/tasks/${task}/actions`, body);

const days = { from: '2026-03-01', until: '2026-03-31' };
async function names(who: string, person: string, more: object = {}): Promise<string> {
  const answer = await post(who, '/api/substitutions', { substitute: { person }, ...days, ...more });
  expect([answer.status, answer.body.code]).toEqual([201, undefined]);
  toEnd.push(String(answer.body.id));
  return String(answer.body.id);
}

async function handedIn(): Promise<{ project: string; task: string }> {
  const facts = { budget: 300 };
  const made = await post('clerk', '/api/projects', { jurisdiction: 'small', name: '试点项目', facts });
  const project = String(made.body.id);
  await upload('clerk', `/api/projects/${project}`, 'form');
  const submitted = await post('clerk', `/api/projects/${project}/actions`, { action: 'submit' });
  return { project, task: String(submitted.body.project.openTasks[0].id) };
}

interface Row {
  readonly id: string;
  readonly onBehalf?: { id: string };
}
async function inbox(who: string, view = 'todo') {
  const { body } = await get(who, `/api/tasks?view=${view}&limit=200`);
  const items = body.items as Row[];
  return { ids: items.map(({ id }) => id), items, count: body.counters[view] as number };
}
const decides = (who: string, task: string, more = {}) =>
  act(who, task, { action: 'decide', outcome: 'complete', ...more });

test('the substitute finds what runs already, decides it for the absent person, and both names stand everywhere', async () => {
  const { project, task } = await handedIn();
  expect((await inbox('leader')).ids).not.toContain(task);
  expect((await get('leader', `/api/projects/${project}`)).status).toBe(403);
  await names('checker', 'leader');
  const { items, count } = await inbox('leader');
  expect(items.find(({ id }) => id === task)?.onBehalf).toEqual({ id: 'checker', name: '名checker' });
  expect(count).toBe(items.length);
  const offered = (await get('leader', `/api/tasks/${task}`)).body.allowedActions as object[];
  expect(offered).toContainEqual(
    expect.objectContaining({ action: 'decide', onBehalf: { id: 'checker', name: '名checker' } }),
  );
  const decided = await decides('leader', task);
  expect([decided.status, decided.body.project.status]).toEqual([200, 'filed']);
  const person = { id: 'leader', name: '名leader', onBehalf: { id: 'checker', name: '名checker' } };
  const lines = (await get('leader', `/api/projects/${project}/records`)).body.items;
  const line = lines.find(({ action }: { action: string }) => action === 'decide');
  expect(line).toMatchObject({ actor: { ...person, org: 'org-bureau' } });
  const told = (await get('clerk', `/api/projects/${project}/timeline`)).body.items;
  const last = told.findLast(({ what }: { what: string }) => what === 'decided');
  expect(last).toMatchObject({ by: person, person });
  expect((await get('admin', `/api/projects/${project}/records/verify`)).body.ok).toBe(true);
  for (const who of ['leader', 'checker']) {
    const done = await inbox(who, 'done');
    expect([done.ids.includes(task), done.count]).toEqual([true, done.ids.length]);
  }
});

test('a claim is the absent person’s, and both see it', async () => {
  const { task } = await handedIn();
  await names('checker', 'leader');
  const claimed = await act('leader', task, { action: 'claim', onBehalf: 'checker' });
  expect(claimed.body.project.openTasks).toMatchObject([{ id: task, assignee: { id: 'checker' } }]);
  for (const who of ['leader', 'checker']) expect((await inbox(who)).ids).toContain(task);
  expect((await decides('checker', task)).status).toBe(200);
});

test.each([
  ['2026-02-28T15:59:00Z', false],
  ['2026-02-28T16:00:00Z', true],
  ['2026-03-31T15:59:00Z', true],
  ['2026-03-31T16:00:00Z', false],
])('at %s of the legal clock the days from 1 to 31 March in Shanghai hold: %s', async (instant, is) => {
  const { task } = await handedIn();
  const ends = await names('checker', 'leader');
  now = instant;
  expect((await inbox('leader')).ids.includes(task)).toBe(is);
  const refused = await act('leader', task, { action: 'comment', comment: '看看', onBehalf: 'checker' });
  expect(refused.status).toBe(is ? 200 : 403);
  now = '2026-03-02T02:00:00Z';
  expect((await post('checker', `/api/substitutions/${ends}/end`, {})).status).toBe(200);
  const after = await decides('leader', task, { onBehalf: 'checker' });
  expect([after.body.code, (await inbox('leader')).ids.includes(task)]).toEqual([
    'auth/not-permitted',
    false,
  ]);
});

test('ended in another process it is acted on no more, whatever this one remembers', async () => {
  const { task } = await handedIn();
  const id = await names('checker', 'leader');
  expect((await inbox('leader')).ids).toContain(task);
  const ended = { by: { id: 'checker', name: '名checker' }, at: now, reason: '' };
  const stored = mongoose.connection.collection('substitutions');
  await stored.updateOne({ _id: id } as never, { $set: { ended } });
  for (const more of [{}, { onBehalf: 'checker' }]) {
    const late = await decides('leader', task, more);
    expect(late.status).toBe(403);
  }
  expect((await get('admin', `/api/tasks/${task}`)).body.status).toBe('open');
});

test('limited to some business it reaches nothing else', async () => {
  const { task } = await handedIn();
  for (const [only, is] of [
    [{ post: 'small/checker', stage: 'application', jurisdiction: 'small', role: 'checker' }, true],
    [{ post: 'small/other' }, false],
    [{ role: 'projectOwner' }, false],
    [{ jurisdiction: 'big' }, false],
    [{ stage: 'acceptance' }, false],
    [{ caseType: 'payment' }, false],
  ] as const) {
    const id = await names('checker', 'leader', { only });
    expect([only, (await inbox('leader')).ids.includes(task)]).toEqual([only, is]);
    const told = await act('leader', task, { action: 'comment', comment: '看看', onBehalf: 'checker' });
    expect([only, told.status]).toEqual([only, is ? 200 : 403]);
    await post('checker', `/api/substitutions/${id}/end`, {});
  }
});

test('a post may stand in: whoever holds it, but never the absent person', async () => {
  const { task } = await handedIn();
  const byPost = { substitute: { post: 'small/other' }, ...days };
  const made = await post('checker', '/api/substitutions', byPost);
  toEnd.push(String(made.body.id));
  expect([made.status, made.body.key]).toEqual([201, 'post:small/other']);
  expect((await inbox('insider')).ids).toContain(task);
  const own = await post('insider', '/api/substitutions', byPost);
  expect([own.status, own.body.code]).toEqual([422, 'substitute/nobody']);
});

test('nobody decides on their own submission by standing in, nor do people of the owner for another office', async () => {
  const { task } = await handedIn();
  await names('checker', 'clerk');
  expect((await decides('clerk', task)).body.code).toBe('substitute/outsider');
  await addPerson('insider', {
    org: 'org-office',
    posts: [...posts, { jurisdiction: 'small', post: 'other' }],
  });
  try {
    await names('insider', 'clerk');
    const own = await decides('clerk', task, { onBehalf: 'insider' });
    expect([own.status, own.body.code]).toEqual([403, 'duty/own-submission']);
  } finally {
    await addPerson('insider', { org: 'org-office', posts: [{ jurisdiction: 'small', post: 'other' }] });
  }
});

test('whose account is closed has nobody to stand in for them', async () => {
  const { task } = await handedIn();
  await names('checker', 'leader');
  await addPerson('checker', { org: 'org-bureau', posts, active: false });
  try {
    expect((await inbox('leader')).ids).not.toContain(task);
  } finally {
    await addPerson('checker', { org: 'org-bureau', posts });
  }
});

test('a confidential matter is neither listed nor counted for a substitute who may not know of it', async () => {
  await names('checker', 'leader');
  const before = (await inbox('leader')).count;
  const row = (id: string, readers: string[]) => ({
    ...{ _id: id, id, key: 'post:small/checker', role: 'checker', status: 'open', due: null, readers },
    ...{ jurisdiction: 'small', stage: 'case', caseType: 'incident', openedAt: '2026-01-01T00:00:00Z' },
  });
  await tasks.collection.insertMany([
    row('secret', ['post:small/checker']),
    row('known', ['person:leader']),
  ] as never);
  try {
    const { ids, count } = await inbox('leader');
    expect([ids.includes('secret'), ids.includes('known'), count]).toEqual([false, true, before + 1]);
    expect((await inbox('checker')).ids).toEqual(expect.arrayContaining(['secret', 'known']));
  } finally {
    await tasks.collection.deleteMany({ _id: { $in: ['secret', 'known'] } } as never);
  }
});

test('two absent people with one post: each task is listed and counted once', async () => {
  await addPerson('checker2', { org: 'org-bureau', posts });
  const { task } = await handedIn();
  await names('checker', 'leader');
  await names('admin', 'leader', { absent: 'checker2', reason: '外出培训' });
  const { ids, count } = await inbox('leader', 'claimable');
  expect([ids.filter((id) => id === task).length, count]).toEqual([1, ids.length]);
  await addPerson('checker2', { org: 'org-bureau', active: false });
});

describe('naming a substitute', () => {
  const tries = async (who: string, more: object) => {
    const { status, body } = await post(who, '/api/substitutions', {
      ...{ substitute: { person: 'leader' }, ...days },
      ...more,
    });
    return [status, body.code, body.params ?? {}] as const;
  };

  test.each([
    ['leader', {}, 422, 'substitute/self'],
    ['checker', { substitute: { person: 'nobody-here' } }, 422, 'person/unknown'],
    ['checker', { from: '2026-03-05', until: '2026-03-04' }, 422, 'substitute/period'],
    ['checker', { from: '2026-02-01', until: '2026-03-01' }, 422, 'substitute/period'],
    ['checker', { until: '2026-02-30' }, 400, 'request/invalid'],
    ['checker', { substitute: {} }, 400, 'request/invalid'],
    ['stranger', { absent: 'checker', reason: '代设' }, 403, 'auth/not-permitted'],
    ['admin', { absent: 'checker' }, 422, 'task/reason-required'],
    ['admin', { absent: 'leader', reason: '代设' }, 422, 'substitute/self'],
  ])('by %s with %j is refused %i %s', async (who, more, status, code) => {
    expect((await tries(who, more)).slice(0, 2)).toEqual([status, code]);
  });

  test('in a circle is refused while the days meet, with the way it would take', async () => {
    await names('checker', 'leader');
    await names('leader', 'deputy', { until: '2026-03-10' });
    const back = { substitute: { person: 'checker' } };
    expect(await tries('deputy', back)).toEqual([
      409,
      'substitute/circle',
      { through: ['checker', 'leader', 'deputy'] },
    ]);
    await names('deputy', 'checker', { from: '2026-03-11' });
  });

  test('at once never closes a circle, however often: each time the last of three is refused', async () => {
    const circle = [
      ['checker', 'leader'],
      ['leader', 'deputy'],
      ['deputy', 'checker'],
    ] as const;
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(
        circle.map(([absent, person]) =>
          post(absent, '/api/substitutions', { substitute: { person }, ...days }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409]);
      for (const { status, body } of answers)
        if (status === 201) await post('admin', `/api/substitutions/${body.id}/end`, { reason: '再来' });
    }
  });

  test('by a post that one other person holds leads in a circle as that person would', async () => {
    await names('insider', 'checker');
    const byPost = { substitute: { post: 'small/other' } };
    expect((await tries('checker', byPost)).slice(0, 2)).toEqual([409, 'substitute/circle']);
    await addPerson('other2', { org: 'org-office', posts: [{ jurisdiction: 'small', post: 'other' }] });
    const made = await post('checker', '/api/substitutions', { ...byPost, ...days });
    expect(made.status).toBe(201);
    toEnd.push(String(made.body.id));
  });

  test('under one key names once, is seen by those concerned, and stands in the audit chain with its end', async () => {
    const body = { ...{ absent: 'checker', substitute: { person: 'leader' } }, ...days, reason: '住院' };
    const key = nextKey();
    const first = await post('admin', '/api/substitutions', body, key);
    const again = await post('admin', '/api/substitutions', body, key);
    const { id } = first.body as { id: string };
    expect([first.status, again.body]).toEqual([201, first.body]);
    const listed = async (who: string) =>
      ((await get(who, '/api/substitutions?limit=200')).body.items as { id: string }[]).filter(
        (each) => each.id === id,
      ).length;
    const seen = await Promise.all(['checker', 'leader', 'admin', 'auditor', 'stranger'].map(listed));
    expect(seen).toEqual([1, 1, 1, 1, 0]);
    const end = (who: string, reason?: string) =>
      post(who, `/api/substitutions/${id}/end`, reason === undefined ? {} : { reason });
    expect((await end('leader')).body.code).toBe('auth/not-permitted');
    expect((await end('admin')).body.code).toBe('task/reason-required');
    expect((await end('admin', '已返岗')).body.ended).toMatchObject({
      by: { id: 'admin' },
      reason: '已返岗',
    });
    expect((await end('checker')).body.code).toBe('substitute/ended');
    expect((await post('admin', '/api/substitutions/S-none/end', { reason: '无' })).body.code).toBe(
      'substitute/unknown',
    );
    const lines = (await listOperations({ limit: 4 })).map(({ action, target, reason, actor, outcome }) => [
      ...[action, target, reason, actor.id, outcome?.['substitution'] ?? null],
    ]);
    expect(lines).toEqual([
      ['endSubstitution', 'checker', '已返岗', 'admin', id],
      ['endSubstitution', 'checker', '已返岗', 'admin', null],
      ['substitute', 'checker', '住院', 'admin', id],
      ['substitute', 'checker', '住院', 'admin', null],
    ]);
    expect((await house.api.reads.verifyChain('operations')).faults).toEqual([]);
  });

  test('the list turns its pages', async () => {
    await names('checker', 'leader');
    await names('deputy', 'leader');
    const first = (await get('admin', '/api/substitutions?limit=1')).body;
    const second = (await get('admin', `/api/substitutions?limit=1&cursor=${first.nextCursor}`)).body;
    expect(first.items[0].id).not.toBe(second.items[0].id);
  });
});
