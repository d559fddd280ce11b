/** The packs of examples/composed-packs, and how tests compose a text over others. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPack } from '../../../domain/pack/read';
import type { Upper } from '../../../domain/pack/uppers';
import type { Pack } from '../../../domain/pack/types';

const folder = join(__dirname, '../../../examples/composed-packs');
const textOf = (file: string) => readFileSync(join(folder, `${file}.yaml`), 'utf8');

export const levels = {
  province: textOf('province'),
  city: textOf('city'),
  district: textOf('district'),
  data: textOf('data-measure'),
  county: textOf('county'),
};

/** The texts by `id@version`, each called by its id. */
export function uppersFrom(...texts: readonly string[]): Map<string, Upper> {
  return new Map(
    texts.map((text) => {
      const [id = '', version = ''] = [/^pack: (.+)$/mu, /^version: (.+)$/mu].map(
        (line) => line.exec(text)?.[1],
      );
      return [`${id}@${version}`, { text, file: `${id}.yaml` }];
    }),
  );
}

/** Reads a text composed with others. */
export function readOver(text: string, ...uppers: readonly string[]) {
  return readPack(text, (json) => createHash('sha256').update(json).digest('hex'), uppersFrom(...uppers));
}

/** The composed pack; it must have no mistake. */
export function packOver(text: string, ...uppers: readonly string[]): Pack {
  const reading = readOver(text, ...uppers);
  if (!reading.ok) throw new Error(JSON.stringify(reading.mistakes));
  return reading.pack;
}

/** A pack that builds on others and says no more than these rows. */
export function lowerText(rows: string, ...uppers: readonly string[]): string {
  const refs = [...uppersFrom(...uppers).keys()].map((key) => {
    const [pack = '', version = ''] = key.split('@');
    return `{ pack: ${pack}, version: ${version} }`;
  });
  return `pack: lower
version: 1.0.0
buildsOn: [${refs.join(', ')}]
measure: { zh: 下级办法, en: lower measure, inForce: { from: 2026-01-01, basis: LO-1 } }
sources: { LO: { zh: 下级办法, version: 2026-01-01 } }
numbering: { project: 'LO-{seq:4}' }
${rows}`;
}

/** The line of a text on which a piece stands first. */
export function lineOf(text: string, piece: string): number {
  expect(text).toContain(piece);
  return text.slice(0, text.indexOf(piece)).split('\n').length;
}
