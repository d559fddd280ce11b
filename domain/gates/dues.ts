/** What is due at a point of a body: materials with a fit author, facts, and not-before clocks. */
import type { Body, Fact, Material, Row, Rules, Step } from '../pack/types';
import { dateOf } from '../clocks/dates';
import { defined } from '../defined';
import type { MaterialRef } from '../project/commands';
import { applies, effective, type Surroundings } from '../project/context';
import { openColumns } from '../project/fields';
import type { FeelContext } from '../pack/feel';
import type { ProcessState } from '../project/state';
import { conflictOf } from '../people/parties';
import { fieldsReports } from './material-fields';
import { supplierOf, suppliersOf, type GateReport } from './report';
import { waivedBy } from './waived';

/** The points a decision passes: `submit`, a step (its good outcome), `step.outcome`, `enter`, `pass`. */
export type Points = ReadonlySet<string>;

/** What one decision is asked for: the points it passes, and which of the materials due there it must find. */
export interface Asked {
  readonly points: Points;
  wants(row: Pick<Material, 'due' | 'by'>): boolean;
}

interface DueInput {
  readonly state: ProcessState;
  readonly around: Surroundings;
  readonly context: FeelContext;
  readonly body: Body;
}

/** True in the run where a project is applied for (and always in a case): only there may its draft facts be declared. */
function takesDraft(state: ProcessState, rules: Rules): boolean {
  return state.kind === 'case' || state.run === rules.lifecycle[0]?.run;
}

function isFirstStep(body: Body, step: Step): boolean {
  return body.phases[0]?.steps[0]?.step === step.step;
}

/** The points that an outcome of a step passes. A step's own name stands for its good outcome. */
export function pointsOf(
  step: Step,
  outcome: string,
  { state, around, body }: Pick<DueInput, 'state' | 'around' | 'body'>,
): Points {
  const points = new Set([`${step.step}.${outcome}`]);
  if (step.outcomes[0]?.outcome !== outcome) return points;
  points.add(step.step);
  if (isFirstStep(body, step)) {
    points.add('submit');
    // What the door left open for want of facts is looked at again.
    if (takesDraft(state, around.rules)) points.add('draft').add('door');
  }
  return points;
}

/** The fields a step may declare, whatever its outcome: the facts due at it. */
export function fieldsAt(
  step: Step,
  input: Pick<DueInput, 'state' | 'around' | 'body'>,
): Readonly<Record<string, Fact>> {
  const points = new Set(step.outcomes.flatMap((each) => [...pointsOf(step, each.outcome, input)]));
  if (isFirstStep(input.body, step)) points.add('enter');
  return Object.fromEntries(factsDue(points, input));
}

/** Materials that are asked for and whose row applies now. */
export function materialsDue(
  asked: Asked,
  { body, context }: Pick<DueInput, 'body' | 'context'>,
): Material[] {
  return Object.values(body.materials).filter((row) => asked.wants(row) && applies(row, context));
}

/** Texts and article of a due row, in the form of a gate. */
function gateOf(row: Row, code: string, name: string, words: { zh: string; en: string }) {
  return { code, zh: words.zh, en: words.en, missing: [name], ...defined({ basis: row.basis }) };
}

function met(report: GateReport): GateReport {
  return { ...report, met: true, gate: { ...report.gate, missing: [] } };
}

function materialReports(asked: Asked, input: DueInput): GateReport[] {
  const { materials } = effective(input.state, input.around.outside);
  return materialsDue(asked, input).flatMap((row) => {
    const missing = missingReport(row, input);
    const held = materials[row.kind];
    if (held !== undefined) {
      const author = row.author === undefined ? [] : [authorReport(row, row.author, input)];
      return [met(missing), ...author, ...fieldsReports(row, held, input.around.rules)];
    }
    if (row.optional) return [met(missing)];
    return [
      waivedBy({ code: row.kind, waiver: row.waiver }, input).given
        ? { ...met(missing), waived: true }
        : missing,
    ];
  });
}

function missingReport(row: Material, { around }: DueInput): GateReport {
  const words = { zh: `须提交:${row.zh ?? row.kind}`, en: `Required: ${row.en ?? row.kind}` };
  const suppliers = [supplierOf(around.rules, row.by)];
  return {
    met: false,
    gate: { ...gateOf(row, 'material/missing', row.kind, words), suppliers, params: { kind: row.kind } },
  };
}

/** Made by the party the pack names, if one is bound, with a qualification in force today. */
function authorReport(row: Material, role: string, { state, around }: DueInput): GateReport {
  const { materials, parties } = effective(state, around.outside);
  const author = materials[row.kind]?.author;
  const conflict = author === undefined ? undefined : conflictOf(role, author.org, { state, around });
  const party = supplierOf(around.rules, role);
  const words = {
    zh: `${row.zh ?? row.kind}须由具备有效资质、与其他参建单位无冲突的${party.zh}编制`,
    en: `${row.en ?? row.kind} must be made by a ${party.en} with a qualification in force and no other part in the project`,
  };
  const gate = {
    ...gateOf(row, 'material/author', row.kind, words),
    suppliers: [party],
    params: { kind: row.kind, author: author ?? null, ...defined({ conflict }) },
  };
  const report = { met: false, gate };
  if (author === undefined || conflict !== undefined) return report;
  return isFit(author, parties[role]?.org, dateOf(around.now)) ? met(report) : report;
}

function isFit(
  author: NonNullable<MaterialRef['author']>,
  bound: string | undefined,
  today: string,
): boolean {
  const rightParty = bound === undefined || bound === author.org;
  return rightParty && author.qualifiedUntil !== null && author.qualifiedUntil >= today;
}

/** Facts of the body and of the project whose due point is one of these. */
export function factsDue(
  points: Points,
  { state, around, body }: Pick<DueInput, 'state' | 'around' | 'body'>,
): [string, Fact][] {
  const prefix = state.run === null || state.kind === 'case' ? '' : `${state.run}.`;
  const isDue = (due: string) =>
    points.has(due) || (prefix !== '' && due.startsWith(prefix) && points.has(due.slice(prefix.length)));
  const own = Object.entries(body.facts);
  const project = state.kind === 'case' ? [] : Object.entries(around.rules.facts);
  // What is worked out, counted, or set by the outcome of a case, nobody declares.
  const isDeclared = ({ derive, total, set, counts }: Fact) =>
    [derive, total, set, counts].every((origin) => origin === undefined);
  return [...own, ...project].filter(([, fact]) => isDeclared(fact) && isDue(fact.due));
}

function factReports(points: Points, input: DueInput): GateReport[] {
  const { facts } = effective(input.state, input.around.outside);
  return factsDue(points, input)
    .filter(([, fact]) => fact.optional !== true && applies(fact, input.context))
    .map(([name, fact]) => {
      const words = { zh: `须填报:${fact.zh ?? name}`, en: `To be declared: ${fact.en ?? name}` };
      const suppliers = suppliersOf(input.around.rules, input.body, [name]);
      const value = facts[name] ?? null;
      const missing = value === null ? [name] : openColumns(name, value, fact);
      const gate = { ...gateOf(fact, 'fact/missing', name, words), missing, suppliers, params: { name } };
      const report = { met: false, gate };
      return missing.length > 0 ? report : met(report);
    });
}

/** The points as clock events: `step.outcome` and, for the good outcome, `step.done` and `step.submitted`. */
function clockReports(points: Points, { state, around }: DueInput): GateReport[] {
  const today = dateOf(around.now);
  return Object.values(state.clocks)
    .filter((clock) => clock.kind === 'notBefore' || clock.kind === 'window')
    .filter((clock) => clock.status === 'running' || clock.status === 'paused' || clock.status === 'reached')
    .filter((clock) => clock.until !== undefined && points.has(clock.until))
    .map((clock) => {
      const from = clock.kind === 'window' ? (clock.opens ?? clock.due) : clock.due;
      const words = {
        zh: `${clock.zh ?? clock.name}:${from} 起方可办理`,
        en: `${clock.en ?? clock.name}: not before ${from}`,
      };
      const params = { clock: clock.name, from: clock.from, ...clock.why };
      const gate = {
        ...gateOf(defined({ basis: clock.basis }), 'clock/not-before', clock.name, words),
        suppliers: [],
        holdsFrom: from,
        params,
      };
      const report = { met: false, gate };
      return clock.status !== 'paused' && today >= from ? met(report) : report;
    });
}

/** Everything a decision is asked for, met or not. */
export function dueReports(asked: Asked, input: DueInput): GateReport[] {
  const { points } = asked;
  return [...factReports(points, input), ...materialReports(asked, input), ...clockReports(points, input)];
}
