/** How official documents cite an article: by the measure and its number in words, never by the internal id. */
import { citationOf } from '../../../domain/documents/article';
import { policy } from '../project/world';

const pack = {
  measure: { zh: '甲市办法', en: 'Measure of A', inForce: { from: '2026-01-01' } },
  sources: {
    AA: { zh: '甲市办法', version: '2026' },
    GB: { zh: '政府采购法', version: '2014' },
    PN: { zh: '通用办法', version: '2021', counts: ['部分', '节'] },
    NO: { zh: '若干文本', version: '2021', counts: [] },
  },
};

test.each([
  ['AA-1', '《甲市办法》第一条', 'Measure of A, Article 1'],
  ['AA-10', '《甲市办法》第十条', 'Measure of A, Article 10'],
  ['AA-13.5a', '《甲市办法》第十三条', 'Measure of A, Article 13'],
  ['AA-20.2', '《甲市办法》第二十条', 'Measure of A, Article 20'],
  ['AA-103', '《甲市办法》第一百零三条', 'Measure of A, Article 103'],
  ['AA-110', '《甲市办法》第一百一十条', 'Measure of A, Article 110'],
  ['GB-57', '《政府采购法》第五十七条', '政府采购法, Article 57'],
  ['PN-4.2.2', '《通用办法》第四部分第二节', '通用办法, no. 4.2'],
  ['NO-5.13', '《甲市办法》(NO-5.13)', 'Measure of A (NO-5.13)'],
  ['ZZ-1', '《甲市办法》(ZZ-1)', 'Measure of A (ZZ-1)'],
  ['第九条', '《甲市办法》(第九条)', 'Measure of A (第九条)'],
  [undefined, '《甲市办法》', 'Measure of A'],
])('%s is cited as %s', (basis, zh, en) => {
  expect(citationOf(basis, pack)).toEqual({ zh, en });
});

test('every document of the committed packs cites an article in words, those of the office texts by their list', () => {
  const cited = ['huaian', 'luohe', 'xiangtan', 'generic', 'data-resources'].flatMap((file) => {
    const read = policy(`${file}.yaml`);
    return [...Object.values(read.stages), ...Object.values(read.cases)].flatMap(({ documents }) =>
      Object.values(documents).map(({ basis }) => citationOf(basis, read).zh),
    );
  });
  expect(cited.length).toBeGreaterThan(5);
  expect(cited.filter((text) => !/^《.+》第[一二三四五六七八九十百零]+(?:条|部分)/u.test(text))).toEqual([]);
});
