/** A task: a step's demand on one seat, and what people have done with it. Plain JSON. */
import type { Place } from './commands';

export interface PersonRef {
  readonly id: string;
  readonly name: string;
  /** Whom they did it for, as their substitute (代). */
  readonly onBehalf?: { readonly id: string; readonly name: string };
}

/** The key that one person alone holds. */
export function personKey(id: string): string {
  return `person:${id}`;
}

/** Whose it is: of what a substitute did, the absent person. */
export function holderRef({ id, name, onBehalf }: PersonRef): PersonRef {
  return onBehalf ?? { id, name };
}

/** True when this person did it, or it was done for them. */
export function isBy(ref: PersonRef | undefined, person: string): boolean {
  return ref !== undefined && (ref.id === person || ref.onBehalf?.id === person);
}

/** A step's demand on one seat. `waiting`: its turn has not come (seats in order). */
export interface Task {
  readonly id: string;
  readonly run: string;
  readonly phase: string;
  readonly step: string;
  readonly round: number;
  /** Which opening of the step this is, counted over the whole process. */
  readonly opening: number;
  readonly seat: number;
  readonly role: string;
  /** Whoever holds this key may claim and decide: `post:…`, `org:…`, `person:…`. */
  readonly key: string;
  readonly votes: boolean;
  /** How much the vote counts; one when absent. */
  readonly weight?: number;
  /** The role whose decision is entered here by another (a body without accounts). */
  readonly onBehalfOf?: string;
  readonly status: 'waiting' | 'open' | 'done' | 'cancelled';
  readonly assignee?: PersonRef;
  readonly claimed?: boolean;
  readonly outcome?: string;
  readonly decidedBy?: PersonRef;
  readonly decidedAt?: string;
  readonly comment?: string;
  readonly openedAt: string;
  /** A seat that no pack knows: who added it to which task, and where it stands. */
  readonly added?: {
    readonly by: PersonRef;
    readonly to: string;
    readonly place: Place;
    /** It falls away once its signer decides another seat of the step. */
    readonly yields?: true;
  };
  /** Given to the assignee for preparation only; the decision stays with `by`. */
  readonly delegated?: { readonly by: PersonRef; readonly at: string };
  /** What delegates wrote before they handed the task back. */
  readonly advice?: readonly { readonly person: PersonRef; readonly comment: string; readonly at: string }[];
  readonly urged?: { readonly at: string; readonly count: number };
  readonly copiedTo?: readonly Copy[];
}

/** Somebody who was shown a task: a copy (抄送), with a question where their opinion was asked (沟通). */
export interface Copy extends PersonRef {
  readonly by: PersonRef;
  readonly at: string;
  readonly readAt?: string;
  readonly question?: string;
  readonly answer?: string;
  readonly answeredAt?: string;
}

/** What a task is before it is done or cancelled. */
export const liveStatuses: readonly Task['status'][] = ['open', 'waiting'];

/** True while a seat is still to be heard. */
export function isLive({ status }: Pick<Task, 'status'>): boolean {
  return liveStatuses.includes(status);
}

/** The tasks somebody may decide now. */
export function openTasksOf({ tasks }: { readonly tasks: Readonly<Record<string, Task>> }): Task[] {
  return Object.values(tasks).filter(({ status }) => status === 'open');
}

/** True for an open task of whoever applied: the owner of a project, the opener of a case. */
export function isOwners({ status, role }: Pick<Task, 'status' | 'role'>): boolean {
  return status === 'open' && (role === 'projectOwner' || role === 'opener');
}

/**
 * Who decided a task, and what: of a seat that was no longer needed, whoever cast the last vote of its opening. What
 * somebody who comes too late is told; empty while nobody has decided.
 */
export function decidedOf(
  { tasks }: { readonly tasks: Readonly<Record<string, Task>> },
  id: string,
): Readonly<Record<string, string>> {
  const own = Object.hasOwn(tasks, id) ? tasks[id] : undefined;
  if (own === undefined) return {};
  const voted = Object.values(tasks)
    .filter(({ opening, decidedAt }) => opening === own.opening && decidedAt !== undefined)
    .sort((a, b) => ((a.decidedAt ?? '') < (b.decidedAt ?? '') ? -1 : 1));
  const { decidedBy: by, outcome } = own.decidedBy === undefined ? (voted.at(-1) ?? own) : own;
  if (by === undefined) return {};
  return {
    decidedBy: by.name,
    ...(by.onBehalf === undefined ? {} : { decidedFor: by.onBehalf.name }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}
