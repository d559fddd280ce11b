/** Changes of the directory, whoever asks for them: the line of the audit chain and the change in one transaction, and what may not be. */
import { appendAct, systemSubject, type RecordedAct } from '../models/act-chain';
import { inTransaction, type Session } from '../models/connection';
import { findOrg, type Org } from '../models/orgs';
import { findByCommand } from '../models/records';
import { countAdministrators, forgetDirectory, type User } from '../models/users';
import { problem } from './problem';

/** A person as the directory keeps them; passwords and tokens are not its business. */
export type DirectoryPerson = Omit<User, 'tokenVersion' | 'demo'>;

export interface Wanted {
  readonly orgs: readonly Org[];
  readonly people: readonly DirectoryPerson[];
}

/** Why a change may not be made: somebody without an organisation, or nobody left who may seat people. */
export type Unsound =
  | { readonly is: 'withoutOrg'; readonly person: string; readonly org: string }
  | { readonly is: 'withoutAdministrator' };

/** Everybody belongs to an organisation that is there, and somebody stays who may publish and seat people. */
export async function unsoundIn({ orgs, people }: Wanted, session?: Session): Promise<Unsound | null> {
  for (const { id, org } of people)
    if (orgs.every((each) => each.id !== org) && (await findOrg(org, session)) === null)
      return { is: 'withoutOrg', person: id, org };
  const beside = people.map(({ id }) => id);
  const others = await countAdministrators(beside, session);
  const stays = others > 0 || people.some(({ admin, active }) => admin && active);
  return stays ? null : { is: 'withoutAdministrator' };
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
  readonly does: 'added' | 'changed';
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
    const line = await findByCommand(systemSubject, act.commandId, session);
    if (line !== null && line.bodyHash !== act.bodyHash) throw problem('idempotency/key-reused');
    const stored = await find(session);
    if (stored !== null && line === null) throw problem('directory/exists', { target: act.target });
    if (stored !== null) return stored;
    if (line === null)
      await appendAct(systemSubject, { ...act, action: 'directory' }, { does: 'added' }, session);
    return await add(session);
  });
}
