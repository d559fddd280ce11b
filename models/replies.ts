/** Answers of changing requests that are no decisions (uploads, published packs), so that a repeated key answers the same. */
import { Schema, model } from 'mongoose';
import { isDuplicateKey } from './connection';

const keptSeconds = 30 * 24 * 3600;

export interface Reply {
  readonly commandId: string;
  readonly bodyHash: string;
  readonly status: number;
  readonly body: unknown;
  readonly at: Date;
}

interface ReplyDocument extends Omit<Reply, 'commandId'> {
  _id: string;
}

const schema = new Schema<ReplyDocument>(
  {
    _id: { type: String, required: true },
    bodyHash: { type: String, required: true },
    status: { type: Number, required: true },
    body: { type: Schema.Types.Mixed },
    at: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, minimize: false },
);
schema.index({ at: 1 }, { expireAfterSeconds: keptSeconds });

const ReplyModel = model('Reply', schema, 'replies');

/** The kept answer of a command. */
export async function findReply(commandId: string): Promise<Reply | null> {
  const found = await ReplyModel.findById(commandId).lean<ReplyDocument>();
  if (found === null) return null;
  const { _id, ...rest } = found;
  return { commandId: _id, ...rest };
}

/** Keeps an answer; of two at once the first stays. */
export async function saveReply(reply: Reply): Promise<void> {
  const { commandId, ...rest } = reply;
  try {
    await ReplyModel.create({ _id: commandId, ...rest });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
