/** What rows of a pack are made of: articles, conditions, tables and typed fields. Pack and bodies are in types.ts. */

/** What every row may say about itself. `basis` is an article id such as HA-13.5a. */
export interface Row {
  readonly basis?: string;
  readonly note?: 'not-from-text';
  readonly reading?: string;
  readonly zh?: string;
  readonly en?: string;
  readonly when?: Expression;
  /** `id@version` of the pack it was taken from, in a composed pack; absent: the pack itself. */
  readonly origin?: string;
  /** Articles of other packs that ask for the same, or for a part of it. */
  readonly also?: readonly { readonly origin?: string | undefined; readonly basis?: string | undefined }[];
}

/** A FEEL condition with what the analyser found when the pack was read, so that nothing is analysed at run time. */
export interface Expression {
  readonly feel: string;
  /** Dotted names it reads, e.g. ['budget', 'contract.amount']. */
  readonly reads: readonly string[];
  /** Those it compares with null itself: they do not make it undecided. */
  readonly testsNull: readonly string[];
  /** Lists of which it reads a column: an empty one leaves it undecided, since nothing adds up to no sum. */
  readonly columns?: readonly string[];
  /** What each name must be when it is known; held again at run time, since FEEL coerces silently. */
  readonly types?: Readonly<
    Record<string, 'number' | 'money' | 'text' | 'date' | 'boolean' | 'list' | 'context'>
  >;
}

/** What people read for a word of the pack that is no row: outcomes, options, findings, milestones. */
export type Words = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

/** A constant, or a table whose first row that holds counts (or the longest / shortest of all that hold). */
export interface Table<T> {
  readonly rows: readonly { readonly when?: Expression; readonly is: T; readonly basis?: string }[];
  readonly take: 'first' | 'longest' | 'shortest';
}

export type FactType =
  | 'text'
  | 'integer'
  | 'number'
  | 'money'
  | 'date'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'verdict'
  | 'list'
  | 'person'
  | 'organisation';

export interface FieldSpec {
  readonly type: FactType;
  readonly zh?: string;
  readonly en?: string;
  readonly options?: readonly string[];
  readonly unit?: string;
  readonly of?: Readonly<Record<string, FieldSpec>>;
  readonly optional?: boolean;
}

/** A rule that no program checks: shown to people, never as passed. */
export interface Reminder extends Row {
  /** Runs during which it is shown; empty: always. */
  readonly during: readonly string[];
  /** `person`: somebody is reminded and judges; `none`: there is nothing to check. */
  readonly check: 'person' | 'none';
}
