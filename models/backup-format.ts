/**
 * The file of a backup: gzip over BSON documents as MongoDB holds them. A heading, then per collection its name, its
 * documents and an end mark, then the manifest. Knows no database.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import mongoose from 'mongoose';
import { z } from 'zod';

const { BSON } = mongoose.mongo;

export const backupFormat = 'govflow-backup/1';

/** Stands where the length of a document would: no document is that long. */
export const endMark = Buffer.from([0xff, 0xff, 0xff, 0xff]);

const lengthBytes = 4;
/** What MongoDB allows for a document, with the room it adds for its own. */
const longestDocument = 16 * 1024 * 1024 + 16 * 1024;

const Heading = z.object({ format: z.literal(backupFormat) });
const Section = z.object({ collection: z.string() });
export const Manifest = z.object({
  format: z.literal(backupFormat),
  appVersion: z.string(),
  takenAt: z.string(),
  /** The one cluster time at which everything was read: seconds and increment. */
  clusterTime: z.string(),
  collections: z.array(
    z.object({ name: z.string(), count: z.number(), bytes: z.number(), sha256: z.string() }),
  ),
  /** How many audit chains there are, and the SHA-256 over `subject seq hash` of every head, by subject. */
  chains: z.object({ count: z.number(), sha256: z.string() }),
});
export type Manifest = z.infer<typeof Manifest>;

/** A file that is no backup of ours, or no longer what was written. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
  constructor(zh: string, en: string) {
    super(`${zh} / ${en}`);
  }
}

const damaged = (en: string) =>
  new BackupFault('备份文件损坏或不完整', `the backup is damaged or incomplete: ${en}`);

/** One document of a control kind, as bytes. */
export function toBytes(document: Record<string, unknown>): Uint8Array {
  return BSON.serialize(document);
}

/** Counts and hashes what goes through one collection. */
export function createTally(name: string) {
  const hash = createHash('sha256');
  let [count, bytes] = [0, 0];
  return {
    add: (document: Uint8Array) => {
      hash.update(document);
      count += 1;
      bytes += document.length;
    },
    close: (): Manifest['collections'][number] => ({ name, count, bytes, sha256: hash.digest('hex') }),
  };
}

/** Follows the audit chains through a backup: each head must be the last line of its chain. */
export function createChainWatch() {
  const heads = new Map<string, string>();
  const last = new Map<string, { readonly seq: number; readonly hash: string }>();
  return {
    see: (collection: string, document: Uint8Array) => {
      if (collection !== 'chains' && collection !== 'records') return;
      const { _id, subject, seq, hash } = BSON.deserialize(document) as Record<string, string> & {
        seq: number;
      };
      if (collection === 'chains') heads.set(String(_id), `${String(seq)} ${String(hash)}`);
      else if (seq > (last.get(String(subject))?.seq ?? 0))
        last.set(String(subject), { seq, hash: String(hash) });
    },
    close: (): Manifest['chains'] => {
      const lines = [...heads].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [subject, head] of lines) {
        const line = last.get(subject);
        if (head !== `${String(line?.seq ?? 0)} ${line?.hash ?? ''}`)
          throw new BackupFault(`链头不符: ${subject}`, `the head of chain ${subject} is not its last line`);
      }
      const hash = createHash('sha256');
      for (const [subject, head] of lines) hash.update(`${subject} ${head}\n`);
      return { count: lines.length, sha256: hash.digest('hex') };
    },
  };
}

export type Part =
  | { readonly kind: 'collection'; readonly name: string }
  | { readonly kind: 'document'; readonly collection: string; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly collection: string }
  | { readonly kind: 'manifest'; readonly manifest: Manifest };

/** The first whole document or end mark of these bytes; undefined when more are needed. */
function frameAt(bytes: Buffer): { readonly length: number; readonly isEnd: boolean } | undefined {
  if (bytes.length < lengthBytes) return undefined;
  if (bytes.subarray(0, lengthBytes).equals(endMark)) return { length: lengthBytes, isEnd: true };
  const length = bytes.readInt32LE(0);
  if (length < lengthBytes || length > longestDocument) throw damaged('a length is wrong');
  return length <= bytes.length ? { length, isEnd: false } : undefined;
}

/** Cuts a stream into documents and end marks (null). */
async function* frames(file: string): AsyncGenerator<Buffer | null> {
  const input = createReadStream(file);
  const plain = input.pipe(createGunzip());
  input.on('error', (error) => plain.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of plain as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let frame = frameAt(rest); frame !== undefined; frame = frameAt(rest)) {
      yield frame.isEnd ? null : rest.subarray(0, frame.length);
      rest = rest.subarray(frame.length);
    }
  }
  if (rest.length > 0) throw damaged('it ends in the middle of a document');
}

function parsed<T extends z.ZodType>(schema: T, bytes: Uint8Array): z.output<T> | undefined {
  const result = schema.safeParse(BSON.deserialize(bytes));
  return result.success ? result.data : undefined;
}

function partBetween(bytes: Buffer): Part {
  const section = parsed(Section, bytes);
  if (section !== undefined) return { kind: 'collection', name: section.collection };
  const manifest = parsed(Manifest, bytes);
  if (manifest !== undefined) return { kind: 'manifest', manifest };
  throw damaged('what stands between collections is neither a collection nor the manifest');
}

async function* parts(file: string): AsyncGenerator<Part> {
  let [headed, open]: [boolean, string | undefined] = [false, undefined];
  for await (const frame of frames(file)) {
    if (!headed) {
      if (frame === null || parsed(Heading, frame) === undefined)
        throw new BackupFault('不是本系统的备份', `this is no backup in the format ${backupFormat}`);
      headed = true;
    } else if (open !== undefined) {
      yield frame === null
        ? { kind: 'end', collection: open }
        : { kind: 'document', collection: open, bytes: frame };
      if (frame === null) open = undefined;
    } else {
      if (frame === null) throw damaged('an end without a beginning');
      const part = partBetween(frame);
      if (part.kind === 'collection') open = part.name;
      yield part;
    }
  }
}

/** What zlib and BSON say of a flipped bit, a cut end, or no gzip at all. */
function explained(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const code = 'code' in error ? String(error.code) : '';
  const name = 'name' in error ? String(error.name) : '';
  return code.startsWith('Z_') || name.startsWith('BSON') ? damaged(code || name) : error;
}

/** The parts of a backup in their order; throws BackupFault at the first thing that is not as it was written. */
export async function* readBackup(file: string): AsyncGenerator<Part> {
  try {
    yield* parts(file);
  } catch (error) {
    throw explained(error);
  }
}

/** Reads a whole backup and compares every collection and chain with its manifest; gives the manifest. */
export async function verifyBackup(file: string): Promise<Manifest> {
  try {
    return await verify(file);
  } catch (error) {
    throw explained(error);
  }
}

async function verify(file: string): Promise<Manifest> {
  const watch = createChainWatch();
  const found: Manifest['collections'] = [];
  let tally = createTally('');
  let manifest: Manifest | undefined;
  for await (const part of readBackup(file)) {
    if (part.kind === 'collection') tally = createTally(part.name);
    if (part.kind === 'document') {
      tally.add(part.bytes);
      watch.see(part.collection, part.bytes);
    }
    if (part.kind === 'end') found.push(tally.close());
    if (part.kind === 'manifest') manifest = part.manifest;
  }
  if (manifest === undefined) throw damaged('it has no manifest');
  if (JSON.stringify(found) !== JSON.stringify(manifest.collections)) throw damaged('a collection differs');
  if (JSON.stringify(watch.close()) !== JSON.stringify(manifest.chains))
    throw damaged('the chain heads differ');
  return manifest;
}
