/** `npm run pack -- over` says where a pack asks for less than the one above it, and fails then. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { huaianText } from '../domain/pack/huaian';
import { huaianFile, pack } from './pack-command';

const folder = mkdtempSync(join(tmpdir(), 'govflow-over-'));
const own = join(folder, 'own.yaml');

beforeAll(() => {
  const filing = 'until: file.received, is: 5,';
  writeFileSync(own, huaianText.replace(filing, filing.replace('5,', '6,')));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a longer deadline is laxer, and the command says so in both languages', () => {
  const { code, out } = pack('over', huaianFile, own);
  expect(code).toBe(1);
  expect(out).toContain('宽于上级 1 处 / 1 rows are laxer');
  expect(out).toContain('须由人判断 0 处 / 0 rows are for a person to judge');
});

test('the other way round nothing is laxer', () => {
  const { code, out } = pack('over', own, huaianFile, '--json');
  expect([code, JSON.parse(out)]).toEqual([0, { ok: true, laxer: [], unclear: [] }]);
});
