/** Finds the person behind a bearer token: one of ours, or one of the office's identity provider. */
import type { Request } from 'express';
import { findUserNamed, recentUser } from '../models/users';
import type { User } from '../models/users';
import type { Identities } from './identities';
import type { Person } from './person';
import { actorOf, personOf } from './person';
import { problem } from './problem';
import type { Api } from './route';
import { standInsOf } from './stand-ins';

/** Active, and no demo account where those are not allowed. */
export function maySignIn(user: User, allowDemoPeople: boolean): boolean {
  return user.active && (allowDemoPeople || !user.demo);
}

type Door = Pick<Api, 'tokens' | 'identities' | 'eventSenders' | 'allowDemoPeople' | 'clock'>;

const invalid = () =>
  problem('auth/invalid-token', {}, { headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } });

/** The account that signed in here. */
async function ownUser(token: string, { tokens, allowDemoPeople }: Door): Promise<User> {
  const claims = await tokens.read(token);
  const user = claims === null ? null : await recentUser(claims.userId);
  if (user === null || !maySignIn(user, allowDemoPeople) || user.tokenVersion !== claims?.tokenVersion)
    throw invalid();
  return user;
}

/** The person of the directory whom the provider names; a machine's account speaks by its own signature alone. */
async function namedUser(
  token: string,
  identities: Identities,
  { eventSenders, allowDemoPeople }: Door,
): Promise<User> {
  const account = await identities.accountOf(token);
  if (account === null) throw invalid();
  const user = await findUserNamed(account);
  if (user === null || !maySignIn(user, allowDemoPeople) || eventSenders.has(user.id))
    throw problem('auth/unknown-account', { account }, { headers: { 'WWW-Authenticate': 'Bearer' } });
  // Whoever comes through the provider has used no password of ours.
  return { ...user, passwordGiven: false };
}

/** The signed-in person; refuses with auth/required, auth/invalid-token, auth/unknown-account or auth/provider-away. */
export async function authenticate(request: Request, door: Door): Promise<Person> {
  const header = request.get('authorization');
  if (header === undefined) throw problem('auth/required', {}, { headers: { 'WWW-Authenticate': 'Bearer' } });
  const token = /^Bearer ([\w.~+/=-]{1,8192})$/u.exec(header)?.[1];
  if (token === undefined) throw invalid();
  const { identities } = door;
  const user = identities?.speaksFor(token)
    ? await namedUser(token, identities, door)
    : await ownUser(token, door);
  return personOf(user, await standInsOf(actorOf(user), door.clock));
}
