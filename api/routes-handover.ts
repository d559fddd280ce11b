/** Hand-over of what a leaver holds: shown first, then done in one act. */
import { z } from 'zod';
import { handOver, holdingsOf } from './handover';
import { route } from './route';
import { kept } from './routes-batch';
import { Comment, Id, IdParams, TaskSchema } from './schemas';

const preview = route({
  method: 'get',
  path: '/api/people/:id/holdings',
  tag: 'people',
  summary:
    '交接预览 · What a person holds: tasks in hand or lent out, posts, substitutions, running projects and cases (administrators)',
  permit: 'people.handOver',
  change: 'none',
  params: IdParams,
  answers: {
    200: z.looseObject({
      person: z.looseObject({ id: z.string(), name: z.string() }),
      tasks: z.array(TaskSchema),
      confidential: z.number().int(),
      more: z.boolean(),
      posts: z.array(z.looseObject({ post: z.string(), others: z.number().int() })),
      substitutions: z.array(z.looseObject({ id: z.string() })),
      running: z.array(z.looseObject({ kind: z.string(), id: z.string(), status: z.string() })),
      unfinished: z.array(z.looseObject({ to: z.string(), by: z.string(), at: z.string() })),
    }),
  },
  refuses: ['person/unknown'],
  async handle({ params }, ask) {
    return { body: await holdingsOf(ask, params.id) };
  },
});

const act = route({
  method: 'post',
  path: '/api/people/:id/handover',
  tag: 'people',
  summary:
    '离岗交接 · Hand everything a person holds over to a successor, with an answer per item (administrators)',
  permit: 'people.handOver',
  change: 'decision',
  answerMs: 60_000,
  params: IdParams,
  body: z.strictObject({
    to: Id,
    reason: Comment.refine((text) => text.trim() !== '', {
      message: '须写明原因\nSay why',
    }),
  }),
  answers: {
    200: z.looseObject({
      to: z.string(),
      items: z.array(
        z.looseObject({
          kind: z.enum(['post', 'project', 'case', 'task', 'substitution']),
          item: z.string(),
          status: z.number().int(),
        }),
      ),
      confidential: z.number().int(),
      more: z.boolean(),
    }),
  },
  refuses: ['person/unknown', 'handover/self', 'idempotency/key-reused'],
  async handle({ params, body }, ask) {
    const known = await kept(ask);
    if (known !== null) return known;
    return { body: await handOver(ask, { from: params.id, ...body }) };
  },
});

export const handoverRoutes = [preview, act];
