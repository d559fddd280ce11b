/** The committed Huai'an pack, read, and its text for tests that plant mistakes in it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPack } from '../../../domain/pack/read';
import type { ReadPack } from '../../../domain/pack/read';
import type { Pack } from '../../../domain/pack/types';

export const huaianText = readFileSync(join(__dirname, '../../../policies/huaian.yaml'), 'utf8');

/** Reads a pack with SHA-256, as the store does. */
export function read(text: string): ReadPack {
  return readPack(text, (json) => createHash('sha256').update(json).digest('hex'));
}

/** The committed pack; it must have no mistake. */
export function huaian(): Pack {
  const answer = read(huaianText);
  if (!answer.ok) throw new Error(JSON.stringify(answer.mistakes, null, 1));
  return answer.pack;
}
