/** `npm run pack -- lint` names every mistake with file and line, and lists what is not from the text. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { huaianText } from '../domain/pack/huaian';
import { huaianFile, pack } from './pack-command';

const folder = mkdtempSync(join(tmpdir(), 'govflow-lint-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const lineOf = (text: string, piece: string) => String(text.slice(0, text.indexOf(piece)).split('\n').length);

test('a pack without mistakes passes, and what its writer chose is listed with the reading', () => {
  const { code, out } = pack('lint', huaianFile);
  expect(code).toBe(0);
  expect(out).toContain('没有错误 / no mistakes');
  expect(out).toContain('cases.assetRegistration.clocks.registration [HA-19.1] “及时”取 30 日');
});

test('every mistake stands on a line of its own with file, line, code and both languages', () => {
  const text = huaianText
    .replace('who: legalOffice', 'who: lawyer')
    .replace('outcomes: { fixed: acceptance }', 'outcomes: { fixed: elsewhere }');
  const file = join(folder, 'wrong.yaml');
  writeFileSync(file, text);
  const { code, out } = pack('lint', file);
  expect(code).toBe(1);
  expect(out).toMatch(
    new RegExp(`wrong\\.yaml:${lineOf(text, 'fixed: elsewhere')}:\\d+ run/unknown-target .+ / .+`, 'u'),
  );
  expect(out).toMatch(
    new RegExp(`wrong\\.yaml:${lineOf(text, 'who: lawyer')}:\\d+ role/unknown .+ / .+`, 'u'),
  );
  const json = pack('lint', file, '--json');
  expect(json.code).toBe(1);
  const codes = (JSON.parse(json.out) as { mistakes: { code: string }[] }).mistakes.map((each) => each.code);
  expect(codes).toEqual(expect.arrayContaining(['run/unknown-target', 'role/unknown']));
});

test('a file that is not there is named', () => {
  const { code, err } = pack('lint', join(folder, 'none.yaml'));
  expect(code).toBe(1);
  expect(err).toContain('无法读取');
});
