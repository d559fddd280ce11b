/** Changes of the directory, whoever asks for them: what may not be, the line of the audit chain, then the change. */
import { appendAct, systemSubject, type RecordedAct } from '../models/act-chain';
import { inTransaction } from '../models/connection';
import { findOrg, type Org } from '../models/orgs';
import { findByCommand } from '../models/records';
import { countAdministrators, type User } from '../models/users';

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
export async function unsoundIn({ orgs, people }: Wanted): Promise<Unsound | null> {
  for (const { id, org } of people)
    if (orgs.every((each) => each.id !== org) && (await findOrg(org)) === null)
      return { is: 'withoutOrg', person: id, org };
  const others = await countAdministrators(people.map(({ id }) => id));
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

interface Change {
  readonly does: 'added' | 'changed';
  readonly apply: () => Promise<void>;
}

/** The line first, then the change: one that broke off is done again under its line, and nothing is changed without one. */
export async function changeDirectory(
  act: Omit<RecordedAct, 'action'>,
  { does, apply }: Change,
): Promise<void> {
  if ((await lineOf(act.commandId)) === null)
    await inTransaction((session) =>
      appendAct(systemSubject, { ...act, action: 'directory' }, { does }, session),
    );
  await apply();
}
