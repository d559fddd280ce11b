/** Notices to people: one document a fact and person, with how far it came on each way out. */
import mongoose, { Schema, model } from 'mongoose';
import type { About, NoticeKind, Words } from '../domain/notices/notice';
import type { Channel } from '../domain/notices/preferences';
import { isDuplicateKey } from './connection';

/** `due`: waits for its time · `handed`: a workflow sends it · `sent` · `dead`: given up, may be sent again. */
export interface Delivery {
  readonly channel: Channel;
  readonly state: 'due' | 'handed' | 'sent' | 'dead';
  /** ISO UTC instant before which it does not go out. */
  readonly notBefore: string;
  /** The hand-over that took it. */
  readonly handedTo?: string;
  /** When it was sent or given up. */
  readonly at?: string;
  readonly error?: string;
}

export interface Notice {
  readonly id: string;
  readonly person: string;
  readonly kind: NoticeKind;
  readonly at: string;
  readonly about: About;
  readonly task: string | null;
  readonly title: Words;
  readonly text: Words;
  readonly readAt: string | null;
  readonly deliveries: readonly Delivery[];
}

interface NoticeDocument extends Omit<Notice, 'id'> {
  readonly _id: string;
  readonly expiresAt: Date;
}

/** Notices are no record: they are forgotten after so long. */
const keptDays = 400;

const schema = new Schema<NoticeDocument>(
  { _id: { type: String, required: true } },
  { strict: false, minimize: false, versionKey: false },
);
schema.index({ person: 1, at: -1, _id: -1 });
schema.index({ person: 1, readAt: 1 });
schema.index({ 'deliveries.state': 1, 'deliveries.notBefore': 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const NoticeModel = model('Notice', schema, 'notices');

const toNotice = ({ _id, expiresAt: _until, ...notice }: NoticeDocument): Notice => ({ id: _id, ...notice });

/** True when nothing but notices that were there already kept a write from being whole. */
function isAllDuplicate(error: unknown): boolean {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) return isDuplicateKey(error);
  return [error.writeErrors].flat().every(isDuplicateKey);
}

/** Stores notices; those that are there already stay as they are. Gives how many were new. */
export async function saveNotices(notices: readonly Notice[]): Promise<number> {
  if (notices.length === 0) return 0;
  const documents = notices.map(({ id, ...notice }) => ({
    _id: id,
    ...notice,
    expiresAt: new Date(Date.parse(notice.at) + keptDays * 86_400_000),
  }));
  try {
    const saved = await NoticeModel.collection.insertMany(documents as never[], { ordered: false });
    return saved.insertedCount;
  } catch (error) {
    if (!isAllDuplicate(error)) throw error;
    return 0;
  }
}

/** One page of what a person was told, newest first; the cursor is `<instant>|<id>` of the last one. */
export async function listNotices(query: {
  readonly person: string;
  readonly unread: boolean;
  readonly limit: number;
  readonly cursor?: string;
}): Promise<{ items: Notice[]; nextCursor: string | null }> {
  const { person, unread, limit, cursor } = query;
  const [at, id] = cursor?.split('|') ?? [];
  const past = at === undefined ? {} : { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }] };
  const found = await NoticeModel.collection
    .find<NoticeDocument>({ person, ...(unread ? { readAt: null } : {}), ...past } as never)
    .sort({ at: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  const items = found.slice(0, limit).map(toNotice);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : `${last.at}|${last.id}` };
}

/** How many notices a person has not read. */
export async function countUnread(person: string): Promise<number> {
  return await NoticeModel.collection.countDocuments({ person, readAt: null });
}

/** Marks a person's notices as read: these, or all. Gives how many were unread. */
export async function markRead(
  person: string,
  ids: readonly string[] | 'all',
  readAt: string,
): Promise<number> {
  const which = ids === 'all' ? {} : { _id: { $in: ids } };
  const marked = await NoticeModel.collection.updateMany({ person, readAt: null, ...which } as never, {
    $set: { readAt },
  });
  return marked.modifiedCount;
}

/** One notice, or null when there is none. */
export async function findNotice(id: string): Promise<Notice | null> {
  const found = await NoticeModel.collection.findOne<NoticeDocument>({ _id: id } as never);
  return found === null ? null : toNotice(found);
}
