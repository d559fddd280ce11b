/** Refused attempts: who tried what, and which codes said no. Unchained, bounded, and gone after 180 days. */
import { Schema, model } from 'mongoose';

const keptSeconds = 180 * 24 * 3600;

export interface Attempt {
  readonly at: Date;
  readonly actor: { readonly id: string; readonly name: string; readonly org: string } | null;
  readonly method: string;
  readonly path: string;
  readonly workflowId: string | null;
  readonly action: string | null;
  readonly status: number;
  readonly codes: readonly string[];
  readonly requestId: string;
}

const text = (maxlength: number): object => ({ type: String, maxlength, default: null });

const schema = new Schema<Attempt>(
  {
    at: { type: Date, required: true },
    actor: { type: Schema.Types.Mixed, default: null },
    method: { type: String, required: true },
    path: { type: String, required: true, maxlength: 300 },
    workflowId: text(200),
    action: text(60),
    status: { type: Number, required: true },
    codes: { type: [String], default: [] },
    requestId: { type: String, required: true, maxlength: 100 },
  },
  { strict: 'throw', versionKey: false },
);
schema.index({ at: 1 }, { expireAfterSeconds: keptSeconds });
schema.index({ workflowId: 1, at: -1 });
schema.index({ 'actor.id': 1, at: -1 });

const AttemptModel = model('Attempt', schema, 'attempts');

/** Keeps one refused attempt, cut to a bounded size. */
export async function saveAttempt(attempt: Attempt): Promise<void> {
  await AttemptModel.create({
    ...attempt,
    path: attempt.path.slice(0, 300),
    action: attempt.action?.slice(0, 60) ?? null,
    codes: attempt.codes.slice(0, 50),
  });
}

/** The latest refused attempts on one process, newest first. */
export async function listAttempts(workflowId: string, limit: number): Promise<Attempt[]> {
  return AttemptModel.find({ workflowId }, { _id: 0 })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .lean<Attempt[]>();
}
