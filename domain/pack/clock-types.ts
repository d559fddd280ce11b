/** Clocks of a pack and what follows when they come, as typed data. */
import type { WorkKind } from '../clocks/stops';
import type { Expression, Row, Table } from './row-types';

export const processEnds = [
  'outOfScope',
  'filed',
  'rejected',
  'withdrawn',
  'terminated',
  'expired',
  'retired',
] as const;
export type ProcessEnd = (typeof processEnds)[number];

export type Effect =
  | { readonly do: 'remind' }
  | { readonly do: 'mark' }
  | { readonly do: 'suspend' }
  | { readonly do: 'resume' }
  /** `after`: working days that pass first; at once when absent. */
  | { readonly do: 'escalate'; readonly role: string; readonly after?: number }
  | { readonly do: 'open'; readonly case: string }
  | { readonly do: 'end'; readonly end: ProcessEnd }
  | { readonly do: 'set'; readonly fact: string; readonly to: Expression };

export type ClockUnit = 'hours' | 'days' | 'workingDays' | 'months' | 'years';

export interface Clock extends Row {
  readonly name: string;
  readonly kind: 'deadline' | 'notBefore' | 'window' | 'validity' | 'recurring';
  /** Event that starts it: `entered`, `<step>.opened|done|<outcome>`, `<run>.<outcome>`. */
  readonly from: string;
  readonly until?: string;
  /** A number, the dotted name of a fact, value or material field, or a table. */
  readonly length?: number | string | Table<number>;
  readonly unit?: ClockUnit;
  /** When a window opens: a number of the same unit, or a day written as `date` is. */
  readonly opens?: number | string;
  /** Dotted name of a date fact, a full date, or MM-DD. */
  readonly date?: string;
  /** Name of a year in which a date written MM-DD falls, whenever the clock starts. */
  readonly ofYear?: string;
  /** Dotted name of a date from which the length counts, instead of the day of `from`. */
  readonly since?: string;
  /** Types of cases about the project: it stands still from when one is handed in until it is over. */
  readonly pausedBy: readonly string[];
  /** Steps while which it stands still, each with the work it is and the article that does not count it. */
  readonly stops?: readonly { readonly while: string; readonly for: WorkKind; readonly basis: string }[];
  /** A statutory term that even a suspension leaves running. */
  readonly neverStops?: true;
  /** Which length asks for more, where the kind alone does not say it. */
  readonly stricter?: 'longer' | 'shorter';
  readonly then: readonly Effect[];
  /**
   * How the row is carried out; of the reader, not of the text. 2: started when what its date hangs on is declared, and late
   * when it is met late. Packs that were published before have none, and runs under them replay as they were decided.
   */
  readonly form?: 2;
}
