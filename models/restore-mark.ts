/** Remembers that this database was filled from a backup and not yet reconciled: until then no decision may be taken on it. */
import { setTimeout as pause } from 'node:timers/promises';
import mongoose, { Schema, model } from 'mongoose';

interface RestoreMark {
  _id: string;
  /** `filling`: it broke off or is under way · `restored`: reconcile has yet to pass · `reconciled`: done. */
  state: 'filling' | 'restored' | 'reconciled';
  at: string;
  takenAt: string;
  clusterTime: string;
}

/** The collection that a backup leaves out: it tells about this database, not about the copy. */
export const restoreMarks = 'restores';
const only = 'last';
const text = { type: String, required: true } as const;

const MarkModel = model(
  'RestoreMark',
  new Schema<RestoreMark>(
    { _id: text, state: text, at: text, takenAt: text, clusterTime: text },
    { strict: 'throw', versionKey: false },
  ),
  restoreMarks,
);

/** How long a process believes that nothing awaits a reconcile: one small read a second, whatever is decided meanwhile. */
const believedMs = 1_000;
/** The last look that found nothing to wait for, in this process: of which database, and when. */
let clear: { readonly database: string; readonly at: number } | undefined;

/** Nothing may be decided or numbered yet. An outage, not a refusal: the same thing may be tried again. */
export class AwaitsReconcile extends Error {
  override readonly name = 'AwaitsReconcile';
  constructor() {
    super('restored from a backup: nothing is decided before `npm run reconcile` has passed');
  }
}

/**
 * Marks the database before the first document is replaced, and waits until every process that has it open knows:
 * a worker that nobody stopped must not write between the old and the new.
 */
export async function beginRestore(mark: Pick<RestoreMark, 'at' | 'takenAt' | 'clusterTime'>): Promise<void> {
  await MarkModel.replaceOne({ _id: only }, { state: 'filling', ...mark }, { upsert: true });
  clear = undefined;
  await pause(2 * believedMs);
}

/** Everything is in place; `reconcile` is to come. */
export async function endRestore(): Promise<void> {
  await MarkModel.updateOne({ _id: only }, { $set: { state: 'restored' } });
}

/** `reconcile` passed: the record and the workflows agree, or what differs is listed and settled. */
export async function markReconciled(): Promise<void> {
  await MarkModel.updateOne({ _id: only, state: 'restored' }, { $set: { state: 'reconciled' } });
}

/** True while decisions must wait: a restore broke off, is under way, or has not been reconciled. */
export async function awaitsReconcile(): Promise<boolean> {
  const mark = await MarkModel.findById(only).lean<RestoreMark>();
  return mark !== null && mark.state !== 'reconciled';
}

/** Throws AwaitsReconcile while `awaitsReconcile`. Asked before every write: what it finds is believed for a second. */
export async function requireReconciled(): Promise<void> {
  const { name: database } = mongoose.connection;
  const at = performance.now();
  if (clear?.database === database && at - clear.at < believedMs) return;
  if (await awaitsReconcile()) throw new AwaitsReconcile();
  clear = { database, at };
}
