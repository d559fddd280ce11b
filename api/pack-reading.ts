/** Reads the text of a pack as the API and the seed need it: the domain's reader with a hash function. */
import { readPack } from '../domain/pack/read';
import type { PackReading } from './ports';
import { sha256 } from './idempotency';

/** Reads a pack; null with every mistake when it has any. */
export function readPackText(text: string): PackReading {
  const reading = readPack(text, sha256);
  return reading.ok ? { pack: reading.pack, mistakes: [] } : { pack: null, mistakes: reading.mistakes };
}
