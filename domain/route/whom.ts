/** Whom an act on a task concerns: who holds it, who stands beside it, who may be shown it. Pure. */
import { tookPart } from '../people/separation';
import type { Absent, Actor } from '../project/commands';
import type { PersonRef, ProcessState, Task } from '../project/state';
import { refuse, type Refusal } from '../refusals';
import type { Draft } from './draft';

/** A person as events name them; a substitute with whom they act for. */
export function ref({ id, name, onBehalf }: Actor): PersonRef {
  return onBehalf === undefined
    ? { id, name }
    : { id, name, onBehalf: { id: onBehalf.id, name: onBehalf.name } };
}

/** Whose tasks and keys an act goes by: the absent person's when a substitute acts. */
export function holderOf(actor: Actor): Absent {
  return actor.onBehalf ?? actor;
}

/** True when the task is in this person's hands: given to them, or their group's and nobody's yet. */
export function holds({ assignee, key }: Pick<Task, 'assignee' | 'key'>, actor: Actor): boolean {
  const holder = holderOf(actor);
  return assignee === undefined ? holder.keys.includes(key) : assignee.id === holder.id;
}

/** True for the applicant's organisation, whoever acted in the process or holds a task of it, and administrators. */
export function isConcerned({ owner, participants, tasks }: ProcessState, actor: Actor): boolean {
  return (
    actor.admin === true ||
    actor.keys.includes(`org:${owner.org}`) ||
    owner.person.id === actor.id ||
    participants.some((each) => tookPart(each, actor.id)) ||
    Object.values(tasks).some(
      (task) => holds(task, actor) || actor.keys.includes(task.key) || task.delegated?.by.id === actor.id,
    )
  );
}

/** A confidential case is shown to its readers only, by no detour to anybody else. */
export function checkMayRead({ state }: Draft, to: Actor): Refusal | undefined {
  const { readers, owner } = state;
  if (readers === undefined || owner.person.id === to.id) return undefined;
  return readers.some((key) => to.keys.includes(key))
    ? undefined
    : refuse('task/confidential', { to: to.name });
}

/** A reason is written, not left blank. */
export function checkReason(action: string, comment: string): Refusal | undefined {
  return comment.trim() === '' ? refuse('task/reason-required', { action }) : undefined;
}

/** A remark where there is one. */
export function said(comment: string): { readonly comment?: string } {
  return comment.trim() === '' ? {} : { comment };
}
