/** The written form of a policy pack (YAML), as strict zod objects without transforms: the source of pack.schema.json. */
import { z } from 'zod';
import { clock, effect } from './schema-clock';
import { step } from './schema-route';
import {
  basis,
  composedFrom,
  dotted,
  feel,
  field,
  fieldParts,
  itemField,
  name,
  named,
  part,
  plainDate,
  row,
  said,
  settling,
  tableOf,
  text,
  upperRef,
} from './schema-words';
import { stageKinds } from './types';

const role = z.strictObject({
  ...named,
  is: z.enum(['post', 'party', 'org', 'body', 'pool']),
  id: z.string().min(1).optional(),
  recordedBy: name.optional(),
});

const fact = z.strictObject({
  ...named,
  ...fieldParts,
  of: z.record(name, itemField).optional(),
  derive: z.union([feel, tableOf(feel)]).optional(),
  total: dotted.optional().describe('case.field: the sum over the cases that ended well'),
  underway: z.boolean().optional().describe('the total also counts what is handed in and not refused'),
  set: z.array(name).min(1).optional().describe('case types whose consequences set it'),
  counts: z
    .strictObject({
      case: name,
      day: name.describe('date fact of the counted case'),
      from: name.describe('date fact of this case: first day'),
      to: name.describe('date fact of this case: last day'),
      ended: z
        .array(name)
        .min(1)
        .optional()
        .describe('outcomes that count; all that was handed in when left out'),
      inTime: name.optional().describe('deadline of the counted case that was met in time'),
    })
    .optional()
    .describe('of a case about no project: the number of cases of the same place in a span of days'),
  due: dotted.optional(),
});

const value = z.strictObject({
  ...row,
  zh: text.optional(),
  en: text.optional(),
  is: z.union([z.number(), tableOf(z.number())]),
  take: z.enum(['first', 'longest', 'shortest']).optional(),
  unit: z.enum(['percent', '元', '万元', 'days', 'workingDays', 'months', 'years', 'count']),
  stricter: z.enum(['higher', 'lower']).optional().describe('which number asks for more, for packs over it'),
});

export const run = z.strictObject({
  ...named,
  run: name,
  kind: z.enum(stageKinds),
  outcomes: z.record(name, name),
});

const waiver = z.strictObject({ by: name, material: name.optional(), basis: basis.optional() });

const gate = z.strictObject({
  ...named,
  before: dotted.optional(),
  holds: feel.optional(),
  valid: z
    .array(z.union([name, z.array(name).min(1)]))
    .min(1)
    .optional(),
  ended: dotted.optional(),
  parties: z.array(name).min(1).optional(),
  noOpen: z
    .array(dotted)
    .min(1)
    .optional()
    .describe(
      'cases of the project; or case.fact: cases that name the owner in this fact, whoever opened them',
    ),
  unique: z
    .array(name)
    .min(1)
    .optional()
    .describe('facts of a case: no other case of its type that is handed in and not refused says the same'),
  waiver: waiver.optional(),
});

const material = z.strictObject({
  ...named,
  due: dotted.optional(),
  by: name.optional(),
  author: name.optional(),
  fields: z.record(name, field).optional(),
  optional: z.boolean().optional(),
  waiver: waiver.optional(),
});

const officialDocument = z.strictObject({
  ...named,
  after: dotted,
  number: text.optional(),
  signs: name.optional(),
  to: name.optional(),
});
const consequence = z.strictObject({
  ...row,
  zh: text.optional(),
  en: text.optional(),
  after: dotted,
  then: z.array(effect).min(1),
});

const bodyParts = {
  routes: z.record(name, z.array(step).min(1)),
  facts: z.record(name, fact).optional(),
  materials: z.record(name, material).optional(),
  gates: z.record(name, gate).optional(),
  clocks: z.record(name, clock).optional(),
  documents: z.record(name, officialDocument).optional(),
  consequences: z.array(consequence).min(1).optional(),
};
export const body = z.strictObject({
  ...bodyParts,
  options: z.record(name, z.boolean()).optional(),
  reading: text.optional(),
  note: said.note,
});

export const caseType = z.strictObject({
  ...bodyParts,
  ...named,
  openedBy: name.optional(),
  withdrawnBy: z.array(name).min(1).optional().describe('who alone withdraws it once it is handed in'),
  during: z.array(name).min(1).optional(),
  about: z.enum(['project', 'organisation', 'year']).optional(),
  kind: z.enum(['plain', 'money']).optional(),
  readers: z
    .array(name)
    .min(1)
    .optional()
    .describe('confidential: these roles alone may read it, beside whoever opened it'),
  outcomes: z.array(name).min(1).optional(),
});

const power = z.strictObject({ ...part, ...composedFrom, by: z.array(name).min(1) });

/** The acts on a whole project a pack hands out. */
export const powerNames = [
  'withdraw',
  'suspend',
  'resume',
  'terminate',
  'waive',
  'bindParty',
  'reportFault',
] as const;

const measure = z.strictObject({
  zh: text,
  en: text.optional(),
  number: text.optional(),
  issued: plainDate.optional(),
  inForce: z.strictObject({
    from: plainDate,
    to: plainDate.optional(),
    basis: basis.optional(),
    note: said.note,
    reading: said.reading,
  }),
  authority: text.optional(),
});

const reminder = z.strictObject({
  ...named,
  during: z.array(name).min(1).optional(),
  check: z.enum(['person', 'none']).describe('none: there is nothing a program or a person could tick off'),
});

const source = z.strictObject({
  zh: text,
  version: text,
  supersededBy: text.optional(),
  counts: z
    .array(text)
    .max(3)
    .optional()
    .describe('what the numbers of an article id count, from the left: 条 when left out; none: print the id'),
});

export const packSchema = z
  .strictObject({
    pack: z.string().regex(/^[a-z][a-z0-9-]*$/),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    buildsOn: z
      .array(upperRef)
      .min(1)
      .max(20)
      .optional()
      .describe('packs of other measures, composed before publishing'),
    settles: z.array(settling).min(1).optional().describe('rows that hold as written here, with the reason'),
    measure,
    sources: z.record(z.string().regex(/^[A-Z]{2,}$/), source),
    numbering: z.strictObject({
      project: z.string().regex(/\{seq:\d\}/),
      note: said.note,
      basis: basis.optional(),
      ...composedFrom,
    }),
    words: z.record(name, z.strictObject({ zh: text, en: text })).optional(),
    roles: z.record(name, role),
    powers: z.partialRecord(z.enum(powerNames), power).optional(),
    facts: z.record(name, fact),
    values: z.record(name, value).optional(),
    lifecycle: z.array(run).min(1),
    stages: z.record(name, body),
    cases: z.record(name, caseType).optional(),
    reminders: z.record(name, reminder).optional().describe('rules no program checks'),
  })
  .describe('A Govflow policy pack: one measure as data');

export type { ClockForm, EffectForm } from './schema-clock';
export type PackForm = z.infer<typeof packSchema>;
export type BodyForm = z.infer<typeof body>;
export type CaseForm = z.infer<typeof caseType>;
export type FieldForm = z.infer<typeof field>;
export type FactForm = z.infer<typeof fact>;
export type GateForm = z.infer<typeof gate>;
export type MaterialForm = z.infer<typeof material>;
export type ValueForm = z.infer<typeof value>;
