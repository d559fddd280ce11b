/** What differs between two packs is said row by row, with the article and both values. */
import { differencesOf } from '../../../domain/pack/differences';
import { huaian, huaianText, read } from './huaian';

/** The Huai'an pack with pieces of its text replaced. */
function changed(...pieces: readonly (readonly [string, string])[]) {
  for (const [piece] of pieces) expect(huaianText).toContain(piece);
  const text = pieces.reduce((so, [piece, by]) => so.replace(piece, () => by), huaianText);
  const answer = read(text);
  if (!answer.ok) throw new Error(JSON.stringify(answer.mistakes));
  return answer.pack;
}

const between = (...pieces: readonly (readonly [string, string])[]) =>
  differencesOf(huaian(), changed(...pieces));

test('a pack does not differ from itself, nor from the same rows written with other comments and spaces', () => {
  expect(differencesOf(huaian(), huaian())).toEqual([]);
  expect(between(['roles:\n', '# people\nroles:\n\n'])).toEqual([]);
});

test('a changed legal number names its article and both values, in both languages', () => {
  const [only, ...more] = between(['is: 5, unit: percent', 'is: 8, unit: percent']);
  expect(more).toEqual([]);
  expect(only).toMatchObject({
    kind: 'changed',
    table: 'values',
    place: '',
    key: 'minSecurityShare',
    field: 'is',
    from: 5,
    to: 8,
    basis: 'HA-12.5a',
    zh: '修改 法定数值 minSecurityShare 安全投入最低占比 [HA-12.5a]:数值(is) 由 5 改为 8',
    en: 'changed legal value minSecurityShare least security share [HA-12.5a]: is 5 → 8',
  });
});

test('an added, a removed and a changed row of a stage are told apart', () => {
  const rows = between(
    ['      opsRules: { zh: 运维管理制度, en: rules of operation, basis: HA-16.1 }\n', ''],
    [
      '      investmentEstimate: {',
      '      budgetTable: { zh: 预算表, en: budget table, basis: HA-12.4b }\n      investmentEstimate: {',
    ],
    ['before: orderFixes, zh: 整改期限须晚于今日', 'before: orderFixes.submitted, zh: 整改期限须晚于今日'],
  );
  expect(rows).toMatchObject([
    { kind: 'added', table: 'materials', place: 'application', key: 'budgetTable', basis: 'HA-12.4b' },
    {
      kind: 'changed',
      table: 'gates',
      place: 'rectify',
      key: 'fixByPassed',
      field: 'before',
      from: 'orderFixes',
      to: 'orderFixes.submitted',
    },
    { kind: 'removed', table: 'materials', place: 'operation', key: 'opsRules', basis: 'HA-16.1' },
  ]);
  for (const { zh, en } of rows) {
    expect(zh).toMatch(/[\u4e00-\u9fff]/u);
    expect(en).toMatch(/^(added|changed|removed) /u);
  }
});

test('a condition is one value, the fields of a material are compared one by one', () => {
  const rows = between(
    ['holds: contract.warrantyMonths >= minWarranty', 'holds: contract.warrantyMonths > minWarranty'],
    ['amount: { type: money, zh: 中标金额, en: amount }', 'amount: { type: money, zh: 中标价, en: amount }'],
  );
  expect(rows.map(({ key, field }) => [key, field])).toEqual([
    ['awardNotice', 'fields.amount.zh'],
    ['warrantyTooShort', 'check.condition'],
  ]);
  expect(rows[1]?.zh).toContain(
    '由 contract.warrantyMonths >= minWarranty 改为 contract.warrantyMonths > minWarranty',
  );
});

test('steps in another order are one difference of their stage', () => {
  const filing = /^ +- \{ step: prepare,.*\n/mu.exec(huaianText)?.[0] ?? '';
  const rows = between([filing, ''], ['      award:\n', `${filing}      award:\n`]);
  expect(rows.filter(({ kind }) => kind === 'moved')).toMatchObject([
    { table: 'steps', place: 'procurement', zh: expect.stringContaining('顺序由 prepare') },
  ]);
});
