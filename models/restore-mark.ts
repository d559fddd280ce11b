/** Remembers that this database was filled from a backup and not yet reconciled: until then no decision may be taken on it. */
import { Schema, model } from 'mongoose';

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

/** Marks the database before the first document is replaced. */
export async function beginRestore(mark: Pick<RestoreMark, 'at' | 'takenAt' | 'clusterTime'>): Promise<void> {
  await MarkModel.replaceOne({ _id: only }, { state: 'filling', ...mark }, { upsert: true });
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
