/** The pages on side processes and consequences are true: every row of a pack and every test they name exists, and nothing lacks either. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { quoted, rowAt } from './pack-paths';

const root = join(__dirname, '../..');
const columns = ['item', 'states', 'timers', 'gates', 'records', 'rows', 'tests'];

/** Rows of the table: what stands below the head, whose cells are the columns. */
const items = readFileSync(join(root, 'docs/side-processes.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .filter(([item = '']) => !/^-+$/u.test(item) && !item.endsWith('· item'))
  .map((cells) => ({ item: cells[0] ?? '', cells }));
const packs = new Map<string, unknown>();

/** A pack of policies/, parsed once. */
function packOf(name: string): unknown {
  const file = join(root, 'policies', `${name}.yaml`);
  if (!packs.has(name)) packs.set(name, existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined);
  return packs.get(name);
}

test('the page names every process, and none twice', () => {
  expect(items.length).toBeGreaterThanOrEqual(24);
  expect(new Set(items.map(({ item }) => item)).size).toBe(items.length);
});

test.each(items)('$item', ({ cells }) => {
  expect(cells.length).toBe(columns.length);
  const files = quoted(cells.at(-1) ?? '');
  const rows = cells.slice(0, -1).flatMap(quoted);
  expect([files.length > 0, quoted(cells.at(-2) ?? '').length > 0]).toEqual([true, true]);
  expect(files.filter((file) => !existsSync(join(root, 'tests', file)))).toEqual([]);
  const lost = rows.filter((row) => {
    const [pack = '', path = ''] = row.split(' ');
    return path === '' || rowAt(packOf(pack), path) === undefined;
  });
  expect(lost).toEqual([]);
});

const sections = readFileSync(join(root, 'docs/consequences.md'), 'utf8')
  .split(/^## /mu)
  .slice(1)
  .map((text) => ({ title: text.split('\n')[0] ?? '', text }));

test.each(sections)(
  'the consequence "$title" names its article, what lifts it, and tests that exist',
  ({ text }) => {
    expect(text).toMatch(/\b(?:GEN|DATA|LH|HA|XT|OA|CG|CGT|BZ|SJ)-\d/u);
    expect(text).toContain('· lifted');
    const files = quoted(text).filter((each) => each.startsWith('tests/'));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  },
);
