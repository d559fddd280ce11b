/** Administrators change the directory over HTTP: who may, what may not be, what is recorded, and what a repeated key does. */
import { changeDirectory } from '../../api/directory';
import { systemSubject } from '../../models/act-chain';
import { findOrg } from '../../models/orgs';
import { listRecords } from '../../models/records';
import { findUser } from '../../models/users';
import { password, startApi, type ApiRig } from './api-rig';

let house: ApiRig;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  house = await startApi();
  for (const name of ['clerk', 'admin']) tokens[name] = await house.tokenOf(name);
});
afterAll(() => house.close());

let keys = 0;
const post = (who: string, path: string, body: object, key = `key-${String((keys += 1))}`) =>
  house.http
    .post(path)
    .set('authorization', tokens[who] ?? '')
    .set('idempotency-key', key)
    .send(body);
const patch = (path: string, body: object) =>
  house.http
    .patch(path)
    .set('authorization', tokens['admin'] ?? '')
    .send(body);
const reason = '新设单位和岗位';
const builder = { id: 'org-builder', zh: '承建公司', en: 'Builder', kind: 'company', reason };
const person = (id: string, more: object = {}) => ({
  id,
  name: `名${id}`,
  org: 'org-office',
  reason,
  ...more,
});

const lines = async () => {
  const found = await listRecords(systemSubject, { limit: 200 });
  return found as unknown as { actor: { id: string }; operation: { target: string; reason: string } }[];
};
const linesAbout = async (target: string) =>
  (await lines()).filter((line) => line.operation.target === target);

test('an administrator adds an organisation and a person, who signs in at once; nobody else may', async () => {
  expect((await post('clerk', '/api/orgs', builder)).body.params).toEqual({ permission: 'directory.write' });
  expect((await post('clerk', '/api/people', person('made'))).status).toBe(403);
  expect((await post('admin', '/api/orgs', builder)).status).toBe(201);
  const posts = [{ jurisdiction: 'mini', post: 'checker' }];
  const made = await post('admin', '/api/people', person('made', { org: 'org-builder', posts, password }));
  expect([made.status, made.body.person]).toMatchObject([201, { id: 'made', org: 'org-builder', posts }]);
  expect(JSON.stringify(made.body)).not.toContain(password);
  const signedIn = await house.http.post('/api/session').send({ username: 'made', password });
  expect([signedIn.status, signedIn.body.user]).toMatchObject([200, { id: 'made', admin: false }]);
  const [line] = await linesAbout('person/made');
  expect(line).toMatchObject({ action: 'directory', actor: { id: 'admin' }, operation: { reason } });
});

test('the same key makes one person; another body, another key and a word too few are refused', async () => {
  const first = await post('admin', '/api/people', person('once'), 'once');
  const again = await post('admin', '/api/people', person('once'), 'once');
  expect([again.status, again.body]).toEqual([201, first.body]);
  const other = await post('admin', '/api/people', person('once', { admin: true }), 'once');
  expect([other.status, other.body.code]).toEqual([422, 'idempotency/key-reused']);
  const taken = await post('admin', '/api/people', person('once', { admin: true }));
  expect([taken.status, taken.body.code, taken.body.params]).toEqual([
    409,
    'directory/exists',
    { target: 'person/once' },
  ]);
  expect((await post('admin', '/api/orgs', { ...builder, reason: '另一单位' })).body.code).toBe(
    'request/invalid',
  );
  expect((await post('admin', '/api/orgs', builder)).body.code).toBe('directory/exists');
  expect(await findUser('once')).toMatchObject({ admin: false });
  expect(await linesAbout('person/once')).toHaveLength(1);
});

test('whoever leaves is set inactive: their token ends at once, and what was not named stays as it was', async () => {
  await post('admin', '/api/people', person('leaver', { auditor: true, password }));
  const token = await house.tokenOf('leaver');
  expect((await house.http.get('/api/session').set('authorization', token)).status).toBe(200);
  const left = await patch('/api/people/leaver', { active: false, reason: '调离本单位' });
  expect([left.status, left.body.person]).toMatchObject([200, { active: false, auditor: true }]);
  expect((await house.http.get('/api/session').set('authorization', token)).body.code).toBe(
    'auth/invalid-token',
  );
  const back = await patch('/api/people/leaver', { active: true, reason: '调回本单位' });
  expect(back.body.person).toMatchObject({ active: true, auditor: true });
  expect((await house.http.post('/api/session').send({ username: 'leaver', password })).status).toBe(200);
  expect((await linesAbout('person/leaver')).map(({ operation }) => operation.reason).sort()).toEqual(
    [reason, '调离本单位', '调回本单位'].sort(),
  );
});

test('a change that changes nothing leaves no line; one that must not be changes nothing', async () => {
  const before = (await lines()).length;
  expect((await patch('/api/people/clerk', { name: '名clerk', reason: '核对姓名' })).status).toBe(400);
  expect((await patch('/api/people/clerk', { name: '名clerk', reason: '核对一下姓名' })).status).toBe(200);
  const refused = async (path: string, body: object) => {
    const { status, body: said } = await patch(path, { ...body, reason: '照章不应允许' });
    return [status, said.code];
  };
  expect(await refused('/api/people/admin', { active: false })).toEqual([
    409,
    'directory/last-administrator',
  ]);
  expect(await refused('/api/people/admin', { admin: false })).toEqual([409, 'directory/last-administrator']);
  expect(await refused('/api/people/clerk', { org: 'org-none' })).toEqual([422, 'org/unknown']);
  expect(await refused('/api/people/nobody', { active: false })).toEqual([422, 'person/unknown']);
  expect(await refused('/api/orgs/org-none', { zh: '无' })).toEqual([422, 'org/unknown']);
  expect(await refused('/api/people/clerk', { demo: true })).toEqual([400, 'request/invalid']);
  expect(await findUser('admin')).toMatchObject({ active: true, admin: true });
  expect(await lines()).toHaveLength(before);
});

test('a qualification is renewed, and the chain of all these acts verifies', async () => {
  const qualifications = [{ role: 'contractor', until: '2028-12-31' }];
  const renewed = await patch('/api/orgs/org-builder', { qualifications, reason: '资质证书延续' });
  expect([renewed.status, renewed.body.org]).toMatchObject([200, { zh: '承建公司', qualifications }]);
  expect(await findOrg('org-builder')).toMatchObject({ zh: '承建公司', qualifications });
  expect((await house.api.reads.verifyChain(systemSubject)).faults).toEqual([]);
});

test('a change that broke off after its line is done under that line by the next try', async () => {
  const actor = { id: 'admin', name: '名admin', org: 'org-office' };
  const act = { commandId: 'broke-off', bodyHash: 'b', at: '2026-03-02T01:00:00.000Z', actor };
  const about = { ...act, target: 'person/late', reason };
  let done = 0;
  const lost = () => Promise.reject(new Error('the connection broke'));
  await expect(changeDirectory(about, { does: 'added', apply: lost })).rejects.toThrow('broke');
  const apply = () => Promise.resolve(void (done += 1));
  await changeDirectory(about, { does: 'added', apply });
  expect([done, await linesAbout('person/late')]).toMatchObject([1, { length: 1 }]);
});
