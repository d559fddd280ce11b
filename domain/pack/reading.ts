/** What the steps of reading a pack share: the collector of mistakes, the declared names, and how a row or condition is read. */
import { compileExpression } from './compile-feel';
import { typeOfField } from './feel-types';
import type { FeelType, Scope } from './feel-types';
import type { Note, Path } from './mistakes';
import type { FieldForm } from './schema';
import type { Expression, FieldSpec, Row, Table } from './types';

export interface Reading {
  readonly note: Note;
  readonly scope: Scope;
}

/** The same object without the keys that are undefined. */
export function present<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Reads a condition or formula; a mistake in it is noted and an empty stand-in given. */
export function readExpression(reading: Reading, feel: string, path: Path, wanted: FeelType): Expression {
  const compiled = compileExpression(feel, reading.scope, wanted);
  if (compiled.ok) return compiled.expression;
  for (const { zh, en } of compiled.problems)
    reading.note('feel/refused', path, `条件有误:${zh}`, `condition: ${en}`);
  return { feel, reads: [], testsNull: [] };
}

interface RowForm {
  readonly basis?: string | undefined;
  readonly note?: 'not-from-text' | undefined;
  readonly reading?: string | undefined;
  readonly zh?: string | undefined;
  readonly en?: string | undefined;
  readonly when?: string | undefined;
  readonly origin?: Row['origin'] | undefined;
  readonly also?: Row['also'] | undefined;
}

/** The keys every row may carry. */
export function readRow(reading: Reading, form: RowForm, path: Path): Row {
  const { basis, note, reading: how, zh, en, when, origin, also } = form;
  const condition =
    when === undefined ? undefined : readExpression(reading, when, [...path, 'when'], { is: 'boolean' });
  return present({ basis, note, reading: how, zh, en, when: condition, origin, also });
}

interface TableForm<F> {
  readonly when?: string | undefined;
  readonly is: F;
  readonly basis?: string | undefined;
}

/** A table of rows; every row but the last needs a condition, or what follows it could never count. */
export function readTable<F, T>(
  reading: Reading,
  rows: readonly TableForm<F>[],
  path: Path,
  more: { readonly take: Table<T>['take'] | undefined; readonly cell: (is: F, path: Path) => T },
): Table<T> {
  const take = more.take ?? 'first';
  rows.slice(0, -1).forEach((row, index) => {
    if (row.when === undefined && take === 'first')
      reading.note(
        'table/unreachable',
        [...path, index],
        '此行之后的行永不适用',
        'no row after this one can ever count',
      );
  });
  return {
    take,
    rows: rows.map((row, index) => {
      const when =
        row.when === undefined
          ? undefined
          : readExpression(reading, row.when, [...path, index, 'when'], { is: 'boolean' });
      return { is: more.cell(row.is, [...path, index, 'is']), ...present({ when, basis: row.basis }) };
    }),
  };
}

/** A declared field; `money` is short for `{type: money}`. */
export function readField(reading: Reading, form: FieldForm, path: Path): FieldSpec {
  const long: Exclude<FieldForm, string> = typeof form === 'string' ? { type: form } : form;
  const { of, ...rest } = long;
  if ((long.type === 'choice' || long.type === 'choices') !== (long.options !== undefined)) {
    reading.note(
      'field/options',
      path,
      'choice、choices 须有 options,其他类型不得有',
      'choice and choices need options, other types have none',
    );
  }
  if ((long.type === 'list') !== (of !== undefined))
    reading.note('field/of', path, 'list 须有 of,其他类型不得有', 'a list needs `of`, other types have none');
  const items = of === undefined ? undefined : readFields(reading, of, [...path, 'of']);
  return { type: long.type, ...present({ ...rest, of: items }) };
}

/** Declared fields by name. */
export function readFields(
  reading: Reading,
  forms: Readonly<Record<string, FieldForm>>,
  path: Path,
): Record<string, FieldSpec> {
  return Object.fromEntries(
    Object.entries(forms).map(([name, form]) => [name, readField(reading, form, [...path, name])]),
  );
}

/** Type in conditions of a field as written. */
export function typeOfForm(form: FieldForm): FeelType {
  return typeOfField(readField({ note: () => undefined, scope: {} }, form, []));
}
