/** Which tasks a person has opened, and when last: what an inbox shows as unread is the rest. No decision, so the API writes it. */
import { Schema, model } from 'mongoose';

/** A task that waits for three years is news again. */
const keptSeconds = 3 * 366 * 24 * 3600;

interface MarkDocument {
  _id: string;
  person: string;
  task: string;
  /** ISO UTC instant of the legal clock. */
  at: string;
  /** When the mark is forgotten: MongoDB counts from a date. */
  kept: Date;
}

const text = { type: String, required: true } as const;

const schema = new Schema<MarkDocument>(
  { _id: text, person: text, task: text, at: text, kept: { type: Date, required: true } },
  { strict: 'throw', versionKey: false },
);
schema.index({ kept: 1 }, { expireAfterSeconds: keptSeconds });

const MarkModel = model('TaskMark', schema, 'taskmarks');

const idOf = (person: string, task: string): string => `${person}|${task}`;

/** Notes that a person opened a task. */
export async function markOpened(person: string, task: string, at: string): Promise<void> {
  await MarkModel.updateOne(
    { _id: idOf(person, task) },
    { $set: { person, task, at, kept: new Date(at) } },
    { upsert: true },
  );
}

/** When a person last opened each of these tasks; those they never opened are absent. */
export async function openedBy(person: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const marks = await MarkModel.collection
    .find<MarkDocument>({ _id: { $in: ids.map((id) => idOf(person, id)) } } as never)
    .toArray();
  return new Map(marks.map(({ task, at }) => [task, at]));
}
