/** What a person may try now, and what stands before it: asked of the same rules that decide, without deciding. */
import { fieldsAt } from '../gates/dues';
import type { GateReport } from '../gates/report';
import { checkDuty } from '../people/separation';
import type { Material, Step } from '../pack/types';
import { askedOf } from '../route/asked';
import { checkHolder, decideTask } from '../route/decide-task';
import { bodyNow, contextNow, findStep, openDraft, type Draft } from '../route/draft';
import { earlierSteps } from '../route/open-step';
import { lifeActs, type Act, type Actor } from './commands';
import { applies, type Surroundings } from './context';
import { submitTask } from './decide';
import { DomainError } from '../refusals';
import { holdsAny, isOver, rolesFor } from './life';
import type { ProcessState, Task } from './state';

/** An action a person may take, with what it can be given. */
export interface AllowedAction {
  readonly action: string;
  readonly task?: string;
  readonly step?: string;
  readonly outcomes?: readonly string[];
  /** Facts it may declare. */
  readonly fields?: readonly string[];
  /** Materials it should bring. */
  readonly materials?: readonly string[];
  /** Steps a return may go to. */
  readonly to?: readonly string[];
}

function stepOf(draft: Draft, task: Task): Step | undefined {
  return findStep(bodyNow(draft), task.step)?.step;
}

/** Rows of materials that a decision of this task may be asked for, whatever its outcome. */
function rowsAt(draft: Draft, step: Step, task: Task): Material[] {
  const asked = step.outcomes.map(({ outcome }) => askedOf(draft, step, task, outcome));
  return Object.values(bodyNow(draft).materials).filter((row) => asked.some((each) => each.wants(row)));
}

function taskActions(draft: Draft, task: Task, actor: Actor): AllowedAction[] {
  const step = stepOf(draft, task);
  if (step === undefined) return [];
  const base = { task: task.id, step: step.step };
  const may = checkHolder(task, actor) === undefined && checkDuty(step, task, actor, draft) === undefined;
  const manages = may || actor.admin === true;
  const taken = task.assignee !== undefined;
  return [
    ...(may ? decideActions(draft, task, step) : []),
    ...(manages ? [{ action: 'reassign', ...base }] : []),
    ...(manages && taken ? [{ action: 'release', ...base }] : []),
    ...(may || actor.keys.includes(`org:${draft.state.owner.org}`) ? [{ action: 'comment', ...base }] : []),
  ];
}

function decideActions(draft: Draft, task: Task, step: Step): AllowedAction[] {
  const { state, around } = draft;
  const base = { task: task.id, step: step.step };
  const decide = {
    action: 'decide',
    ...base,
    outcomes: step.outcomes.map((each) => each.outcome),
    fields: Object.keys(fieldsAt(step, { state, around, body: bodyNow(draft) })),
    materials: rowsAt(draft, step, task)
      .filter((row) => applies(row, contextNow(draft)))
      .map((row) => row.kind),
  };
  const claim = task.assignee === undefined ? [{ action: 'claim', ...base }] : [];
  return [decide, ...claim, ...returnAction(draft, task, base)];
}

function returnAction(draft: Draft, task: Task, base: { task: string; step: string }): AllowedAction[] {
  const voting = Object.values(draft.state.tasks).filter(
    (each) => each.opening === task.opening && each.votes,
  );
  const to = voting.length > 1 ? [] : earlierSteps(draft).map((step) => step.step);
  return to.length === 0 ? [] : [{ action: 'return', ...base, to }];
}

function openableCases({ state, around }: Draft, actor: Actor): string[] {
  const { run } = state;
  if (run === null) return [];
  const mine = (role: string | undefined) =>
    role === 'anyone' || (role !== undefined && holdsAny([role], actor, { state, around }));
  return Object.entries(around.rules.cases)
    .filter(([, type]) => type.about === 'project' && (type.during.length === 0 || type.during.includes(run)))
    .flatMap(([type, row]) => (mine(row.openedBy) ? [type] : []));
}

function projectActions(draft: Draft, actor: Actor): AllowedAction[] {
  const { state } = draft;
  const suspended = state.status === 'suspended';
  const holds = (roles: readonly string[]) => actor.admin === true || holdsAny(roles, actor, draft);
  const life = lifeActs
    .filter((act) => (act === 'resume' ? suspended : act !== 'suspend' || !suspended))
    .filter((act) => act !== 'withdraw' || state.status !== 'inUse')
    .filter((act) => holds(rolesFor(act, draft)))
    .map((action) => ({ action }));
  if (suspended) return life;
  const owner = holdsAny(['projectOwner'], actor, draft);
  const cases = openableCases(draft, actor).map((type) => ({ action: `openCase:${type}` }));
  return [
    ...(submitTask(state, actor) === undefined ? [] : [{ action: 'submit' }]),
    ...life,
    ...(owner ? [{ action: 'bindParty' }] : []),
    ...cases,
    ...(state.stage === 'trialRun' && holdsAny(['projectOwner', 'contractor', 'supervisor'], actor, draft)
      ? [{ action: 'reportFault' }]
      : []),
  ];
}

/** Everything this person may do with the process now: on it as a whole, and on each of its open tasks. */
export function allowedActions(state: ProcessState, around: Surroundings, actor: Actor): AllowedAction[] {
  if (isOver(state) || state.run === null) return [];
  const draft = openDraft(state, around);
  const open = Object.values(state.tasks).filter((task) => task.status === 'open');
  const tasks = state.status === 'suspended' ? [] : open.flatMap((task) => taskActions(draft, task, actor));
  return [...(state.kind === 'project' ? projectActions(draft, actor) : []), ...tasks];
}

function asDecide(state: ProcessState, act: Act, actor: Actor): Extract<Act, { type: 'decide' }> | undefined {
  if (act.type === 'decide') return act;
  if (act.type !== 'submit') return undefined;
  const ownerTask = Object.values(state.tasks).find(
    (each) => each.status === 'open' && each.role === 'projectOwner',
  )?.id;
  const task = submitTask(state, actor) ?? ownerTask;
  return task === undefined ? undefined : { ...act, type: 'decide', task, outcome: 'submitted' };
}

/** Every gate of an act, met or not, as a refusal would name it; whoever asks need not hold the task. */
export function previewGates(
  state: ProcessState,
  act: Act,
  around: Surroundings,
  actor: Actor,
): GateReport[] {
  const decide = asDecide(state, act, actor);
  if (decide === undefined || isOver(state)) return [];
  const draft = openDraft(state, around);
  try {
    decideTask(draft, decide, actor, { preview: true });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'rule/fault') throw error;
    return [...draft.reports, faultReport(error)];
  }
  return draft.reports;
}

/** A rule of the pack that cannot be worked out bars the decision, and a preview says so. */
function faultReport({ code, message }: DomainError): GateReport {
  const zh = `制度规则无法计算，请联系管理员：${message}`;
  const en = `A rule of the pack cannot be worked out; tell an administrator: ${message}`;
  return { met: false, gate: { code, zh, en, missing: [], suppliers: [] } };
}

/** Kinds of materials that enter the process with this act; also those only another of them may make due (整改证明). */
export function materialsDueAt(state: ProcessState, act: Act, around: Surroundings, actor: Actor): string[] {
  const decide = asDecide(state, act, actor);
  const task = decide === undefined ? undefined : state.tasks[decide.task];
  if (task === undefined) return [];
  const draft = openDraft(state, around);
  const step = stepOf(draft, task);
  return step === undefined ? [] : rowsAt(draft, step, task).map((row) => row.kind);
}
