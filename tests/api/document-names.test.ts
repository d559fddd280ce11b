/** What organisations were called when a document was issued stands in the record: neither a new name nor another fact alters the paper. */
import type { Response } from 'supertest';
import { organisationsOf } from '../../api/paper-names';
import { saveOrg } from '../../models/orgs';
import { compareViews } from '../../models/rebuild';
import { readJournal } from '../../models/record';
import { findRun } from '../../models/runs';
import type { PaperHouse } from './paper-house';
import { startPaperHouse } from './paper-house';

let house: PaperHouse;
let id: string;
beforeAll(async () => {
  house = await startPaperHouse();
  for (const [org, zh] of [
    ['org-partner', '旧名局'],
    ['org-other', '另一局'],
  ] as const)
    await saveOrg({ id: org, zh, en: org, kind: 'bureau', qualifications: [] });
  id = await house.checked(undefined, { partner: 'org-partner' });
});
afterAll(() => house.close());

const content = (document: string): Promise<Response> =>
  house
    .get('clerk', `/api/projects/${id}/documents/${document}/content?format=docx`)
    .responseType('blob')
    .then((answer) => answer);

const linesOf = async () =>
  (await readJournal(`project/${id}`, 0)).map((line, at) => ({ ...line, seq: at + 1 }));

async function recordedNames(): Promise<unknown[]> {
  const events = (await linesOf()).flatMap((line) => line.events);
  return events.flatMap((event) => (event.type === 'documentIssued' ? [event.document.names] : []));
}

async function rename(org: string, zh: string): Promise<void> {
  const answer = await house.http
    .patch(`/api/orgs/${org}`)
    .set('authorization', await house.tokenOf('admin'))
    .send({ zh, reason: '机构改革,单位更名' });
  expect(answer.status).toBe(200);
}

test('an issued document keeps its bytes when the organisation is renamed and the fact says another', async () => {
  const before = await content(`${id}-D2`);
  expect(before.status).toBe(200);
  await rename('org-partner', '新名局');
  await house.decides('reviewer', id, 'again', '请重新申报');
  const fields = { partner: 'org-other' };
  const submitted = await house.post('clerk', `/api/projects/${id}/actions`, { action: 'submit', fields });
  expect([submitted.status, submitted.body.code]).toEqual([200, undefined]);
  const after = await content(`${id}-D2`);
  expect(after.headers['etag']).toBe(before.headers['etag']);
  expect((after.body as Buffer).equals(before.body as Buffer)).toBe(true);
});

test('the record, the state that the workflow carries on and the view hold the same names, each of its moment', async () => {
  const named = [{ 'org-partner': '旧名局' }, { 'org-partner': '旧名局' }, { 'org-other': '另一局' }];
  expect(await recordedNames()).toEqual(named);
  // Two decisions later: what stands there came back from the workflow.
  expect((await findRun(`project/${id}`))?.state.documents?.map(({ names }) => names)).toEqual(named);
  expect(await compareViews()).toEqual({ workflows: 1, differences: [] });
});

test('a document that an older version issued without names asks the directory for those of its moment', async () => {
  const lines = (await linesOf()).map((line) => ({
    ...line,
    events: line.events.map((event) => {
      if (event.type !== 'documentIssued') return event;
      const { names: _names, ...document } = event.document;
      return { ...event, document };
    }),
  }));
  const nameOf = await organisationsOf(lines);
  expect(['org-partner', 'org-other', 'org-nowhere'].map(nameOf)).toEqual([
    '新名局',
    '另一局',
    'org-nowhere',
  ]);
});
