/** The official documents of a project over HTTP: which, under which number, by which decision, page by page. */
import type { Pack } from '../../domain/pack/types';
import { findRun } from '../../models/runs';
import { publishPack } from '../../models/packs';
import { smallPack } from '../workflows/small-pack';
import type { ApiRig } from './api-rig';
import { addPerson, startApi } from './api-rig';
import { startApiWorker } from './api-worker';

const application = smallPack.stages['application']!;
const pack: Pack = {
  ...smallPack,
  stages: {
    ...smallPack.stages,
    application: {
      ...application,
      documents: {
        receipt: { document: 'receipt', after: 'fill.submitted', zh: '受理通知', en: 'receipt' },
        opinion: {
          document: 'opinion',
          after: 'check.complete',
          number: '核〔{year}〕{seq:3}号',
          zh: '核对意见',
          basis: '第九条',
          signs: 'checker',
        },
      },
    },
  },
};
let house: ApiRig;
let stopWorker: () => Promise<void>;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  house = await startApi();
  await publishPack(pack, { source: 'mini', publishedBy: 'test', publishedAt: '2026-01-01T00:00:00Z' });
  await addPerson('checker', { org: 'org-bureau', posts: [{ jurisdiction: 'mini', post: 'checker' }] });
  await addPerson('stranger', { org: 'org-elsewhere' });
  for (const name of ['clerk', 'checker', 'stranger']) tokens[name] = await house.tokenOf(name);
  stopWorker = await startApiWorker(house.taskQueue);
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

let keys = 0;
const post = (who: string, path: string, body: object) =>
  house.http
    .post(path)
    .set('authorization', tokens[who] ?? '')
    .set('idempotency-key', `key-${String((keys += 1))}`)
    .send(body);
const get = (who: string, path: string) => house.http.get(path).set('authorization', tokens[who] ?? '');

async function checked(): Promise<string> {
  const made = await post('clerk', '/api/projects', {
    jurisdiction: 'mini',
    name: '试点',
    facts: { budget: 500 },
  });
  const id = String(made.body.id);
  expect((await post('clerk', `/api/projects/${id}/actions`, { action: 'submit' })).status).toBe(200);
  const tasks = Object.values((await findRun(`project/${id}`))?.state.tasks ?? {});
  const open = tasks.find(({ status }) => status === 'open');
  const body = { action: 'decide', outcome: 'complete' };
  expect((await post('checker', `/api/tasks/${open?.id ?? ''}/actions`, body)).status).toBe(200);
  return id;
}

test('each official document is listed with its number, its words, its article and the decision behind it', async () => {
  const id = await checked();
  const { status, body } = await get('clerk', `/api/projects/${id}/documents`);
  expect([status, body.nextCursor]).toEqual([200, null]);
  expect(body.items).toMatchObject([
    { kind: 'receipt', number: null, title: { zh: '受理通知', en: 'receipt' }, signs: null },
    {
      kind: 'opinion',
      number: expect.stringMatching(/^核〔\d{4}〕001号$/u),
      title: { zh: '核对意见' },
      basis: '第九条',
      signs: 'checker',
      decision: { action: 'decide', by: { id: 'checker' } },
    },
  ]);
  const records = await get('clerk', `/api/projects/${id}/records`);
  const seqs = body.items.map((each: { decision: { seq: number } }) => each.decision.seq);
  expect(seqs.map((seq: number) => records.body.items[seq - 1].action)).toEqual(['submit', 'decide']);
});

test('documents come page by page, and only to those who may read the project', async () => {
  const id = await checked();
  const first = await get('clerk', `/api/projects/${id}/documents?limit=1`);
  expect(first.body).toMatchObject({ items: [{ kind: 'receipt' }], nextCursor: '1' });
  const second = await get('clerk', `/api/projects/${id}/documents?limit=1&cursor=1`);
  expect(second.body).toMatchObject({ items: [{ kind: 'opinion' }], nextCursor: null });
  expect((await get('clerk', `/api/projects/${id}/documents?cursor=-1`)).status).toBe(400);
  expect((await get('stranger', `/api/projects/${id}/documents`)).status).toBe(403);
});
