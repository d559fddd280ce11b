/** Reads a dossier of examples/: what people declare and hand in. Money is integer fen. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const tag = z.enum(['R', 'J', 'S']);
const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

const factRow = z.object({
  value: fieldValue,
  tag,
  zh: z.string(),
  stage: z.string().optional(),
  why: z.string().optional(),
});

const materialRow = z.object({
  kind: z.string(),
  stage: z.string(),
  file: z.string(),
  tag,
  author: z.string().optional(),
  fields: z.record(z.string(), fieldValue).default({}),
});

const dossierFile = z.object({
  dossier: z.string(),
  name: z.string(),
  jurisdiction: z.string(),
  pack: z.string(),
  record: z.string(),
  facts: z.record(z.string(), factRow),
  parties: z.record(z.string(), z.object({ org: z.string(), tag, zh: z.string() })),
  payments: z.record(z.string(), z.object({ amount: z.int(), tag, milestone: z.string(), zh: z.string() })),
  materials: z.record(z.string(), materialRow),
});

export type FieldValue = z.infer<typeof fieldValue>;
export type MaterialRow = z.infer<typeof materialRow>;

/** A dossier with its folder. The getters throw for a name that it does not hold, so that a typo is not a blank. */
export interface Dossier {
  readonly name: string;
  readonly jurisdiction: string;
  readonly pack: string;
  readonly record: string;
  fact(name: string): FieldValue;
  org(party: string): string;
  payment(name: string): { amount: number; milestone: string };
  material(name: string): MaterialRow;
  bytes(row: MaterialRow): Promise<Uint8Array>;
}

function named<T>(rows: Readonly<Record<string, T>>, what: string) {
  return (name: string): T => {
    const row = rows[name];
    if (row === undefined) throw new Error(`the dossier has no ${what} "${name}"`);
    return row;
  };
}

/** Loads `dossier.yaml` of a folder; anything unknown in it is an error. */
export async function loadDossier(folder: string): Promise<Dossier> {
  const data = dossierFile.parse(parse(await readFile(path.join(folder, 'dossier.yaml'), 'utf8')));
  const fact = named(data.facts, 'fact');
  const payment = named(data.payments, 'payment');
  const party = named(data.parties, 'party');
  return {
    name: data.name,
    jurisdiction: data.jurisdiction,
    pack: data.pack,
    record: data.record,
    fact: (name) => fact(name).value,
    org: (name) => party(name).org,
    payment: (name) => {
      const { amount, milestone } = payment(name);
      return { amount, milestone };
    },
    material: named(data.materials, 'material'),
    bytes: (row) => readFile(path.join(folder, 'materials', row.file)),
  };
}
