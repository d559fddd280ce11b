/** What an expected no looks like. The catalogue of codes is refusal-codes.ts; HTTP belongs to the API. */
import type { RefusalCode } from './refusal-codes';

/** A party that can supply what is missing, as people read it. */
export interface Supplier {
  readonly role: string;
  readonly zh: string;
  readonly en: string;
}

/** One thing that must hold before a transition and does not. */
export interface UnmetGate {
  /** The pack's gate key, or `material/missing`, `material/author`, `material/fields`, `fact/missing`, `clock/not-before`. */
  readonly code: string;
  readonly basis?: string;
  readonly zh: string;
  readonly en: string;
  /** Dotted names of the facts, materials or parties that are missing or wrong. */
  readonly missing: readonly string[];
  readonly suppliers: readonly Supplier[];
  readonly reading?: string;
  readonly note?: 'not-from-text';
  /** For clocks: the first date on which it holds (YYYY-MM-DD). */
  readonly holdsFrom?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** An expected no: a catalogue code, its parameters, and for gates every unmet one. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly params: Readonly<Record<string, unknown>>;
  readonly basis?: string;
  readonly unmet?: readonly UnmetGate[];
}

/** A broken invariant: a bug, never a person's mistake. */
export class DomainError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
  }
}

/** Builds a refusal. */
export function refuse(
  code: RefusalCode,
  params: Readonly<Record<string, unknown>> = {},
  more: { basis?: string; unmet?: readonly UnmetGate[] } = {},
): Refusal {
  return { code, params, ...more };
}
