/** How mistakes of a pack are collected: each with its place in the text and a sentence in both languages. */

export type Path = readonly (string | number)[];

/** One mistake of a written pack. Line and column count from 1. */
export interface PackMistake {
  readonly line: number;
  readonly column: number;
  /** The file, or `id@version`, it stands in, when that is not the text that was given. */
  readonly file?: string;
  /** The row of another pack that it is about. */
  readonly other?: Position;
  /** Dotted path of the row, e.g. `stages.acceptance.routes.conclude.0.who`. */
  readonly path: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** A row in the text of a pack: its file, or `id@version`, its line and column. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A mistake before its place in the text is known. */
export interface Found {
  readonly path: Path;
  readonly code: string;
  readonly other?: Position;
  readonly zh: string;
  readonly en: string;
}

/** Takes note of a mistake: code, path of the row, Chinese, English. */
export type Note = (code: string, path: Path, zh: string, en: string) => void;

/** A collector of mistakes. */
export function collectMistakes(): { readonly found: Found[]; readonly note: Note } {
  const found: Found[] = [];
  return { found, note: (code, path, zh, en) => void found.push({ path, code, zh, en }) };
}
