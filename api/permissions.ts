/** Who may do what in the API. Who may decide what in a process is the domain's business, not this table's. */
import { tookPart } from '../domain/people/separation';
import type { ProcessState } from '../domain/project/state';
import type { FigureScope } from '../models/statistics';
import type { Person } from './person';
import { problem } from './problem';
import { standsInAt } from './stand-ins';

/** One row a permission. `anyone` needs no sign-in; every other needs one. */
const table = {
  anyone: () => true,
  signedIn: () => true,
  // Who one is, and a password of one's own: all that a password which somebody else chose is good for.
  'session.own': () => true,
  'project.create': () => true,
  'directory.read': () => true,
  'directory.write': ({ user }: Person) => user.admin,
  'pack.read': () => true,
  'pack.lint': () => true,
  'pack.publish': ({ user }: Person) => user.admin,
  'calendar.read': () => true,
  'calendar.publish': ({ user }: Person) => user.admin,
  'history.read': ({ user }: Person) => user.operator || user.admin,
  'tasks.all': ({ user }: Person) => user.admin,
  'people.handOver': ({ user }: Person) => user.admin,
  'operations.read': ({ user }: Person) => user.operator || user.admin,
  'operations.act': ({ user }: Person) => user.operator || user.admin,
} as const;

export type Permission = keyof typeof table;
export const permissions = Object.keys(table) as readonly Permission[];

/** Refuses with auth/password-given until a person has a password of their own, with auth/not-permitted when the table says no. */
export function requirePermission(permission: Permission, person: Person): void {
  if (person.user.passwordGiven === true && permission !== 'session.own')
    throw problem('auth/password-given');
  if (!table[permission](person)) throw problem('auth/not-permitted', { permission });
}

function isConcerned(person: Person, state: ProcessState): boolean {
  const { actor } = person;
  if (state.owner.org === actor.org || state.owner.person.id === actor.id) return true;
  if (Object.values(state.parties).some(({ org }) => org === actor.org)) return true;
  if (state.informed?.includes(actor.id) === true) return true;
  if (state.participants.some((each) => tookPart(each, actor.id))) return true;
  if (actor.keys.some((key) => key.startsWith(`post:${state.jurisdiction}/`))) return true;
  if (standsInAt(person, state)) return true;
  return Object.values(state.tasks).some(
    ({ key, assignee }) => actor.keys.includes(key) || assignee?.id === actor.id,
  );
}

/** A confidential case: whoever opened it and the roles its pack names, nobody else, whatever their rank. */
function isReader({ actor }: Person, { owner, readers }: Pick<ProcessState, 'owner' | 'readers'>): boolean {
  return owner.person.id === actor.id || (readers ?? []).some((key) => actor.keys.includes(key));
}

/** True when a list of cases may name this one to the person. */
export function mayKnowOf(person: Person, view: Pick<ProcessState, 'owner' | 'readers'>): boolean {
  return view.readers === undefined || isReader(person, view);
}

/** Owner, bound parties, posts of the jurisdiction, whoever took or takes part; operators and auditors see all but what is confidential. */
export function mayReadProcess(person: Person, state: ProcessState): boolean {
  if (state.readers !== undefined) return isReader(person, state);
  const { admin, operator, auditor } = person.user;
  return admin || operator || auditor || isConcerned(person, state);
}

/**
 * Whose figures a person may see: administrators, operators and auditors all; others what their organisation owns and
 * what lies in the jurisdictions where they hold a post. Who has neither sees none.
 */
export function figuresOpenTo({ user, actor }: Person): FigureScope {
  if (user.admin || user.operator || user.auditor) return 'all';
  const jurisdictions = [...new Set(user.posts.map(({ jurisdiction }) => jurisdiction))].sort();
  return { orgs: actor.org === '' ? [] : [actor.org], jurisdictions };
}

/** Whoever takes part in the process may hand in files; readers from outside may not. */
export function mayHandIn(person: Person, state: ProcessState): boolean {
  return isConcerned(person, state);
}
