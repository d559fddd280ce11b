/** Which facts whoever opens or drafts a process may declare: those due where it is handed in, and nobody else's. */
import { fieldsAt } from '../gates/dues';
import { supplierOf } from '../gates/report';
import type { Body, Fact, Step } from '../pack/types';
import { findStep } from '../route/draft';
import { refuse, type Refusal } from '../refusals';
import type { Fields } from './commands';
import { bodyOf, type Surroundings } from './context';
import { checkFields } from './fields';
import type { ProcessState, Task } from './state';
import { isOwners } from './task';

type Facts = Readonly<Record<string, Fact>>;

/** The state as its first run will see it: before it is opened it stands in none. */
function entered(state: ProcessState, { rules }: Surroundings): ProcessState {
  return state.kind === 'project' && state.run === null
    ? { ...state, run: rules.lifecycle[0]?.run ?? null }
    : state;
}

function declared(body: Body | undefined, around: Surroundings): Facts {
  return { ...around.rules.facts, ...body?.facts };
}

/** Facts due at the first step at which it is handed in. */
function openingFacts(state: ProcessState, around: Surroundings, body: Body): Facts {
  const steps = body.phases.flatMap((phase) => phase.steps);
  const first = steps.find((step) => step.does === 'submit');
  return first === undefined ? {} : fieldsAt(first, { state, around, body });
}

function isHandingIn(task: Task, step: Step | undefined): boolean {
  return isOwners(task) && step?.does === 'submit';
}

/** Facts due at the steps that the owner has open now. */
function draftFacts(state: ProcessState, around: Surroundings, body: Body): Facts {
  const steps = Object.values(state.tasks).flatMap((task) => {
    const step = findStep(body, task.step)?.step;
    return step !== undefined && isHandingIn(task, step) ? [step] : [];
  });
  return Object.assign({}, ...steps.map((step) => fieldsAt(step, { state, around, body }))) as Facts;
}

/** Who declares a fact instead: the seats of its step, the case that sets it, or the system that works it out. */
function declarerOf(name: string, fact: Fact, around: Surroundings): Readonly<Record<string, unknown>> {
  if (fact.set !== undefined) return { name, cases: fact.set };
  if ([fact.derive, fact.total, fact.counts].some((origin) => origin !== undefined))
    return { name, computed: true };
  const roles = seatsAt(fact.due, around).map((role) => supplierOf(around.rules, role));
  return { name, due: fact.due, ...(roles.length === 0 ? {} : { roles }) };
}

/** The roles that sit at a point written `run.step`. */
function seatsAt(due: string, { rules }: Surroundings): string[] {
  const [run = '', step = ''] = due.split('.');
  const body = rules.stages[run];
  const found = body === undefined ? undefined : findStep(body, step);
  return (found?.step.who ?? []).map(({ role }) => role);
}

function check(fields: Fields, mine: Facts, all: Facts, around: Surroundings): Refusal[] {
  const others = Object.keys(fields).filter((name) => Object.hasOwn(all, name) && !Object.hasOwn(mine, name));
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !others.includes(name)));
  const rows = others.flatMap((name) => Object.entries(all).filter(([each]) => each === name));
  const declaredBy = rows.map(([name, fact]) => declarerOf(name, fact, around));
  const basis = rows[0]?.[1].basis;
  return [
    ...(others.length === 0
      ? []
      : [refuse('fields/not-yours', { names: others, declaredBy }, basis === undefined ? {} : { basis })]),
    ...checkFields(rest, mine),
  ];
}

/** Refuses an opening with facts that are unknown, wrong, or somebody else's to declare. */
export function checkOpeningFacts(unborn: ProcessState, around: Surroundings): Refusal[] {
  const state = entered(unborn, around);
  const body = bodyOf(around.rules, state);
  if (body === undefined) return checkFields(state.facts, {});
  return check(state.facts, openingFacts(state, around, body), declared(body, around), around);
}

/** Refuses a draft likewise, at whatever step the owner stands. Null takes a value out, whoever wrote it there. */
export function checkDraftFacts(fields: Fields, state: ProcessState, around: Surroundings): Refusal[] {
  const body = bodyOf(around.rules, state);
  const all = declared(body, around);
  const given = Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== null || !Object.hasOwn(all, name)),
  );
  return check(given, body === undefined ? {} : draftFacts(state, around, body), all, around);
}

/** Names whose null only leaves the draft: the process holds no value that a submission would take back. */
export function leavesDraft(fields: Fields, state: ProcessState, around: Surroundings): string[] {
  const body = bodyOf(around.rules, state);
  const mine = body === undefined ? {} : draftFacts(state, around, body);
  return Object.entries(fields).flatMap(([name, value]) => {
    const held = Object.hasOwn(mine, name) && (state.facts[name] ?? null) !== null;
    return value === null && !held ? [name] : [];
  });
}
