/** What a material must declare: every required field of its row, each sound; and when its verdict and validity count. */
import type { Body, FieldSpec, Material, Rules } from '../pack/types';
import type { MaterialRef } from '../project/commands';
import { checkFields, expected, isSound, missingFields } from '../project/fields';
import { refuse, type Refusal } from '../refusals';
import { isDate } from '../clocks/dates';
import { defined } from '../defined';
import { supplierOf, type GateReport } from './report';

/** The row of a kind in any of these bodies; a kind that stands in several has the same fields in each (held by the lint). */
export function rowOf(rules: Pick<Rules, 'stages' | 'cases'>, kind: string): Material | undefined {
  const bodies: readonly Body[] = [...Object.values(rules.stages), ...Object.values(rules.cases)];
  return bodies.map((body) => body.materials[kind]).find((row) => row !== undefined);
}

type Mistake = { readonly field: string; readonly expected: string | null };

/** Fields that are missing, wrong, or unknown to the pack (nothing is expected of those). */
function mistakesOf({ fields: specs }: Material, { fields }: MaterialRef): Mistake[] {
  const missing = missingFields(fields, specs);
  const asked = Object.entries(specs).filter(
    ([field, spec]) => missing.includes(field) || isWrong(fields[field], spec),
  );
  const unknown = Object.keys(fields).filter((field) => !Object.hasOwn(specs, field));
  return [
    ...asked.map(([field, spec]) => ({ field, expected: expected(spec) })),
    ...unknown.map((field) => ({ field, expected: null })),
  ];
}

function isWrong(value: MaterialRef['fields'][string] | undefined, spec: FieldSpec): boolean {
  return value !== undefined && value !== null && !isSound(value, spec);
}

/** As one gate that is not met; none when the material declares all its row asks for. */
export function fieldsReports(row: Material, material: MaterialRef, rules: Rules): GateReport[] {
  const mistakes = mistakesOf(row, material);
  if (mistakes.length === 0) return [];
  const label = (language: 'zh' | 'en') =>
    mistakes.map(({ field }) => row.fields[field]?.[language] ?? field).join(language === 'zh' ? '、' : ', ');
  return [
    {
      met: false,
      gate: {
        code: 'material/fields',
        zh: `${row.zh ?? row.kind}的填报项缺失或不符合要求：${label('zh')}`,
        en: `${row.en ?? row.kind}: fields missing or not as required: ${label('en')}`,
        missing: mistakes.map(({ field }) => `${row.kind}.${field}`),
        suppliers: [supplierOf(rules, row.by)],
        params: { kind: row.kind, fields: mistakes },
        ...defined({ basis: row.basis }),
      },
    },
  ];
}

/** What an upload is refused for, so that people hear it before they decide with it. */
export function checkUpload(fields: MaterialRef['fields'], row: Material): Refusal[] {
  const { kind, fields: specs, basis } = row;
  const missing = missingFields(fields, specs).map((name) => ({
    name,
    expected: expectedOf(specs[name]),
  }));
  if (missing.length === 0) return checkFields(fields, specs);
  return [...checkFields(fields, specs), refuse('fields/missing', { kind, missing }, defined({ basis }))];
}

function expectedOf(spec: FieldSpec | undefined): string | null {
  return spec === undefined ? null : expected(spec);
}

/** Verdicts under which a material counts. */
const passing: readonly unknown[] = ['passed', 'passedAfterFixes'];

/**
 * Passed, as far as the row declares a verdict, and not expired, as far as it declares a validity. Without the row (it
 * stands in a stage that these rules do not carry) the fields of the material speak for themselves.
 */
export function isGood({ fields }: MaterialRef, row: Material | undefined, today: string): boolean {
  const { verdict, validUntil } = fields;
  const asksVerdict = row === undefined ? verdict !== undefined : row.fields['verdict']?.type === 'verdict';
  if (asksVerdict && !passing.includes(verdict)) return false;
  if (validUntil !== undefined && validUntil !== null) return isDay(validUntil) && validUntil >= today;
  const validity = row?.fields['validUntil'];
  return validity === undefined || validity.optional === true;
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && isDate(value);
}
