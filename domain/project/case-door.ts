/** Who may open a case about a project, and when; and what a money case may not do while its project stands still. Pure. */
import { findStep, type Draft } from '../route/draft';
import { keyOf } from '../route/open-step';
import type { Body, CaseType, Rules } from '../pack/types';
import { refuse, type Refusal } from '../refusals';
import { defined } from '../defined';
import type { Actor } from './commands';
import { bodyOf } from './context';
import { isOver } from './life';
import type { OutsideFacts } from './outside';
import type { ProcessState } from './state';

/** What a case must know of its project before it is opened. */
export type AboutProject = Pick<NonNullable<OutsideFacts['project']>, 'status' | 'run' | 'parties' | 'owner'>;

interface Opening {
  /** The case as it would begin. */
  readonly state: ProcessState;
  readonly rules: Pick<Rules, 'cases' | 'roles'>;
  readonly project: AboutProject | null;
  readonly actor: Actor;
}

function checkStanding(status: ProcessState['status']): Refusal[] {
  if (isOver({ status })) return [refuse('project/over', { status })];
  return status === 'suspended' ? [refuse('project/suspended', { reason: '' })] : [];
}

/** The project must be on its way, in a run during which the pack lets the case be opened. */
function checkMoment(row: CaseType, type: string, project: AboutProject | null): Refusal[] {
  if (row.about !== 'project' && project === null) return [];
  if (project === null) return [refuse('project/not-found', { projectId: null })];
  const { during, basis } = row;
  const standing = row.about === 'project' ? checkStanding(project.status) : [];
  if (standing.length > 0) return standing;
  const { run } = project;
  if (during.length === 0 || (run !== null && during.includes(run))) return [];
  return [refuse('case/not-during', { type, during, run }, defined({ basis }))];
}

/** A case that stands alone belongs to the organisation that opens it. */
function openerKey(role: string, { state, rules, project, actor }: Opening): string {
  if (project !== null) return keyOf(role, { ...state, owner: project.owner }, rules, project.parties);
  return rules.roles[role]?.is === 'party' ? `org:${actor.org}` : keyOf(role, state, rules, state.parties);
}

/** Refuses a case that this person, or anybody, may not open now. What the pack lets follow by itself is the system's. */
export function checkCaseOpening(opening: Opening): Refusal[] {
  const { state, rules, project, actor } = opening;
  const type = state.caseType ?? '';
  const row = rules.cases[type];
  if (row === undefined) return [refuse('case/unknown-type', { type, allowed: Object.keys(rules.cases) })];
  if (actor.system === true) return [];
  const moment = checkMoment(row, type, project);
  if (moment.length > 0) return moment;
  const role = row.openedBy;
  if (role === 'anyone') return [];
  const may = role !== undefined && actor.keys.includes(openerKey(role, opening));
  const roles = role === undefined ? [] : [role];
  return may ? [] : [refuse('project/not-permitted', { action: `openCase:${type}`, roles })];
}

/** As checkCaseOpening, within a decision; what must be gathered first is left to the handler. */
export function checkOpensCase({ state, around }: Draft, actor: Actor): Refusal[] {
  if (state.kind !== 'case') return [];
  if (state.projectId !== undefined && around.outside === undefined) return [];
  const project = around.outside?.project ?? null;
  return checkCaseOpening({ state, rules: around.rules, project, actor });
}

/** Money moves only while its project does: on a suspended or ended one a payment can be returned or refused, not carried on. */
export function checkMoneyMoves(before: ProcessState, draft: Draft): Refusal[] {
  const { state, around } = draft;
  const project = around.outside?.project;
  const isMoney = state.kind === 'case' && around.rules.cases[state.caseType ?? '']?.kind === 'money';
  if (!isMoney || project === undefined) return [];
  const body = bodyOf(around.rules, state);
  return body !== undefined && carriesOn(before, draft, body) ? checkStanding(project.status) : [];
}

/** True when somebody decided, or a step closed, with its good outcome. */
function carriesOn(before: ProcessState, { events }: Draft, body: Body): boolean {
  const isGood = (step: string | undefined, outcome: string) =>
    step !== undefined && findStep(body, step)?.step.outcomes[0]?.outcome === outcome;
  return events.some(
    (event) =>
      (event.type === 'decided' && isGood(before.tasks[event.task]?.step, event.outcome)) ||
      (event.type === 'stepDone' && isGood(event.step, event.outcome)),
  );
}
