/** `npm run pack -- simulate` walks a dossier from a file through a pack and says by its exit code whether it came to the end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goodDossier } from '../domain/simulation/good-dossier';
import { huaianFile, pack } from './pack-command';

const folder = mkdtempSync(join(tmpdir(), 'govflow-simulate-'));
const facts = join(folder, 'facts.yaml');

beforeAll(() => {
  // JSON is YAML as well.
  writeFileSync(facts, JSON.stringify(goodDossier, null, 1));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const simulate = (...more: readonly string[]) => pack('simulate', huaianFile, '--facts', facts, ...more);

test('the walk is told in words, Chinese first, and ends with 0 at the end of the road', () => {
  const { code, out } = simulate();
  expect(code).toBe(0);
  expect(out).toContain('2026-03-02 application.fill 项目申报 / application');
  expect(out).toContain('关口 / gate ✓ securityShareTooLow');
  expect(out).toMatch(/等到 \/ waits until \d{4}-\d{2}-\d{2} \(minimum\)/u);
  expect(out).toContain('项目已投入使用');
  expect(out).not.toContain('✗');
});

test('choices of the command line take the place of the file’s, in turn; JSON holds the same', () => {
  const { code, out } = simulate('--choose', 'panel=failed', '--choose', 'panel=passed', '--json');
  expect(code).toBe(0);
  const told = JSON.parse(out) as { scenes: { step: string; outcome: string }[] };
  const panels = told.scenes.filter(({ step }) => step === 'panel').map(({ outcome }) => outcome);
  expect(panels).toEqual(['failed', 'passed']);
});

test('it ends with 1 where somebody has to choose or supply something, and with 1 on a dossier with a slip', () => {
  const bare = pack('simulate', huaianFile);
  expect(bare.code).toBe(1);
  expect(bare.out).toContain('须填报:项目总预算');
  expect(bare.out).toContain('✗ applicationForm');
  const slip = simulate('--choose', 'panel=perhaps');
  expect(slip).toMatchObject({ code: 1, out: '' });
  expect(slip.err).toContain('choice panel=perhaps');
});
