/** Checks what people declare against the pack's field types. Money is integer fen. */
import type { FactType, FieldSpec } from '../pack/types';
import { isDate } from '../clocks/dates';
import { refuse, type Refusal } from '../refusals';
import type { Fields, FieldValue } from './commands';

const verdicts = ['passed', 'passedAfterFixes', 'failed'];
const maxText = 4000;

type Test = (value: FieldValue, spec: FieldSpec) => boolean;

const isText: Test = (value) => typeof value === 'string' && value.length > 0 && value.length <= maxText;

const tests: Readonly<Record<FactType, Test>> = {
  text: isText,
  person: isText,
  organisation: isText,
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  money: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
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

function isRow(item: FieldValue, of: Readonly<Record<string, FieldSpec>>): boolean {
  if (item === null || typeof item !== 'object' || isList(item)) return false;
  return Object.entries(item).every(([name, value]) => {
    const spec = specOf(of, name);
    return spec !== undefined && tests[spec.type](value, spec);
  });
}

/** Names come from people: one such as `constructor` must not find what every object inherits. */
function specOf(specs: Readonly<Record<string, FieldSpec>>, name: string): FieldSpec | undefined {
  return Object.hasOwn(specs, name) ? specs[name] : undefined;
}

function expected(spec: FieldSpec): string {
  return spec.options === undefined ? spec.type : `${spec.type}: ${spec.options.join(' | ')}`;
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
