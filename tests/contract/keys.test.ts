/** What a repeated Idempotency-Key answers: its own decision again, and never somebody else's. */
import { publishPack } from '../../models/packs';
import type { ApiRig } from '../api/api-rig';
import { addPerson, startApi } from '../api/api-rig';
import { startApiWorker } from '../api/api-worker';
import { smallPack } from '../api/small-pack';

const application = smallPack.stages['application'];
if (application === undefined) throw new Error('the small pack has no application');
const paperless = { ...smallPack, stages: { application: { ...application, materials: {} } } };

let house: ApiRig;
let stopWorker: () => Promise<void>;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  house = await startApi();
  await publishPack(paperless, {
    source: 'small',
    publishedBy: 'test',
    publishedAt: '2026-01-01T00:00:00Z',
  });
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
