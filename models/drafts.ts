/** What an applicant has typed but not submitted. It is no decision, so the API writes it; `submit` freezes it. */
import { Schema, model } from 'mongoose';

export interface Draft {
  readonly workflowId: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly updatedBy: string;
  readonly updatedAt: string;
}

interface DraftDocument extends Omit<Draft, 'workflowId'> {
  _id: string;
}

const schema = new Schema<DraftDocument>(
  {
    _id: { type: String, required: true },
    facts: { type: Schema.Types.Mixed, default: {} },
    version: { type: Number, required: true },
    updatedBy: { type: String, required: true },
    updatedAt: { type: String, required: true },
  },
  { strict: 'throw', versionKey: false, minimize: false },
);

const DraftModel = model('Draft', schema, 'drafts');

/** The draft of one process. */
export async function findDraft(workflowId: string): Promise<Draft | null> {
  const found = await DraftModel.collection.findOne<DraftDocument>({ _id: workflowId } as never);
  if (found === null) return null;
  const { _id, ...rest } = found;
  return { workflowId: _id, ...rest };
}

/** Merges facts into the draft, key by key; a later writer of the same key wins. `removed` names leave it. */
export async function mergeDraft(
  draft: Omit<Draft, 'version'> & { readonly removed?: readonly string[] },
): Promise<void> {
  const removed = draft.removed ?? [];
  const facts = Object.fromEntries(
    Object.entries(draft.facts).flatMap(([name, value]) =>
      removed.includes(name) ? [] : [[`facts.${name}`, value]],
    ),
  );
  const gone = Object.fromEntries(removed.map((name) => [`facts.${name}`, '']));
  await DraftModel.updateOne(
    { _id: draft.workflowId },
    {
      $set: { ...facts, updatedBy: draft.updatedBy, updatedAt: draft.updatedAt },
      $inc: { version: 1 },
      ...(removed.length === 0 ? {} : { $unset: gone }),
    },
    { upsert: true },
  );
}

/** Removes a draft whatever it says: what it was for has been given. */
export async function forgetDraft(key: string): Promise<void> {
  await DraftModel.collection.deleteOne({ _id: key } as never);
}

/** Removes a draft that was submitted, unless somebody has typed more since. */
export async function dropDraft(workflowId: string, version: number): Promise<void> {
  await DraftModel.deleteOne({ _id: workflowId, version });
}
