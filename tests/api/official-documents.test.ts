/** The official documents of a project over HTTP: which, under which number, by which decision, page by page. */
import type { PaperHouse } from './paper-house';
import { startPaperHouse } from './paper-house';

let house: PaperHouse;
beforeAll(async () => {
  house = await startPaperHouse();
});
afterAll(() => house.close());

test('each official document is listed with its number, its words, its article and the decision behind it', async () => {
  const id = await house.checked();
  const { status, body } = await house.get('clerk', `/api/projects/${id}/documents`);
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
  const records = await house.get('clerk', `/api/projects/${id}/records`);
  const seqs = body.items.map((each: { decision: { seq: number } }) => each.decision.seq);
  expect(seqs.map((seq: number) => records.body.items[seq - 1].action)).toEqual(['submit', 'decide']);
});

test('documents come page by page, and only to those who may read the project', async () => {
  const id = await house.checked();
  const first = await house.get('clerk', `/api/projects/${id}/documents?limit=1`);
  expect(first.body).toMatchObject({ items: [{ kind: 'receipt' }], nextCursor: '1' });
  const second = await house.get('clerk', `/api/projects/${id}/documents?limit=1&cursor=1`);
  expect(second.body).toMatchObject({ items: [{ kind: 'opinion' }], nextCursor: null });
  expect((await house.get('clerk', `/api/projects/${id}/documents?cursor=-1`)).status).toBe(400);
  expect((await house.get('stranger', `/api/projects/${id}/documents`)).status).toBe(403);
});
