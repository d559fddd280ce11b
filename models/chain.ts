/** The audit chain: canonical JSON, SHA-256, each line holding the hash of the one before. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ChainHead, RecordLine } from './process-schemas';

/** What a chain starts from. */
export const genesis = '0'.repeat(64);

/** SHA-256 (hex) over the canonical JSON of a value. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? 'null')
    .digest('hex');
}

export type UnchainedLine = Omit<RecordLine, '_id' | 'prevHash' | 'hash' | 'seq' | 'subject'>;

/** Lines as the chain after `head` takes them, and the head they leave. Values go through JSON first: what is hashed is what is stored. */
export function chainLines(
  head: ChainHead,
  lines: readonly UnchainedLine[],
): { lines: RecordLine[]; head: ChainHead } {
  let last = head;
  const chained = lines.map((line) => {
    const seq = last.seq + 1;
    const plain = JSON.parse(
      JSON.stringify({ ...line, subject: head._id, seq, prevHash: last.hash }),
    ) as Omit<RecordLine, '_id' | 'hash'>;
    const hash = hashOf(plain);
    last = { _id: head._id, seq, hash };
    return { _id: `${head._id}#${String(seq)}`, ...plain, hash };
  });
  return { lines: chained, head: last };
}

export interface ChainFault {
  readonly subject: string;
  readonly seq: number;
  readonly fault: 'missing' | 'altered' | 'unlinked' | 'head' | 'cut';
  readonly zh: string;
  readonly en: string;
}

const words: Record<ChainFault['fault'], { zh: string; en: string }> = {
  missing: { zh: '缺少该行', en: 'this line is missing' },
  altered: { zh: '该行内容被改动', en: 'this line was altered' },
  unlinked: { zh: '该行与前一行不衔接', en: 'this line does not follow the one before' },
  head: { zh: '链头与最后一行不符', en: 'the head of the chain is not its last line' },
  cut: { zh: '链尾少于已签名导出的链头', en: 'the chain is shorter than, or differs from, its signed head' },
};

/** Names a fault of a chain at a line. */
export function chainFault(subject: string, seq: number, fault: ChainFault['fault']): ChainFault {
  return { subject, seq, fault, ...words[fault] };
}

/** True when a line still is what its hash was made of. */
export function isIntact({ _id, hash, ...rest }: RecordLine): boolean {
  return _id === `${rest.subject}#${String(rest.seq)}` && hashOf(rest) === hash;
}

/** Checks one line against the one before it. */
export function checkLine(line: RecordLine, previous: { seq: number; hash: string }): ChainFault | undefined {
  if (line.seq !== previous.seq + 1) return chainFault(line.subject, previous.seq + 1, 'missing');
  if (!isIntact(line)) return chainFault(line.subject, line.seq, 'altered');
  if (line.prevHash !== previous.hash) return chainFault(line.subject, line.seq, 'unlinked');
  return undefined;
}
