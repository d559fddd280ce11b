/** Substitutes of absent people: named, listed, ended. */
import { z } from 'zod';
import { isDate } from '../domain/clocks/dates';
import { defined } from '../domain/defined';
import { listSubstitutions } from '../models/substitutions';
import { route } from './route';
import { Comment, Cursor, Id, IdParams, Limit, pageOf } from './schemas';
import { endSubstitute, nameSubstitute } from './substitutions';

const Day = z
  .string()
  .refine(isDate, { message: '须为日期 YYYY-MM-DD\nA calendar date, YYYY-MM-DD' })
  .meta({ description: '日期（Asia/Shanghai）· A plain date in Asia/Shanghai' });
const Post = z
  .string()
  .max(200)
  .regex(/^[^/\s]+\/[^/\s]+$/u)
  .meta({ description: '<jurisdiction>/<post>' });

const Scope = z
  .strictObject({
    post: Post.optional(),
    role: Id.optional(),
    jurisdiction: Id.optional(),
    caseType: Id.optional(),
    stage: Id.optional(),
  })
  .meta({ id: 'SubstitutionScope', description: '代理范围；未写的不限 · What it is limited to' });

const SubstitutionSchema = z
  .looseObject({
    id: z.string(),
    absent: z.looseObject({ id: z.string(), name: z.string() }),
    key: z.string(),
    name: z.string(),
    from: z.string(),
    until: z.string(),
    only: z.looseObject({}),
    ended: z.looseObject({ at: z.string() }).nullable(),
  })
  .meta({ id: 'Substitution' });

const create = route({
  method: 'post',
  path: '/api/substitutions',
  tag: 'people',
  summary: '设定代理 · Name a substitute: for oneself, or as an administrator with a reason',
  permit: 'signedIn',
  change: 'reply',
  body: z.strictObject({
    absent: Id.optional(),
    substitute: z.union([z.strictObject({ person: Id }), z.strictObject({ post: Post })]),
    from: Day,
    until: Day,
    only: Scope.default({}),
    reason: Comment.optional(),
  }),
  answers: { 201: SubstitutionSchema },
  refuses: [
    'auth/not-permitted',
    'task/reason-required',
    'person/unknown',
    'substitute/self',
    'substitute/circle',
    'substitute/period',
    'substitute/nobody',
  ],
  async handle({ body }, ask) {
    return { status: 201, body: await nameSubstitute(ask, body) };
  },
});

const list = route({
  method: 'get',
  path: '/api/substitutions',
  tag: 'people',
  summary:
    '代理 · Substitutions of and by oneself, newest first; administrators, operators and auditors see all',
  permit: 'signedIn',
  change: 'none',
  query: z.strictObject({ limit: Limit, cursor: Cursor }),
  answers: { 200: pageOf(SubstitutionSchema) },
  refuses: [],
  async handle({ query: { limit, cursor } }, { person }) {
    const { admin, operator, auditor } = person.user;
    const { id, keys } = person.actor;
    const of = admin || operator || auditor ? null : { person: id, keys };
    return { body: await listSubstitutions({ of, limit, ...defined({ cursor }) }) };
  },
});

const end = route({
  method: 'post',
  path: '/api/substitutions/:id/end',
  tag: 'people',
  summary: '终止代理 · End a substitution at once',
  permit: 'signedIn',
  change: 'reply',
  params: IdParams,
  body: z.strictObject({ reason: Comment.optional() }),
  answers: { 200: SubstitutionSchema },
  refuses: ['auth/not-permitted', 'task/reason-required', 'substitute/unknown', 'substitute/ended'],
  async handle({ params, body }, ask) {
    return { body: await endSubstitute(ask, params.id, body.reason ?? '') };
  },
});

export const substitutionRoutes = [create, list, end];
