/** Codes of official documents: made by chance when a document is recorded, and the way back from a code to its record. */
import { randomBytes } from 'node:crypto';
import { cases, projects, records, type RecordLine } from './process-schemas';

/** Digits and capitals without I, L, O and U: a code is read out over the telephone and typed from paper. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 5;
const groupLength = 4;

/** A new code of 100 random bits: `XXXX-XXXX-XXXX-XXXX-XXXX`. */
export function newCode(): string {
  const bytes = [...randomBytes(groups * groupLength)];
  const text = bytes.map((byte) => letters[byte % letters.length] ?? '').join('');
  return Array.from({ length: groups }, (_, at) => text.slice(at * groupLength, (at + 1) * groupLength)).join(
    '-',
  );
}

/** Every line of the process whose document bears this code, oldest first; null: no such code, or of a matter that few may know of. */
export async function linesOfCode(code: string): Promise<RecordLine[] | null> {
  const wanted = { 'documents.code': code, readers: { $exists: false } };
  const found =
    (await projects.findOne(wanted).select({ workflowId: 1 }).lean()) ??
    (await cases.findOne(wanted).select({ workflowId: 1 }).lean());
  if (found === null) return null;
  return await records.find({ workflowId: found.workflowId }).sort({ workflowSeq: 1 }).lean();
}
