/** Administrators change the directory over HTTP: who may, what may not be, what is recorded, and what a repeated key does. */
import mongoose from 'mongoose';
import { systemClock } from '../../api/clock';
import { changeDirectory, unsoundIn } from '../../api/directory';
import { commandIdOf, secretHashOf } from '../../api/idempotency';
import { systemSubject } from '../../models/act-chain';
import type { Session } from '../../models/connection';
import { changeOrg, findOrg } from '../../models/orgs';
import { listRecords } from '../../models/records';
import { changeUser, countAdministrators, findUser, movePost } from '../../models/users';
import { password, startApi, type ApiRig } from './api-rig';

let house: ApiRig;
const tokens: Record<string, string> = {};
/** What others do between the reading and the writing of a change: its instant is asked for in between. */
let meanwhile: (() => Promise<unknown>) | null = null;
const clock = {
  now: async () => {
    const others = meanwhile;
    meanwhile = null;
    await others?.();
    return systemClock.now();
  },
};
beforeAll(async () => {
  house = await startApi({ clock });
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
const actor = { id: 'admin', name: '名admin', org: 'org-office' };
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

test('an e-mail corrected while a post is handed over corrects the e-mail alone', async () => {
  const place = { jurisdiction: 'mini', post: 'checker' };
  for (const id of ['giver', 'heir']) await post('admin', '/api/people', person(id));
  await patch('/api/people/giver', { posts: [place], reason: '安排审查岗位' });
  meanwhile = () => movePost(place, 'giver', 'heir');
  const changed = await patch('/api/people/giver', { email: 'giver@office.example', reason: '更正电子邮箱' });
  expect([changed.status, changed.body.person]).toMatchObject([
    200,
    { id: 'giver', posts: [], email: 'giver@office.example' },
  ]);
  expect(await findUser('giver')).toMatchObject({ posts: [], email: 'giver@office.example' });
  expect(await findUser('heir')).toMatchObject({ posts: [place] });
});

/** What somebody else changes at the same time. */
const other = (target: string, apply: (session: Session) => Promise<unknown>) => {
  const act = {
    commandId: `other-${target}-${String((keys += 1))}`,
    bodyHash: '',
    at: '2026-03-02T01:00:00.000Z',
    actor,
  };
  return changeDirectory({ ...act, target, reason }, { does: 'changed', apply });
};

test('an organisation renamed while its qualification is renewed keeps the renewed qualification', async () => {
  const qualifications = [{ role: 'contractor' as const, until: '2030-12-31' }];
  meanwhile = () =>
    other('org/org-builder', (session) => changeOrg('org-builder', { qualifications }, session));
  const renamed = await patch('/api/orgs/org-builder', { zh: '承建集团', reason: '单位更名核准' });
  expect([renamed.status, renamed.body.org]).toMatchObject([200, { zh: '承建集团', qualifications }]);
  expect(await findOrg('org-builder')).toMatchObject({ zh: '承建集团', qualifications });
});

test('a change that is refused or breaks leaves no line; the next try makes both', async () => {
  const act = { commandId: 'broke-off', bodyHash: 'b', at: '2026-03-02T01:00:00.000Z', actor };
  const about = { ...act, target: 'person/late', reason };
  const lost = () => Promise.reject(new Error('the connection broke'));
  await expect(changeDirectory(about, { does: 'added', apply: lost })).rejects.toThrow('broke');
  expect(await linesAbout('person/late')).toEqual([]);
  const done = await changeDirectory(about, { does: 'added', apply: () => Promise.resolve('done') });
  expect([done, await linesAbout('person/late')]).toMatchObject(['done', { length: 1 }]);
});

describe('a key that comes again when its kept answer is long gone', () => {
  const expire = () => mongoose.connection.collection('replies').deleteMany({});

  test('answers the person as stored now, and does not undo what was changed since', async () => {
    const body = person('comeback', { auditor: true });
    expect((await post('admin', '/api/people', body, 'comeback')).status).toBe(201);
    await patch('/api/people/comeback', { active: false, reason: '调离本单位' });
    await expire();
    const again = await post('admin', '/api/people', body, 'comeback');
    expect([again.status, again.body.person]).toMatchObject([201, { active: false, auditor: true }]);
    expect(again.body.person).not.toHaveProperty('tokenVersion');
    expect(await findUser('comeback')).toMatchObject({ active: false });
    expect(await linesAbout('person/comeback')).toHaveLength(2);
    await expire();
    const other = await post('admin', '/api/people', { ...body, admin: true }, 'comeback');
    expect([other.status, other.body.code]).toEqual([422, 'idempotency/key-reused']);
  });

  test('answers the organisation as stored now', async () => {
    const body = { ...builder, id: 'org-again' };
    await post('admin', '/api/orgs', body, 'org-again');
    await patch('/api/orgs/org-again', { zh: '更名公司', reason: '单位更名核准' });
    await expire();
    const again = await post('admin', '/api/orgs', body, 'org-again');
    expect([again.status, again.body.org]).toMatchObject([201, { zh: '更名公司' }]);
    expect(await findOrg('org-again')).toMatchObject({ zh: '更名公司' });
  });
});

test('a line whose person an older version did not come to make gets its person, and no second line', async () => {
  const body = person('unmade');
  const commandId = commandIdOf('admin', 'POST', '/api/people', 'unmade');
  const bodyHash = secretHashOf(body, house.api.tokenSecret);
  const act = { commandId, bodyHash, at: '2026-03-02T01:00:00.000Z', actor, target: 'person/unmade', reason };
  await changeDirectory(act, { does: 'added', apply: () => Promise.resolve() });
  expect((await post('admin', '/api/people', body, 'unmade')).status).toBe(201);
  expect([await findUser('unmade'), await linesAbout('person/unmade')]).toMatchObject([
    { id: 'unmade' },
    { length: 1 },
  ]);
});

describe('of two administrators who set each other inactive at once one stays', () => {
  beforeAll(() => post('admin', '/api/people', person('deputy', { admin: true })));

  test('when one comes between the look and the change of the other', async () => {
    meanwhile = () => other('person/deputy', (session) => changeUser('deputy', { admin: false }, session));
    const refused = await patch('/api/people/admin', { active: false, reason: '调离本单位' });
    expect([refused.status, refused.body.code]).toEqual([409, 'directory/last-administrator']);
    expect([await findUser('admin'), await linesAbout('person/admin')]).toMatchObject([{ active: true }, []]);
  });

  test('when all are on their way together', async () => {
    for (const id of ['second', 'third']) await post('admin', '/api/people', person(id, { admin: true }));
    const leave = (id: string) =>
      other(`person/${id}`, async (session) => {
        const written = await changeUser(id, { active: false }, session);
        const found = await unsoundIn({ orgs: [], people: written === null ? [] : [written] }, session);
        if (found !== null) throw new Error(found.is);
      });
    const left = await Promise.allSettled(['admin', 'second', 'third'].map(leave));
    const refused = left.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
    expect(refused).toEqual(['Error: withoutAdministrator']);
    expect(await countAdministrators([])).toBe(1);
  });
});
