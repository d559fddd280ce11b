/** No rule of a measure is forgotten: what a machine can keep has a pack row and a test, the rest is shown as what it is. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { coveragePage, isKept, readCoverage } from '../../scripts/coverage';

const rows = readCoverage().flatMap((measure) => measure.rows);

it.each(rows.filter(isKept).map((row) => [row.id, row] as const))(
  '%s is carried by the pack and named by a test',
  (_id, row) => {
    expect(row.carriedBy.length).toBeGreaterThan(0);
    expect(row.tests.length).toBeGreaterThan(0);
  },
);

it('rules that only remind have a reminder', () => {
  const reminding = rows.filter(({ marks }) => marks.includes('R'));
  expect(reminding.filter(({ reminder }) => reminder !== 'person').map(({ id }) => id)).toEqual([]);
});

it('rules nothing can check are shown as not checked, never as passed', () => {
  const vain = rows.filter(({ marks }) => marks.includes('N'));
  expect(vain.filter(({ reminder }) => reminder !== 'none').map(({ id }) => id)).toEqual([]);
});

it('docs/coverage.md is what scripts/coverage.ts writes', () => {
  const page = readFileSync(path.join(__dirname, '../../docs/coverage.md'), 'utf8');
  expect(page).toBe(coveragePage());
});
