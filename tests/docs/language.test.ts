/** The table of what the language can say is true: all sixteen rules stand in it, and each row's packs and tests exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readPack } from '../../domain/pack/read';
import { cityText } from '../cities/city-text';
import { quoted, rowAt } from './pack-paths';

const root = join(__dirname, '../..');
const manual = readFileSync(join(root, 'docs/language.md'), 'utf8');
const rows = manual
  .split('\n')
  .filter((line) => /^\| \d/u.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, rule = '', , packs = '', test = '']) => ({ rule, cited: quoted(packs), test: quoted(test) }));

test('every one of the sixteen rules has its row', () => {
  const numbers = new Set(rows.map(({ rule }) => Number.parseInt(rule, 10)));
  expect([...numbers]).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
});

test.each(rows)(
  '$rule stands in the packs and is shown by a test',
  ({ cited, test: [file = '', title = ''] }) => {
    expect(cited.length).toBeGreaterThan(0);
    const found = cited.map((each) => {
      const [city = '', path = ''] = each.split(' ');
      return [each, rowAt(parse(cityText(`${city}.yaml`)), path) !== undefined];
    });
    expect(found).toEqual(cited.map((each) => [each, true]));
    const titles = readFileSync(join(root, 'tests/cities', file), 'utf8').match(
      /(?<=')[^'\n]+(?=', async)/gu,
    );
    expect((titles ?? []).some((each) => title !== '' && each.includes(title))).toBe(true);
  },
);

test('every invented city is without a mistake, cites its article in every row, and has a test of its own', () => {
  const files = readdirSync(join(root, 'tests/cities/packs'));
  expect(files.sort()).toEqual(['bing.yaml', 'ding.yaml', 'jia.yaml', 'yi.yaml']);
  for (const file of files) {
    const reading = readPack(cityText(file), () => 'hash');
    expect(reading.ok ? [] : reading.mistakes).toEqual([]);
    expect(cityText(file)).not.toContain('not-from-text');
    expect(existsSync(join(root, 'tests/cities', file.replace('.yaml', '.test.ts')))).toBe(true);
  }
});
