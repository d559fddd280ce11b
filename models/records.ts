/** Reads of the audit trail. */
import { defined } from '../domain/defined';
import type { CommandResult } from '../domain/project/commands';
import { chainFault, checkLine, genesis, type ChainFault } from './chain';
import type { Session } from './connection';
import { chains, records, type RecordLine } from './process-schemas';

interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

/** The stored answer of a command, with the hash of the body it came with. */
export async function findByCommand(
  workflowId: string,
  commandId: string,
  session?: Session,
): Promise<{ result: CommandResult; bodyHash: string } | null> {
  const line = await records.collection.findOne<RecordLine>({ workflowId, commandId } as never, {
    projection: { result: 1, bodyHash: 1 },
    // Left to itself the server may walk through every line of the workflow.
    hint: { workflowId: 1, commandId: 1 },
    ...(session === undefined ? {} : { session }),
  });
  return line === null ? null : { result: line.result, bodyHash: line.bodyHash };
}

/** Lines after a sequence number of their chain. */
export interface RecordPage {
  readonly after?: number;
  readonly limit: number;
  /** Only what this workflow wrote: of a project's chain the lines of one case. */
  readonly workflowId?: string;
}

/** Lines of one chain, oldest first. */
export async function listRecords(
  subject: string,
  { after = 0, limit, workflowId }: RecordPage,
): Promise<RecordLine[]> {
  return await records
    .find({ subject, seq: { $gt: after }, ...defined({ workflowId }) })
    .sort({ seq: 1 })
    .limit(limit)
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

/** Walks a chain on from a line; gives the last line there is. */
async function walkOn(subject: string, from: ChainEnd, faults: ChainFault[]): Promise<ChainEnd> {
  let last = from;
  const lines = records.find({ subject, seq: { $gt: from.seq } }).sort({ seq: 1 });
  for await (const line of lines.lean().cursor()) {
    const fault = checkLine(line, last);
    if (fault !== undefined) faults.push(fault);
    last = { seq: line.seq, hash: line.hash };
  }
  return last;
}

/**
 * Walks a whole chain and names every line that was altered, dropped or re-hashed, and a head that is not its last line.
 * What is decided meanwhile is walked as well: the head is read after the lines, so it is never the older of the two.
 */
export async function verifyChain(subject: string): Promise<ChainProof> {
  const faults: ChainFault[] = [];
  let last = await walkOn(subject, { seq: 0, hash: genesis }, faults);
  let head = await chains.findById(subject).lean();
  for (let before = -1; head !== null && head.seq > last.seq && last.seq > before;) {
    before = last.seq;
    last = await walkOn(subject, last, faults);
    head = await chains.findById(subject).lean();
  }
  if (head?.seq !== last.seq || head.hash !== last.hash)
    faults.push(chainFault(subject, head?.seq ?? 0, 'head'));
  return { subject, lines: last.seq, head: last.hash, faults };
}
