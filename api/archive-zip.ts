/** Writes the archive of a project as one ZIP stream: small files from memory, materials from where they lie. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { ZipFile } from 'yazl';
import { verifyScript } from './archive-script';

/** A file that is made here. */
export interface MadeFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** A file that streams from the store; its hash is the one the record knows, so that a byte that has changed shows. */
export interface StoredFile {
  readonly path: string;
  readonly sha256: string;
  readonly content: Readable;
}

/** Where something that the record names lies in the archive; null: it is left out. */
interface Place {
  readonly id: string;
  readonly path: string | null;
}

export interface Archive {
  readonly subject: string;
  readonly lines: number;
  /** Hash of the last line of the chain. */
  readonly head: string;
  readonly made: readonly MadeFile[];
  readonly stored: readonly StoredFile[];
  readonly materials: readonly Place[];
  /** Every document that the chain issues; a path is that of its content. */
  readonly documents: readonly Place[];
  /** ISO UTC instant of the last line: the date of every file. */
  readonly at: string;
}

const readme = `# 一项一档 · Archive of a project

- index.md, index.json 目录 table of contents
- materials/ 材料原件 materials as handed in
- documents/ 公文 official documents (PDF, DOCX, content as JSON)
- opinions.json 办理意见 opinions
- records.jsonl 留痕,一行一条,哈希相链 audit trail, one line each, chained by hashes
- proof.json 每个文件的哈希、链头 hashes of all files, head of the chain
- verify.mjs 离线核验:\`node verify.mjs\` offline check

核验说明:脚本重新计算每个文件、每行留痕的哈希,并由留痕重新得出意见、材料,以及公文的编号、主送和签署人意见,逐一比对。整套档案若被整体重造,
须以链头与出具单位核对(GET /api/projects/:id/records/verify,或其签名导出的链头)。

What the check shows: the script computes every hash anew and tells opinions and materials again from the
record, and of each document its number, addressee and what its signatories said. Against an archive that was made anew as a whole, compare the head of the chain with the body that issued it.
`;

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The proof: what each file must hash to, where each material and document lies, and the head of the chain. */
function proofOf(
  { subject, lines, head, stored, materials, documents }: Archive,
  made: readonly MadeFile[],
): Buffer {
  const files = [
    ...made.map(({ path, bytes }) => ({ path, sha256: sha256(bytes) })),
    ...stored.map(({ path, sha256: known }) => ({ path, sha256: known })),
  ];
  const proof = { format: 1, subject, lines, head, files, materials, documents };
  return Buffer.from(`${JSON.stringify(proof, null, 2)}\n`);
}

/** Sends the archive; a stream that breaks cuts the answer, so that no half archive looks whole. */
export async function sendArchive(archive: Archive, response: Response): Promise<void> {
  const zip = new ZipFile();
  const options = { mtime: new Date(archive.at) };
  const made = [
    { path: 'README.md', bytes: Buffer.from(readme) },
    { path: 'verify.mjs', bytes: Buffer.from(verifyScript) },
    ...archive.made,
  ];
  zip.on('error', (error) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  for (const { path, bytes } of made) zip.addBuffer(bytes, path, options);
  zip.addBuffer(proofOf(archive, made), 'proof.json', options);
  for (const { path, content } of archive.stored) zip.addReadStream(content, path, options);
  zip.end();
  await pipeline(zip.outputStream, response);
}
