/** How notices go out: which are due, who sends them, what became of them. */
import mongoose from 'mongoose';
import type { Channel } from '../domain/notices/preferences';
import type { Delivery } from './notices';
import { countUntold } from './untold';

/** One notice on one way out. */
export interface Outgoing {
  readonly id: string;
  readonly channel: Channel;
}

interface Stored {
  readonly _id: string;
  readonly at: string;
  readonly deliveries: readonly Delivery[];
}

// The model's schema stands in notices.ts; this file changes its deliveries alone.
const notices = () => mongoose.connection.collection<Stored>('notices');

const ofHandover = (stored: readonly Stored[], handedTo: string): Outgoing[] =>
  stored.flatMap(({ _id, deliveries }) =>
    deliveries
      .filter((each) => each.handedTo === handedTo && each.state === 'handed')
      .map(({ channel }) => ({ id: _id, channel })),
  );

/**
 * Hands over deliveries whose time has come, at most of so many notices. Asked again with the same name it gives what
 * that name took before, so that a lost answer loses nothing.
 */
export async function handOver(handedTo: string, now: string, limit: number): Promise<Outgoing[]> {
  const before = await notices()
    .find({ 'deliveries.handedTo': handedTo, 'deliveries.state': 'handed' })
    .toArray();
  if (before.length > 0) return ofHandover(before, handedTo);
  const isDue = { state: 'due' as const, notBefore: { $lte: now } };
  const due = await notices()
    .find({ deliveries: { $elemMatch: isDue } })
    .project<{ _id: string }>({ _id: 1 })
    .limit(limit)
    .toArray();
  const ids = due.map(({ _id }) => _id);
  if (ids.length === 0) return [];
  await notices().updateMany(
    { _id: { $in: ids } },
    {
      $set: { 'deliveries.$[each].state': 'handed', 'deliveries.$[each].handedTo': handedTo, handedAt: now },
    },
    { arrayFilters: [{ 'each.state': 'due', 'each.notBefore': { $lte: now } }] },
  );
  const taken = await notices()
    .find({ _id: { $in: ids } })
    .toArray();
  return ofHandover(taken, handedTo);
}

/** Notes what became of one delivery. */
export async function closeDelivery(
  { id, channel }: Outgoing,
  { state, at, error }: Pick<Delivery, 'state'> & { readonly at: string; readonly error?: string },
): Promise<void> {
  const more = error === undefined ? {} : { 'deliveries.$[each].error': error.slice(0, 500) };
  await notices().updateOne(
    { _id: id },
    { $set: { 'deliveries.$[each].state': state, 'deliveries.$[each].at': at, ...more } },
    { arrayFilters: [{ 'each.channel': channel, 'each.state': { $ne: 'sent' } }] },
  );
}

export interface UndeliveredLook {
  /** Given up after all tries. */
  readonly dead: number;
  /** Handed to a workflow for more than a day: it was lost. */
  readonly lost: number;
  /** Processes with something recorded more than an hour ago of which nobody was told. */
  readonly untold: number;
  readonly first: { readonly channel: Channel; readonly at: string; readonly error: string } | null;
}

/** Longer than all tries of a delivery take together. */
const lostAfterMs = 24 * 3_600_000;

const untoldAfterMs = 3_600_000;
const before = (now: string, ms: number): string => new Date(Date.parse(now) - ms).toISOString();

const isDead = { 'deliveries.state': 'dead' };
const isLost = (now: string) => ({
  'deliveries.state': 'handed',
  handedAt: { $lt: before(now, lostAfterMs) },
});

/** What did not reach people. */
export async function lookAtUndelivered(now: string): Promise<UndeliveredLook> {
  const [dead, lost, untold, oldest] = await Promise.all([
    notices().countDocuments(isDead as never),
    notices().countDocuments(isLost(now) as never),
    countUntold(before(now, untoldAfterMs)),
    notices().findOne(isDead as never, { sort: { at: 1 } }),
  ]);
  const failed = oldest?.deliveries.find(({ state }) => state === 'dead');
  const first =
    failed === undefined
      ? null
      : { channel: failed.channel, at: failed.at ?? oldest?.at ?? '', error: failed.error ?? '' };
  return { dead, lost, untold, first };
}

async function dueAgain(
  which: Readonly<Record<string, unknown>>,
  state: string,
  now: string,
): Promise<number> {
  const again = await notices().updateMany(
    which,
    { $set: { 'deliveries.$[each].state': 'due', 'deliveries.$[each].notBefore': now } },
    { arrayFilters: [{ 'each.state': state }] },
  );
  return again.modifiedCount;
}

/** Makes everything that did not reach people due again; gives how many notices. Who received one twice knows it by its id. */
export async function redeliver(now: string): Promise<number> {
  return (await dueAgain(isDead, 'dead', now)) + (await dueAgain(isLost(now), 'handed', now));
}
