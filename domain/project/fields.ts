/** Checks what people declare against the pack's field types. Money is integer fen. */
import type { FactType, FieldSpec } from '../pack/types';
import { isDate } from '../clocks/dates';
import { refuse, type Refusal } from '../refusals';
import type { Fields, FieldValue } from './commands';

const verdicts = ['passed', 'passedAfterFixes', 'failed'];
const maxText = 4000;
/** What conditions compute with exactly (domain/pack/feel.ts): in fen, a hundred billion yuan. */
const largestNumber = 1e13;
/** Lengths of time are whole, and dates stay dates when they are added. */
const spans: Readonly<Record<string, readonly [least: number, most: number]>> = {
  months: [1, 1200],
  years: [1, 100],
  days: [0, 36_500],
};

type Test = (value: FieldValue, spec: FieldSpec) => boolean;

const isText: Test = (value) => typeof value === 'string' && value.length > 0 && value.length <= maxText;

const isNumber: Test = (value, { unit }) => {
  if (typeof value !== 'number' || !(Math.abs(value) <= largestNumber)) return false;
  const span = unit === undefined ? undefined : spans[unit];
  return span === undefined || (Number.isInteger(value) && value >= span[0] && value <= span[1]);
};

const tests: Readonly<Record<FactType, Test>> = {
  text: isText,
  person: isText,
  organisation: isText,
  integer: (value, spec) => Number.isSafeInteger(value) && isNumber(value, spec),
  number: isNumber,
  money: (value, spec) => Number.isSafeInteger(value) && Number(value) >= 0 && isNumber(value, spec),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && isDate(value),
  verdict: (value) => typeof value === 'string' && verdicts.includes(value),
  choice: (value, { options }) => typeof value === 'string' && (options ?? []).includes(value),
  choices: (value, { options }) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => (options ?? []).some((option) => option === each)),
  list: (value, { of }) => isList(value) && value.every((item) => isRow(item, of ?? {})),
};

/** Array.isArray widens to any[]: this keeps the element type. */
function isList(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function isFields(value: FieldValue): value is Fields {
  return value !== null && typeof value === 'object' && !isList(value);
}

function isRow(item: FieldValue, of: Readonly<Record<string, FieldSpec>>): boolean {
  if (!isFields(item)) return false;
  return Object.entries(item).every(([name, value]) => {
    const spec = specOf(of, name);
    return spec !== undefined && tests[spec.type](value, spec);
  });
}

/** Names come from people: one such as `constructor` must not find what every object inherits. */
function specOf(specs: Readonly<Record<string, FieldSpec>>, name: string): FieldSpec | undefined {
  return Object.hasOwn(specs, name) ? specs[name] : undefined;
}

/** What a value of a field must be, for people and programs. */
export function expected({ type, options, unit }: FieldSpec): string {
  if (options !== undefined) return `${type}: ${options.join(' | ')}`;
  if (type === 'verdict') return `${type}: ${verdicts.join(' | ')}`;
  if (type === 'money') return `${type}: 0..${String(largestNumber)} fen`;
  const span = spans[unit ?? ''];
  return span === undefined ? type : `${type}: ${span.join('..')} ${unit ?? ''}`;
}

/** True when the value is of the declared type and within its bounds. */
export function isSound(value: FieldValue, spec: FieldSpec): boolean {
  return tests[spec.type](value, spec);
}

/** Required fields that are absent or null. */
export function missingFields(fields: Fields, specs: Readonly<Record<string, FieldSpec>>): string[] {
  return Object.entries(specs).flatMap(([name, spec]) =>
    spec.optional === true || (Object.hasOwn(fields, name) && fields[name] !== null) ? [] : [name],
  );
}

/** Columns that a row of a declared list leaves open, as `list.column`; none for a value of any other type. */
export function openColumns(name: string, value: FieldValue, { of = {} }: FieldSpec): string[] {
  if (!isList(value)) return [];
  const open = value.flatMap((item) => missingFields(isFields(item) ? item : {}, of));
  return [...new Set(open)].map((column) => `${name}.${column}`);
}

/** The declared fields with null for every value that is not sound: what conditions may read of older records. */
export function soundFields(fields: Fields, specs: Readonly<Record<string, FieldSpec>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const spec = specOf(specs, name);
      return [name, spec === undefined || value === null || isSound(value, spec) ? value : null];
    }),
  );
}

/** Every mistake in a set of declared fields: unknown names, wrong types. Null takes a value back. */
export function checkFields(fields: Fields, specs: Readonly<Record<string, FieldSpec>>): Refusal[] {
  const unknown = Object.keys(fields).filter((name) => specOf(specs, name) === undefined);
  const wrong = Object.entries(fields).filter(([name, value]) => {
    const spec = specOf(specs, name);
    return spec !== undefined && value !== null && !tests[spec.type](value, spec);
  });
  return [
    ...(unknown.length === 0
      ? []
      : [refuse('fields/unknown', { names: unknown, allowed: Object.keys(specs) })]),
    ...wrong.map(([name]) => {
      const spec = specOf(specs, name);
      return refuse('fields/invalid', { name, expected: spec === undefined ? '' : expected(spec) });
    }),
  ];
}
