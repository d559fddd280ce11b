/** Finds the person behind a bearer token. */
import type { Request } from 'express';
import { recentUser } from '../models/users';
import type { User } from '../models/users';
import type { Person } from './person';
import { actorOf, personOf } from './person';
import { problem } from './problem';
import type { Api } from './route';
import { standInsOf } from './stand-ins';

/** Active, and no demo account where those are not allowed. */
export function maySignIn(user: User, allowDemoPeople: boolean): boolean {
  return user.active && (allowDemoPeople || !user.demo);
}

/** The signed-in person; refuses with auth/required or auth/invalid-token. */
export async function authenticate(
  request: Request,
  { tokens, allowDemoPeople, clock }: Pick<Api, 'tokens' | 'allowDemoPeople' | 'clock'>,
): Promise<Person> {
  const header = request.get('authorization');
  if (header === undefined) throw problem('auth/required', {}, { headers: { 'WWW-Authenticate': 'Bearer' } });
  const token = /^Bearer ([\w.~+/=-]{1,4096})$/u.exec(header)?.[1];
  const claims = token === undefined ? null : await tokens.read(token);
  const user = claims === null ? null : await recentUser(claims.userId);
  if (user === null || !maySignIn(user, allowDemoPeople) || user.tokenVersion !== claims?.tokenVersion) {
    throw problem(
      'auth/invalid-token',
      {},
      { headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } },
    );
  }
  return personOf(user, await standInsOf(actorOf(user), clock));
}
