/** Audit chains of acts that belong to no process: what operators mended, what administrators published. */
import type { ClientSession } from 'mongoose';
import { chainLines, genesis } from './chain';
import { chains, records, type ChainHead, type RecordLine } from './process-schemas';

/** Names of the chains, and of the journals their lines count in. */
export const operationsSubject = 'operations';
export const systemSubject = 'system';
export const actSubjects = [operationsSubject, systemSubject] as const;

/** Values of an outcome are plain, so that the line reads the same for ever. */
export type ActOutcome = Readonly<Record<string, string | number | boolean | null>>;

/** An act as it was asked for. */
export interface RecordedAct {
  readonly commandId: string;
  readonly bodyHash: string;
  /** ISO UTC instant. */
  readonly at: string;
  readonly actor: { readonly id: string; readonly name: string; readonly org: string };
  readonly action: string;
  readonly target: string;
  readonly reason: string;
}

export interface ActLine extends RecordLine {
  readonly operation: {
    readonly target: string;
    readonly reason: string;
    readonly outcome: ActOutcome | null;
  };
}

/** Chains one line under an id of its own, within the transaction of what it tells of. A second line of the same id violates a unique index. */
export async function appendAct(
  subject: (typeof actSubjects)[number],
  act: RecordedAct,
  outcome: ActOutcome | null,
  session: ClientSession,
): Promise<void> {
  const { commandId, bodyHash, at, actor, action, target, reason } = act;
  const stored = await chains.findById(subject).session(session).lean();
  const head: ChainHead = stored ?? { _id: subject, seq: 0, hash: genesis };
  const seq = head.seq + 1;
  const status = outcome === null ? 'requested' : 'done';
  const result = { stage: null, run: null, round: 0, opened: [], commandId, at, action, status };
  const line = {
    ...{ workflowId: subject, workflowSeq: seq, commandId, bodyHash, at, actor, action },
    events: [],
    result: { ...result, workflowId: subject, seq },
    operation: { target, reason, outcome },
  };
  const chained = chainLines(head, [line]);
  await records.collection.insertMany(chained.lines as never[], { session });
  await chains.collection.updateOne(
    { _id: subject, seq: head.seq } as never,
    { $set: { seq: chained.head.seq, hash: chained.head.hash } },
    { session, upsert: stored === null },
  );
}
