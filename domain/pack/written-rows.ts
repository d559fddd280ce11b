/** A written pack as one list of rows, each with its place in the text, and the pack again from such a list. Pure. */
import canonicalize from 'canonicalize';
import type { Path } from './mistakes';

/** What a row says, as it was written. */
export type Says = Readonly<Record<string, unknown>>;

/** The tables of the written form. A head is what a stage or a case says of itself. */
export type WrittenTable =
  | 'numbering'
  | 'sources'
  | 'words'
  | 'roles'
  | 'powers'
  | 'facts'
  | 'values'
  | 'lifecycle'
  | 'heads'
  | 'options'
  | 'steps'
  | 'materials'
  | 'gates'
  | 'clocks'
  | 'documents'
  | 'consequences'
  | 'reminders';

export interface WrittenRow {
  /** How people name it: `stages.application.routes.main.check`. */
  readonly id: string;
  readonly table: WrittenTable;
  /** Where it is put: the key itself, or the list it is a part of. */
  readonly into: Path;
  readonly isListed: boolean;
  readonly says: Says;
  /** Where it stands in the text. */
  readonly path: Path;
}

const packTables = ['sources', 'words', 'roles', 'powers', 'facts', 'values', 'reminders'] as const;
const bodyTables = ['facts', 'materials', 'gates', 'clocks', 'documents'] as const;
const bodyParts: readonly string[] = [...bodyTables, 'routes', 'consequences', 'options'];

/** The rows of a written pack, in its order. */
export function rowsOfForm(form: Says): WrittenRow[] {
  return [
    ...wholeRow('numbering', ['numbering'], form['numbering']),
    ...packTables.flatMap((table) => keyed(table, [table], form[table])),
    ...listed('lifecycle', ['lifecycle'], form['lifecycle']),
    ...bodiesIn('stages', form['stages']),
    ...bodiesIn('cases', form['cases']),
  ];
}

function bodiesIn(table: 'stages' | 'cases', bodies: unknown): WrittenRow[] {
  return entriesOf(bodies).flatMap(([name, written]) => {
    const body = recordOf(written);
    const at = [table, name];
    const head = Object.fromEntries(Object.entries(body).filter(([key]) => !bodyParts.includes(key)));
    return [
      ...wholeRow('heads', at, head),
      ...entriesOf(body['routes']).flatMap(([phase, steps]) =>
        listed('steps', [...at, 'routes', phase], steps),
      ),
      ...bodyTables.flatMap((each) => keyed(each, [...at, each], body[each])),
      ...wholeRow('options', [...at, 'options'], body['options']),
      ...listed('consequences', [...at, 'consequences'], body['consequences']),
    ];
  });
}

function wholeRow(table: WrittenTable, path: Path, says: unknown): WrittenRow[] {
  if (says === undefined) return [];
  return [{ id: path.join('.'), table, into: path, isListed: false, says: recordOf(says), path }];
}

function keyed(table: WrittenTable, path: Path, rows: unknown): WrittenRow[] {
  return entriesOf(rows).flatMap(([key, says]) => wholeRow(table, [...path, key], says));
}

function listed(table: 'lifecycle' | 'steps' | 'consequences', path: Path, rows: unknown): WrittenRow[] {
  const list: readonly unknown[] = Array.isArray(rows) ? rows : [];
  return list.map((row, index) => {
    const says = recordOf(row);
    const id = [...path, keyOf(table, says)].join('.');
    return { id, table, into: path, isListed: true, says, path: [...path, index] };
  });
}

/** A consequence has no name: what it does, and when, is its name. */
function keyOf(table: 'lifecycle' | 'steps' | 'consequences', says: Says): string {
  if (table === 'lifecycle') return String(says['run']);
  if (table === 'steps') return String(says['step']);
  return canonicalize({ after: says['after'], then: says['then'], when: says['when'] }) ?? '';
}

interface Holder {
  [key: string]: unknown;
}

/** The written pack of these rows, beside what it says of itself; `placed` is told where each row came to stand. */
export function formOfRows<R extends WrittenRow>(
  own: Says,
  rows: readonly R[],
  placed: (path: Path, row: R) => void,
): Says {
  const form: Holder = { ...own };
  for (const row of rows) {
    if (!row.isListed) {
      const holder = holderAt(form, row.into.slice(0, -1));
      const key = String(row.into.at(-1));
      holder[key] = { ...recordOf(holder[key]), ...row.says };
      placed(row.into, row);
      continue;
    }
    const holder = holderAt(form, row.into.slice(0, -1));
    const key = String(row.into.at(-1));
    const list: unknown[] = Array.isArray(holder[key]) ? holder[key] : [];
    holder[key] = [...list, row.says];
    placed([...row.into, list.length], row);
  }
  return form;
}

function holderAt(form: Holder, path: Path): Holder {
  let holder = form;
  for (const part of path) {
    const inner: Holder = { ...recordOf(holder[part]) };
    holder[part] = inner;
    holder = inner;
  }
  return holder;
}

/** A record, or an empty one where something else stands. */
export function recordOf(value: unknown): Says {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(recordOf(value));
}

/** What a row says under a key, when that is a text. */
export function textIn(says: Says, key: string): string | undefined {
  const value = says[key];
  return typeof value === 'string' ? value : undefined;
}
