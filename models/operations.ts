/** The operators' audit chain: who repaired what, when and why. Each act leaves two lines: that it was asked for, and what came of it. */
import { chainLines, genesis } from './chain';
import { inTransaction, isDuplicateKey } from './connection';
import { chains, records, type ChainHead, type RecordLine } from './process-schemas';

/** Name of the chain, and of the journal its lines count in. It belongs to no process. */
export const operationsSubject = 'operations';

/** Values of an outcome are plain, so that the line reads the same for ever. */
export type OperationOutcome = Readonly<Record<string, string | number | boolean | null>>;

export interface Operation {
  readonly commandId: string;
  readonly bodyHash: string;
  /** ISO UTC instant. */
  readonly at: string;
  readonly actor: { readonly id: string; readonly name: string; readonly org: string };
  readonly action: string;
  readonly target: string;
  readonly reason: string;
}

/** A line of the operators' chain; without an outcome the act was asked for and nothing more is known. */
export interface OperationLine extends Operation {
  readonly seq: number;
  readonly outcome: OperationOutcome | null;
  readonly prevHash: string;
  readonly hash: string;
}

interface StoredLine extends RecordLine {
  readonly operation: Pick<OperationLine, 'target' | 'reason' | 'outcome'>;
}

const outcomeId = (commandId: string): string => `${commandId}/outcome`;

function toLine(line: StoredLine): OperationLine {
  const { seq, commandId, bodyHash, at, actor, action, operation, prevHash, hash } = line;
  return { seq, commandId, bodyHash, at, actor, action, ...operation, prevHash, hash };
}

/** Chains one line; of two with the same id the first stays. */
async function append(operation: Operation, id: string, outcome: OperationOutcome | null): Promise<void> {
  const { bodyHash, at, actor, action, target, reason } = operation;
  try {
    await inTransaction(async (session) => {
      const stored = await chains.findById(operationsSubject).session(session).lean();
      const head: ChainHead = stored ?? { _id: operationsSubject, seq: 0, hash: genesis };
      const seq = head.seq + 1;
      const place = { workflowId: operationsSubject, workflowSeq: seq };
      const status = outcome === null ? 'requested' : 'done';
      const result = { stage: null, run: null, round: 0, opened: [], commandId: id, at, action, status };
      const line = {
        ...place,
        commandId: id,
        bodyHash,
        at,
        actor,
        action,
        events: [],
        result: { ...result, workflowId: operationsSubject, seq },
        operation: { target, reason, outcome },
      };
      const chained = chainLines(head, [line]);
      await records.collection.insertMany(chained.lines as never[], { session });
      await chains.collection.updateOne(
        { _id: operationsSubject, seq: head.seq } as never,
        { $set: { seq: chained.head.seq, hash: chained.head.hash } },
        { session, upsert: stored === null },
      );
    });
  } catch (error) {
    if (!isDuplicateKey(error) || (await findLine(id)) === null) throw error;
  }
}

async function findLine(commandId: string): Promise<StoredLine | null> {
  return await records.findOne<StoredLine>({ workflowId: operationsSubject, commandId }).lean<StoredLine>();
}

/** Records that an operator asked for a repair, before anything is done. Safe to call again. */
export async function recordRequest(operation: Operation): Promise<void> {
  await append(operation, operation.commandId, null);
}

/** Records what came of a repair. Safe to call again: the first outcome stays. */
export async function recordOutcome(operation: Operation, outcome: OperationOutcome): Promise<void> {
  await append(operation, outcomeId(operation.commandId), outcome);
}

/** What is recorded of a repair: that it was asked for, and its outcome once it has one. */
export async function findOperation(
  commandId: string,
): Promise<{ requested: OperationLine; outcome: OperationOutcome | null } | null> {
  const [requested, done] = await Promise.all([findLine(commandId), findLine(outcomeId(commandId))]);
  return requested === null
    ? null
    : { requested: toLine(requested), outcome: done?.operation.outcome ?? null };
}

/** Lines of the operators' chain, newest first, before a sequence number. */
export async function listOperations(page: { before?: number; limit: number }): Promise<OperationLine[]> {
  const lines = await records
    .find({ subject: operationsSubject, seq: { $lt: page.before ?? Number.MAX_SAFE_INTEGER } })
    .sort({ seq: -1 })
    .limit(page.limit)
    .lean<StoredLine[]>();
  return lines.map(toLine);
}
