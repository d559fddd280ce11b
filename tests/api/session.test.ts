/** Sign-in, tokens and password change over HTTP. */
import type { ApiRig } from './api-rig';
import { addPerson, password, startApi } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApi();
});
afterAll(() => rig.close());

test('a person signs in and is told who they are', async () => {
  const answer = await rig.http.post('/api/session').send({ username: 'clerk', password });
  expect(answer.status).toBe(200);
  expect(answer.body.user).toMatchObject({ id: 'clerk', org: 'org-office' });
  expect(JSON.stringify(answer.body)).not.toContain('passwordHash');
  const me = await rig.http.get('/api/session').set('authorization', `Bearer ${String(answer.body.token)}`);
  expect(me.body.keys).toEqual(['person:clerk', 'org:org-office']);
});

test('a wrong password and an unknown name get the same answer', async () => {
  const wrong = await rig.http.post('/api/session').send({ username: 'clerk', password: 'wrong' });
  const unknown = await rig.http.post('/api/session').send({ username: 'nobody-here', password: 'wrong' });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(wrong.body.code).toBe('auth/wrong-credentials');
  expect({ ...wrong.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
});

test('demo people cannot sign in where they are not allowed', async () => {
  await addPerson('demo-clerk', { demo: true });
  const answer = await rig.http.post('/api/session').send({ username: 'demo-clerk', password });
  expect(answer.body.code).toBe('auth/wrong-credentials');
});

test('after ten failures the name is refused with 429 even with the right password', async () => {
  await addPerson('guessed');
  for (let tries = 0; tries < 10; tries += 1) {
    await rig.http.post('/api/session').send({ username: 'guessed', password: 'wrong' });
  }
  const answer = await rig.http.post('/api/session').send({ username: 'guessed', password });
  expect(answer.status).toBe(429);
  expect(answer.body.code).toBe('auth/too-many-attempts');
  expect(answer.headers['retry-after']).toBeDefined();
});

test('a password change ends older tokens', async () => {
  await addPerson('changer');
  const token = await rig.tokenOf('changer');
  const change = (body: object, key: string) =>
    rig.http.post('/api/session/password').set('authorization', token).set('idempotency-key', key).send(body);
  const short = await change({ oldPassword: password, newPassword: 'short' }, 'k1');
  expect(short.body.code).toBe('auth/weak-password');
  const wrong = await change({ oldPassword: 'wrong', newPassword: 'a long new password' }, 'k2');
  expect([wrong.status, wrong.body.code]).toEqual([403, 'auth/wrong-password']);
  const done = await change({ oldPassword: password, newPassword: 'a long new password' }, 'k3');
  expect(done.body).toEqual({ changed: true });
  const after = await rig.http.get('/api/session').set('authorization', token);
  expect([after.status, after.body.code]).toEqual([401, 'auth/invalid-token']);
  const again = await rig.http
    .post('/api/session')
    .send({ username: 'changer', password: 'a long new password' });
  expect(again.status).toBe(200);
});
