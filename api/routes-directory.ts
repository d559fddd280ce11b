/** The organisation directory as clients need it: people to reassign to, organisations to bind. */
import { z } from 'zod';
import { listOrgs, qualificationRoles } from '../models/orgs';
import { listPosts } from '../models/posts';
import { searchPeople } from '../models/users';
import { route } from './route';
import { Id, Limit, PersonSchema } from './schemas';

const people = route({
  method: 'get',
  path: '/api/people',
  tag: 'directory',
  summary: '人员 · People by name, organisation or post',
  permit: 'directory.read',
  change: 'none',
  query: z.strictObject({
    text: z.string().min(1).max(100).optional(),
    org: Id.optional(),
    jurisdiction: Id.optional(),
    post: Id.optional(),
    limit: Limit,
  }),
  answers: { 200: z.object({ items: z.array(PersonSchema) }) },
  refuses: [],
  async handle({ query }) {
    const { text, org, jurisdiction, post, limit } = query;
    const found = await searchPeople({
      limit,
      ...(text === undefined ? {} : { text }),
      ...(org === undefined ? {} : { org }),
      ...(jurisdiction === undefined || post === undefined ? {} : { post: { jurisdiction, post } }),
    });
    const items = found.map(({ id, username, name, org: at, posts }) => ({
      id,
      username,
      name,
      org: at,
      posts,
    }));
    return { body: { items } };
  },
});

const orgs = route({
  method: 'get',
  path: '/api/orgs',
  tag: 'directory',
  summary: '单位 · Organisations, all or those qualified for a role',
  permit: 'directory.read',
  change: 'none',
  query: z.strictObject({ role: z.enum(qualificationRoles).optional(), limit: Limit }),
  answers: {
    200: z.object({ items: z.array(z.looseObject({ id: z.string(), zh: z.string(), en: z.string() })) }),
  },
  refuses: [],
  async handle({ query }) {
    return { body: { items: await listOrgs(query.role ?? null, query.limit) } };
  },
});

const posts = route({
  method: 'get',
  path: '/api/posts',
  tag: 'directory',
  summary: '岗位 · Posts of a jurisdiction',
  permit: 'directory.read',
  change: 'none',
  query: z.strictObject({ jurisdiction: Id }),
  answers: {
    200: z.object({ items: z.array(z.looseObject({ post: z.string(), zh: z.string(), en: z.string() })) }),
  },
  refuses: [],
  async handle({ query }) {
    return { body: { items: await listPosts(query.jurisdiction) } };
  },
});

export const directoryRoutes = [people, orgs, posts];
