/** What a person was told, and how they want to be told. */
import { z } from 'zod';
import { defined } from '../domain/defined';
import { noticeKinds } from '../domain/notices/notice';
import { deliveryTimes } from '../domain/notices/preferences';
import { countUnread, listNotices, markRead } from '../models/notices';
import { findPreferences, savePreferences } from '../models/preferences';
import { inBoth, problem } from './problem';
import { route } from './route';
import { Cursor, Flag, Limit, pageOf } from './schemas';

const NoticeSchema = z
  .looseObject({
    id: z.string(),
    kind: z.enum(noticeKinds),
    at: z.string(),
    title: z.string(),
    text: z.string(),
    task: z.string().nullable(),
    readAt: z.string().nullable(),
  })
  .meta({ id: 'Notice', description: '通知 · A fact of a process told to one person' });

const list = route({
  method: 'get',
  path: '/api/notices',
  tag: 'notices',
  summary: '通知 · What I was told, newest first, with the number of unread ones',
  permit: 'signedIn',
  change: 'none',
  query: z.strictObject({ unread: Flag.default(false), limit: Limit, cursor: Cursor }),
  answers: { 200: pageOf(NoticeSchema).and(z.object({ unread: z.number().int() })) },
  refuses: [],
  async handle({ query }, { person, language }) {
    const { id } = person.actor;
    const { unread, limit, cursor } = query;
    const [page, count] = await Promise.all([
      listNotices({ person: id, unread, limit, ...defined({ cursor }) }),
      countUnread(id),
    ]);
    const items = page.items.map(({ person: _mine, title, text, deliveries, ...notice }) => ({
      ...notice,
      title: inBoth(title, language),
      text: inBoth(text, language),
      sent: deliveries.map(({ channel, state, notBefore, at = null }) => ({ channel, state, notBefore, at })),
    }));
    return { body: { items, nextCursor: page.nextCursor, unread: count } };
  },
});

const read = route({
  method: 'post',
  path: '/api/notices/read',
  tag: 'notices',
  summary: '标为已读 · Mark notices as read: these, or all',
  permit: 'signedIn',
  change: 'reply',
  body: z.union([
    z.strictObject({ ids: z.array(z.string().min(1).max(600)).min(1).max(200) }),
    z.strictObject({ all: z.literal(true) }),
  ]),
  answers: { 200: z.object({ marked: z.number().int(), unread: z.number().int() }) },
  refuses: [],
  async handle({ body }, { api, person }) {
    const { id } = person.actor;
    const marked = await markRead(id, 'all' in body ? 'all' : body.ids, await api.clock.now());
    return { body: { marked, unread: await countUnread(id) } };
  },
});

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u, {
  message: '应为 24 小时制时刻,如 09:00\nexpected a time of day, such as 09:00',
});
const chosen = {
  mail: z.enum(deliveryTimes),
  webhook: z.enum(deliveryTimes),
  muted: z.array(z.enum(noticeKinds)).max(noticeKinds.length),
  workFrom: time,
  workTo: time,
};
const PreferencesSchema = z
  .object(chosen)
  .meta({ id: 'Preferences', description: '通知偏好 · How and when I am told' });

const preferences = route({
  method: 'get',
  path: '/api/preferences',
  tag: 'notices',
  summary: '通知偏好 · How and when I am told',
  permit: 'signedIn',
  change: 'none',
  answers: { 200: PreferencesSchema },
  refuses: [],
  handle: async (_input, { person }) => ({ body: await findPreferences(person.actor.id) }),
});

const choose = route({
  method: 'patch',
  path: '/api/preferences',
  tag: 'notices',
  summary: '设置通知偏好 · Choose how and when I am told; the list in the product always holds everything',
  permit: 'signedIn',
  change: 'none',
  body: z.strictObject(chosen).partial(),
  answers: { 200: PreferencesSchema },
  refuses: ['preferences/no-working-time'],
  async handle({ body }, { person }) {
    const { id } = person.actor;
    const { workFrom, workTo } = { ...(await findPreferences(id)), ...defined(body) };
    if (workFrom >= workTo) throw problem('preferences/no-working-time', { workFrom, workTo });
    return { body: await savePreferences(id, defined(body)) };
  },
});

export const noticeRoutes = [list, read, preferences, choose];
