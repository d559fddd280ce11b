/** Hand-overs as they were begun: what was to be handed, to whom and by whom, so that one cut short goes on where it was. */
import { Schema, model } from 'mongoose';
import { isDuplicateKey } from './connection';
import type { HeldPost } from './users';

export interface Handover {
  /** The id of the command that asked for it. */
  readonly id: string;
  readonly bodyHash: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** The administrator. */
  readonly by: string;
  /** ISO UTC instant of the legal clock. */
  readonly at: string;
  readonly posts: readonly HeldPost[];
  readonly tasks: readonly { readonly id: string; readonly workflowId: string }[];
  /** Projects and cases that the leaver applied for; absent in what older versions began. */
  readonly processes?: readonly { readonly kind: 'project' | 'case'; readonly id: string }[];
  readonly substitutions: readonly string[];
  readonly confidential: number;
  readonly more: boolean;
}

interface HandoverDocument extends Omit<Handover, 'id'> {
  _id: string;
  done: boolean;
}

const text = { type: String, required: true } as const;
const plain = { type: Schema.Types.Mixed, required: true } as const;

const schema = new Schema<HandoverDocument>(
  {
    ...{ _id: text, bodyHash: text, from: text, to: text, reason: text, by: text, at: text },
    ...{ posts: plain, tasks: plain, substitutions: plain, processes: Schema.Types.Mixed },
    confidential: { type: Number, required: true },
    more: { type: Boolean, required: true },
    done: { type: Boolean, required: true },
  },
  { strict: 'throw', versionKey: false },
);
schema.index({ from: 1 }, { partialFilterExpression: { done: false } });

const HandoverModel = model('Handover', schema, 'handovers');

function toHandover({ _id, done: _done, ...rest }: HandoverDocument): Handover {
  return { id: _id, ...rest };
}

/** What was begun under this command, finished or not. */
export async function findHandover(id: string): Promise<Handover | null> {
  const found = await HandoverModel.findById(id).lean<HandoverDocument>();
  return found === null ? null : toHandover(found);
}

/** Keeps what is to be handed over before anything is; of two with one id the first stays. */
export async function keepHandover({ id, ...rest }: Handover): Promise<void> {
  try {
    await HandoverModel.create({ _id: id, ...rest, done: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Notes that every item has its answer. */
export async function closeHandover(id: string): Promise<void> {
  await HandoverModel.updateOne({ _id: id }, { $set: { done: true } });
}

/** What was begun and not finished, of one leaver or of all, oldest first. */
export async function listUnfinished(from?: string): Promise<Handover[]> {
  const found = await HandoverModel.find({ done: false, ...(from === undefined ? {} : { from }) })
    .sort({ at: 1, _id: 1 })
    .lean<HandoverDocument[]>();
  return found.map(toHandover);
}

/** What was tried before from one person to another: ids of tasks, projects and cases. What they still hold of it was refused. */
export async function listTried({ from, to }: Pick<Handover, 'from' | 'to'>): Promise<ReadonlySet<string>> {
  const found = await HandoverModel.find({ from, to, done: true }, { tasks: 1, processes: 1 }).lean<
    Pick<HandoverDocument, 'tasks' | 'processes'>[]
  >();
  return new Set(found.flatMap(({ tasks, processes = [] }) => [...tasks, ...processes].map(({ id }) => id)));
}
