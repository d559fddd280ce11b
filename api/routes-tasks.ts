/** Inboxes and single tasks. */
import { z } from 'zod';
import { etagOf } from './etag';
import { mayReadProcess } from './permissions';
import { taskViews } from './ports';
import { allowedFor } from './present';
import { problem } from './problem';
import { route } from './route';
import { ActionSchema, CountersSchema, Cursor, Flag, IdParams, Limit, TaskSchema } from './schemas';

const list = route({
  method: 'get',
  path: '/api/tasks',
  tag: 'tasks',
  summary: '待办箱 · Inbox with counters',
  permit: 'signedIn',
  change: 'none',
  query: z.strictObject({
    view: z.enum(taskViews).default('todo'),
    limit: Limit,
    cursor: Cursor,
    /** Whoever turns pages need not have everything counted again. */
    counters: Flag.default(true),
  }),
  answers: {
    200: z.object({
      items: z.array(TaskSchema),
      nextCursor: z.string().nullable(),
      counters: CountersSchema.optional(),
    }),
  },
  refuses: [],
  async handle({ query }, { api, person }) {
    const { id, keys } = person.actor;
    const { view, limit, cursor } = query;
    const [page, counters] = await Promise.all([
      api.reads.listTasks({ view, person: id, keys, limit, ...(cursor === undefined ? {} : { cursor }) }),
      query.counters ? api.reads.countTasks(id, keys) : undefined,
    ]);
    return { body: { ...page, ...(counters === undefined ? {} : { counters }) } };
  },
});

const read = route({
  method: 'get',
  path: '/api/tasks/:id',
  tag: 'tasks',
  summary: '待办 · One task with what the person may do with it',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  answers: { 200: z.looseObject({ id: z.string(), allowedActions: z.array(ActionSchema) }) },
  refuses: ['task/not-found', 'auth/not-permitted'],
  async handle({ params }, ask) {
    const row = await ask.api.reads.findTask(params.id);
    const run = row === null ? null : await ask.api.reads.findRun(row.workflowId);
    if (row === null || run === null) throw problem('task/not-found', { task: params.id });
    if (!mayReadProcess(ask.person, run.state))
      throw problem('auth/not-permitted', { permission: 'process.read' });
    const actions = row.status === 'open' ? await allowedFor(ask, run.state) : [];
    return {
      headers: { ETag: etagOf(run.state.seq) },
      body: { ...row, seq: run.state.seq, allowedActions: actions.filter(({ task }) => task === row.id) },
    };
  },
});

export const taskRoutes = [list, read];
