/** Sums over the cases of a project: what was paid, what changes cost. Pure. */
import type { Fields } from './commands';
import { stands, type CaseStanding } from './case-standing';
import type { Rules } from '../pack/types';

export interface Total {
  readonly fact: string;
  readonly caseType: string;
  readonly field: string;
  /** Counts what is handed in and not refused as well. */
  readonly underway?: boolean;
}

/** The totals that the pack's facts declare. */
export function totalsOf(rules: Pick<Rules, 'facts'>): Total[] {
  return Object.entries(rules.facts).flatMap(([fact, row]) =>
    row.total === undefined
      ? []
      : [
          {
            fact,
            caseType: row.total.case,
            field: row.total.field,
            underway: row.total.underway ?? false,
          },
        ],
  );
}

/** What a sum must know of a case. */
export interface Counted extends CaseStanding {
  readonly caseType?: string;
  readonly facts: Fields;
}

/** True when a case ended well or, where the pack says so, is handed in and not refused. */
function counts(row: Counted, underway: boolean): boolean {
  return underway ? stands(row) : row.ended.at(-1)?.good === true;
}

/** The sum of one field over the cases that count. Money in fen; what is no number counts nothing. */
export function sumOf({ caseType, field, underway }: Total, rows: readonly Counted[]): number {
  return rows
    .filter((row) => row.caseType === caseType && counts(row, underway ?? false))
    .reduce((sum, { facts }) => {
      const value = facts[field];
      return typeof value === 'number' ? sum + value : sum;
    }, 0);
}
