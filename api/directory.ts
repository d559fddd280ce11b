/** Changes of the directory, whoever asks for them: the line of the audit chain and the change in one transaction, and what may not be. */
import { unsound, type Unsound } from '../domain/people/directory';
import { appendAct, systemSubject, type RecordedAct } from '../models/act-chain';
import { inTransaction, type Session } from '../models/connection';
import { findOrg, type Org } from '../models/orgs';
import { findByCommand } from '../models/records';
import { countAdministrators, forgetDirectory, type User } from '../models/users';
import { problem } from './problem';

/** A person as the directory keeps them; passwords and tokens are not its business. */
export type DirectoryPerson = Omit<User, 'tokenVersion' | 'demo' | 'passwordGiven'>;

export interface Wanted {
  readonly orgs: readonly Org[];
  readonly people: readonly DirectoryPerson[];
}

/** Puts what is wanted beside what is stored; why it may not be, or null. */
export async function unsoundIn({ orgs, people }: Wanted, session?: Session): Promise<Unsound | null> {
  const known = new Set(orgs.map(({ id }) => id));
  for (const { org } of people) if (!known.has(org) && (await findOrg(org, session)) !== null) known.add(org);
  const beside = people.map(({ id }) => id);
  return unsound(people, { orgs: known, administrators: await countAdministrators(beside, session) });
}

const plain = (value: object): string =>
  JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** True when what is stored says the same as what is wanted. */
export function isStored(stored: object | null, wanted: object): boolean {
  if (stored === null) return false;
  const known = Object.keys(wanted).map((key) => [key, (stored as Record<string, unknown>)[key]] as const);
  return plain(Object.fromEntries(known)) === plain(wanted);
}

interface Change<T> {
  readonly does: 'added' | 'changed' | 'passwordGiven';
  /** Refuses by throwing, and then nothing is written. Asked again when another change came between. */
  readonly apply: (session: Session) => Promise<T>;
}

type Act = Omit<RecordedAct, 'action'>;

async function inTurn<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const done = await inTransaction(work);
  forgetDirectory();
  return done;
}

/**
 * The line and the change, both or neither; gives what the change gives. All changes chain their lines to one head, so of two
 * at once the second sees what the first has written: what `apply` finds in its session still holds when it is kept.
 */
export function changeDirectory<T>(act: Act, { does, apply }: Change<T>): Promise<T> {
  return inTurn(async (session) => {
    await appendAct(systemSubject, { ...act, action: 'directory' }, { does }, session);
    return await apply(session);
  });
}

/** The line of this act, when it was carried out before; another body under its key is refused. */
async function lineOf(act: Act, session: Session) {
  const line = await findByCommand(systemSubject, act.commandId, session);
  if (line !== null && line.bodyHash !== act.bodyHash) throw problem('idempotency/key-reused');
  return line;
}

/** As changeDirectory, for a change that tells nothing: the same act again does nothing. */
export function changeOnce(act: Act, { does, apply }: Change<void>): Promise<void> {
  return inTurn(async (session) => {
    if ((await lineOf(act, session)) !== null) return;
    await appendAct(systemSubject, { ...act, action: 'directory' }, { does }, session);
    await apply(session);
  });
}

interface Addition<T> {
  readonly find: (session: Session) => Promise<T | null>;
  readonly add: (session: Session) => Promise<T>;
}

/**
 * Adds what is not there; refuses `directory/exists`. The same act again, long after its kept answer is gone, finds its own line
 * and answers what is stored now: others may have changed it since, and it must not undo that. A line without its target is
 * of an older version that broke off in between: the target is added under it.
 */
export function addToDirectory<T>(act: Act, { find, add }: Addition<T>): Promise<T> {
  return inTurn(async (session) => {
    const line = await lineOf(act, session);
    const stored = await find(session);
    if (stored !== null && line === null) throw problem('directory/exists', { target: act.target });
    if (stored !== null) return stored;
    if (line === null)
      await appendAct(systemSubject, { ...act, action: 'directory' }, { does: 'added' }, session);
    return await add(session);
  });
}
