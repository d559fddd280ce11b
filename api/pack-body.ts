/** A policy pack as a request carries it: YAML text, or JSON. */
import { z } from 'zod';
import { findPack } from '../models/packs';
import { uppersOf } from './pack-reading';
import type { PackReading } from './ports';
import { inBoth } from './problem';
import type { Ask } from './route';

export const PackBody = z
  .union([z.string().min(1), z.looseObject({}).refine((form) => Object.keys(form).length > 0)])
  .meta({ id: 'PackText', description: '制度包:YAML 文本或 JSON · The pack as YAML text or JSON' });

/** The text that is read, with a line for each mistake. */
export function textOf(body: z.output<typeof PackBody>): string {
  // JSON is YAML 1.2 as well; spaced so that a mistake has a line of its own.
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2);
}

/** The pack of a text, composed with the published packs it builds on. */
export async function readingOf(text: string, ask: Ask): Promise<PackReading> {
  const uppers = await uppersOf(text, async (id, version) => {
    const found = await findPack(id, version);
    return found === null ? null : { text: found.source, file: `${id}@${version}` };
  });
  return ask.api.readPack(text, uppers);
}

/** Mistakes in the language of whoever asks. */
export function linesOf(mistakes: PackReading['mistakes'], ask: Ask) {
  return mistakes.map(({ zh, en, ...mistake }) => ({ ...mistake, detail: inBoth({ zh, en }, ask.language) }));
}
