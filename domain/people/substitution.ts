/**
 * Substitutes (代理): who stands in for an absent person, for which days and which business. It does not pass on: whoever
 * stands in for somebody cannot have a substitute of their own act there (民法典 169). Pure.
 */
import type { Absent, Actor } from '../project/commands';
import type { ProcessState } from '../project/state';
import type { Task } from '../project/task';
import { refuse, type Refusal } from '../refusals';
import type { Draft } from '../route/draft';
import { checkMayRead, holds } from '../route/whom';
import { isOutsider } from './separation';

/** What a substitution is limited to; what is absent does not limit. */
export interface SubstitutionScope {
  /** `<jurisdiction>/<post>`: only tasks of this post. */
  readonly post?: string | undefined;
  /** A role of the pack. */
  readonly role?: string | undefined;
  /** The pack's id. */
  readonly jurisdiction?: string | undefined;
  readonly caseType?: string | undefined;
  readonly stage?: string | undefined;
}

/** First and last day, YYYY-MM-DD in Asia/Shanghai, both included. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

/** An absent person as one substitute stands in for them now. */
export interface StandIn {
  /** The substitution's id. */
  readonly id: string;
  readonly absent: Absent;
  readonly only: SubstitutionScope;
}

/** What of a task and its process decides whether a substitution reaches it. */
export type Seat = Pick<Task, 'key' | 'role' | 'assignee'> & Place;

/** What of a process a scope may name. */
export interface Place {
  readonly jurisdiction: string;
  readonly caseType?: string | null;
  readonly stage: ProcessState['stage'];
}

/** Acts a substitute may take. Giving the seat on (转办, 委派) is not among them, nor is what concerns the whole process. */
export const substituteActs = [
  'decide',
  'claim',
  'release',
  'return',
  'comment',
  'addSigner',
  'consult',
] as const;

/** True for an act a substitute may take. */
function isSubstituteAct(action: string): boolean {
  return substituteActs.some((each) => each === action);
}

/** True on the days of a period. */
export function isDuring({ from, until }: Period, day: string): boolean {
  return from <= day && day <= until;
}

/** True when a substitution so limited reaches a seat. */
export function isWithin(
  { post, role, jurisdiction, caseType, stage }: SubstitutionScope,
  seat: Seat,
): boolean {
  const wanted: readonly (readonly [string | undefined, string | null | undefined])[] = [
    [post === undefined ? undefined : `post:${post}`, seat.key],
    [role, seat.role],
    [jurisdiction, seat.jurisdiction],
    [caseType, seat.caseType],
    [stage, seat.stage],
  ];
  return wanted.every(([want, is]) => want === undefined || want === is);
}

/** True when the absent person holds the task, open to their group or given to them, and the substitution reaches it. */
export function reaches({ absent, only }: StandIn, seat: Seat): boolean {
  return holds(seat, { ...absent }) && isWithin(only, seat);
}

/** For whom a person acts on a task: for nobody while they hold it themselves, else for the first absent person they stand in for. */
export function actingFor(seat: Seat, actor: Actor, standIns: readonly StandIn[]): StandIn | undefined {
  return holds(seat, actor) ? undefined : standIns.find((each) => reaches(each, seat));
}

/** The actor as substitute: without rights of their own, so that no rank widens what the absent person may do. */
export function onBehalfOf({ id, name, org, keys }: Actor, { absent }: StandIn): Actor {
  return { id, name, org, keys, onBehalf: absent };
}

/** What bars a substitute from an act, whoever they stand in for; undefined for people who act as themselves. */
export function checkSubstitute(draft: Draft, action: string, actor: Actor): Refusal | undefined {
  const { onBehalf } = actor;
  if (onBehalf === undefined) return undefined;
  if (!isSubstituteAct(action)) return refuse('substitute/act', { action, allowed: substituteActs });
  if (onBehalf.id === actor.id) return refuse('substitute/self', { person: actor.id });
  if (onBehalf.org !== actor.org && isOutsider(actor, draft))
    return refuse('substitute/outsider', { person: actor.name, org: actor.org });
  return checkMayRead(draft, actor);
}

/** Who would stand in for whom, for which days. */
export interface Link extends Period {
  readonly absent: string;
  readonly substitute: string;
}

const overlap = (a: Period, b: Period): Period => ({
  from: a.from > b.from ? a.from : b.from,
  until: a.until < b.until ? a.until : b.until,
});

/**
 * The people through whom a new link would lead back to its absent person on some day, first to last; undefined when it
 * does not. A circle leaves everybody in it away and nobody to act.
 */
export function circleOf(fresh: Link, links: readonly Link[]): readonly string[] | undefined {
  const walk = (person: string, days: Period, seen: readonly string[]): readonly string[] | undefined => {
    if (person === fresh.absent) return seen;
    for (const each of links.filter(({ absent }) => absent === person)) {
      const left = overlap(days, each);
      if (left.from > left.until || seen.includes(each.substitute)) continue;
      const found = walk(each.substitute, left, [...seen, each.substitute]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return walk(fresh.substitute, fresh, [fresh.substitute]);
}
