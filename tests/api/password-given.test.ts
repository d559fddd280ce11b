/** A password that somebody else chose: how it comes about, and that it is good for choosing one's own and nothing else. */
import mongoose from 'mongoose';
import { systemSubject } from '../../models/act-chain';
import { listRecords } from '../../models/records';
import { findUser } from '../../models/users';
import { addPerson, password, startApi, type ApiRig } from './api-rig';

const reason = '本人忘记密码,当面核验身份';
const given = 'given at the counter';
const own = 'chosen by myself alone';
let house: ApiRig;
let admin: string;
beforeAll(async () => {
  house = await startApi();
  admin = await house.tokenOf('admin');
});
afterAll(() => house.close());

let keys = 0;
const post = (token: string, path: string, body: object, key = `key-${String((keys += 1))}`) =>
  house.http.post(path).set('authorization', token).set('idempotency-key', key).send(body);
const reset = (who: string, body: object, key?: string) =>
  post(admin, `/api/people/${who}/password`, { reason, ...body }, key);
const get = (token: string, path: string) => house.http.get(path).set('authorization', token);
const signIn = async (username: string, word: string) => {
  const { status, body } = await house.http.post('/api/session').send({ username, password: word });
  return { status: status, user: body.user as object, token: `Bearer ${String(body.token)}` };
};
const linesAbout = async (target: string) => {
  const found = await listRecords(systemSubject, { limit: 200 });
  const lines = found as unknown as { operation: { target: string; outcome: object } }[];
  return lines.filter(({ operation }) => operation.target === target);
};

test('it ends the sessions of the person, opens nothing but the choice of their own, and that opens everything', async () => {
  await addPerson('forgetful');
  const before = await house.tokenOf('forgetful');
  const done = await reset('forgetful', { password: given });
  expect([done.status, done.body]).toEqual([200, { given: true }]);
  expect((await get(before, '/api/session')).body.code).toBe('auth/invalid-token');
  expect((await signIn('forgetful', password)).status).toBe(401);

  const { token, user } = await signIn('forgetful', given);
  expect(user).toMatchObject({ id: 'forgetful', passwordGiven: true });
  expect((await get(token, '/api/session')).status).toBe(200);
  for (const answer of [
    await get(token, '/api/tasks'),
    await post(token, '/api/projects', { jurisdiction: 'mini', name: '试点', facts: {} }),
  ])
    expect([answer.status, answer.body.code]).toEqual([403, 'auth/password-given']);

  const change = (oldPassword: string, newPassword: string) =>
    post(token, '/api/session/password', { oldPassword, newPassword });
  expect((await change(given, given)).body.code).toBe('auth/weak-password');
  expect((await change(given, own)).body).toEqual({ changed: true });
  const after = await signIn('forgetful', own);
  expect(after.user).not.toHaveProperty('passwordGiven');
  expect((await get(after.token, '/api/tasks')).status).toBe(200);
});

test('the same holds for the first password of somebody who is new', async () => {
  const person = { id: 'novice', name: '新人', org: 'org-office', password: given, reason };
  expect((await post(admin, '/api/people', person)).status).toBe(201);
  const { token } = await signIn('novice', given);
  expect((await get(token, '/api/tasks')).body.code).toBe('auth/password-given');
  const weak = await post(admin, '/api/people', { ...person, id: 'weak', password: 'short' });
  expect([weak.status, weak.body.code, await findUser('weak')]).toEqual([422, 'auth/weak-password', null]);
});

test('only administrators give one, not to themselves, not a weak one, not to a stranger; nothing of it is recorded but the act', async () => {
  await addPerson('victim');
  const clerk = await house.tokenOf('clerk');
  const wish = { password: given, reason };
  const codeOf = async (asked: ReturnType<typeof post>) => {
    const { status, body } = await asked;
    return [status, body.code];
  };
  expect(await codeOf(post(clerk, '/api/people/victim/password', wish))).toEqual([403, 'auth/not-permitted']);
  expect(await codeOf(reset('admin', wish))).toEqual([409, 'directory/own-password']);
  expect(await codeOf(reset('victim', { password: 'victim' }))).toEqual([422, 'auth/weak-password']);
  expect(await codeOf(reset('nobody', wish))).toEqual([422, 'person/unknown']);
  expect(await linesAbout('person/victim')).toEqual([]);
  expect(await linesAbout('person/nobody')).toEqual([]);
  expect((await signIn('victim', password)).status).toBe(200);

  await reset('victim', wish);
  expect(await linesAbout('person/victim')).toMatchObject([
    {
      action: 'directory',
      actor: { id: 'admin' },
      operation: { reason, outcome: { does: 'passwordGiven' } },
    },
  ]);
  for (const name of ['records', 'replies', 'attempts'])
    expect(JSON.stringify(await mongoose.connection.collection(name).find().toArray())).not.toContain(given);
});

test('the same request again, also when its kept answer is gone, does not undo what the person chose since', async () => {
  await addPerson('patient');
  await reset('patient', { password: given }, 'once');
  const { token } = await signIn('patient', given);
  await post(token, '/api/session/password', { oldPassword: given, newPassword: own });
  await mongoose.connection.collection('replies').deleteMany({});
  expect((await reset('patient', { password: given }, 'once')).body).toEqual({ given: true });
  expect((await signIn('patient', own)).status).toBe(200);
  expect(await linesAbout('person/patient')).toHaveLength(1);
  await mongoose.connection.collection('replies').deleteMany({});
  const other = await reset('patient', { password: 'another one at the counter' }, 'once');
  expect([other.status, other.body.code]).toEqual([422, 'idempotency/key-reused']);
});
