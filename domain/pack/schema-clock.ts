/** The written form of a clock and of what follows when it comes (zod). */
import { z } from 'zod';
import { workKinds } from '../clocks/stops';
import { processEnds } from './clock-types';
import { basis, dotted, feel, name, named, tableOf } from './schema-words';

export const effect = z.union([
  z.enum(['remind', 'mark', 'suspend', 'resume']),
  z.strictObject({
    escalate: name,
    after: z.int().min(1).optional().describe('working days after the clock came'),
  }),
  z.strictObject({ open: name }),
  z.strictObject({ end: z.enum(processEnds) }),
  z.strictObject({ set: name, to: feel }),
]);

export const clock = z.strictObject({
  ...named,
  kind: z.enum(['deadline', 'notBefore', 'window', 'validity', 'recurring']),
  from: dotted.optional(),
  until: dotted.optional(),
  is: z.union([z.int().min(0), dotted, tableOf(z.int().min(0))]).optional(),
  take: z.enum(['first', 'longest', 'shortest']).optional(),
  unit: z.enum(['hours', 'days', 'workingDays', 'months', 'years']).optional(),
  date: z.string().min(1).optional().describe('MM-DD, a full date, or the name of a date fact'),
  ofYear: name
    .optional()
    .describe('a declared year: a date written MM-DD falls in it, not on the next such day'),
  since: dotted
    .optional()
    .describe('a declared date: the length counts from it, not from the day of the event'),
  opens: z
    .union([z.int().min(0), z.string().min(1)])
    .optional()
    .describe('a window: the number of units, or the day, from which it is open'),
  pausedBy: z
    .array(name)
    .min(1)
    .optional()
    .describe('types of cases: it stands still from when one is handed in until it is over'),
  stops: z
    .array(z.strictObject({ while: name, for: z.enum(workKinds), basis }))
    .min(1)
    .optional()
    .describe('works that the law does not count: the clock stands still while the step is open'),
  neverStops: z.literal(true).optional().describe('a statutory term that even a suspension leaves running'),
  stricter: z
    .enum(['longer', 'shorter'])
    .optional()
    .describe('which length asks for more, where the kind does not say it: a warranty or a permit'),
  then: z.array(effect).min(1).optional(),
});

export type ClockForm = z.infer<typeof clock>;
export type EffectForm = z.infer<typeof effect>;
