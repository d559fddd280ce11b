/** Sign-in, who am I, password change. */
import { z } from 'zod';
import { findAccount, replacePassword } from '../models/accounts';
import { findUser, type User } from '../models/users';
import { maySignIn } from './authenticate';
import { hashPassword, isPassword, isWeak, minimumLength, spendTheTime } from './passwords';
import { problem } from './problem';
import type { Answer } from './route';
import { route } from './route';
import { Password, PersonSchema } from './schemas';

const Username = z.string().min(1).max(100);

function presentUser(user: User): Omit<User, 'tokenVersion' | 'active'> {
  const { tokenVersion: _version, active: _active, ...shown } = user;
  return shown;
}

const signIn = route({
  method: 'post',
  path: '/api/session',
  tag: 'session',
  summary: '登录 · Sign in',
  permit: 'anyone',
  change: 'none',
  body: z.strictObject({ username: Username, password: Password }),
  answers: { 200: z.object({ token: z.string(), user: PersonSchema }) },
  refuses: ['auth/wrong-credentials', 'auth/too-many-attempts'],
  async handle({ body }, { api }): Promise<Answer> {
    const account = await findAccount(body.username);
    // The account of another system speaks by its signature alone.
    const isPerson = account !== null && !api.eventSenders.has(account.user.id);
    const known = isPerson && maySignIn(account.user, api.allowDemoPeople);
    const right = !known
      ? await spendTheTime(body.password)
      : await isPassword(body.password, account.passwordHash);
    if (!known || !right) throw problem('auth/wrong-credentials');
    const { user } = account;
    const token = await api.tokens.issue({ userId: user.id, tokenVersion: user.tokenVersion });
    return { body: { token, user: presentUser(user) }, headers: { 'Cache-Control': 'no-store' } };
  },
});

const me = route({
  method: 'get',
  path: '/api/session',
  tag: 'session',
  summary: '当前用户 · Who am I',
  permit: 'session.own',
  change: 'none',
  answers: { 200: z.object({ user: PersonSchema, keys: z.array(z.string()) }) },
  refuses: [],
  handle: (_input, { person }) =>
    Promise.resolve({ body: { user: presentUser(person.user), keys: person.actor.keys } }),
});

const changePassword = route({
  method: 'post',
  path: '/api/session/password',
  tag: 'session',
  summary: '修改密码 · Change the password; older tokens end',
  permit: 'session.own',
  change: 'reply',
  body: z.strictObject({ oldPassword: Password, newPassword: Password }),
  answers: { 200: z.object({ changed: z.literal(true) }) },
  refuses: ['auth/wrong-password', 'auth/weak-password', 'precondition/stale'],
  async handle({ body }, { person }): Promise<Answer> {
    const account = await findAccount(person.user.username);
    if (account === null || !(await isPassword(body.oldPassword, account.passwordHash)))
      throw problem('auth/wrong-password');
    if (isWeak(body.newPassword, [body.oldPassword, person.user.username]))
      throw problem('auth/weak-password', { minimum: minimumLength });
    const current = await findUser(person.user.id);
    const done = await replacePassword(
      person.user.id,
      current?.tokenVersion ?? 0,
      await hashPassword(body.newPassword),
    );
    if (!done) throw problem('precondition/stale', {});
    return { body: { changed: true } };
  },
});

export const sessionRoutes = [signIn, me, changePassword];
