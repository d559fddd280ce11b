/** Inboxes and single tasks. */
import { z } from 'zod';
import { workingDaysUntil } from '../domain/clocks/calendar';
import { dateOf } from '../domain/clocks/dates';
import { defined } from '../domain/defined';
import type { TaskRow } from '../domain/project/view';
import { findDraft, mergeDraft } from '../models/drafts';
import { markOpened, openedBy } from '../models/task-marks';
import { etagOf } from './etag';
import { inboxParts, inboxWish } from './inbox-query';
import { mayReadProcess, requirePermission } from './permissions';
import { inboxOf } from './person';
import { allowedFor } from './present';
import { problem } from './problem';
import { route } from './route';
import { absentAt } from './stand-ins';
import { draftKeyOf } from './task-acts';
import { rememberHomes } from './task-homes';
import {
  ActionSchema,
  CountersSchema,
  Cursor,
  Fields,
  Flag,
  Id,
  IdParams,
  Limit,
  TaskSchema,
} from './schemas';
import { isLive } from '../domain/project/task';

/** Views of what waits for the person: their rows say whether they were opened, and for whom one would act. */
const waiting: readonly string[] = ['todo', 'claimable', 'copied'];

/** A row of an inbox: how many working days are left until it is due, 0 on the last day, negative when overdue; whom one would act for. */
const InboxRow = TaskSchema.and(
  z.looseObject({ workingDaysLeft: z.number().int().nullable(), unread: z.boolean().optional() }),
);

const list = route({
  method: 'get',
  path: '/api/tasks',
  tag: 'tasks',
  summary:
    '待办箱 · Inbox with counters; `all` shows administrators what is open anywhere; filters narrow the rows, never the counters',
  permit: 'signedIn',
  change: 'none',
  query: z.strictObject({
    ...inboxParts,
    /** One of the person's saved filters; what the request says itself goes before it. */
    filter: Id.optional(),
    limit: Limit,
    cursor: Cursor,
    /** Whoever turns pages need not have everything counted again. */
    counters: Flag.default(true),
    overdue: Flag.optional(),
  }),
  answers: {
    200: z.object({
      items: z.array(InboxRow),
      nextCursor: z.string().nullable(),
      counters: CountersSchema.optional(),
    }),
  },
  refuses: ['auth/not-permitted', 'filter/not-found', 'inbox/not-by-urgency'],
  async handle({ query: { limit, cursor, counters: isCounted, ...query } }, { api, person }) {
    const { view, sort, overdue, ...filters } = await inboxWish(person.actor.id, query);
    if (view === 'all') requirePermission('tasks.all', person);
    const whose = inboxOf(person);
    const today = dateOf(await api.clock.now());
    const only = { ...filters, ...(overdue === true ? { dueBefore: today } : {}) };
    const [page, counters] = await Promise.all([
      api.reads.listTasks({ ...whose, view, sort, limit, only, ...defined({ cursor }) }),
      isCounted ? api.reads.countTasks(whose) : undefined,
    ]);
    rememberHomes(page.items);
    const daysLeft = async ({ due, status, jurisdiction: place }: TaskRow) =>
      due === null || !isLive({ status })
        ? null
        : workingDaysUntil(await api.reads.calendar(place), today, due);
    const isWaiting = waiting.includes(view);
    const opened = await openedBy(person.actor.id, isWaiting ? page.items.map(({ id }) => id) : []);
    const items = await Promise.all(
      page.items.map(async (row) => ({
        ...row,
        ...(isWaiting ? { unread: (opened.get(row.id) ?? '') < row.openedAt } : {}),
        ...defined({ onBehalf: isWaiting && isLive(row) ? absentAt(person, row) : undefined }),
        workingDaysLeft: await daysLeft(row),
      })),
    );
    return { body: { ...page, items, ...defined({ counters }) } };
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
    const reader = ask.person.actor.id;
    const [actions, draft] = await Promise.all([
      allowedFor(ask, run.state),
      findDraft(draftKeyOf(row.id, reader)),
      markOpened(reader, row.id, await ask.api.clock.now()),
    ]);
    return {
      headers: { ETag: etagOf(run.state.seq) },
      body: {
        ...row,
        seq: run.state.seq,
        allowedActions: actions.filter(({ task }) => task === row.id),
        draft: draft === null ? null : { ...draft.facts, updatedAt: draft.updatedAt },
      },
    };
  },
});

/** Where a person's unfinished opinion on a task is kept: it is theirs alone, and no decision. */
const saveDraft = route({
  method: 'patch',
  path: '/api/tasks/:id/draft',
  tag: 'tasks',
  summary: '暂存意见 · Keep a draft of an opinion',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  body: z.strictObject({
    outcome: Id.nullable().optional(),
    comment: z.string().max(4000).optional(),
    fields: Fields.optional(),
  }),
  answers: { 200: z.looseObject({ task: z.string(), draft: z.looseObject({ updatedAt: z.string() }) }) },
  refuses: ['task/not-found', 'task/closed', 'auth/not-permitted'],
  async handle({ params, body }, ask) {
    const row = await ask.api.reads.findTask(params.id);
    const run = row === null ? null : await ask.api.reads.findRun(row.workflowId);
    if (row === null || run === null) throw problem('task/not-found', { task: params.id });
    if (!mayReadProcess(ask.person, run.state))
      throw problem('auth/not-permitted', { permission: 'process.read' });
    if (!isLive(row)) throw problem('task/closed', { task: row.id });
    const updatedBy = ask.person.actor.id;
    const updatedAt = await ask.api.clock.now();
    await mergeDraft({ workflowId: draftKeyOf(row.id, updatedBy), facts: body, updatedBy, updatedAt });
    return { body: { task: row.id, draft: { ...body, updatedAt } } };
  },
});

export const taskRoutes = [list, read, saveDraft];
