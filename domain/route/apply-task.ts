/** Which rule decides which act on a task. */
import type { Act, Actor, TaskAct } from '../project/commands';
import type { Refusal } from '../refusals';
import { decideTask } from './decide-task';
import { delegateTask, getBackTask, handBackTask } from './delegate';
import type { Draft } from './draft';
import { claimTask, commentTask, reassignTask, releaseTask } from './handle-task';
import { returnTask } from './return-task';
import { addSigner, removeSigner } from './signers';
import { correctAssignee } from './steer';
import { takeBack } from './take-back';
import { answerTo, consultOn, copyTask, markRead, urgeTask } from './tell';

type Rule<T extends TaskAct['type']> = (
  draft: Draft,
  act: Extract<TaskAct, { type: T }>,
  actor: Actor,
) => Refusal[];

const rules: { readonly [T in TaskAct['type']]: Rule<T> } = {
  decide: decideTask,
  claim: claimTask,
  release: releaseTask,
  reassign: reassignTask,
  return: returnTask,
  comment: commentTask,
  delegate: delegateTask,
  handBack: handBackTask,
  getBack: getBackTask,
  addSigner,
  removeSigner,
  takeBack,
  urge: urgeTask,
  copy: copyTask,
  markRead,
  consult: consultOn,
  answer: answerTo,
  correctAssignee,
};

/** True for an act on one task. */
export function isTaskAct(act: Act): act is TaskAct {
  return Object.hasOwn(rules, act.type);
}

/** Decides an act on a task. */
export function applyTask(draft: Draft, act: TaskAct, actor: Actor): Refusal[] {
  // The table pairs every type with the rule of that very type, which the compiler cannot follow through the index.
  const rule: (draft: Draft, act: never, actor: Actor) => Refusal[] = rules[act.type];
  return rule(draft, act as never, actor);
}
