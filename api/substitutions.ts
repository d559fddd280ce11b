/** Names and ends substitutes: who may, for which days, without circles. Every act is in the operators' audit chain before it holds. */
import { dateOf } from '../domain/clocks/dates';
import { circleOf, type Link, type Period, type SubstitutionScope } from '../domain/people/substitution';
import { recordOutcome, recordRequest, type Operation } from '../models/operations';
import {
  addSubstitution,
  endSubstitution,
  findSubstitution,
  type Named,
  type Substitution,
} from '../models/substitutions';
import { findUser, searchPeople, type User } from '../models/users';
import { keyOf } from './decisions';
import { problem } from './problem';
import type { Ask } from './route';

export interface Wish extends Period {
  readonly absent?: string | undefined;
  readonly substitute: { readonly person: string } | { readonly post: string };
  readonly only: SubstitutionScope;
  readonly reason?: string | undefined;
}

/** People decide over their own absence; over that of others administrators do, with a reason. */
function requireSay({ person }: Ask, absent: string, reason: string, action: string): void {
  if (absent === person.actor.id) return;
  if (!person.user.admin) throw problem('auth/not-permitted', { permission: 'substitution.manage' });
  if (reason.trim() === '') throw problem('task/reason-required', { action });
}

async function activeUser(id: string): Promise<User> {
  const user = await findUser(id);
  if (user?.active !== true) throw problem('person/unknown', { person: id });
  return user;
}

/** Active holders of a post beside one person, as far as it matters whether there is none, one or more. */
async function otherHolders(absent: string, named: string): Promise<string[]> {
  const [jurisdiction = '', post = ''] = named.split('/');
  const holders = await searchPeople({ post: { jurisdiction, post }, limit: 3 });
  return holders.map(({ id }) => id).filter((id) => id !== absent);
}

/** Whoever a key puts in the absent person's place, where it is one person alone: of several in a post one is there. */
async function placedBy({ absent, key }: Pick<Named, 'absent' | 'key'>): Promise<string | undefined> {
  if (key.startsWith('person:')) return key.slice('person:'.length);
  const [first, ...more] = await otherHolders(absent.id, key.slice('post:'.length));
  return more.length === 0 ? first : undefined;
}

async function linksOf(named: readonly Named[]): Promise<Link[]> {
  const links = await Promise.all(
    named.map(async (each) => {
      const { absent, from, until } = each;
      const substitute = await placedBy(each);
      return substitute === undefined ? [] : [{ absent: absent.id, substitute, from, until }];
    }),
  );
  return links.flat();
}

/** Refuses what would leave everybody in a circle away on some day. */
async function requireNoCircle(fresh: Named, beside: readonly Named[]): Promise<void> {
  const [link] = await linksOf([fresh]);
  const through = link === undefined ? undefined : circleOf(link, await linksOf(beside));
  if (through !== undefined) throw problem('substitute/circle', { through });
}

/** Whoever stands in: the key they hold, and the name they are shown by. */
async function substituteOf(
  absent: User,
  { substitute }: Pick<Wish, 'substitute'>,
): Promise<Pick<Substitution, 'key' | 'name'>> {
  if ('post' in substitute) {
    const { post } = substitute;
    if ((await otherHolders(absent.id, post)).length === 0) throw problem('substitute/nobody', { post });
    return { key: `post:${post}`, name: post };
  }
  if (substitute.person === absent.id) throw problem('substitute/self', { person: absent.id });
  const user = await activeUser(substitute.person);
  return { key: `person:${user.id}`, name: user.name };
}

interface Recorded {
  readonly action: string;
  readonly target: string;
  readonly reason: string;
  readonly at: string;
}

/** Records that it was asked for, does it, records what came of it. A repeated key does it again, which is safe. */
async function onRecord(
  ask: Ask,
  act: Recorded,
  work: () => Promise<void>,
  outcome: Readonly<Record<string, string | null>>,
): Promise<void> {
  const { commandId, bodyHash } = keyOf(ask);
  const { id, name, org } = ask.person.actor;
  const operation: Operation = { commandId, bodyHash, actor: { id, name, org }, ...act };
  await recordRequest(operation);
  await work();
  await recordOutcome(operation, outcome);
}

/** Names a substitute for oneself, or as an administrator for somebody else. */
export async function nameSubstitute(ask: Ask, wish: Wish): Promise<Substitution> {
  const { actor } = ask.person;
  const { absent = actor.id, reason = '', from, until, only } = wish;
  requireSay(ask, absent, reason, 'substitute');
  const at = await ask.api.clock.now();
  const today = dateOf(at);
  if (from > until || until < today) throw problem('substitute/period', { from, until, today });
  const user = await activeUser(absent);
  // One id a command: a repeated key whose first try broke off names nobody twice.
  const id = `S-${keyOf(ask).commandId.slice(0, 16)}`;
  const made: Substitution = {
    id,
    absent: { id: user.id, name: user.name },
    ...(await substituteOf(user, wish)),
    ...{ only, from, until, reason, at },
    by: { id: actor.id, name: actor.name },
    ended: null,
  };
  const add = () => addSubstitution(made, (beside) => requireNoCircle(made, beside));
  await onRecord(ask, { action: 'substitute', target: user.id, reason, at }, add, {
    substitution: id,
    substitute: made.key,
    from,
    until,
    only: JSON.stringify(only),
  });
  return made;
}

/** Ends a substitution at once: by the absent person, or an administrator with a reason. */
export async function endSubstitute(ask: Ask, id: string, reason: string): Promise<Substitution> {
  const found = await findSubstitution(id);
  if (found === null) throw problem('substitute/unknown', { id });
  requireSay(ask, found.absent.id, reason, 'endSubstitution');
  if (found.ended !== null) throw problem('substitute/ended', { id, at: found.ended.at });
  const { actor } = ask.person;
  const at = await ask.api.clock.now();
  const ended = { by: { id: actor.id, name: actor.name }, at, reason };
  const end = async () => {
    if (!(await endSubstitution(id, ended))) throw problem('substitute/ended', { id });
  };
  const act = { action: 'endSubstitution', target: found.absent.id, reason, at };
  await onRecord(ask, act, end, { substitution: id });
  return { ...found, ended };
}
