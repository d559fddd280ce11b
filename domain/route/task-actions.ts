/** What a person may try with one task: asked of the same rules that decide, without deciding. */
import { fieldsAt } from '../gates/dues';
import { checkDuty, isPartial } from '../people/separation';
import type { Material, Step } from '../pack/types';
import type { AllowedAction } from '../project/allowed';
import type { Actor, TaskAct } from '../project/commands';
import { applies } from '../project/context';
import type { Task } from '../project/state';
import { applyTask } from './apply-task';
import { askedOf } from './asked';
import { checkHolder, outcomesFor, stepOfTask } from './decide-task';
import { bodyNow, contextNow, openDraft, type Draft } from './draft';
import { earlierSteps } from './open-step';
import { checkReturnHere } from './return-task';
import { checkTakeBack } from './take-back';
import { isAsked } from './tell';
import { holderOf, isConcerned } from './whom';
import { isBy, isLive } from '../project/task';

interface At {
  readonly task: string;
  readonly step: string;
}

/** Rows of materials that a decision of this task may be asked for, whatever its outcome. */
export function rowsAt(draft: Draft, step: Step, task: Task): Material[] {
  const asked = step.outcomes.map(({ outcome }) => askedOf(draft, step, task, outcome));
  return Object.values(bodyNow(draft).materials).filter((row) => asked.some((each) => each.wants(row)));
}

/** Everything this person may do with one task of the present run, open, waiting or done. */
export function taskActions(draft: Draft, task: Task, actor: Actor): AllowedAction[] {
  const step = stepOfTask(draft, task);
  const at = { task: task.id, step: step.step };
  const concerned = isConcerned(draft.state, actor);
  const names = [
    ...(checkTakeBack(draft.state, task.id, actor) === undefined ? ['takeBack'] : []),
    ...(concerned ? ['copy'] : []),
    ...(isUnread(task, actor) ? ['markRead'] : []),
    ...(isLive(task) ? manageActions(draft, task, actor) : []),
  ];
  const open = task.status === 'open' ? openActions(draft, { task, step, at }, actor) : [];
  return [...open, ...names.map((action) => ({ action, ...at }))];
}

function isUnread({ copiedTo }: Task, actor: Actor): boolean {
  return copiedTo?.some(({ id, readAt }) => id === actor.id && readAt === undefined) ?? false;
}

function manageActions(draft: Draft, task: Task, actor: Actor): string[] {
  const { added } = task;
  const admin = actor.admin === true;
  return [
    ...(added !== undefined && (admin || isBy(added.by, actor.id)) ? ['removeSigner'] : []),
    ...(admin && !isPartial(actor, draft) ? ['correctAssignee'] : []),
  ];
}

interface Open {
  readonly task: Task;
  readonly step: Step;
  readonly at: At;
}

function openActions(draft: Draft, { task, step, at }: Open, actor: Actor): AllowedAction[] {
  const may = checkHolder(task, actor) === undefined && checkDuty(step, task, actor, draft) === undefined;
  // Whom the duties bar may still let go of what is in their hands, so that somebody else can act.
  const manages = may || actor.admin === true || isInHands(task, actor);
  const names = [
    ...(manages ? ['reassign'] : []),
    ...(manages && task.assignee !== undefined ? ['release'] : []),
    ...probe(draft, actor, [
      { type: 'handBack', task: task.id, comment: '-' },
      { type: 'getBack', task: task.id, comment: '-' },
      { type: 'urge', task: task.id, comment: '-' },
      { type: 'comment', task: task.id, comment: '-' },
    ]),
    ...(isAsked(task, actor) ? ['answer'] : []),
  ].map((action) => ({ action, ...at }));
  return may ? [...decideActions(draft, { task, step, at }), ...names] : names;
}

function isInHands(task: Task, actor: Actor): boolean {
  const isMine = task.added === undefined && task.assignee?.id === holderOf(actor).id;
  return isMine && checkHolder(task, actor) === undefined;
}

/** Of these acts the ones that would be accepted. */
function probe({ state, around }: Draft, actor: Actor, acts: readonly TaskAct[]): string[] {
  return acts
    .filter((act) => applyTask(openDraft(state, around), act, actor).length === 0)
    .map(({ type }) => type);
}

function decideActions(draft: Draft, { task, step, at }: Open): AllowedAction[] {
  const { state, around } = draft;
  const decide = {
    action: 'decide',
    ...at,
    outcomes: outcomesFor(step, task).map((each) => each.outcome),
    fields: Object.keys(fieldsAt(step, { state, around, body: bodyNow(draft) })),
    materials: rowsAt(draft, step, task)
      .filter((row) => applies(row, contextNow(draft)))
      .map((row) => row.kind),
  };
  const to = checkReturnHere(draft, task, step) === undefined ? earlierSteps(draft) : [];
  return [
    decide,
    ...(task.assignee === undefined ? [{ action: 'claim', ...at }] : []),
    ...(to.length === 0 ? [] : [{ action: 'return', ...at, to: to.map((each) => each.step) }]),
    { action: 'delegate', ...at },
    { action: 'consult', ...at },
    ...(step.does === 'decide' || step.does === 'advise' ? [{ action: 'addSigner', ...at }] : []),
  ];
}
