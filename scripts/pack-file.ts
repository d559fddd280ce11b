/** Reads a pack from a file for the commands of `npm run pack`; its mistakes are named with file and line, as compilers do. */
import { readFileSync } from 'node:fs';
import { readPackText } from '../api/pack-reading';
import type { PackMistake } from '../domain/pack/mistakes';
import type { Pack } from '../domain/pack/types';

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
export function mistakeLine(file: string, { line, column, code, path, zh, en }: PackMistake): string {
  return `${file}:${String(line)}:${String(column)} ${code} ${zh} / ${en}${path === '' ? '' : ` (${path})`}`;
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

/** The pack in a file, or every mistake of it at once. */
export function readPackFile(file: string): Pack {
  const { pack, mistakes } = readPackText(textOfFile(file));
  if (pack !== null) return pack;
  throw new PackFileError(mistakes.map((mistake) => mistakeLine(file, mistake)).join('\n'));
}
