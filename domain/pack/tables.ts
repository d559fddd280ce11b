/** Finds the row of a table that counts, and brings a legal number into the unit conditions use. Pure, run time. */
import { evaluateCondition } from './feel';
import type { FeelContext } from './feel';
import type { Table, Value } from './types';

export type Picked<T> =
  | { readonly is: T; readonly basis?: string }
  | { readonly undecided: readonly string[] }
  | { readonly fault: string };

/** The first row that holds. A row that cannot be decided yet makes the whole table undecided. */
export function pickRow<T>(table: Table<T>, context: FeelContext): Picked<T> {
  const rows = holdingRows(table, context);
  if (!Array.isArray(rows)) return rows;
  const [first] = rows;
  return first ?? { fault: 'no row of the table holds' };
}

/** The number a table gives: of the first row that holds, or the longest or shortest of all that hold. */
export function pickNumber(table: Table<number>, context: FeelContext): Picked<number> {
  if (table.take === 'first') return pickRow(table, context);
  const rows = holdingRows(table, context);
  if (!Array.isArray(rows)) return rows;
  const sorted = [...rows].sort((a, b) => (table.take === 'longest' ? b.is - a.is : a.is - b.is));
  const [best] = sorted;
  return best ?? { fault: 'no row of the table holds' };
}

interface Held<T> {
  readonly is: T;
  readonly basis?: string;
}

function holdingRows<T>(
  table: Table<T>,
  context: FeelContext,
): Held<T>[] | { readonly undecided: readonly string[] } | { readonly fault: string } {
  const held: Held<T>[] = [];
  for (const row of table.rows) {
    const condition = row.when === undefined ? { holds: true } : evaluateCondition(row.when, context);
    if (!('holds' in condition)) return condition;
    if (!condition.holds) continue;
    held.push(row.basis === undefined ? { is: row.is } : { is: row.is, basis: row.basis });
    if (table.take === 'first') break;
  }
  return held;
}

const fenOf: Partial<Record<Value['unit'], number>> = { 元: 100, 万元: 1_000_000 };

/** A legal number as conditions read it: money in fen, everything else as written. */
export function inFeel(value: number, unit: Value['unit']): number {
  return value * (fenOf[unit] ?? 1);
}
