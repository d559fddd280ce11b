/**
 * A running project goes on under another version of its pack: an administrator's act with a reason. What was decided
 * stands; only what comes later follows the new rules. Where the project stands must mean the same in both versions. Pure.
 */
import canonicalize from 'canonicalize';
import type { Role, Rules, Step } from '../pack/types';
import { emit, findStep, type Draft } from '../route/draft';
import { checkSteer } from '../route/steer';
import { ref } from '../route/whom';
import { refuse, type Refusal } from '../refusals';
import type { Actor, ProjectAct } from './commands';
import type { ProcessState } from './state';
import { openTasksOf } from './task';

/** Why a version does not fit a project where it stands. */
export interface Misfit {
  readonly what: 'pack' | 'version' | 'run' | 'step' | 'stepChanged' | 'role' | 'effects';
  readonly name: string;
}

/** Moves the project; refuses with every reason why the version does not fit. */
export function movePack(
  draft: Draft,
  act: Extract<ProjectAct, { type: 'movePack' }>,
  actor: Actor,
): Refusal[] {
  const { state, around } = draft;
  if (state.kind !== 'project')
    return [refuse('project/illegal-action', { action: 'movePack', kind: state.kind })];
  const barred = checkSteer(draft, 'movePack', act.comment, actor);
  if (barred !== undefined) return [barred];
  const misfits = misfitsOf(state, around.rules, act.rules);
  const [from, to] = [state.pack, act.rules.pack];
  if (misfits.length > 0)
    return [refuse('pack/does-not-fit', { from: from.version, to: to.version, misfits })];
  emit(draft, { type: 'packMoved', person: ref(actor), from, to, reason: act.comment });
  return [];
}

/** Everything about the place where a project stands that another version does not have, or has otherwise. */
export function misfitsOf(state: ProcessState, rules: Rules, next: Rules): Misfit[] {
  const { id, version, hash } = next.pack;
  if (id !== state.pack.id) return [{ what: 'pack', name: id }];
  if (hash === state.pack.hash) return [{ what: 'version', name: version }];
  const run = state.run ?? '';
  const row = next.lifecycle.find((each) => each.run === run);
  const body = next.stages[run];
  if (row?.kind !== state.stage || body === undefined) return [{ what: 'run', name: run }];
  const missing = stepsOf(state).filter((step) => findStep(body, step) === undefined);
  return [
    ...missing.map((name): Misfit => ({ what: 'step', name })),
    ...changedStep(state, rules, next),
    ...changedRoles(state, rules, next),
    ...Object.keys(state.effects ?? {}).map((name): Misfit => ({ what: 'effects', name })),
  ];
}

/** Steps of the present run that somebody acted at, has open, or is to come back to. */
function stepsOf({ tasks, open, backTo }: ProcessState): string[] {
  const named = [
    ...Object.values(tasks).map(({ step }) => step),
    ...(open === null ? [] : [open.step]),
    ...(backTo === undefined ? [] : [backTo.from, backTo.to]),
  ];
  return [...new Set(named)];
}

/** Words and articles may change under an open step; who decides, how many and what must not. */
const mayChange = ['zh', 'en', 'basis', 'note', 'reading'];

function coreOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(coreOf);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).filter(([key]) => !mayChange.includes(key));
  return Object.fromEntries(parts.map(([key, part]) => [key, coreOf(part)]));
}

function isSame(before: unknown, after: unknown): boolean {
  return canonicalize(coreOf(before)) === canonicalize(coreOf(after));
}

/** A step with its phase: an open one must not change under the people who are deciding it. */
function changedStep({ run, open }: ProcessState, rules: Rules, next: Rules): Misfit[] {
  if (open === null) return [];
  const at = (of: Rules): { phase: string; step: Step } | undefined => {
    const body = of.stages[run ?? ''];
    const found = body === undefined ? undefined : findStep(body, open.step);
    return found === undefined ? undefined : { phase: found.phase, step: found.step };
  };
  const after = at(next);
  return after === undefined || isSame(at(rules), after) ? [] : [{ what: 'stepChanged', name: open.step }];
}

/** Open tasks wait for the holders of their roles: the roles must be found in the same way. */
function changedRoles(state: ProcessState, rules: Rules, next: Rules): Misfit[] {
  const roles = new Set(openTasksOf(state).map(({ role }) => role));
  const at = (of: Rules, role: string): Role | undefined =>
    Object.hasOwn(of.roles, role) ? of.roles[role] : undefined;
  return [...roles]
    .filter((role) => !isSame(at(rules, role), at(next, role)))
    .map((name): Misfit => ({ what: 'role', name }));
}
