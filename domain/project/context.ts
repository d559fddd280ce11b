/** Everything a condition of the pack may read about a process, by the names the pack declares. */
import { evaluateExpression, type FeelContext } from '../pack/feel';
import type { Body, Expression, Fact, Rules, Row, Table, Value } from '../pack/types';
import type { Calendar } from '../clocks/calendar';
import { inFeel, pickNumber, pickRow } from '../pack/tables';
import { readsOf, readsOfNumber } from '../pack/worked-out';
import { dateOf } from '../clocks/dates';
import { DomainError } from '../refusals';
import type { Fields, FieldValue, MaterialRef } from './commands';
import { soundFields } from './fields';
import type { OutsideFacts } from './outside';
import { roundOf, type ProcessState } from './state';

/** What decisions are made with besides the state. `now` is the workflow's legal time (ISO UTC). */
export interface Surroundings {
  readonly rules: Rules;
  readonly now: string;
  readonly calendar: Calendar;
  /** Absent when not gathered (an update's validator): conditions that need them are left to the handler. */
  readonly outside?: OutsideFacts;
}

/** The body of the present run, or of the case. */
export function bodyOf(rules: Rules, state: ProcessState): Body | undefined {
  if (state.kind === 'case') return rules.cases[state.caseType ?? ''];
  return state.run === null ? undefined : rules.stages[state.run];
}

/** The facts and materials that count: for a case its own over those of its project. */
export function effective(state: ProcessState, outside: OutsideFacts | undefined) {
  const project = outside?.project;
  return {
    facts: { ...project?.facts, ...state.facts },
    materials: { ...project?.materials, ...state.materials },
    parties: { ...project?.parties, ...state.parties },
    ended: [...(project?.ended ?? []), ...state.ended],
    participants: [...(project?.participants ?? []), ...state.participants],
  };
}

function materialContexts(
  rules: Rules,
  body: Body | undefined,
  materials: Readonly<Record<string, MaterialRef>>,
): Fields {
  const kinds = [
    ...Object.values(rules.stages),
    ...Object.values(rules.cases),
    ...(body ? [body] : []),
  ].flatMap((b) => Object.values(b.materials));
  const contexts: Record<string, FieldValue> = {};
  for (const kind of kinds) {
    const empty = Object.fromEntries(Object.keys(kind.fields).map((name) => [name, null]));
    contexts[kind.kind] = { ...empty, ...soundFields(materials[kind.kind]?.fields ?? {}, kind.fields) };
  }
  for (const [kind, material] of Object.entries(materials)) contexts[kind] ??= material.fields;
  return contexts;
}

function known(
  facts: Readonly<Record<string, Fact>>,
  values: Fields,
  outside: OutsideFacts | undefined,
): Fields {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      fact.total
        ? outside === undefined
          ? null
          : (outside.totals[name] ?? 0)
        : (values[name] ?? outside?.counts?.[name] ?? null),
    ]),
  );
}

/** Builds the context: every declared name is there, null until it is known; what is worked out comes last. */
export function contextOf(state: ProcessState, around: Surroundings): FeelContext {
  const { rules, now, outside } = around;
  const body = bodyOf(rules, state);
  const all = effective(state, outside);
  const declared = { ...rules.facts, ...body?.facts };
  const context: Record<string, unknown> = {
    ...materialContexts(rules, body, all.materials),
    ...known(declared, soundFields(all.facts, declared), outside),
    round: roundOf(state),
    today: dateOf(now),
  };
  workOut(context, declared, rules.values);
  return context;
}

/** Works out derived facts and legal numbers, each after those it reads: a band may hang on a number of the law, and that on a kind. */
function workOut(
  context: Record<string, unknown>,
  facts: Readonly<Record<string, Fact>>,
  values: Rules['values'],
): void {
  const left = new Set([...Object.keys(facts), ...Object.keys(values)]);
  const settle = (name: string): void => {
    if (!left.delete(name)) return;
    const { derive } = facts[name] ?? {};
    const value = values[name];
    if (derive !== undefined) readsOf(derive).forEach(settle);
    else if (value !== undefined) readsOfNumber(value).forEach(settle);
    if (derive !== undefined) context[name] = derived(derive, context);
    else if (value !== undefined) context[name] = lawNumber(value, context);
  };
  for (const name of [...left]) settle(name);
}

function derived(derive: Expression | Table<Expression>, context: FeelContext): unknown {
  const picked = 'rows' in derive ? pickRow(derive, context) : { is: derive };
  const result = 'is' in picked ? evaluateExpression(picked.is, context) : picked;
  if ('fault' in result) throw new DomainError('rule/fault', result.fault);
  return 'value' in result ? result.value : null;
}

function lawNumber({ is, unit }: Value, context: FeelContext): number | null {
  if (typeof is === 'number') return inFeel(is, unit);
  const picked = pickNumber(is, context);
  return 'is' in picked ? inFeel(picked.is, unit) : null;
}

/** True when the condition holds; an undecided one does not (its row waits). A faulty rule is a broken invariant. */
export function holds(condition: Expression, context: FeelContext): boolean {
  const result = evaluateExpression(condition, context);
  if ('fault' in result) throw new DomainError('rule/fault', `${condition.feel}: ${result.fault}`);
  return 'value' in result && result.value === true;
}

/** True when a row of the pack exists for this process now. */
export function applies(row: Row, context: FeelContext): boolean {
  return row.when === undefined || holds(row.when, context);
}

/** Looks up a dotted name (`contract.warrantyMonths`) in a context. */
export function lookUp(name: string, context: FeelContext): unknown {
  return name.split('.').reduce<unknown>((value, part) => {
    if (value === null || typeof value !== 'object') return undefined;
    return Object.entries(value).find(([key]) => key === part)?.[1];
  }, context);
}
