/** What a pack works out: derived facts and legal numbers, the names each of them reads, and that none depends on itself. */
import type { PackRows } from './lint-walk';
import type { Note } from './mistakes';
import type { Expression, Table, Value } from './types';

/** The names a derived fact reads, in its cells and in the conditions of its rows. */
export function readsOf(derive: Expression | Table<Expression>): readonly string[] {
  if (!('rows' in derive)) return derive.reads;
  return derive.rows.flatMap((row) => [...row.is.reads, ...(row.when?.reads ?? [])]);
}

/** The names on which a legal number hangs: none for a plain one. */
export function readsOfNumber({ is }: Value): readonly string[] {
  return typeof is === 'number' ? [] : is.rows.flatMap((row) => row.when?.reads ?? []);
}

/** Nothing that is worked out may depend on itself, not even through others. */
export function checkCircles({ facts, values }: Pick<PackRows, 'facts' | 'values'>, note: Note): void {
  const dependsOn = (name: string): readonly string[] => {
    const derive = Object.hasOwn(facts, name) ? facts[name]?.derive : undefined;
    if (derive !== undefined) return readsOf(derive);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? [] : readsOfNumber(value);
  };
  const isCircle = (name: string): boolean => {
    const seen = new Set<string>();
    const waiting = [...dependsOn(name)];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...dependsOn(next));
    }
    return seen.has(name);
  };
  const say = (name: string, path: readonly string[]): void => {
    if (!isCircle(name)) return;
    note('fact/circle', path, `${name} 由自身推出`, `${name} is derived from itself`);
  };
  for (const name of Object.keys(facts)) say(name, ['facts', name, 'derive']);
  for (const name of Object.keys(values)) say(name, ['values', name, 'is']);
}
