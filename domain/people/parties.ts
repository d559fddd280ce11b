/**
 * Parties that watch each other are different organisations: contractor ≠ supervisor ≠ auditor ≠ test body, and none of
 * them is the owner's own, whether it is bound to the role or only signs a material in it (HA-12.4, 采购法实施条例 18).
 */
import { rowOf } from '../gates/material-fields';
import { effective, type Surroundings } from '../project/context';
import type { ProcessState } from '../project/state';
import { defined } from '../defined';
import { refuse, type Refusal } from '../refusals';

const apart = ['contractor', 'supervisor', 'auditor', 'testBody'];

interface About {
  readonly state: ProcessState;
  readonly around: Surroundings;
}

/** The role that an organisation holds and that bars it from acting in this one; undefined when nothing does. */
export function conflictOf(role: string, org: string, { state, around }: About): string | undefined {
  if (!apart.includes(role)) return undefined;
  const { parties } = effective(state, around.outside);
  const owners = [parties['projectOwner']?.org, around.outside?.project?.owner.org];
  if (state.kind === 'project') owners.push(state.owner.org);
  if (owners.includes(org)) return 'projectOwner';
  return apart.find((each) => each !== role && parties[each]?.org === org);
}

/** The role in which an organisation has signed a material that this project holds. */
function signedAs(role: string, org: string, { state, around }: About): string | undefined {
  return Object.values(state.materials)
    .filter(({ author }) => author?.org === org)
    .map(({ kind }) => rowOf(around.rules, kind)?.author)
    .find((each) => each !== undefined && each !== role && apart.includes(each));
}

/** Refuses to bind an organisation that another of the roles, or the owner, already is; by the article that asks for the role. */
export function checkParty(role: string, org: string, about: About): Refusal | undefined {
  const other =
    conflictOf(role, org, about) ?? (apart.includes(role) ? signedAs(role, org, about) : undefined);
  return other === undefined
    ? undefined
    : refuse(
        'duty/party-conflict',
        { role, other, org },
        defined({ basis: about.around.rules.roles[role]?.basis }),
      );
}

/** Once the contract is signed, a party that takes the place of another needs a reason. */
export function checkRebinding(role: string, org: string, reason: string, state: ProcessState): Refusal[] {
  const bound = state.parties[role]?.org;
  const isSigned = state.ended.some(({ kind, good }) => kind === 'procurement' && good);
  return !isSigned || bound === undefined || bound === org || reason.trim() !== ''
    ? []
    : [refuse('task/reason-required', { action: 'bindParty', role, bound })];
}
