/** What a simulated project brings: facts, materials, parties, choices. Read from a file and checked against the pack. */
import { z } from 'zod';
import { isDate } from '../clocks/dates';
import type { Body, Pack } from '../pack/types';
import type { Fields } from '../project/field-values';

const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const value = z.union([plain, z.array(z.union([plain, z.record(z.string(), plain)]))]);
const fields = z.record(z.string(), value);
const names = z.union([z.string(), z.array(z.string()).min(1)]);

const form = z.strictObject({
  start: z.string().refine(isDate).optional().describe('the day it begins, YYYY-MM-DD'),
  daysPerStep: z.int().min(0).max(3650).default(0).describe('days each step takes'),
  facts: fields.default({}),
  materials: z.record(z.string(), fields.nullable()).default({}).describe('kind: its fields'),
  allMaterials: z.boolean().default(false).describe('every material that asks for no fields is handed in'),
  parties: z.record(z.string(), z.string()).default({}).describe('role: name of the organisation'),
  waive: z
    .array(z.string())
    .default([])
    .describe('gates and materials that are waived where the pack allows it'),
  choose: z.record(z.string(), names).default({}).describe('step or run.step: outcome, or outcomes in turn'),
});

/** A dossier with every default written out. */
export interface Dossier {
  /** Plain date, Asia/Shanghai. */
  readonly start: string;
  readonly daysPerStep: number;
  readonly facts: Fields;
  readonly materials: Readonly<Record<string, Fields>>;
  readonly allMaterials: boolean;
  readonly parties: Readonly<Record<string, string>>;
  readonly waive: readonly string[];
  /** Outcomes by `step` or `run.step`, in the order of the visits; the last one holds from then on. */
  readonly choose: Readonly<Record<string, readonly string[]>>;
}

export interface DossierMistake {
  readonly zh: string;
  readonly en: string;
}

type Read =
  | { readonly dossier: Dossier; readonly mistakes: readonly [] }
  | { readonly dossier: null; readonly mistakes: readonly DossierMistake[] };

/** Reads a dossier as written; a name the pack does not know is a mistake, so that a slip of the pen is not taken for a rule. */
export function readDossier(written: unknown, pack: Pack, today: string): Read {
  const read = form.safeParse(written ?? {});
  if (!read.success) {
    const mistakes = read.error.issues.map(({ path, message }) => {
      const at = path.map(String).join('.');
      return { zh: `项目资料 ${at} 有误`, en: `dossier ${at}: ${message}` };
    });
    return { dossier: null, mistakes };
  }
  const { start, materials, choose, ...rest } = read.data;
  const dossier: Dossier = {
    ...rest,
    start: start ?? today,
    materials: Object.fromEntries(Object.entries(materials).map(([kind, given]) => [kind, given ?? {}])),
    choose: Object.fromEntries(
      Object.entries(choose).map(([step, given]) => [step, typeof given === 'string' ? [given] : given]),
    ),
  };
  const mistakes = unknownNames(dossier, pack);
  return mistakes.length === 0 ? { dossier, mistakes: [] } : { dossier: null, mistakes };
}

function unknownNames(dossier: Dossier, pack: Pack): DossierMistake[] {
  const bodies = Object.values(pack.stages);
  const known = {
    facts: new Set([pack.facts, ...bodies.map((body) => body.facts)].flatMap(Object.keys)),
    materials: new Set(bodies.flatMap((body) => Object.keys(body.materials))),
    parties: new Set(Object.keys(pack.roles).filter((role) => pack.roles[role]?.is === 'party')),
    waive: new Set(bodies.flatMap(waivable)),
  };
  const unknown = (table: keyof typeof known, used: readonly string[]) =>
    used
      .filter((name) => !known[table].has(name))
      .map((name) => ({
        zh: `项目资料 ${table} 中的 ${name} 制度包里没有`,
        en: `dossier ${table}: the pack has no ${name}`,
      }));
  return [
    ...unknown('facts', Object.keys(dossier.facts)),
    ...unknown('materials', Object.keys(dossier.materials)),
    ...unknown('parties', Object.keys(dossier.parties)),
    ...unknown('waive', dossier.waive),
    ...wrongChoices(dossier, pack),
  ];
}

function waivable(body: Body): string[] {
  return [...Object.entries(body.gates), ...Object.entries(body.materials)].flatMap(([name, row]) =>
    row.waiver === undefined ? [] : [name],
  );
}

/** A choice names a step of some stage, and an outcome of it. */
function wrongChoices({ choose }: Dossier, pack: Pack): DossierMistake[] {
  const steps = Object.entries(pack.stages).flatMap(([run, body]) =>
    body.phases.flatMap(({ steps: rows }) => rows.map((step) => ({ run, step }))),
  );
  return Object.entries(choose).flatMap(([at, outcomes]) => {
    const named = steps.filter(({ run, step }) => at === step.step || at === `${run}.${step.step}`);
    const allowed = named.flatMap(({ step }) => step.outcomes.map(({ outcome }) => outcome));
    return outcomes
      .filter((outcome) => !allowed.includes(outcome))
      .map((outcome) => ({
        zh: `选择 ${at}=${outcome} 制度包里没有${allowed.length > 0 ? `,可选 ${allowed.join('、')}` : ''}`,
        en: `choice ${at}=${outcome}: no such ${allowed.length > 0 ? `outcome, only ${allowed.join(', ')}` : 'step'}`,
      }));
  });
}
