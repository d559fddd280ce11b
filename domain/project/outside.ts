/** Facts that lie outside one process: what its cases sum up to, or, for a case, the project it concerns. */
import type { Rules } from '../pack/types';
import type { Act, Fields, MaterialRef } from './commands';
import { countsAsked, type CountAsked } from './counts';
import type { EndedRun, Participant, ProcessState, Status } from './state';
import { totalsOf, type Total } from './totals';
import { twinsAskedOf, type Twin, type TwinQuestion } from './twins';

export interface OutsideFacts {
  /** Head of the audit chain when they were read: the record holds only if it is still that one. */
  readonly head: number;
  /** Sums over cases that ended well, by fact name. Money in fen. */
  readonly totals: Readonly<Record<string, number>>;
  /** Types of the cases that are open; `case.fact` where an open case names the owner in this fact. */
  readonly openCases: readonly string[];
  /** For a case about no project: the figures it counts over others, by fact name. */
  readonly counts?: Readonly<Record<string, number>>;
  /** For a case whose gate asks: others of its type that say the same in one of the facts asked for. */
  readonly twins?: readonly Twin[];
  /** For a case: its project as it stands. */
  readonly project?: {
    readonly status: Status;
    readonly run: string | null;
    readonly facts: Fields;
    readonly materials: Readonly<Record<string, MaterialRef>>;
    readonly parties: ProcessState['parties'];
    readonly participants: readonly Participant[];
    readonly ended: readonly EndedRun[];
    readonly owner: ProcessState['owner'];
    /** Whoever is its applicant or was before; absent in facts that older versions gathered. */
    readonly applicants?: readonly string[];
  };
}

/** What the decisions of a process ask about others. */
export interface AskedOutside {
  readonly totals: readonly Total[];
  /** Cases that name the owner, whoever opened them: `case.fact`. */
  readonly orders: readonly string[];
  /** Figures over other cases. */
  readonly counts: readonly CountAsked[];
  /** Cases that say the same. */
  readonly twin?: TwinQuestion | undefined;
}

/** What is asked about others now, by the facts the process has and those that these acts bring. */
export function askedOutside(rules: Rules, state: ProcessState, acts: readonly Act[] = []): AskedOutside {
  return {
    totals: totalsOf(rules),
    orders: ordersAskedOf(rules, state),
    counts: countsAsked(rules, state),
    twin: twinsAskedOf(rules, state, acts),
  };
}

function ordersAskedOf(rules: Rules, state: ProcessState): string[] {
  const body = state.kind === 'case' ? rules.cases[state.caseType ?? ''] : rules.stages[state.run ?? ''];
  const gates = Object.values(body?.gates ?? {});
  const asked = gates.flatMap(({ check }) => (check.check === 'noOpen' ? check.cases : []));
  return [...new Set(asked.filter((name) => name.includes('.')))];
}

/** True when a decision of this process may depend on facts outside it. */
export function readsOutside(rules: Rules, state: ProcessState): boolean {
  if (state.kind === 'case') {
    const { counts, twin } = askedOutside(rules, state);
    return state.projectId !== undefined || counts.length > 0 || twin !== undefined;
  }
  const totals = new Set(Object.entries(rules.facts).flatMap(([name, fact]) => (fact.total ? [name] : [])));
  const body = state.run === null ? undefined : rules.stages[state.run];
  if (body === undefined) return false;
  return Object.values(body.gates).some(
    (gate) =>
      gate.check.check === 'noOpen' ||
      (gate.check.check === 'holds' && gate.check.condition.reads.some((name) => totals.has(name))),
  );
}
