/** Every article a pack cites must come from a source it declares. */
import type { Note, Path } from './mistakes';
import { leftOut } from './schema-mistakes';
import type { PackForm } from './schema';

/** Walks the whole form: wherever a basis stands, its prefix is declared. */
export function checkArticles(form: PackForm, note: Note): void {
  walk(form, [], (basis, path) => {
    const [prefix = ''] = basis.split('-');
    if (basis === leftOut || Object.hasOwn(form.sources, prefix)) return;
    note('basis/unknown-source', path, `sources 中没有 ${prefix}`, `sources declares no ${prefix}`);
  });
}

function walk(node: unknown, path: Path, visit: (basis: string, path: Path) => void): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    const at = [...path, Array.isArray(node) ? Number(key) : key];
    if (key === 'basis' && typeof value === 'string') visit(value, at);
    else walk(value, at, visit);
  }
}
