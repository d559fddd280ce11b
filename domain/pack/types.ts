/** A policy pack after reading: one measure as typed data. Holds no behaviour; the schema that makes it is schema.ts. */

import type { Clock, Effect } from './clock-types';
import type { Step } from './route-types';
import type { Expression, FieldSpec, Reminder, Row, Table, Words } from './row-types';

export { processEnds } from './clock-types';
export type { Clock, ClockUnit, Effect, ProcessEnd } from './clock-types';
export type { Agree, Seat, Step, StepOutcome } from './route-types';
export type { Expression, FactType, FieldSpec, Row, Table, Words } from './row-types';

export const stageKinds = [
  'planning',
  'application',
  'feasibilityReview',
  'procurement',
  'supervision',
  'trialRun',
  'acceptance',
  'rectification',
  'operation',
] as const;
export type StageKind = (typeof stageKinds)[number];

export interface Role extends Row {
  readonly is: 'post' | 'party' | 'org' | 'body' | 'pool';
  /** Id in the organisation directory; the role's key when the pack gives none. */
  readonly id: string;
  /** Role that enters the decision of a body without accounts here. */
  readonly recordedBy?: string;
}

/** A figure counted over cases of the same place that are about no project. */
export interface Counting {
  readonly case: string;
  /** Date fact of the counted case that places it in the span. */
  readonly day: string;
  /** Date facts of the counting case: first and last day of the span. */
  readonly from: string;
  readonly to: string;
  /** Outcomes that count; absent: all that was handed in and not withdrawn. */
  readonly ended?: readonly string[];
  /** Deadline of the counted case that must have been met in time. */
  readonly inTime?: string;
}

export interface Fact extends Row, FieldSpec {
  readonly derive?: Expression | Table<Expression>;
  /** `case.field`: the sum over the cases that ended well. */
  readonly total?: {
    readonly case: string;
    readonly field: string;
    /** true: what is handed in and not refused counts as well. */
    readonly underway?: boolean;
  };
  /** Counted when its step is decided; nobody declares it. */
  readonly counts?: Counting;
  /** Case types whose consequences set it. */
  readonly set?: readonly string[];
  /** `draft`, or `run.step` (project) / `step` (body) at which it must be known. */
  readonly due: string;
}

export interface Value extends Row {
  readonly is: number | Table<number>;
  readonly unit: 'percent' | '元' | '万元' | 'days' | 'workingDays' | 'months' | 'years' | 'count';
  /** Which number asks for more, for packs over this one. */
  readonly stricter?: 'higher' | 'lower';
}

/** One row of the lifecycle. Targets: `next`, a run, or an end (processEnds). The good outcome comes first. */
export interface Run extends Row {
  readonly run: string;
  readonly kind: StageKind;
  readonly outcomes: readonly { readonly outcome: string; readonly to: string }[];
}

export interface Waiver {
  readonly by: string;
  readonly material?: string;
  readonly basis?: string;
}

export type GateCheck =
  | { readonly check: 'holds'; readonly condition: Expression }
  | { readonly check: 'valid'; readonly materials: readonly (readonly string[])[] }
  | { readonly check: 'ended'; readonly ended: string }
  | { readonly check: 'parties'; readonly roles: readonly string[] }
  /** Types of cases about the project; `case.fact`: of cases that name its owner in this fact. */
  | { readonly check: 'noOpen'; readonly cases: readonly string[] }
  /** Facts of a case in which no other case of its type that stands may say the same. */
  | { readonly check: 'unique'; readonly facts: readonly string[] };

export interface Gate extends Row {
  readonly code: string;
  /** `enter`, `submit`, `pass`, a step, or `step.outcome`. A step alone means its good outcome. */
  readonly before: string;
  readonly check: GateCheck;
  readonly waiver?: Waiver;
}

export interface Material extends Row {
  readonly kind: string;
  /** As `before` of a gate. */
  readonly due: string;
  /** Role that hands it in. */
  readonly by: string;
  /** Party that must have made it, with a qualification in force. */
  readonly author?: string;
  readonly fields: Readonly<Record<string, FieldSpec>>;
  readonly optional: boolean;
  readonly waiver?: Waiver;
}

export interface OfficialDocument extends Row {
  readonly document: string;
  readonly after: string;
  readonly number?: string;
  readonly signs?: string;
  /** Fact that names the organisation it is addressed to; else it goes to the applicant. */
  readonly to?: string;
}

/** What happens inside a stage run or a case: one shape for both. */
export interface Body extends Row {
  readonly name: string;
  /** Phases in the order of their kind; a case has `main`. */
  readonly phases: readonly {
    readonly phase: string;
    readonly steps: readonly Step[];
    readonly onlyByName: boolean;
  }[];
  /** The good end first; empty: the body has no end of its own (operation). */
  readonly outcomes: readonly string[];
  readonly facts: Readonly<Record<string, Fact>>;
  readonly materials: Readonly<Record<string, Material>>;
  readonly gates: Readonly<Record<string, Gate>>;
  readonly clocks: Readonly<Record<string, Clock>>;
  readonly documents: Readonly<Record<string, OfficialDocument>>;
  readonly consequences: readonly (Row & { readonly after: string; readonly then: readonly Effect[] })[];
  readonly options: Readonly<Record<string, boolean>>;
}

export interface CaseType extends Body {
  readonly openedBy?: string;
  /** Roles that alone withdraw it once it is handed in: what bars others is not for its reporter to take back. */
  readonly withdrawnBy?: readonly string[];
  /** Runs during which it may be opened; empty: any. */
  readonly during: readonly string[];
  readonly about: 'project' | 'organisation' | 'year';
  readonly kind: 'plain' | 'money' | 'list';
  /** Clocks of its project name it under `pausedBy`: they stand still while it is under way. */
  readonly stopsClocks?: true;
  /** Roles that alone may read it, beside whoever opened it. */
  readonly readers?: readonly string[];
}

export interface PackRef {
  readonly id: string;
  readonly version: string;
  /** SHA-256 over the canonical JSON of the resolved pack without this reference. */
  readonly hash: string;
}

export interface Measure {
  readonly zh: string;
  readonly en?: string;
  readonly number?: string;
  readonly issued?: string;
  readonly inForce: {
    readonly from: string;
    readonly to?: string;
    readonly basis?: string;
    /** The text gives no date of its own. */
    readonly note?: 'not-from-text';
    readonly reading?: string;
  };
  readonly authority?: string;
}

export interface Pack {
  readonly ref: PackRef;
  /** The packs it was composed with, by id. */
  readonly buildsOn?: readonly { readonly pack: string; readonly version: string }[];
  /** Rows that no program could weigh against those packs: the word of whoever wrote the pack. */
  readonly settles?: readonly { readonly row: string; readonly because: string }[];
  readonly measure: Measure;
  readonly sources: Readonly<
    Record<
      string,
      {
        readonly zh: string;
        readonly version: string;
        readonly supersededBy?: string;
        /** What the numbers of an article id count, from the left; `条` when absent. */
        readonly counts?: readonly string[];
      }
    >
  >;
  /** Patterns with {year} and {seq:4}. */
  readonly numbering: { readonly project: string };
  readonly words?: Words;
  readonly roles: Readonly<Record<string, Role>>;
  /** Who may `withdraw`, `suspend`, `resume`, `terminate` a project or open it to a `waive`: role keys. */
  readonly powers: Readonly<Record<string, readonly string[]>>;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly values: Readonly<Record<string, Value>>;
  readonly lifecycle: readonly Run[];
  readonly stages: Readonly<Record<string, Body>>;
  readonly cases: Readonly<Record<string, CaseType>>;
  readonly reminders?: Readonly<Record<string, Reminder>>;
}

/**
 * The slice of a pack that one stage run (or case) needs: roles, facts, values and lifecycle whole, and the bodies of
 * the run itself and of every run that may follow it. It travels in the workflow's input, so that no new pack can
 * change a running history.
 */
export interface Rules {
  readonly pack: PackRef;
  readonly measure: Measure;
  readonly words?: Words;
  readonly roles: Pack['roles'];
  readonly powers: Pack['powers'];
  readonly facts: Pack['facts'];
  readonly values: Pack['values'];
  readonly lifecycle: Pack['lifecycle'];
  readonly stages: Pack['stages'];
  readonly cases: Pack['cases'];
}
