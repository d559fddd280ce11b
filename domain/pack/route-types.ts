/** The steps of a route as typed data: who sits at them, what they may decide, and how many have to agree. */
import type { Row } from './row-types';

export interface Seat extends Row {
  readonly role: string;
  readonly count: number;
  /** false: heard, but not counted. */
  readonly votes: boolean;
  /** How much its vote counts; one when absent. */
  readonly weight?: number;
}

/** What bends a rule of agreement. */
export interface AgreeMore {
  /** Roles whose vote against is the outcome, whatever the others say. */
  readonly veto?: readonly string[];
  /** Role whose vote decides when exactly half agree. */
  readonly casting?: string;
  /** Whether a seat may abstain; `counted`: it stays in the number the votes are measured against. */
  readonly abstain?: 'counted' | 'notCounted';
  /** true: the first vote against closes the step; else everyone is heard. */
  readonly stopAtRefusal?: boolean;
}

export type Agree = AgreeMore &
  (
    | { readonly rule: 'all' | 'any' | 'majority' }
    | { readonly rule: 'atLeast'; readonly count: number }
    /** A share of the votes, e.g. two thirds. */
    | { readonly rule: 'share'; readonly of: readonly [number, number] }
    | { readonly rule: 'chair'; readonly role: string }
  );

export interface StepOutcome {
  readonly outcome: string;
  /** `next`, a step or phase of the same body, or an outcome of the body. */
  readonly to: string;
  readonly grounds?: readonly string[];
}

export interface Step extends Row {
  readonly step: string;
  readonly does: 'submit' | 'decide' | 'advise' | 'receive';
  readonly who: readonly Seat[];
  readonly agree: Agree;
  /** true: the seats act one after the other (依次); else side by side (并行). */
  readonly inOrder: boolean;
  /** Written best first; the first is the good one. */
  readonly outcomes: readonly StepOutcome[];
  /** Dimensions every seat must answer. */
  readonly findings: readonly string[];
  /** Outcomes for which a written opinion is required. */
  readonly opinionFor: readonly string[];
  /** The event by which a machine account that sits here completes the step, with its best outcome. */
  readonly event?: string;
}
