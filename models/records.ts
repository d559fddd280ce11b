/** Reads of the audit trail. */
import type { CommandResult } from '../domain/project/commands';
import { chainFault, checkLine, genesis, type ChainFault } from './chain';
import { chains, records, type RecordLine } from './process-schemas';

/** The stored answer of a command, with the hash of the body it came with. */
export async function findByCommand(
  workflowId: string,
  commandId: string,
): Promise<{ result: CommandResult; bodyHash: string } | null> {
  const line = await records.collection.findOne<RecordLine>({ workflowId, commandId } as never, {
    projection: { result: 1, bodyHash: 1 },
    // Left to itself the server may walk through every line of the workflow.
    hint: { workflowId: 1, commandId: 1 },
  });
  return line === null ? null : { result: line.result, bodyHash: line.bodyHash };
}

/** Lines of one chain after a sequence number, oldest first. */
export async function listRecords(
  subject: string,
  page: { after?: number; limit: number },
): Promise<RecordLine[]> {
  return await records
    .find({ subject, seq: { $gt: page.after ?? 0 } })
    .sort({ seq: 1 })
    .limit(page.limit)
    .lean();
}

/** All chains by name. */
export async function listSubjects(): Promise<string[]> {
  const heads = await chains.find().select({ _id: 1 }).sort({ _id: 1 }).lean();
  const lost = await records.distinct('subject');
  return [...new Set([...heads.map((head) => head._id), ...lost])].sort();
}

export interface ChainProof {
  readonly subject: string;
  readonly lines: number;
  readonly head: string;
  readonly faults: readonly ChainFault[];
}

/** Walks a whole chain and names every line that was altered, dropped or re-hashed, and a head that is not its last line. */
export async function verifyChain(subject: string): Promise<ChainProof> {
  const faults: ChainFault[] = [];
  let last = { seq: 0, hash: genesis };
  for await (const line of records.find({ subject }).sort({ seq: 1 }).lean().cursor()) {
    const fault = checkLine(line, last);
    if (fault !== undefined) faults.push(fault);
    last = { seq: line.seq, hash: line.hash };
  }
  const head = await chains.findById(subject).lean();
  if (head?.seq !== last.seq || head.hash !== last.hash)
    faults.push(chainFault(subject, head?.seq ?? 0, 'head'));
  return { subject, lines: last.seq, head: last.hash, faults };
}
