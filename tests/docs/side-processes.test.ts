/** The pages on side processes and consequences are true: every row of a pack and every test they name exists, and nothing lacks either. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { quoted, rowAt } from './pack-paths';

const root = join(__dirname, '../..');
const pages = readdirSync(join(root, 'docs')).filter((name) => /^side-processes(?:-\d+)?\.md$/u.test(name));
const columns = ['item', 'states', 'timers', 'gates', 'records', 'rows', 'tests'];

/** Rows of the tables of a page: what stands between the heads, whose cells are the columns, and the ends. */
const items = pages.flatMap((page) =>
  readFileSync(join(root, 'docs', page), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([item = '']) => !/^-+$/u.test(item) && !item.endsWith('· item'))
    .map((cells) => ({ page, item: cells[0] ?? '', cells })),
);
const packs = new Map<string, unknown>();

/** A pack of policies/, parsed once. */
function packOf(name: string): unknown {
  const file = join(root, 'policies', `${name}.yaml`);
  if (!packs.has(name)) packs.set(name, existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined);
  return packs.get(name);
}

test('the first part names every process of its half, and no process twice', () => {
  expect(items.filter(({ page }) => page === 'side-processes.md').length).toBeGreaterThanOrEqual(13);
  expect(new Set(items.map(({ item }) => item)).size).toBe(items.length);
});

test.each(items)('$page: $item', ({ cells }) => {
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

const sections = readdirSync(join(root, 'docs'))
  .filter((name) => /^consequences(?:-\d+)?\.md$/u.test(name))
  .flatMap((page) =>
    readFileSync(join(root, 'docs', page), 'utf8')
      .split(/^## /mu)
      .slice(1),
  )
  .map((text) => ({ title: text.split('\n')[0] ?? '', text }));

test.each(sections)(
  'the consequence "$title" names its article, what lifts it, and tests that exist',
  ({ text }) => {
    expect(text).toMatch(/\b(?:GEN|DATA|LH|HA|XT|OA|CG|CGT|BZ)-\d/u);
    expect(text).toContain('· lifted');
    const files = quoted(text).filter((each) => each.startsWith('tests/'));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  },
);
