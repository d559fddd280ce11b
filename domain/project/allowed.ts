/** What a person may try now, and what stands before it: asked of the same rules that decide, without deciding. */
import type { GateReport } from '../gates/report';
import { isPartial } from '../people/separation';
import { checkSubstitute } from '../people/substitution';
import { decideTask } from '../route/decide-task';
import { bodyNow, findStep, openDraft, type Draft } from '../route/draft';
import { stepsHere } from '../route/steer';
import { rowsAt, taskActions } from '../route/task-actions';
import { lifeActs, type Act, type Actor } from './commands';
import type { Surroundings } from './context';
import { submitTask } from './decide';
import { DomainError } from '../refusals';
import { holdsAny, isOver, rolesFor } from './life';
import type { ProcessState } from './state';
import { isOwners, type PersonRef } from './task';
import { checkCaseOpening } from './case-door';

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
  /** Whom a substitute would do it for. */
  readonly onBehalf?: PersonRef;
  /** Steps a return may go to. */
  readonly to?: readonly string[];
}

function openableCases({ state, around: { rules } }: Draft, actor: Actor): string[] {
  if (state.kind === 'case') return [];
  const isBarred = (caseType: string) =>
    checkCaseOpening({ state: { ...state, caseType }, rules, project: state, actor }).length > 0;
  return Object.entries(rules.cases)
    .filter(([type, { about }]) => about === 'project' && !isBarred(type))
    .map(([type]) => type);
}

/** Suspend, resume, withdraw, terminate: of a project and of a case alike. */
function lifeActions(draft: Draft, actor: Actor): AllowedAction[] {
  const { state } = draft;
  const suspended = state.status === 'suspended';
  const holds = (roles: readonly string[]) => actor.admin === true || holdsAny(roles, actor, draft);
  return lifeActs
    .filter((act) => (act === 'resume' ? suspended : act !== 'suspend' || !suspended))
    .filter((act) => act !== 'withdraw' || state.status !== 'inUse')
    .filter((act) => holds(rolesFor(act, draft)))
    .map((action) => ({ action }));
}

function projectActions(draft: Draft, actor: Actor): AllowedAction[] {
  const { state } = draft;
  const life = lifeActions(draft, actor);
  if (state.status === 'suspended') return life;
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

/** What an administrator may do with the route itself. */
function steerActions(draft: Draft, actor: Actor): AllowedAction[] {
  if (actor.admin !== true || isPartial(actor, draft)) return [];
  const { open } = draft.state;
  const to = stepsHere(draft).filter((step) => step !== open?.step);
  return [
    ...(to.length === 0 ? [] : [{ action: open === null ? 'wakeUp' : 'jump', to }]),
    { action: 'correctApplicant' },
    // Which versions fit, GET /api/projects/{id}/pack-move tells.
    ...(draft.state.kind === 'project' ? [{ action: 'movePack' }] : []),
  ];
}

/** Of what the absent person could do with each task, what a substitute may do in their place. */
function substituteActions(draft: Draft, tasks: readonly AllowedAction[], actor: Actor): AllowedAction[] {
  const { id, name } = actor.onBehalf ?? actor;
  return tasks
    .filter(({ action }) => checkSubstitute(draft, action, actor) === undefined)
    .map((each) => ({ ...each, onBehalf: { id, name } }));
}

/** Everything this person may do with the process now: on it as a whole, and on each task of its present run. */
export function allowedActions(state: ProcessState, around: Surroundings, actor: Actor): AllowedAction[] {
  if (isOver(state) || state.run === null) return [];
  const draft = openDraft(state, around);
  const tasks =
    state.status === 'suspended'
      ? []
      : Object.values(state.tasks).flatMap((task) => taskActions(draft, task, actor));
  if (actor.onBehalf !== undefined) return substituteActions(draft, tasks, actor);
  return [
    ...(state.kind === 'project' ? projectActions(draft, actor) : lifeActions(draft, actor)),
    ...(state.status === 'suspended' ? [] : steerActions(draft, actor)),
    ...tasks,
  ];
}

function asDecide(state: ProcessState, act: Act, actor: Actor): Extract<Act, { type: 'decide' }> | undefined {
  if (act.type === 'decide') return act;
  if (act.type !== 'submit') return undefined;
  const ownerTask = Object.values(state.tasks).find(isOwners)?.id;
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
  const step = findStep(bodyNow(draft), task.step)?.step;
  return step === undefined ? [] : rowsAt(draft, step, task).map((row) => row.kind);
}
