/** Where rows of a list (stages, steps) come when a pack adds some to those of the pack above it. Pure. */
import type { Note } from './mistakes';
import type { LayerRow } from './layers';
import { textIn } from './written-rows';

const listOf = ({ into }: LayerRow): string => into.join('.');

/**
 * The ids of a list in its new order: the rows above keep theirs; an added one comes behind the row it names with `after`, else
 * behind the one written before it, else before the one written after it. One that none of these places is a mistake.
 */
export function orderWith(upper: readonly LayerRow[], own: readonly LayerRow[], note: Note): string[] {
  const order = upper.map(({ id }) => id);
  if (order.length === 0) return own.map(({ id }) => id);
  own.forEach((row, index) => {
    if (order.includes(row.id)) return;
    const at = placeOf(row, { own, index, order }, note);
    order.splice(at ?? order.length, 0, row.id);
  });
  const shared = own.filter(({ id }) => upper.some((row) => row.id === id));
  const wrong = shared.find(
    ({ id }, index) => order.indexOf(id) < order.indexOf(shared[index - 1]?.id ?? id),
  );
  if (wrong !== undefined)
    note(
      'compose/order',
      wrong.path,
      `${wrong.id} 的先后与上级制度包不同;次序不分宽严,请按上级的次序写`,
      `${wrong.id} comes in another order than in the pack above; no order is stricter: keep the order above`,
    );
  return order;
}

interface Among {
  readonly own: readonly LayerRow[];
  readonly index: number;
  readonly order: readonly string[];
}

function placeOf(row: LayerRow, { own, index, order }: Among, note: Note): number | undefined {
  const after = textIn(row.says, 'after');
  if (after !== undefined) {
    const at = order.indexOf(`${listOf(row)}.${after}`);
    if (at >= 0) return at + 1;
    note(
      'compose/after-unknown',
      [...row.path, 'after'],
      `上级制度包此处没有 ${after}`,
      `the pack above has no ${after} here`,
    );
    return undefined;
  }
  const before = own[index - 1];
  if (before !== undefined) return order.indexOf(before.id) + 1;
  const next = own.slice(index + 1).find(({ id }) => order.includes(id));
  if (next !== undefined) return order.indexOf(next.id);
  note(
    'compose/where',
    row.path,
    `须用 after 写明 ${row.id} 排在上级制度包的哪一行之后`,
    `say with after: behind which row of the pack above ${row.id} comes`,
  );
  return undefined;
}
