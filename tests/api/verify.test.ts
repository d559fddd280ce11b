/** The public check of an official document: what its code says, what it never says, and when it stands no longer. */
import mongoose from 'mongoose';
import { verifiesPerMinute } from '../../api/verify-limit';
import { readJournal } from '../../models/record';
import { compareViews } from '../../models/rebuild';
import type { PaperHouse } from './paper-house';
import { startPaperHouse } from './paper-house';

let house: PaperHouse;
beforeAll(async () => {
  house = await startPaperHouse();
});
afterAll(() => house.close());

let addresses = 0;
/** Each check from an address of its own, so that no test uses up the pace of another. */
const verify = (code: string, from = `10.0.0.${String((addresses += 1))}`) =>
  house.http.get(`/api/verify/${code}`).set('x-forwarded-for', from);

async function codesOf(id: string): Promise<string[]> {
  const entries = await readJournal(`project/${id}`, 0);
  return entries.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'documentIssued' ? [event.document.code ?? ''] : [])),
  );
}

test('anybody learns number, kind, date and standing of a document from its code, and nothing else', async () => {
  const id = await house.checked();
  const [receipt = '', opinion = ''] = await codesOf(id);
  expect(opinion).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/u);
  expect(receipt).not.toBe(opinion);
  const { status, body } = await verify(opinion);
  expect([status, body]).toEqual([
    200,
    {
      code: opinion,
      number: expect.stringMatching(/^核〔\d{4}〕\d{3}号$/u),
      kind: { zh: '核对意见', en: '核对意见' },
      issuedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u),
      stands: true,
      says: { zh: '该公文由本系统出具,现行有效', en: 'Issued here, and it stands' },
    },
  ]);
  expect((await verify(receipt)).body).toMatchObject({
    number: null,
    kind: { zh: '受理通知' },
    stands: true,
  });
});

test('a code may be typed in small letters and without its dashes', async () => {
  const [, opinion = ''] = await codesOf(await house.checked());
  expect((await verify(opinion.toLowerCase().replaceAll('-', ''))).body.code).toBe(opinion);
});

test('a code that no document bears is 404, in both languages', async () => {
  const answer = await verify('0000-0000-0000-0000-0000');
  expect([answer.status, answer.body.code]).toEqual([404, 'document/unknown-code']);
  expect((await verify('a b')).status).toBe(400);
});

test('the code stands in the record: the views built from the record alone hold it', async () => {
  await house.checked();
  expect((await compareViews()).differences).toEqual([]);
});

test('a document no longer stands once a later one of its kind takes its place', async () => {
  const id = await house.checked();
  await house.decides('reviewer', id, 'again', '请重新核对');
  await house.decides('clerk', id);
  await house.decides('checker', id, 'complete');
  const [, first = '', , second = ''] = await codesOf(id);
  expect((await verify(first)).body).toMatchObject({ stands: false });
  expect((await verify(second)).body).toMatchObject({ stands: true });
});

test('a document no longer stands once its process is terminated', async () => {
  const id = await house.checked();
  const [, opinion = ''] = await codesOf(id);
  const ended = await house.post('checker', `/api/projects/${id}/actions`, {
    action: 'terminate',
    comment: '项目取消',
  });
  expect(ended.status).toBe(200);
  expect((await verify(opinion)).body).toMatchObject({ stands: false });
});

test('a document whose line of the record was altered does not stand', async () => {
  const id = await house.checked();
  const [, opinion = ''] = await codesOf(id);
  await mongoose.connection
    .collection('records')
    .updateOne({ workflowId: `project/${id}`, action: 'decide' }, { $set: { 'actor.name': '另一人' } });
  expect((await verify(opinion)).body).toMatchObject({ stands: false });
});

test('a document of a matter that few may know of answers as if it did not exist', async () => {
  const id = await house.checked();
  const [, opinion = ''] = await codesOf(id);
  await mongoose.connection
    .collection('projects')
    .updateOne({ id }, { $set: { readers: ['post:mini/checker'] } });
  expect((await verify(opinion)).body.code).toBe('document/unknown-code');
});

test('one address may ask so often a minute; another is not hindered', async () => {
  const from = '192.0.2.7';
  for (let asked = 0; asked < verifiesPerMinute; asked += 1)
    expect((await verify('nothing', from)).status).toBe(404);
  const refused = await verify('nothing', from);
  expect([refused.status, refused.body.code]).toEqual([429, 'request/too-many']);
  expect(refused.headers['retry-after']).toMatch(/^\d+$/u);
  expect((await verify('nothing', '192.0.2.8')).status).toBe(404);
});
