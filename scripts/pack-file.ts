/** Reads a pack from a file for the commands of `npm run pack`; its mistakes are named with file and line, as compilers do. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPackText, uppersOf } from '../api/pack-reading';
import type { PackReading } from '../api/ports';
import type { PackMistake } from '../domain/pack/mistakes';
import type { Pack } from '../domain/pack/types';
import type { Upper } from '../domain/pack/uppers';
import { readYaml } from '../domain/pack/yaml-source';

/** What a command was given: files and words in order, and options. */
export interface PackArgs {
  readonly files: readonly string[];
  readonly options: {
    readonly out?: string | undefined;
    readonly facts?: string | undefined;
    readonly choose?: string[] | undefined;
    readonly start?: string | undefined;
    readonly json?: boolean | undefined;
  };
}

/** A file that holds no pack: nothing can be done with it until its mistakes are mended. */
export class PackFileError extends Error {}

/** A mistake as one line: file, line, column, code, and both languages. */
export function mistakeLine(given: string, { line, column, code, path, zh, en, file }: PackMistake): string {
  return `${file ?? given}:${String(line)}:${String(column)} ${code} ${zh} / ${en}${path === '' ? '' : ` (${path})`}`;
}

/** The text of a file; one that cannot be read is named in both languages. */
export function textOfFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PackFileError(`无法读取 ${file} / cannot read ${file}: ${why}`);
  }
}

/** Finds a pack among the files beside one. */
function besideFile(file: string): (id: string, version: string) => Upper | null {
  const folder = dirname(file);
  return (id, version) => {
    const names = readdirSync(folder).filter((name) => /\.ya?ml$/u.test(name));
    for (const name of names.sort()) {
      const text = textOfFile(join(folder, name));
      const { form } = readYaml(text);
      const isPack = typeof form === 'object' && form !== null && 'pack' in form && 'version' in form;
      if (isPack && form.pack === id && form.version === version) return { text, file: join(folder, name) };
    }
    return null;
  };
}

/** Reads the pack in a file, composed with those it builds on: files beside it, unless they are found elsewhere. */
export async function readingOfFile(
  file: string,
  find: Parameters<typeof uppersOf>[1] = besideFile(file),
): Promise<PackReading> {
  const text = textOfFile(file);
  return readPackText(text, await uppersOf(text, find));
}

/** The pack of a reading, or every mistake of it at once. */
export function packOf(file: string, { pack, mistakes }: PackReading): Pack {
  if (pack !== null) return pack;
  throw new PackFileError(mistakes.map((mistake) => mistakeLine(file, mistake)).join('\n'));
}

/** The pack in a file, or every mistake of it at once. */
export async function readPackFile(file: string): Promise<Pack> {
  return packOf(file, await readingOfFile(file));
}
