/** Acts on a process as a whole: suspend, resume, withdraw, terminate, bind a party, waive, report a fault. Pure. */
import { processEnds } from '../pack/types';
import { checkParty, checkRebinding } from '../people/parties';
import { restartRunClocks } from '../route/clock-events';
import { bodyNow, emit, type Draft } from '../route/draft';
import { keyOf } from '../route/open-step';
import { endProcess, resumeProcess, suspendProcess } from '../route/whole-process';
import { waiverKey } from '../gates/report';
import { refuse, type Refusal } from '../refusals';
import type { Actor, LifeAct, ProjectAct } from './commands';
import type { ProcessState, Status } from './state';

const overStatuses: readonly Status[] = ['closed', ...processEnds];

/** True when nothing more can happen to the process. */
export function isOver(state: Pick<ProcessState, 'status'>): boolean {
  return overStatuses.includes(state.status);
}

/** Roles that may take an act on the whole process. Withdrawing is the right of whoever may bring it up. */
export function rolesFor(act: LifeAct | 'waive', draft: Draft): readonly string[] {
  return act === 'withdraw' ? withdrawers(draft) : (draft.around.rules.powers[act] ?? []);
}

/** The owner; of a case that one role alone opens, that role, or whom the pack names: nobody withdraws what is held against them. */
function withdrawers({ state, around: { rules } }: Draft): readonly string[] {
  const row = state.kind === 'case' ? rules.cases[state.caseType ?? ''] : undefined;
  if (row?.withdrawnBy !== undefined && state.status !== 'draft') return row.withdrawnBy;
  const openedBy = row?.openedBy;
  return openedBy === undefined || openedBy === 'anyone' ? ['projectOwner'] : [openedBy];
}

/** True when the person holds one of these roles of the pack for this process. */
export function holdsAny(
  roles: readonly string[],
  actor: Actor,
  draft: Pick<Draft, 'state' | 'around'>,
): boolean {
  const { state, around } = draft;
  return roles.some((role) => actor.keys.includes(keyOf(role, state, around.rules, state.parties)));
}

function checkPower(act: LifeAct | 'waive', actor: Actor, draft: Draft): Refusal | undefined {
  const roles = rolesFor(act, draft);
  return actor.admin === true || holdsAny(roles, actor, draft)
    ? undefined
    : refuse('project/not-permitted', { action: act, roles });
}

const person = ({ id, name }: Actor) => ({ id, name });

const life: Record<LifeAct, (draft: Draft, actor: Actor, reason: string) => Refusal[]> = {
  suspend(draft, actor, reason) {
    if (draft.state.status === 'suspended') return [refuse('project/suspended', {})];
    suspendProcess(draft, person(actor), reason);
    return [];
  },
  resume(draft, actor, reason) {
    if (draft.state.status !== 'suspended') return [refuse('project/not-suspended', {})];
    resumeProcess(draft, person(actor), reason);
    return [];
  },
  withdraw(draft, _actor, reason) {
    const before = draft.state.suspension?.before ?? draft.state.status;
    if (before === 'inUse') return [refuse('project/illegal-action', { action: 'withdraw', status: before })];
    endProcess(draft, 'withdrawn', reason);
    return [];
  },
  terminate(draft, _actor, reason) {
    endProcess(draft, 'terminated', reason);
    return [];
  },
};

/** Suspends, resumes, withdraws or terminates: always with a reason, by a role of the pack's powers. */
export function decideLife(draft: Draft, type: LifeAct, actor: Actor, reason: string): Refusal[] {
  const barred = checkPower(type, actor, draft);
  if (barred !== undefined) return [barred];
  if (reason.trim() === '') return [refuse('task/reason-required', { action: type })];
  return life[type](draft, actor, reason);
}

/** Binds an organisation to a party role: by the owner, while the project is on its way. */
export function bindParty(
  draft: Draft,
  act: Extract<ProjectAct, { type: 'bindParty' }>,
  actor: Actor,
): Refusal[] {
  const { rules } = draft.around;
  const allowed = Object.entries(rules.roles).flatMap(([role, row]) =>
    row.is === 'party' && role !== 'projectOwner' ? [role] : [],
  );
  if (!allowed.includes(act.role)) return [refuse('party/unknown-role', { role: act.role, allowed })];
  if (!holdsAny(['projectOwner'], actor, draft)) {
    return [refuse('project/not-permitted', { action: 'bindParty', roles: ['projectOwner'] })];
  }
  const conflict = checkParty(act.role, act.org, draft);
  if (conflict !== undefined) return [conflict];
  const reason = act.comment ?? '';
  const unexplained = checkRebinding(act.role, act.org, reason, draft.state);
  if (unexplained.length > 0) return unexplained;
  const said = reason.trim() === '' ? {} : { reason };
  emit(draft, { type: 'partyBound', role: act.role, org: act.org, zh: act.orgZh, ...said });
  return [];
}

/** Lets a gate or a material go where the text allows an exception (原则上), by the role the pack names. */
export function waive(draft: Draft, act: Extract<ProjectAct, { type: 'waive' }>, actor: Actor): Refusal[] {
  const body = bodyNow(draft);
  const row = body.gates[act.code] ?? body.materials[act.code];
  if (row?.waiver === undefined) {
    const allowed = [...Object.entries(body.gates), ...Object.entries(body.materials)].flatMap(
      ([code, each]) => (each.waiver ? [code] : []),
    );
    return [refuse('project/illegal-action', { action: 'waive', code: act.code, allowed })];
  }
  if (!holdsAny([row.waiver.by], actor, draft)) {
    return [refuse('project/not-permitted', { action: 'waive', roles: [row.waiver.by] })];
  }
  if (act.comment.trim() === '') return [refuse('task/reason-required', { action: 'waive' })];
  emit(draft, {
    type: 'gateWaived',
    code: waiverKey(draft.state, act.code),
    by: actor.id,
    reason: act.comment,
  });
  return [];
}

/** A serious fault during the trial run: recorded, and its clock starts again where the pack says so. */
export function reportFault(
  draft: Draft,
  act: Extract<ProjectAct, { type: 'reportFault' }>,
  actor: Actor,
): Refusal[] {
  if (draft.state.stage !== 'trialRun')
    return [refuse('project/illegal-action', { action: 'reportFault', stage: draft.state.stage })];
  const roles = ['projectOwner', 'contractor', 'supervisor'].filter(
    (role) => draft.around.rules.roles[role] !== undefined,
  );
  if (!holdsAny(roles, actor, draft))
    return [refuse('project/not-permitted', { action: 'reportFault', roles })];
  if (act.comment.trim() === '') return [refuse('task/reason-required', { action: 'reportFault' })];
  emit(draft, { type: 'faultReported', person: person(actor), reason: act.comment });
  if (bodyNow(draft).options['faultResets'] === true) restartRunClocks(draft);
  return [];
}
