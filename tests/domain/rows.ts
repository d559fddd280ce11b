/** Rows of a pack built by hand: conditions, seats, steps, gates, materials, clocks and bodies. */
import type { Body, Clock, Expression, Gate, Material, Seat, Step } from '../../domain/pack/types';

/** A condition with the names it reads. */
export function condition(feel: string, ...reads: string[]): Expression {
  return { feel, reads, testsNull: [] };
}

/** A voting seat. */
export function seat(role: string, more: Partial<Seat> = {}): Seat {
  return { role, count: 1, votes: true, ...more };
}

/** A step of roles; a submit step of one seat unless said otherwise. */
export function step(name: string, who: readonly (string | Seat)[], more: Partial<Step> = {}): Step {
  return {
    step: name,
    does: 'submit',
    who: who.map((each) => (typeof each === 'string' ? seat(each) : each)),
    agree: { rule: 'all' },
    inOrder: false,
    outcomes: [{ outcome: 'submitted', to: 'next' }],
    findings: [],
    opinionFor: [],
    ...more,
  };
}

/** A deciding step; outcomes are written `outcome: target`, best first. */
export function decision(
  name: string,
  who: readonly (string | Seat)[],
  outcomes: Readonly<Record<string, string>>,
  more: Partial<Step> = {},
): Step {
  const rows = Object.entries(outcomes).map(([outcome, to]) => ({ outcome, to }));
  return step(name, who, { does: 'decide', outcomes: rows, ...more });
}

/** A gate on a condition. */
export function gate(code: string, before: string, check: Gate['check'], more: Partial<Gate> = {}): Gate {
  return { code, before, check, basis: `T-${code}`, zh: code, en: code, ...more };
}

/** A required material. */
export function material(kind: string, due: string, more: Partial<Material> = {}): Material {
  return { kind, due, by: 'projectOwner', fields: {}, optional: false, zh: kind, en: kind, ...more };
}

/** A clock that starts and ends with events. */
export function clock(name: string, kind: Clock['kind'], from: string, more: Partial<Clock> = {}): Clock {
  return { name, kind, from, pausedBy: [], then: [], ...more };
}

type Keyed = Readonly<{
  materials?: readonly Material[];
  gates?: readonly Gate[];
  clocks?: readonly Clock[];
}>;

/** A body of one or more phases. */
export function body(
  name: string,
  phases: Readonly<Record<string, readonly Step[]>>,
  outcomes: readonly string[],
  { materials = [], gates = [], clocks = [], ...more }: Keyed & Partial<Pick<Body, 'facts' | 'options'>> = {},
): Body {
  return {
    name,
    phases: Object.entries(phases).map(([phase, steps]) => ({
      phase,
      steps,
      onlyByName: phase === 'notify',
    })),
    outcomes,
    facts: {},
    materials: Object.fromEntries(materials.map((each) => [each.kind, each])),
    gates: Object.fromEntries(gates.map((each) => [each.code, each])),
    clocks: Object.fromEntries(clocks.map((each) => [each.name, each])),
    documents: {},
    consequences: [],
    options: {},
    ...more,
  };
}
