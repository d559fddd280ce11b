/** Saved filters of the inbox: each person keeps, changes and forgets their own. `GET /api/tasks?filter=` uses one. */
import { z } from 'zod';
import { defined } from '../domain/defined';
import {
  addFilter,
  findFilter,
  listFilters,
  mostFilters,
  removeFilter,
  replaceFilter,
  type FilterOutcome,
  type SavedFilter,
} from '../models/inbox-filters';
import { keyOf } from './decisions';
import { etagOf, requireFresh } from './etag';
import { requireSortable, SavedQuery } from './inbox-query';
import { problem } from './problem';
import { route, type Ask } from './route';
import { IdParams } from './schemas';

const Name = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .meta({ description: '名称，本人之内不重复 · A name, once for each person' });

const FilterSchema = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    query: SavedQuery,
    version: z.number().int(),
    updatedAt: z.string(),
  })
  .meta({ id: 'SavedFilter' });

/** The filter as it stands, if it is the one the client has read. */
async function present({ person, ifMatch }: Ask, id: string): Promise<SavedFilter> {
  const found = await findFilter(person.actor.id, id);
  if (found === null) throw problem('filter/not-found', { filter: id });
  requireFresh(ifMatch, found.version);
  return found;
}

/** Refuses what did not happen. */
function requireDone(outcome: FilterOutcome, { id, name }: Pick<SavedFilter, 'id' | 'name'>): void {
  if (outcome === 'taken') throw problem('filter/name-taken', { name });
  if (outcome === 'full') throw problem('filter/too-many', { most: mostFilters });
  if (outcome === 'gone') throw problem('precondition/stale', { filter: id });
}

const list = route({
  method: 'get',
  path: '/api/filters',
  tag: 'tasks',
  summary: '我的筛选方案 · My saved filters of the inbox, by name',
  permit: 'signedIn',
  change: 'none',
  answers: { 200: z.object({ items: z.array(FilterSchema), most: z.number().int() }) },
  refuses: [],
  handle: async (_input, { person }) => ({
    body: { items: await listFilters(person.actor.id), most: mostFilters },
  }),
});

const save = route({
  method: 'post',
  path: '/api/filters',
  tag: 'tasks',
  summary: '保存筛选方案 · Keep a filter of the inbox under a name',
  permit: 'signedIn',
  change: 'reply',
  body: z.strictObject({ name: Name, query: SavedQuery }),
  answers: { 201: FilterSchema },
  refuses: ['filter/name-taken', 'filter/too-many', 'inbox/not-by-urgency'],
  async handle({ body: { name, query } }, ask) {
    requireSortable(query);
    // One id a command: a repeated key whose first try broke off keeps it once.
    const id = `F-${keyOf(ask).commandId.slice(0, 16)}`;
    const updatedAt = await ask.api.clock.now();
    const filter = { id, name, query: defined(query), version: 1, updatedAt };
    requireDone(await addFilter(ask.person.actor.id, filter), filter);
    return { status: 201, headers: { ETag: etagOf(1) }, body: filter };
  },
});

const change = route({
  method: 'patch',
  path: '/api/filters/:id',
  tag: 'tasks',
  summary:
    '修改筛选方案 · Rename a saved filter, or change what it asks for; If-Match guards against a change in between',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  body: z.strictObject({ name: Name, query: SavedQuery }).partial(),
  answers: { 200: FilterSchema },
  refuses: ['filter/not-found', 'filter/name-taken', 'inbox/not-by-urgency', 'precondition/stale'],
  async handle({ params, body: { name, query } }, ask) {
    if (query !== undefined) requireSortable(query);
    const found = await present(ask, params.id);
    const updatedAt = await ask.api.clock.now();
    const said = defined({ name, query: query === undefined ? undefined : defined(query) });
    const filter = { ...found, ...said, version: found.version + 1, updatedAt };
    requireDone(await replaceFilter(ask.person.actor.id, filter), filter);
    return { headers: { ETag: etagOf(filter.version) }, body: filter };
  },
});

const forget = route({
  method: 'delete',
  path: '/api/filters/:id',
  tag: 'tasks',
  summary: '删除筛选方案 · Delete a saved filter',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  answers: { 200: z.object({ id: z.string() }) },
  refuses: ['filter/not-found', 'precondition/stale'],
  async handle({ params }, ask) {
    const found = await present(ask, params.id);
    if (!(await removeFilter(ask.person.actor.id, found)))
      throw problem('precondition/stale', { filter: found.id });
    return { body: { id: found.id } };
  },
});

export const filterRoutes = [list, save, change, forget];
