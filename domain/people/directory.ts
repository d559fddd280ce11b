/** What a directory of people must hold to, whoever changes it: everybody belongs somewhere, and somebody may seat people. Pure. */

/** A person as they are to be. */
export interface Member {
  readonly id: string;
  readonly org: string;
  readonly admin: boolean;
  readonly active: boolean;
}

/** What these members are put beside. */
export interface Beside {
  /** Organisations that are there, or come with the members. */
  readonly orgs: ReadonlySet<string>;
  /** Active administrators who are none of the members. */
  readonly administrators: number;
}

/** Why a change may not be made. */
export type Unsound =
  | { readonly is: 'withoutOrg'; readonly person: string; readonly org: string }
  | { readonly is: 'withoutAdministrator' };

/** The first thing that may not be; null when the directory with these members is one that may. */
export function unsound(members: readonly Member[], { orgs, administrators }: Beside): Unsound | null {
  const homeless = members.find(({ org }) => !orgs.has(org));
  if (homeless !== undefined) return { is: 'withoutOrg', person: homeless.id, org: homeless.org };
  const stays = administrators > 0 || members.some(({ admin, active }) => admin && active);
  return stays ? null : { is: 'withoutAdministrator' };
}
