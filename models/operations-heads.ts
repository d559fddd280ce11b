/** Looks at the newest signed export of the chain heads: how old it is, whether it is genuine, whether the chains still fit it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chainFault, type ChainFault } from './chain';
import { isSigned, type HeadsFile, type HeadsTarget } from './chain-heads';
import { records } from './process-schemas';

/** Lines asked of MongoDB at once. */
const linesAtOnce = 1_000;

export interface HeadsLook {
  /** Instant of the newest export, null when there is none. */
  readonly lastExportAt: string | null;
  readonly file: string | null;
  readonly genuine: boolean;
  readonly chains: number;
  /** How many of them were compared: the first `most`. */
  readonly compared: number;
  readonly faults: readonly ChainFault[];
}

const nothing: HeadsLook = {
  lastExportAt: null,
  file: null,
  genuine: true,
  chains: 0,
  compared: 0,
  faults: [],
};

/** Name of the newest export, if there is one. Names hold their instant, so they sort by time. */
async function newestFile(dir: string): Promise<string | undefined> {
  const names = await readdir(dir).catch(() => [] as string[]);
  return names
    .filter((name) => name.startsWith('heads-') && name.endsWith('.json'))
    .sort()
    .at(-1);
}

async function compare(heads: HeadsFile['heads']): Promise<ChainFault[]> {
  const faults: ChainFault[] = [];
  for (let start = 0; start < heads.length; start += linesAtOnce) {
    const some = heads.slice(start, start + linesAtOnce).filter(({ seq }) => seq > 0);
    const ids = some.map(({ _id, seq }) => `${_id}#${String(seq)}`);
    const lines = await records
      .find({ _id: { $in: ids } })
      .select({ hash: 1 })
      .lean();
    const hashes = new Map(lines.map(({ _id, hash }) => [_id, hash]));
    for (const { _id, seq, hash } of some)
      if (hashes.get(`${_id}#${String(seq)}`) !== hash) faults.push(chainFault(_id, seq, 'cut'));
  }
  return faults;
}

/** Compares at most `most` chains with the newest signed export. The whole proof is `npm run verify-audit`. */
export async function lookAtHeads({ dir, key }: HeadsTarget, most: number): Promise<HeadsLook> {
  const name = await newestFile(dir);
  if (name === undefined) return nothing;
  const file = await readHeads(join(dir, name));
  if (file === undefined || !isSigned(file, key)) {
    return { ...nothing, lastExportAt: file?.at ?? null, file: name, genuine: false };
  }
  const heads = file.heads.slice(0, most);
  return {
    lastExportAt: file.at,
    file: name,
    genuine: true,
    chains: file.heads.length,
    compared: heads.length,
    faults: await compare(heads),
  };
}

/** A file that cannot be read as one of ours is not genuine, whatever it says. */
async function readHeads(path: string): Promise<HeadsFile | undefined> {
  try {
    const file = JSON.parse(await readFile(path, 'utf8')) as Partial<HeadsFile>;
    const { at, heads, signature } = file;
    if (typeof at !== 'string' || typeof signature !== 'string' || !Array.isArray(heads)) return undefined;
    return { at, heads, signature };
  } catch {
    return undefined;
  }
}

/** Instant of the newest export by its name alone: cheap enough for every scrape of the metrics. */
export async function lastExportAt(dir: string): Promise<string | null> {
  const name = await newestFile(dir);
  const stamp = /^heads-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d+Z)\.json$/u.exec(name ?? '');
  if (stamp === null) return null;
  const [, day, hour, minute, second] = stamp;
  return `${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}`;
}
