/** The people of a crowd over all packs: some for every post that a pack names, some in every party, and those who apply. */
import type { Pack } from '../../domain/pack/types';
import { qualificationRoles, saveOrg, type QualificationRole } from '../../models/orgs';
import { saveUser } from '../../models/users';

export interface Townsman {
  readonly name: string;
  readonly org: string;
  readonly posts: readonly { readonly jurisdiction: string; readonly post: string }[];
  /** Whoever begins projects. */
  readonly applies: boolean;
}

/** As many to a post: the duties keep apart who reviewed and who decides, and three experts sit on a panel. */
const eachPost = 4;
const inParty = 3;
const applicantsEach = 6;
const ownerOrgs = ['crowd-owner-a', 'crowd-owner-b'];

/** Reads everything and takes part in nothing. */
export const watcher = 'crowd-watcher';

export const partyOrg = (role: string): string => `crowd-${role}`;

/** Parties that a pack binds to a project, by role. */
export function partiesOf({ roles }: Pack): string[] {
  return Object.entries(roles).flatMap(([role, { is }]) =>
    is === 'party' && role !== 'projectOwner' ? [role] : [],
  );
}

function officersOf(packs: readonly Pack[]): Townsman[] {
  const held = new Map<string, { jurisdiction: string; post: string }[]>();
  for (const { ref, roles } of packs)
    for (const [key, role] of Object.entries(roles)) {
      if (role.is === 'party' || role.is === 'body' || role.recordedBy !== undefined) continue;
      const post = role.id;
      held.set(key, [...(held.get(key) ?? []), { jurisdiction: ref.id, post }]);
    }
  return [...held].flatMap(([key, posts]) => group(key, eachPost, { org: 'crowd-bureau', posts }));
}

function group(
  name: string,
  count: number,
  more: { org: string; posts?: Townsman['posts']; applies?: boolean },
): Townsman[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ name: `${name}-${String(index)}`, posts: [], applies: false, ...more },
  }));
}

/** Everybody. */
export function townOf(packs: readonly Pack[]): Townsman[] {
  const parties = [...new Set(packs.flatMap(partiesOf))];
  return [
    ...ownerOrgs.flatMap((org) => group(org, applicantsEach, { org, applies: true })),
    ...parties.flatMap((role) => group(`in-${role}`, inParty, { org: partyOrg(role) })),
    ...officersOf(packs),
  ];
}

const isQualified = (role: string): role is QualificationRole =>
  qualificationRoles.some((each) => each === role);

/** Puts everybody into the directory of the connected database; nobody has a password. */
export async function seatTown(packs: readonly Pack[], town: readonly Townsman[]): Promise<void> {
  const named = (id: string) => ({ id, zh: id, en: id });
  for (const org of [...ownerOrgs, 'crowd-bureau'])
    await saveOrg({ ...named(org), kind: 'bureau', qualifications: [] });
  for (const role of new Set(packs.flatMap(partiesOf)))
    await saveOrg({
      ...named(partyOrg(role)),
      kind: 'company',
      qualifications: isQualified(role) ? [{ role, until: '2099-12-31' }] : [],
    });
  const plain = { admin: false, operator: false, auditor: false, active: true, demo: false };
  for (const { name, org, posts } of town)
    await saveUser({ id: name, username: name, name, ...plain, org, posts }, 'none');
  const looks = { ...plain, auditor: true, org: 'crowd-bureau', posts: [] };
  await saveUser({ id: watcher, username: watcher, name: watcher, ...looks }, 'none');
}
