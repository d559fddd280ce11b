/** What a decision leaves behind beside tasks and clocks: official documents, and effects that reach further. Plain JSON. */
import type { ProcessEnd } from '../pack/types';
import type { FieldValue } from './field-values';

/** An official document that an event of the process brought about. */
export interface IssuedDocument {
  readonly id: string;
  /** The pack's name of it. */
  readonly document: string;
  readonly run: string;
  readonly issuedAt: string;
  readonly zh?: string;
  readonly en?: string;
  readonly basis?: string;
  /** Role, or step whose seats sign. */
  readonly signs?: string;
  /** Organisation it is addressed to; absent: the applicant. */
  readonly to?: string;
  /** The pattern its number is counted in; the number is taken when it is recorded. */
  readonly scope?: string;
  readonly number?: string;
  /** What anybody checks it by; documents of older records have none. */
  readonly code?: string;
  /** What the organisations it names were called when it was issued, by id; documents of older records have none. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Something the pack lets follow that reaches beyond one decision: the engine carries it out and records that it did. */
export interface DueEffect {
  readonly key: string;
  readonly deed:
    | { readonly do: 'suspend' | 'resume' }
    | { readonly do: 'end'; readonly end: ProcessEnd }
    | { readonly do: 'open'; readonly case: string }
    /** Clocks that the pack lets this type of case stop stand still, or go on; `by` is the case. */
    | { readonly do: 'hold' | 'letGo'; readonly case: string; readonly by: string }
    | { readonly do: 'set'; readonly fact: string; readonly value: FieldValue };
  readonly reason: string;
  readonly basis?: string;
}
