/** The operators' audit chain: who repaired what, when and why. Each act leaves two lines: that it was asked for, and what came of it. */
import { appendAct, operationsSubject, type ActLine, type ActOutcome, type RecordedAct } from './act-chain';
import { inTransaction, isDuplicateKey } from './connection';
import { records } from './process-schemas';

export type Operation = RecordedAct;
export type OperationOutcome = ActOutcome;

/** A line of the operators' chain; without an outcome the act was asked for and nothing more is known. */
export interface OperationLine extends Operation {
  readonly seq: number;
  readonly outcome: OperationOutcome | null;
  readonly prevHash: string;
  readonly hash: string;
}

const outcomeId = (commandId: string): string => `${commandId}/outcome`;

function toLine(line: ActLine): OperationLine {
  const { seq, commandId, bodyHash, at, actor, action, operation, prevHash, hash } = line;
  return { seq, commandId, bodyHash, at, actor, action, ...operation, prevHash, hash };
}

/** Chains one line; of two with the same id the first stays. */
async function append(operation: Operation, id: string, outcome: OperationOutcome | null): Promise<void> {
  try {
    await inTransaction((session) =>
      appendAct(operationsSubject, { ...operation, commandId: id }, outcome, session),
    );
  } catch (error) {
    if (!isDuplicateKey(error) || (await findLine(id)) === null) throw error;
  }
}

async function findLine(commandId: string): Promise<ActLine | null> {
  return await records.findOne<ActLine>({ workflowId: operationsSubject, commandId }).lean<ActLine>();
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
    .lean<ActLine[]>();
  return lines.map(toLine);
}
