/** A confidential case over HTTP: whoever opened it and the roles its pack names read every side of it; nobody else reads any, whatever their rank. */
import type { PaperHouse } from './paper-house';
import { startPaperHouse } from './paper-house';
import { addPerson } from './api-rig';

let house: PaperHouse;
let complaint: string;
const tokens = new Map<string, string>();
const get = (who: string, path: string) => house.http.get(path).set('authorization', tokens.get(who) ?? '');

const readers = ['clerk', 'reviewer'] as const;
const others = ['admin', 'operator', 'auditor', 'stranger', 'colleague', 'checker'] as const;

beforeAll(async () => {
  house = await startPaperHouse();
  await addPerson('operator', { org: 'org-machines', operator: true });
  await addPerson('auditor', { org: 'org-audit', auditor: true });
  await addPerson('colleague');
  for (const who of [...readers, ...others]) tokens.set(who, await house.tokenOf(who));
  const project = await house.checked();
  const opening = { type: 'complaint', jurisdiction: 'mini', projectId: project, facts: { amount: 987_654 } };
  const made = await house.post('clerk', '/api/cases', opening);
  expect([made.status, made.body.code]).toEqual([201, undefined]);
  complaint = String(made.body.id);
  const { body } = await get('clerk', `/api/cases/${complaint}`);
  const task = String(body.openTasks[0].id);
  const asked = await house.post('clerk', `/api/tasks/${task}/actions`, { action: 'decide' });
  expect([asked.status, asked.body.code]).toEqual([200, undefined]);
});
afterAll(() => house.close());

describe.each([
  [''],
  ['/timeline'],
  ['/changes?sinceRound=0'],
  ['/records'],
  ['/records/verify'],
  ['/gates?action=submit'],
  ['/documents'],
  ['/documents/{document}/content?format=docx'],
])('GET /api/cases/:id%s', (side) => {
  const path = () => `/api/cases/${complaint}${side.replace('{document}', `${complaint}-D1`)}`;

  test.each(readers)('is read by %s', async (who) => {
    const answer = await get(who, path());
    expect([answer.status, answer.body?.code]).toEqual([200, undefined]);
  });

  test.each(others)('is refused to %s, and the answer says nothing of what is in it', async (who) => {
    const answer = await get(who, path());
    expect([answer.status, answer.body.code]).toEqual([403, 'auth/not-permitted']);
    expect(answer.text).not.toContain('987654');
  });
});
