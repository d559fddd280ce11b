/** Reads the text of a pack as the API and the seed need it: the domain's reader with a hash function. */
import { readPack } from '../domain/pack/read';
import { missingUppers } from '../domain/pack/uppers';
import type { Upper, Uppers } from '../domain/pack/uppers';
import type { PackReading } from './ports';
import { sha256 } from './idempotency';

/** Reads a pack; null with every mistake when it has any. `uppers`: the texts of the packs it builds on. */
export function readPackText(text: string, uppers?: Uppers): PackReading {
  const reading = readPack(text, sha256, uppers);
  return reading.ok
    ? { pack: reading.pack, mistakes: [], overruled: reading.overruled }
    : { pack: null, mistakes: reading.mistakes, overruled: [] };
}

/** The texts of all packs that a text builds on, however far up, from wherever packs are kept. */
export async function uppersOf(
  text: string,
  find: (id: string, version: string) => Upper | null | Promise<Upper | null>,
): Promise<Uppers> {
  const known = new Map<string, Upper | null>();
  let missing = missingUppers(text, known);
  while (missing.length > 0) {
    for (const { pack, version } of missing) known.set(`${pack}@${version}`, await find(pack, version));
    missing = missingUppers(text, known);
  }
  return known;
}
