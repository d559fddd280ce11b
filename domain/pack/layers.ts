/** The layers of a composed pack: each pack with the text its rows stand in, as one list of rows that know their origin. Pure. */
import type { Found, PackMistake, Path, Position } from './mistakes';
import { rowsOfForm } from './written-rows';
import type { Says, WrittenRow } from './written-rows';

/** A text that holds rows. */
export interface Source {
  /** `id@version`. */
  readonly ref: string;
  /** What people call the text: a file, or `id@version` of a published pack. */
  readonly file: string;
  readonly place: (found: Found) => PackMistake;
}

/** A row that knows its text. `rivals`: rows of the same name in packs side by side that no program can weigh against it. */
export interface LayerRow extends WrittenRow {
  readonly source: Source;
  readonly rivals?: readonly LayerRow[];
}

export interface Layer {
  readonly source: Source;
  /** What the pack says of itself: id, version, measure, the packs below it. */
  readonly self: Says;
  readonly rows: readonly LayerRow[];
}

/** What a pack says of itself; the rest are rows. */
const ofItself = ['pack', 'version', 'buildsOn', 'settles', 'measure'];

/** The layer of one written pack. */
export function layerOf(form: Says, source: Source): Layer {
  const self = Object.fromEntries(Object.entries(form).filter(([key]) => ofItself.includes(key)));
  return { source, self, rows: rowsOfForm(form).map((row) => ({ ...row, source })) };
}

/** Where a row stands, for a sentence about it. */
export function positionOf({ source, path }: Pick<LayerRow, 'source' | 'path'>): Position {
  const { line, column } = source.place({ path, code: '', zh: '', en: '' });
  return { file: source.file, line, column };
}

/** A position as people and editors read it. */
export const positionText = ({ file, line, column }: Position): string =>
  `${file}:${String(line)}:${String(column)}`;

const unsigned: readonly string[] = ['sources', 'words', 'options'];
const isSigned = ({ table, id }: WrittenRow): boolean =>
  !unsigned.includes(table) && (table !== 'heads' || id.startsWith('cases.'));

/** The layer as another pack sees it above itself: every row says which pack it comes from. */
export function signed(layer: Layer): Layer {
  const origin = layer.source.ref;
  return {
    ...layer,
    rows: layer.rows.map((row) => (isSigned(row) ? { ...row, says: signedSays(row.says, origin) } : row)),
  };
}

function signedSays(says: Says, origin: string): Says {
  const also: readonly object[] = Array.isArray(says['also']) ? says['also'] : [];
  return {
    ...says,
    origin: says['origin'] ?? origin,
    ...(also.length === 0 ? {} : { also: also.map((article) => ({ origin, ...article })) }),
  };
}

/** A row under another name. */
export function renamed(row: LayerRow, name: string): LayerRow {
  const into: Path = [...row.into.slice(0, -1), name];
  return { ...row, into, id: into.join('.') };
}
