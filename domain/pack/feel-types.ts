/** The types conditions are checked against when a pack is read: what every declared name is. */
import type { FactType, FieldSpec } from './types';

export type FeelType =
  | { readonly is: 'number' | 'money' | 'date' | 'boolean' | 'null' | 'unknown' }
  /** A number written in the expression itself. */
  | { readonly is: 'literal'; readonly value: number }
  /** `options`: the only texts it may be compared with; `written`: it stands in the expression itself. */
  | { readonly is: 'text'; readonly options?: readonly string[]; readonly written?: string }
  | { readonly is: 'list'; readonly of: FeelType }
  | { readonly is: 'context'; readonly fields: Scope };

/** The names an expression may read. */
export type Scope = Readonly<Record<string, FeelType>>;

/** What a `verdict` may be. */
export const verdicts = ['passed', 'passedAfterFixes', 'failed'] as const;

const simple: Readonly<Record<Exclude<FactType, 'choice' | 'choices' | 'verdict' | 'list'>, FeelType>> = {
  text: { is: 'text' },
  person: { is: 'text' },
  organisation: { is: 'text' },
  integer: { is: 'number' },
  number: { is: 'number' },
  money: { is: 'money' },
  date: { is: 'date' },
  boolean: { is: 'boolean' },
};

/** The type in conditions of a declared fact or field. */
export function typeOfField(field: FieldSpec): FeelType {
  switch (field.type) {
    case 'choice':
      return { is: 'text', options: field.options ?? [] };
    case 'choices':
      return { is: 'list', of: { is: 'text', options: field.options ?? [] } };
    case 'verdict':
      return { is: 'text', options: verdicts };
    case 'list':
      return { is: 'list', of: contextOf(field.of ?? {}) };
    case 'text':
    case 'integer':
    case 'number':
    case 'money':
    case 'date':
    case 'boolean':
    case 'person':
    case 'organisation':
      return simple[field.type];
  }
}

/** A context of declared fields. */
export function contextOf(fields: Readonly<Record<string, FieldSpec>>): FeelType {
  return {
    is: 'context',
    fields: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, typeOfField(field)])),
  };
}

/** The name of a type in messages. */
export function nameOfType(type: FeelType): string {
  if (type.is === 'literal') return 'number';
  return type.is === 'list' ? `list of ${nameOfType(type.of)}` : type.is;
}

/** A value of the type, for the dry run of a condition. */
export function sampleOf(type: FeelType): unknown {
  switch (type.is) {
    case 'number':
    case 'money':
    case 'literal':
      return 1;
    case 'date':
      return '2024-01-01';
    case 'boolean':
      return true;
    case 'text':
      return type.options?.[0] ?? 'x';
    case 'list':
      return [sampleOf(type.of)];
    case 'context':
      return Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, sampleOf(field)]));
    case 'null':
    case 'unknown':
      return null;
  }
}
