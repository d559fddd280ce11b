/** The one entry to every decision of a process: command in, events or every refusal out. Pure. */
import { refusedGates, type GateReport } from '../gates/report';
import { checkSubstitute } from '../people/substitution';
import { applyTask, isTaskAct } from '../route/apply-task';
import { settleStops, startClocks } from '../route/clock-events';
import { enterRun, openFirst } from '../route/cascade';
import { decideTask } from '../route/decide-task';
import { emit, openDraft, type Draft } from '../route/draft';
import { jump, wakeUp } from '../route/steer';
import { dateOf } from '../clocks/dates';
import { DomainError, refuse, type Refusal } from '../refusals';
import { correctApplicant } from './applicant';
import { holdClocks } from './hold-clocks';
import { checkInvariants } from './invariants';
import { adoptCalendar } from './adopt-calendar';
import { checkMoneyMoves, checkOpensCase } from './case-door';
import { reachClock } from './clock-reached';
import type { Act, Actor, Command, CommandResult, ProjectAct, SystemAct } from './commands';
import type { Surroundings } from './context';
import { doorReports } from './door';
import { noteEffect, takeEffect } from './effects';
import type { ProcessEvent } from './events';
import { bindParty, decideLife, isOver, reportFault, waive } from './life';
import { movePack } from './move-pack';
import { checkOpeningFacts } from './opening-facts';
import { originOf, roundOf, type ProcessState } from './state';
import { decidedOf, isOwners } from './task';

export type Decision =
  | { readonly events: readonly ProcessEvent[]; readonly reports: readonly GateReport[] }
  | { readonly refusals: readonly Refusal[]; readonly reports: readonly GateReport[] };

/** Acts that a suspended process still takes. */
const evenSuspended: readonly Act['type'][] = [
  'resume',
  'terminate',
  'withdraw',
  'comment',
  'copy',
  'markRead',
  'answer',
  'correctAssignee',
  'correctApplicant',
  'clockReached',
  'calendarPublished',
  'effect',
  'effectDone',
];

/** Decides a command against the state. Refusals are all there are, not the first. */
export function decide(
  state: ProcessState,
  command: Pick<Command, 'act' | 'actor'>,
  around: Surroundings,
): Decision {
  const draft = openDraft(state, around);
  const early = checkLife(state, command.act) ?? checkSubstitute(draft, command.act.type, command.actor);
  const refusals = early === undefined ? apply(draft, command.act, command.actor) : [early];
  if (refusals.length === 0) {
    settleStops(draft);
    holdClocks(state, draft);
  }
  if (refusals.length === 0) refusals.push(...refusedGates(draft.reports));
  if (refusals.length === 0)
    refusals.push(...checkMoneyMoves(state, draft), ...checkInvariants(state, draft));
  return refusals.length > 0
    ? { refusals, reports: draft.reports }
    : { events: draft.events, reports: draft.reports };
}

function checkLife(state: ProcessState, act: Act): Refusal | undefined {
  if (isOver(state) && act.type !== 'effectDone')
    return refuse('project/over', {
      status: state.status,
      ...(isTaskAct(act) ? decidedOf(state, act.task) : {}),
    });
  if (state.run === null && act.type !== 'open')
    return refuse('project/illegal-action', { action: act.type, stage: null });
  if (state.status === 'suspended' && !evenSuspended.includes(act.type)) {
    return refuse('project/suspended', { reason: state.suspension?.reason ?? '' });
  }
  return undefined;
}

function apply(draft: Draft, act: Act, actor: Actor): Refusal[] {
  if (isTaskAct(act)) return applyTask(draft, act, actor);
  switch (act.type) {
    case 'open':
    case 'clockReached':
    case 'calendarPublished':
    case 'effect':
    case 'effectDone':
      return applySystem(draft, act, actor);
    case 'submit':
    case 'jump':
    case 'wakeUp':
    case 'correctApplicant':
    case 'movePack':
    case 'withdraw':
    case 'suspend':
    case 'resume':
    case 'terminate':
    case 'bindParty':
    case 'waive':
    case 'reportFault':
      return applyProject(draft, act, actor);
  }
}

function applyProject(draft: Draft, act: ProjectAct, actor: Actor): Refusal[] {
  switch (act.type) {
    case 'submit':
      return submit(draft, act, actor);
    case 'jump':
      return jump(draft, act, actor);
    case 'wakeUp':
      return wakeUp(draft, act, actor);
    case 'correctApplicant':
      return correctApplicant(draft, act, actor);
    case 'movePack':
      return movePack(draft, act, actor);
    case 'bindParty':
      return bindParty(draft, act, actor);
    case 'waive':
      return waive(draft, act, actor);
    case 'reportFault':
      return reportFault(draft, act, actor);
    case 'withdraw':
    case 'suspend':
    case 'resume':
    case 'terminate':
      return decideLife(draft, act.type, actor, act.comment);
  }
}

/** `submit` on the project is deciding the submit task that is open to the person. */
function submit(draft: Draft, act: Extract<ProjectAct, { type: 'submit' }>, actor: Actor): Refusal[] {
  const open = submitTask(draft.state, actor);
  if (open === undefined)
    return [refuse('project/illegal-action', { action: 'submit', stage: draft.state.stage })];
  return decideTask(draft, { ...act, type: 'decide', task: open, outcome: 'submitted' }, actor);
}

/** The open task of the owner's organisation at which a project is handed in, if this person holds it. */
export function submitTask(state: ProcessState, actor: Actor): string | undefined {
  return Object.values(state.tasks).find(
    (task) =>
      isOwners(task) &&
      (task.assignee === undefined ? actor.keys.includes(task.key) : task.assignee.id === actor.id),
  )?.id;
}

function applySystem(draft: Draft, act: SystemAct, actor: Actor): Refusal[] {
  switch (act.type) {
    case 'clockReached':
      return reachClock(draft, act);
    case 'calendarPublished':
      return adoptCalendar(draft, act, actor);
    case 'effect':
      return takeEffect(draft, act, actor);
    case 'effectDone':
      return noteEffect(draft, act, actor);
    case 'open':
      return openProcess(draft, actor);
  }
}

function openProcess(draft: Draft, actor: Actor): Refusal[] {
  if (draft.state.run !== null) return [refuse('project/illegal-action', { action: 'open' })];
  const mistakes = [...checkOpensCase(draft, actor), ...checkOpeningFacts(draft.state, draft.around)];
  if (mistakes.length > 0) return mistakes;
  emit(draft, { type: 'created', process: originOf(draft.state) });
  if (draft.state.kind === 'project') {
    const first = draft.around.rules.lifecycle[0];
    if (first === undefined) throw new DomainError('lifecycle/missing', draft.state.id);
    enterRun(draft, first);
  } else {
    const run = draft.state.caseType ?? '';
    emit(draft, { type: 'runEntered', run, kind: 'case', occurrence: 1, round: 1 });
    startClocks(draft, 'entered', dateOf(draft.around.now));
    openFirst(draft);
  }
  draft.reports.push(...doorReports(draft.state, draft.around));
  return [];
}

/** What a recorded command answers, for ever: made from the state before and after it. */
export function resultOf(
  command: Pick<Command, 'id' | 'act'>,
  events: readonly ProcessEvent[],
  after: ProcessState,
): CommandResult {
  const decided = events.find((event) => event.type === 'decided');
  return {
    commandId: command.id,
    workflowId: after.workflowId,
    seq: after.seq,
    at: after.updatedAt,
    action: command.act.type,
    ...('task' in command.act ? { task: command.act.task } : {}),
    ...(decided === undefined ? {} : { task: decided.task, outcome: decided.outcome }),
    status: after.status,
    stage: after.stage,
    run: after.run,
    round: roundOf(after),
    opened: events.flatMap((event) =>
      event.type === 'stepOpened'
        ? event.tasks.map((task) => task.id)
        : event.type === 'signerAdded'
          ? [event.signer.id]
          : [],
    ),
  };
}
