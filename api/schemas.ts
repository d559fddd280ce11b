/** Parts of requests and answers that several endpoints share. Requests are strict: an unknown key is a mistake. */
import { z } from 'zod';
import type { FieldValue } from '../domain/project/commands';

const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/** Names of facts and fields: letters of any script, digits, `_`; they become keys in MongoDB. */
export const FieldName = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_-]{0,63}$/u)
  .refine((name) => !reserved.has(name), { message: '保留的名称\nThis name is reserved' });

const FieldValue: z.ZodType<FieldValue> = z
  .lazy(() =>
    z.union([
      // Blanks alone say nothing. Said here and not by the rules: what was decided under them before stands.
      z
        .string()
        .max(20_000)
        .overwrite((text) => (text.trim() === '' ? '' : text)),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(FieldValue).max(1000),
      z.record(FieldName, FieldValue),
    ]),
  )
  .meta({ id: 'FieldValue', description: '字段值;金额为整数分 · A declared value; money is integer fen' });

export const Fields = z
  .record(FieldName, FieldValue)
  .refine((fields) => Object.keys(fields).length <= 300, { message: '字段过多\nToo many fields' })
  .meta({ id: 'Fields' });

const id = (max: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:~/@-]*$/u);

export const Id = id(200);
export const IdParams = z.strictObject({ id: Id });
/** Why somebody changes what all stand on: a word alone says nothing to whoever reads it years later. */
export const Reason = z
  .string()
  .max(1000)
  .refine((text) => text.trim().length >= 5, {
    message: '请写明原因,至少 5 个字\nSay why, in five characters or more',
  });
/** As it is sent; how strong a new one must be is said by passwords.ts. */
export const Password = z.string().min(1).max(256);
export const Comment = z.string().min(1).max(4000);
export const SeenMaterials = z
  .array(z.strictObject({ id: Id, sha256: z.string().regex(/^[0-9a-f]{64}$/u) }))
  .max(200)
  .meta({
    id: 'SeenMaterials',
    description: '办理人看到的材料及其哈希 · The materials that were shown, with their hashes',
  });

export const Limit = z.coerce.number().int().min(1).max(200).default(50);
export const Cursor = z.string().min(1).max(500).optional();
export const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const loose = (name: string, shape: z.ZodRawShape): z.ZodType => z.looseObject(shape).meta({ id: name });

export const ProblemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    params: z.record(z.string(), z.unknown()),
    basis: z.string().optional(),
    errors: z.array(z.looseObject({ code: z.string(), detail: z.string(), pointer: z.string().optional() })),
  })
  .meta({ id: 'Problem' });

export const PersonSchema = loose('Person', {
  id: z.string(),
  username: z.string(),
  name: z.string(),
  org: z.string(),
  posts: z.array(z.object({ jurisdiction: z.string(), post: z.string() })),
  passwordGiven: z.boolean().optional(),
});

export const ActionSchema = loose('AllowedAction', { action: z.string(), task: z.string().optional() });

const AlarmShape = { code: z.string(), detail: z.string(), mustAct: z.looseObject({ role: z.string() }) };

export const ProjectSchema = loose('Project', {
  id: z.string(),
  number: z.string(),
  name: z.string(),
  status: z.string(),
  stage: z.string().nullable(),
  run: z.string().nullable(),
  round: z.number().int(),
  packId: z.string(),
  packVersion: z.string(),
  facts: z.record(z.string(), z.unknown()),
  clocks: z.array(
    z.looseObject({
      name: z.string(),
      kind: z.string(),
      due: z.string(),
      /** How the date came about: start, rule, days skipped and why, stops, calendar. */
      explain: z.object({ zh: z.string(), en: z.string() }),
    }),
  ),
  openTasks: z.array(
    z.looseObject({
      id: z.string(),
      holders: z.number().int(),
      alarm: z.looseObject(AlarmShape).optional(),
    }),
  ),
  unfilled: z.array(z.looseObject({ task: z.string(), ...AlarmShape })),
  allowedActions: z.array(ActionSchema),
  seq: z.number().int(),
});

export const TaskSchema = loose('Task', {
  id: z.string(),
  step: z.string(),
  role: z.string(),
  status: z.string(),
  processId: z.string(),
  seq: z.number().int(),
});

export const CountersSchema = z.record(z.string(), z.number().int()).meta({ id: 'Counters' });

export const ResultSchema = loose('CommandResult', {
  commandId: z.string(),
  workflowId: z.string(),
  seq: z.number().int(),
  at: z.string(),
  action: z.string(),
  status: z.string(),
});

export const ActionAnswer = loose('ActionAnswer', {
  result: ResultSchema,
  project: ProjectSchema,
  nextTask: TaskSchema.nullable(),
  counters: CountersSchema,
  allowedActions: z.array(ActionSchema),
});

export const MaterialSchema = loose('Material', {
  id: z.string(),
  kind: z.string(),
  version: z.number().int(),
  sha256: z.string(),
  fileName: z.string(),
  uploadedAt: z.string(),
});

/** A page of anything. */
export function pageOf(item: z.ZodType): z.ZodType {
  return z.looseObject({ items: z.array(item), nextCursor: z.string().nullable() });
}
