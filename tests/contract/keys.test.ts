/** What a repeated Idempotency-Key answers: its own decision again, and never somebody else's. */
import { until } from '../../embedded/wait';
import type { ApiRig } from '../api/api-rig';
import { addPerson, startApi } from '../api/api-rig';
import { startApiWorker } from '../api/api-worker';
import { smallPack } from '../api/small-pack';
import { publish } from '../rig/publish';

const application = smallPack.stages['application'];
if (application === undefined) throw new Error('the small pack has no application');
const paperless = { ...smallPack, stages: { application: { ...application, materials: {} } } };

let house: ApiRig;
let stopWorker: () => Promise<void>;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  house = await startApi();
  await publish(paperless);
  await addPerson('colleague');
  for (const name of ['clerk', 'colleague']) tokens[name] = await house.tokenOf(name);
  stopWorker = await startApiWorker(house.taskQueue);
});

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const post = (who: string, path: string, body: object, key: string) =>
  house.http
    .post(path)
    .set('authorization', tokens[who] ?? '')
    .set('idempotency-key', key)
    .send(body);

/** Opens a project; gives the address of its one open task's actions. */
async function openTask(key: string): Promise<string> {
  const made = await post(
    'clerk',
    '/api/projects',
    { jurisdiction: 'small', name: '试点', facts: { budget: 1 } },
    key,
  );
  expect(made.status).toBe(201);
  return `/api/tasks/${String(made.body.openTasks[0].id)}/actions`;
}

const remark = { action: 'comment', comment: '阅' };

test('the same key from another person is another command', async () => {
  const path = await openTask('open-1');
  const mine = await post('clerk', path, remark, 'same');
  const theirs = await post('colleague', path, remark, 'same');
  expect([mine.status, theirs.status]).toEqual([200, 200]);
  expect(theirs.headers['idempotent-replayed']).toBeUndefined();
  expect(theirs.body.result.seq).toBe(Number(mine.body.result.seq) + 1);
});

test('the same key at another address of the same project is another command', async () => {
  const path = await openTask('open-2');
  const first = await post('clerk', path, remark, 'twice');
  const project = `/api/projects/${String(first.body.project.id)}/actions`;
  const second = await post('clerk', project, { action: 'withdraw', comment: '撤回' }, 'twice');
  expect([second.status, second.body.code ?? second.body.project.status]).toEqual([200, 'withdrawn']);
});

test('the same key with another body is refused and changes nothing', async () => {
  const path = await openTask('open-4');
  const first = await post('clerk', path, remark, 'other-body');
  const refused = await post('clerk', path, { ...remark, comment: '再阅' }, 'other-body');
  expect([refused.status, refused.body.code]).toEqual([422, 'idempotency/key-reused']);
  const next = await post('clerk', path, remark, 'next');
  expect(next.body.result.seq).toBe(Number(first.body.result.seq) + 1);
});

test('the same key answers the same after the worker was started again', async () => {
  const path = await openTask('open-5');
  const first = await post('clerk', path, remark, 'restart');
  await stopWorker();
  stopWorker = await startApiWorker(house.taskQueue);
  const again = await post('clerk', path, remark, 'restart');
  expect(again.headers['idempotent-replayed']).toBe('true');
  expect(again.body.result).toEqual(first.body.result);
});

/** Holds the next write until it is let go, so that what is sent meanwhile waits in the queue of the process. */
async function holdWrites(): Promise<{ reached: Promise<void>; release: () => void; wrote: () => number }> {
  let hold: () => void = () => undefined;
  let release: () => void = () => undefined;
  let writes = 0;
  const reached = new Promise<void>((resolve) => (hold = resolve));
  const gate = new Promise<void>((resolve) => (release = resolve));
  await stopWorker();
  stopWorker = await startApiWorker(house.taskQueue, (activities) => ({
    ...activities,
    record: async (input) => {
      writes += 1;
      hold();
      await gate;
      return activities.record(input);
    },
  }));
  return { reached, release, wrote: () => writes };
}

/** Updates that a running process has taken up and not yet answered, beside those that were refused at its door. */
async function takenUp(path: string, many: number): Promise<void> {
  const workflowId = `project/${path.replace('/api/tasks/', '').replace(/-T\d+\/actions$/u, '')}`;
  const handle = house.client.workflow.getHandle(workflowId);
  const enough = async () => {
    const { events } = await handle.fetchHistory();
    return (
      (events ?? []).filter((each) => each.workflowExecutionUpdateAcceptedEventAttributes).length >= many
    );
  };
  expect(await until(enough, { deadlineMs: 30_000, everyMs: 100 })).toBe(true);
}

const send = (who: string, path: string, body: object, key: string) =>
  post(who, path, body, key).then((answer) => answer);

describe('two sends of one key at once', () => {
  test('both wait behind another decision: one record, the same answer twice, and nobody else is held up', async () => {
    const path = await openTask('open-6');
    const { reached, release, wrote } = await holdWrites();
    const first = send('clerk', path, remark, 'before');
    await reached;
    const sent = Promise.all([
      send('clerk', path, remark, 'one'),
      send('clerk', path, remark, 'one'),
      send('clerk', path, remark, 'another'),
    ]);
    await takenUp(path, 5);
    release();
    const [one, copy, other] = await sent;
    const seq = Number((await first).body.result.seq);
    expect([one.status, copy.status, other.status]).toEqual([200, 200, 200]);
    expect(copy.body.result).toEqual(one.body.result);
    expect(new Set([one.body.result.seq, other.body.result.seq])).toEqual(new Set([seq + 1, seq + 2]));
    expect(wrote()).toBe(2);
  });

  test('another body that waits beside the first is refused, and only the first is recorded', async () => {
    const path = await openTask('open-7');
    const { reached, release } = await holdWrites();
    const before = send('clerk', path, remark, 'before-7');
    await reached;
    const sent = [
      send('clerk', path, remark, 'seven'),
      send('clerk', path, { ...remark, comment: '再阅' }, 'seven'),
    ];
    await takenUp(path, 4);
    release();
    const answers = await Promise.all(sent);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(answers.find(({ status }) => status === 422)?.body.code).toBe('idempotency/key-reused');
    const next = await post('clerk', path, remark, 'next-7');
    expect(next.body.result.seq).toBe(Number((await before).body.result.seq) + 2);
  });

  test.each([
    ['the same body', remark, 200, undefined],
    ['another body', { ...remark, comment: '再阅' }, 422, 'idempotency/key-reused'],
  ])('a copy with %s that was taken up while the first was written', async (name, body, status, code) => {
    const path = await openTask(`open ${name}`);
    const { reached, release } = await holdWrites();
    const first = send('clerk', path, remark, name);
    await reached;
    const copy = send('clerk', path, body, name);
    await takenUp(path, 3);
    release();
    const answer = await copy;
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    if (status === 200) expect(answer.body.result).toEqual((await first).body.result);
    const next = await post('clerk', path, remark, `next ${name}`);
    expect(next.body.result.seq).toBe(Number((await first).body.result.seq) + 1);
  });
});

test('a hand-in sent twice at once under one key answers both times with the one that was recorded', async () => {
  const path = await openTask('open-8');
  const { reached, release } = await holdWrites();
  const handIn = { action: 'decide', outcome: 'submitted' };
  const first = send('clerk', path, handIn, 'hand-in');
  await reached;
  const copy = send('clerk', path, handIn, 'hand-in');
  await takenUp(path, 3);
  release();
  const [one, other] = await Promise.all([first, copy]);
  expect([one.status, one.body.code]).toEqual([200, undefined]);
  expect([other.status, other.body.code]).toEqual([200, undefined]);
  expect(other.body.result).toEqual(one.body.result);
});
