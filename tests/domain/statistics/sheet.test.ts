/** The sheets: every figure has a column, money is exact, no cell is a formula, names cannot break the summary. */
import { csvOf, textCell } from '../../../domain/statistics/csv';
import { figuresOf, noSums } from '../../../domain/statistics/figures';
import { columns, headOf, yuanOf } from '../../../domain/statistics/sheet';
import { summaryOf } from '../../../domain/statistics/summary';
import { markdownOf } from '../../../domain/statistics/summary-forms';

const figures = figuresOf({ ...noSums(), projects: 2, budgetFen: 123_456_789_01, days: [1, 4] });

test('every figure is a column, once', () => {
  expect(columns.map(({ name }) => name).sort()).toEqual(Object.keys(figures).sort());
  expect(new Set(columns.map(headOf)).size).toBe(columns.length);
});

test.each([
  [0, '0.00'],
  [1, '0.01'],
  [99, '0.99'],
  [100, '1.00'],
  [-1234, '-12.34'],
  [Number.MAX_SAFE_INTEGER, '90071992547409.91'],
])('%i fen are %s yuan', (fen, yuan) => {
  expect(yuanOf(fen)).toBe(yuan);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+8610', "'+8610"],
  ['-处', "'-处"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['  =1', "'  =1"],
  ['\t=1', "'\t=1"],
  ['\r\n=1', '"\'\r\n=1"'],
  ['＝1', "'＝1"],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ['甲,乙', '"甲,乙"'],
  ['甲"乙', '"甲""乙"'],
  ['信息-处', '信息-处'],
])('the text %j becomes the cell %j', (text, cell) => {
  expect(textCell(text)).toBe(cell);
});

test('a CSV begins with the mark of its encoding, ends its lines as RFC 4180 says, and leaves empty what is not measured', () => {
  const csv = csvOf([{ key: 'a', zh: '甲', en: 'A', figures }]);
  const [heads = '', line = '', last] = csv.split('\r\n');
  expect(csv.codePointAt(0)).toBe(0xfe_ff);
  expect([heads.startsWith('\uFEFF代码 key,名称,name,项目数 projects,'), last]).toEqual([true, '']);
  const cells = line.split(',');
  expect(cells).toHaveLength(columns.length + 3);
  const at = (name: string) => cells[3 + columns.findIndex((column) => column.name === name)];
  expect([at('projects'), at('budgetFen'), at('spentFen'), at('medianWorkingDays')]).toEqual([
    ...['2', '123456789.01', '', '2.5'],
  ]);
});

test('the summary is Chinese first, says whom it leaves out, and a name cannot break its table', () => {
  const frame = { day: '2026-12-31', year: 2026, jurisdiction: 'city', by: { zh: '单位', en: 'department' } };
  const line = { key: 'x', zh: '甲|<b>乙\n丙', en: 'A', figures };
  const text = markdownOf(summaryOf({ ...frame, whole: false }, [line], figures));
  expect(text.indexOf('2026 年度政务信息化项目统计摘要')).toBeLessThan(
    text.indexOf('summary of figures for 2026'),
  );
  expect(text).toContain(String.raw`| 甲\|\<b\>乙 丙 | 2 | 0 | 123456789.01 | — | 2.5 | 0 | 0 |`);
  expect([text.includes('仅限查询人有权查看'), text.includes('only what whoever asked may see')]).toEqual([
    ...[true, true],
  ]);
  expect(markdownOf(summaryOf({ ...frame, whole: true }, [line], figures))).not.toContain('仅限查询人');
});
