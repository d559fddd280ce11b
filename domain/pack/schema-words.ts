/** The small parts every row of a written pack is made of: names, texts, articles, tables and declared fields (zod). */
import { z } from 'zod';

/** What a pack may name itself: an English identifier. */
export const namePattern = /^[a-z][A-Za-z0-9]*$/;
export const name = z.string().regex(namePattern);
export const dotted = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)?$/);
export const text = z.string().min(1).max(500);
export const feel = z.string().min(1).max(1000).describe('FEEL over declared names');
export const basis = z
  .string()
  .regex(/^[A-Z]{2,}-\d+(\.\d+)*[a-z]?$/)
  .describe('article, e.g. HA-13.5a');
export const plainDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What any row may say. */
export const said = {
  note: z
    .literal('not-from-text')
    .optional()
    .describe('a value we chose; the basis is the article it hangs on'),
  reading: text.optional().describe('how we read an unclear text'),
  when: feel.optional().describe('the row exists only while it holds'),
};
/** `id@version` of a pack. */
const packAtVersion = z.string().regex(/^[a-z][a-z0-9-]*@\d+\.\d+\.\d+$/);
/** Where a row of a composed pack comes from; written by the composition. */
export const composedFrom = {
  origin: packAtVersion.optional().describe('the pack the row was taken from; absent: this one'),
  also: z
    .array(z.strictObject({ origin: packAtVersion.optional(), basis: basis.optional() }))
    .min(1)
    .optional()
    .describe('articles of other packs that ask for the same, or for a part of it'),
};
/** A pack that this one builds on, in the version that it was read in. */
export const upperRef = z.strictObject({
  pack: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
});
/** The recorded word of an author on two rows that no program can weigh: the row as written here holds. */
export const settling = z.strictObject({
  row: z.string().min(1).describe('e.g. stages.application.gates.tooDear'),
  because: text,
});
/** A row that must cite its article. */
export const row = { ...said, ...composedFrom, basis };
/** A row that people read. */
export const named = { ...row, zh: text, en: text };
/** A part of a row, which may cite an article of its own. */
export const part = { ...said, basis: basis.optional(), zh: text.optional(), en: text.optional() };

/** Rows of which the first whose condition holds counts. */
export const tableOf = <T extends z.ZodType>(is: T) =>
  z.array(z.strictObject({ when: feel.optional(), is, basis: basis.optional() })).min(1);

const fieldTypes = [
  'text',
  'integer',
  'number',
  'money',
  'date',
  'boolean',
  'choice',
  'choices',
  'verdict',
  'list',
  'person',
  'organisation',
] as const;
export const fieldParts = {
  type: z.enum(fieldTypes),
  options: z.array(name).min(1).optional(),
  unit: z.enum(['months', 'days', 'years', 'percent']).optional(),
  optional: z.boolean().optional(),
};
export const itemField = z.union([
  z.enum(fieldTypes),
  z.strictObject({ ...fieldParts, zh: text.optional(), en: text.optional() }),
]);
export const field = z.union([
  z.enum(fieldTypes),
  z.strictObject({
    ...fieldParts,
    zh: text.optional(),
    en: text.optional(),
    of: z.record(name, itemField).optional(),
  }),
]);
