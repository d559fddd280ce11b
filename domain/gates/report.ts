/** How a gate came out: met, not met (and what is missing, who can supply it), or left to the handler. */
import type { Body, Role, Rules } from '../pack/types';
import type { ProcessState } from '../project/state';
import { refuse, type Refusal, type Supplier, type UnmetGate } from '../refusals';

export interface GateReport {
  readonly gate: UnmetGate;
  readonly met: boolean;
  /** True when it reads facts that only the handler gathers. */
  readonly deferred?: boolean;
  readonly waived?: boolean;
}

/** The refusal that names every unmet gate at once, or none when all are met. */
export function refusedGates(reports: readonly GateReport[]): Refusal[] {
  const unmet = reports.filter((report) => !report.met).map((report) => report.gate);
  if (unmet.length === 0) return [];
  const basis = unmet[0]?.basis;
  return [
    refuse('gate/unmet', { count: unmet.length }, { unmet, ...(basis === undefined ? {} : { basis }) }),
  ];
}

/** A role as people read it. */
export function supplierOf(rules: Rules, role: string): Supplier {
  const row: Role | undefined = rules.roles[role];
  return { role, zh: row?.zh ?? role, en: row?.en ?? role };
}

/** Who declares a fact, hands in a material or is the party behind each missing name. */
export function suppliersOf(rules: Rules, body: Body, missing: readonly string[]): Supplier[] {
  const roles = new Set<string>();
  for (const name of missing) {
    const head = name.split('.')[0] ?? name;
    const material = body.materials[head];
    const role = material?.by ?? (rules.roles[head] ? head : seatOfFact(body, head));
    if (role !== undefined) roles.add(role);
  }
  if (roles.size === 0) {
    const first = firstSubmitter(body);
    if (first !== undefined) roles.add(first);
  }
  return [...roles].map((role) => supplierOf(rules, role));
}

function seatOfFact(body: Body, fact: string): string | undefined {
  const due = body.facts[fact]?.due;
  const step = body.phases.flatMap((phase) => phase.steps).find((each) => each.step === due);
  return step?.who[0]?.role ?? firstSubmitter(body);
}

function firstSubmitter(body: Body): string | undefined {
  return body.phases.flatMap((phase) => phase.steps).find((step) => step.does === 'submit')?.who[0]?.role;
}

/** A waiver counts in the run it was given in, nowhere else. */
export function waiverKey(state: Pick<ProcessState, 'run' | 'id'>, code: string): string {
  return `${state.run ?? state.id}/${code}`;
}
