/** What differs between two packs: rows added, removed, changed field by field, and put in another order. Pure. */
import canonicalize from 'canonicalize';
import { differenceWords } from './difference-words';
import { rowsOf } from './pack-rows';
import type { PackRow, RowTable } from './pack-rows';
import type { Pack } from './types';

/** One difference. `from` and `to` are what both packs say; absent where one says nothing. */
export interface PackDifference {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  readonly table: RowTable;
  /** The run, or `cases.<type>`, it belongs to; '' for a row of the pack itself. */
  readonly place: string;
  readonly key: string;
  /** Dotted name of what changed in the row. */
  readonly field?: string;
  readonly from?: unknown;
  readonly to?: unknown;
  /** Article of the row: the new one, else the old. */
  readonly basis?: string;
  readonly zh: string;
  readonly en: string;
}

/** Tables whose order means something. */
const ordered: readonly RowTable[] = ['lifecycle', 'steps'];

const idOf = ({ table, place, key }: PackRow): string => `${table}|${place}|${key}`;

/** Every difference, in the order of the new pack; rows that are gone come last. Comments and layout never count. */
export function differencesOf(before: Pack, after: Pack): PackDifference[] {
  const old = new Map(rowsOf(before).map((row) => [idOf(row), row]));
  const now = new Map(rowsOf(after).map((row) => [idOf(row), row]));
  const changes = [...now].flatMap(([id, row]) => {
    const was = old.get(id);
    return was === undefined ? [said(row, { kind: 'added', to: row.says })] : changesOf(was, row);
  });
  const gone = [...old]
    .filter(([id]) => !now.has(id))
    .map(([, row]) => said(row, { kind: 'removed', from: row.says }));
  return [...changes, ...moves([...old.values()], [...now.values()]), ...gone];
}

type What = Pick<PackDifference, 'kind' | 'field' | 'from' | 'to'>;

function said(row: PackRow, what: What): PackDifference {
  const { table, place, key, basis } = row;
  return {
    ...what,
    table,
    place,
    key,
    ...(basis === undefined ? {} : { basis }),
    ...differenceWords(row, what),
  };
}

function isSame(from: unknown, to: unknown): boolean {
  return (canonicalize(from) ?? '') === (canonicalize(to) ?? '');
}

function changesOf(was: PackRow, row: PackRow): PackDifference[] {
  return fieldChanges(was.says, row.says).map((change) =>
    said(row.basis === undefined && was.basis !== undefined ? { ...row, basis: was.basis } : row, {
      kind: 'changed',
      ...change,
    }),
  );
}

/** A record of parts, such as the fields of a material: its parts are compared one by one. A condition is one value. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('feel' in value);
}

function fieldChanges(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
  under = '',
): Omit<What, 'kind'>[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) => {
    const [was, now] = [from[key], to[key]];
    const field = `${under}${key}`;
    if (isSame(was, now)) return [];
    if (isRecord(was) && isRecord(now)) return fieldChanges(was, now, `${field}.`);
    return [
      { field, ...(was === undefined ? {} : { from: was }), ...(now === undefined ? {} : { to: now }) },
    ];
  });
}

/** Stages and steps that both packs have, in another order: one difference a place. */
function moves(old: readonly PackRow[], now: readonly PackRow[]): PackDifference[] {
  return ordered.flatMap((table) => {
    const places = [...new Set(now.filter((row) => row.table === table).map(({ place }) => place))];
    return places.flatMap((place) => {
      const keys = (rows: readonly PackRow[]) =>
        rows.filter((row) => row.table === table && row.place === place).map(({ key }) => key);
      const from = keys(old).filter((key) => keys(now).includes(key));
      const to = keys(now).filter((key) => keys(old).includes(key));
      const row: PackRow = { table, place, key: '', says: {} };
      return isSame(from, to) ? [] : [said(row, { kind: 'moved', from, to })];
    });
  });
}
