/** Changes of the directory, whoever asks for them: the line of the audit chain and the change in one transaction, and what may not be. */
import { appendAct, systemSubject, type RecordedAct } from '../models/act-chain';
import { inTransaction, type Session } from '../models/connection';
import { findOrg, type Org } from '../models/orgs';
import { findByCommand } from '../models/records';
import { countAdministrators, forgetDirectory, type User } from '../models/users';

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

/** The line of an act that was asked for before, with the hash of what was asked; null when it is new. */
export const lineOf = (commandId: string): Promise<{ readonly bodyHash: string } | null> =>
  findByCommand(systemSubject, commandId);

interface Change<T> {
  readonly does: 'added' | 'changed';
  /** Refuses by throwing, and then nothing is written. Asked again when another change came between. */
  readonly apply: (session: Session) => Promise<T>;
}

/**
 * The line and the change, both or neither. All changes chain their lines to one head, so of two at once the second sees what
 * the first has written: what `apply` finds in its session still holds when it is kept.
 */
export async function changeDirectory<T>(
  act: Omit<RecordedAct, 'action'>,
  { does, apply }: Change<T>,
): Promise<T> {
  const isNew = (await lineOf(act.commandId)) === null;
  const done = await inTransaction(async (session) => {
    if (isNew) await appendAct(systemSubject, { ...act, action: 'directory' }, { does }, session);
    return await apply(session);
  });
  forgetDirectory();
  return done;
}
