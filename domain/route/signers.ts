/** Adds signers to a seat (加签: before, beside, after) and removes them (减签). docs/decisions says what their votes count. Pure. */
import { defined } from '../defined';
import { checkDuty, isOutsider } from '../people/separation';
import type { Step } from '../pack/types';
import type { Actor, TaskAct } from '../project/commands';
import type { Task } from '../project/state';
import { refuse, type Refusal } from '../refusals';
import { concludeWithout, tasksOf } from './conclude';
import { checkHolder, liveTask, openTask, stepOfTask } from './decide-task';
import { emit, type Draft } from './draft';
import { removeWithGroup } from './fall-away';
import { checkMayRead, checkReason, holderOf, ref } from './whom';
import { isBy, isLive } from '../project/task';

interface Seat {
  readonly task: Task;
  readonly step: Step;
}

type AddAct = Extract<TaskAct, { type: 'addSigner' }>;

/** Signers that may be added to one opening of a step: a countersign is no mailing list. */
const mostAdded = 20;

/** True when this person sits in the opening already, with a vote cast or to cast. */
function sitsHere(draft: Draft, opening: number, person: string): boolean {
  return tasksOf(draft, opening).some(
    (task) => (isLive(task) && task.assignee?.id === person) || isBy(task.decidedBy, person),
  );
}

/** The seat to be added: of the role of the one who asks, with a vote only where everybody must agree. */
function signerFor(draft: Draft, { task, step }: Seat, act: AddAct, by: Actor): Task {
  const { state, around } = draft;
  const { run, phase, step: name, round, opening, seat, role } = task;
  return {
    id: `${state.id}-T${String(state.taskCount + 1)}`,
    ...{ run, phase, step: name, round, opening, seat, role },
    key: `person:${act.to.id}`,
    votes: task.votes && step.agree.rule === 'all',
    status: act.place === 'after' ? 'waiting' : 'open',
    assignee: ref(act.to),
    openedAt: around.now,
    added: { by: ref(by), to: task.id, place: act.place, ...defined({ yields: act.yields }) },
  };
}

/** Another seat of the opening that this person alone can take: signed with somebody else, they could not take it any more. */
function onlyTheirs(draft: Draft, { id, opening }: Task, soleKeys: readonly string[] = []): Task | undefined {
  return tasksOf(draft, opening).find(
    (each) => each.id !== id && isLive(each) && each.assignee === undefined && soleKeys.includes(each.key),
  );
}

function checkSigner(
  draft: Draft,
  { task, step }: Seat,
  signer: Task,
  { to, soleKeys }: AddAct,
): Refusal | undefined {
  if (tasksOf(draft, task.opening).filter((each) => each.added !== undefined).length >= mostAdded)
    return refuse('task/too-many-signers', { most: mostAdded });
  if (sitsHere(draft, task.opening, to.id))
    return refuse('duty/two-seats', { task: task.id, step: step.step, person: to.id });
  const needed = onlyTheirs(draft, task, soleKeys);
  if (needed !== undefined)
    return refuse('task/needed-at-seat', { task: needed.id, role: needed.role, to: to.name });
  if (!to.keys.includes(task.key) && isOutsider(to, draft))
    return refuse('task/unfit-assignee', { task: task.id, to: to.name });
  return checkDuty(step, signer, to, draft) ?? checkMayRead(draft, to);
}

function checkAsker(draft: Draft, { task, step }: Seat, act: AddAct, actor: Actor): Refusal | undefined {
  const barred = checkHolder(task, actor) ?? checkDuty(step, task, actor, draft);
  if (barred !== undefined) return barred;
  if (step.does === 'submit' || step.does === 'receive')
    return refuse('task/not-at-this-step', { action: 'addSigner', does: step.does });
  if (act.to.id === actor.id || act.to.id === holderOf(actor).id)
    return refuse('duty/two-seats', { task: task.id, step: step.step, person: actor.id });
  return checkReason('addSigner', act.comment);
}

/** Asks somebody to sign as well: before, beside or after the seat's own decision. */
export function addSigner(draft: Draft, act: AddAct, actor: Actor): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const barred = checkAsker(draft, found, act, actor);
  if (barred !== undefined) return [barred];
  const signer = signerFor(draft, found, act, actor);
  const unfit = checkSigner(draft, found, signer, act);
  if (unfit !== undefined) return [unfit];
  const { comment: reason, task } = act;
  emit(draft, { type: 'signerAdded', task, person: ref(actor), signer, reason });
  return [];
}

function checkRemove(task: Task, comment: string, actor: Actor): Refusal | undefined {
  if (task.added === undefined) return refuse('task/not-added', { task: task.id });
  if (!isBy(task.added.by, actor.id) && actor.admin !== true)
    return refuse('task/not-yours', { task: task.id });
  return checkReason('removeSigner', comment);
}

/** Takes an added signer out who has not signed yet: by whoever added them, or an administrator. */
export function removeSigner(
  draft: Draft,
  act: Extract<TaskAct, { type: 'removeSigner' }>,
  actor: Actor,
): Refusal[] {
  const task = liveTask(draft, act.task);
  if ('code' in task) return [task];
  const barred = checkRemove(task, act.comment, actor);
  if (barred !== undefined) return [barred];
  removeWithGroup(draft, task, actor, act.comment);
  concludeWithout(draft, stepOfTask(draft, task), task.opening);
  return [];
}
