/** Added seats that fall away: with the signer who is removed, or because their signer has decided another seat of the step. Pure. */
import type { Actor } from '../project/commands';
import type { Task } from '../project/state';
import { isLive } from '../project/task';
import { tasksOf } from './conclude';
import { emit, type Draft } from './draft';
import { ref } from './whom';

/** Takes an added seat out; whom its signer had added goes with it. */
export function removeWithGroup(draft: Draft, task: Task, actor: Actor, reason: string): void {
  emit(draft, { type: 'signerRemoved', task: task.id, person: ref(actor), reason });
  const theirs = tasksOf(draft, task.opening).filter((each) => each.added?.to === task.id && isLive(each));
  for (const each of theirs) removeWithGroup(draft, each, actor, reason);
}

/** Why an added seat fell away by itself, as the record says it. */
const heardElsewhere =
  '加签人已在本环节的另一席位作出决定,加签席位自行撤销\nThe signer has decided another seat of this step';

/** Whose an added seat is: whoever lent it to somebody, else who has it in hand, else whom it was made for (released). */
const signerOf = ({ delegated, assignee, key }: Task): string =>
  delegated?.by.id ?? assignee?.id ?? key.replace(/^person:/u, '');

/** The added seats of this person, or of whom they act for, beside the seat they decide. */
function yielding(draft: Draft, { id, opening }: Task, { id: person, onBehalf }: Actor): Task[] {
  const heard = onBehalf === undefined ? [person] : [person, onBehalf.id];
  return tasksOf(draft, opening).filter(
    (each) => each.id !== id && isLive(each) && each.added?.yields === true && heard.includes(signerOf(each)),
  );
}

/** One person has one voice in a step: whoever decides a seat gives up those they were added with. */
export function fallAway(draft: Draft, decided: Task, actor: Actor): void {
  for (const seat of yielding(draft, decided, actor)) {
    const isLeft = draft.state.tasks[seat.id];
    if (isLeft !== undefined && isLive(isLeft)) removeWithGroup(draft, seat, actor, heardElsewhere);
  }
}

/** The draft as it will stand without those seats; the draft itself is left as it is. */
export function withoutYielding(draft: Draft, decided: Task, actor: Actor): Draft {
  const tried: Draft = { ...draft, events: [], reports: [] };
  fallAway(tried, decided, actor);
  return tried;
}
