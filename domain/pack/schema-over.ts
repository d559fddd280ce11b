/** The written form of a pack that builds on others: what it does not say is taken from them (zod). */
import { z } from 'zod';
import { body, caseType, packSchema, run } from './schema';
import { step } from './schema-route';
import { name } from './schema-words';

const after = name.optional().describe('the row of the upper pack behind which this one comes');
const routes = z.record(name, z.array(step.extend({ after })).min(1)).optional();
const { shape } = packSchema;

/** As an ordinary pack, but every table may be left out, and a body says only what it adds or tightens. */
export const overSchema = packSchema.extend({
  buildsOn: shape.buildsOn.unwrap(),
  sources: shape.sources.optional(),
  numbering: shape.numbering.optional(),
  roles: shape.roles.optional(),
  facts: shape.facts.optional(),
  lifecycle: z.array(run.extend({ after })).min(1).optional(),
  stages: z.record(name, body.extend({ routes })).optional(),
  cases: z
    .record(
      name,
      caseType.extend({
        routes,
        zh: caseType.shape.zh.optional(),
        en: caseType.shape.en.optional(),
        basis: caseType.shape.basis.optional(),
      }),
    )
    .optional(),
});
