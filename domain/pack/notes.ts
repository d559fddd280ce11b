/** What a pack sets without its text saying so: listed for whoever publishes it. Pure. */
import { rowsOf } from './pack-rows';
import type { RowTable } from './pack-rows';
import type { Pack } from './types';

export interface NotFromText {
  readonly table: RowTable;
  readonly place: string;
  readonly key: string;
  readonly basis?: string;
  /** How the writer of the pack reads the text. */
  readonly reading?: string;
}

/** A part of a row, such as a seat, may be marked as well. */
function isMarked(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  return Object.entries(part).some(
    ([key, value]) => (key === 'note' && value === 'not-from-text') || isMarked(value),
  );
}

/** Every row marked `not-from-text`, with its reading. */
export function notesOf(pack: Pack): NotFromText[] {
  return rowsOf(pack)
    .filter(({ says }) => isMarked(says))
    .map(({ table, place, key, basis, says: { reading } }) => ({
      table,
      place,
      key,
      ...(basis === undefined ? {} : { basis }),
      ...(typeof reading === 'string' ? { reading } : {}),
    }));
}
