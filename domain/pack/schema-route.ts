/** The written form of a route: steps, the seats at them, and what bends their rule of agreement (zod). */
import { z } from 'zod';
import { name, named, part } from './schema-words';

export const seat = z.union([
  name,
  z.strictObject({
    ...part,
    role: name,
    count: z.int().min(1).max(99).optional(),
    votes: z.boolean().optional(),
    weight: z.int().min(1).max(99).optional().describe('how much its vote counts'),
  }),
]);

const target = z.union([name, z.strictObject({ to: name, grounds: z.array(name).min(1) })]);

const agreeMore = {
  veto: z.array(name).min(1).optional().describe('roles whose vote against is the outcome'),
  casting: name.optional().describe('role whose vote decides when exactly half agree'),
  abstain: z.enum(['counted', 'notCounted']).optional().describe('seats may abstain'),
  stopAtRefusal: z.boolean().optional().describe('the first vote against closes the step'),
};

export const step = z.strictObject({
  ...named,
  step: name,
  does: z.enum(['submit', 'decide', 'advise', 'receive']).optional(),
  who: z.union([seat, z.array(seat).min(1)]),
  agree: z
    .union([
      z.enum(['all', 'any', 'majority']),
      z.strictObject({ rule: z.enum(['all', 'any', 'majority']), ...agreeMore }),
      z.strictObject({ atLeast: z.int().min(1), ...agreeMore }),
      z.strictObject({
        share: z
          .string()
          .regex(/^[1-9]\d?\/[1-9]\d?$/u)
          .describe('of the votes, e.g. 2/3'),
        ...agreeMore,
      }),
      z.strictObject({ chair: name, ...agreeMore }),
    ])
    .optional(),
  inOrder: z.boolean().optional().describe('the seats act one after the other'),
  outcomes: z.record(name, target).optional().describe('best first'),
  findings: z.array(name).min(1).optional(),
  opinion: z.enum(['required', 'optional']).optional(),
  event: name
    .optional()
    .describe('a machine account that sits there completes the step, with its best outcome, by this event'),
});

export type StepForm = z.infer<typeof step>;
export type SeatForm = z.infer<typeof seat>;
