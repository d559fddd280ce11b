/** Signed heads of the audit chains, kept in files outside the database: a cut tail or a re-hashed chain no longer fits them. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chainFault, hashOf, type ChainFault } from './chain';
import { chains, records, type ChainHead } from './process-schemas';

export interface HeadsTarget {
  readonly dir: string;
  /** Secret of at least 32 characters: who holds only the database cannot sign. */
  readonly key: string;
}

/** One export as it lies on disk. */
export interface HeadsFile {
  readonly at: string;
  readonly heads: readonly ChainHead[];
  readonly signature: string;
}

function sign(key: string, at: string, heads: readonly ChainHead[]): string {
  return createHmac('sha256', key).update(hashOf({ at, heads })).digest('hex');
}

/** Writes the heads of all chains as one signed file named by its instant; gives how many there are. */
export async function exportHeads({ dir, key }: HeadsTarget, at: string): Promise<number> {
  const stored = await chains.find().sort({ _id: 1 }).lean();
  const heads = stored.map(({ _id, seq, hash }) => ({ _id, seq, hash }));
  const file: HeadsFile = { at, heads, signature: sign(key, at, heads) };
  await mkdir(dir, { recursive: true });
  const path = join(dir, `heads-${at.replaceAll(':', '-')}.json`);
  await writeFile(`${path}.part`, `${JSON.stringify(file)}\n`, { mode: 0o600 });
  await rename(`${path}.part`, path);
  return heads.length;
}

export interface HeadsProof {
  readonly files: number;
  readonly badSignatures: readonly string[];
  readonly faults: readonly ChainFault[];
}

/** Checks every exported file's signature, and that each chain still holds the line its signed head names. */
export async function verifyHeads({ dir, key }: HeadsTarget): Promise<HeadsProof> {
  const names = await readdir(dir).catch(() => [] as string[]);
  const files = names.filter((name) => name.startsWith('heads-') && name.endsWith('.json')).sort();
  const badSignatures: string[] = [];
  const faults = new Map<string, ChainFault>();
  for (const name of files) {
    const file = JSON.parse(await readFile(join(dir, name), 'utf8')) as HeadsFile;
    if (!isSigned(file, key)) badSignatures.push(name);
    else
      for (const fault of await checkHeads(file.heads))
        faults.set(`${fault.subject}#${String(fault.seq)}`, fault);
  }
  return { files: files.length, badSignatures, faults: [...faults.values()] };
}

/** True when the export was signed with this key and is unaltered. */
export function isSigned(file: HeadsFile, key: string): boolean {
  const given = Buffer.from(file.signature, 'hex');
  const right = Buffer.from(sign(key, file.at, file.heads), 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
}

async function checkHeads(heads: readonly ChainHead[]): Promise<ChainFault[]> {
  const faults: ChainFault[] = [];
  for (const { _id: subject, seq, hash } of heads) {
    const line = seq === 0 ? null : await records.findOne({ subject, seq }).select({ hash: 1 }).lean();
    if (seq > 0 && line?.hash !== hash) faults.push(chainFault(subject, seq, 'cut'));
  }
  return faults;
}
