/** `npm run pack -- diff` says in words and as JSON what differs between two files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { huaianText } from '../domain/pack/huaian';
import { huaianFile, pack } from './pack-command';

const folder = mkdtempSync(join(tmpdir(), 'govflow-diff-'));
const next = join(folder, 'next.yaml');

beforeAll(() => {
  writeFileSync(next, huaianText.replace('version: 1.4.0', 'version: 1.5.0').replace('is: 24,', 'is: 36,'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('two versions are compared in words, Chinese first', () => {
  const { code, out } = pack('diff', huaianFile, next);
  expect(code).toBe(0);
  expect(out.split('\n')).toEqual([
    'huaian-approval-bureau@1.4.0 → huaian-approval-bureau@1.5.0:1 处不同 / 1 differences',
    '- 修改 法定数值 minWarranty 最短保修期 [HA-14.1]:数值(is) 由 24 改为 36',
    '  changed legal value minWarranty shortest warranty [HA-14.1]: is 24 → 36',
    '',
  ]);
});

test('the same as one JSON document', () => {
  const { code, out } = pack('diff', huaianFile, next, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    from: { version: '1.4.0' },
    to: { version: '1.5.0' },
    differences: [{ kind: 'changed', key: 'minWarranty', field: 'is', from: 24, to: 36 }],
  });
});
