/** A pack over another: what asks for less is named, what asks for more is not, what cannot be weighed goes to a person. */
import { contradictionsOf } from '../../../domain/pack/laxer';
import { packFrom } from '../project/world';
import { huaianText } from './huaian';

const upper = packFrom(huaianText);

/** What Huai'an with one row written otherwise says against Huai'an. */
function against(replace: string, by: string) {
  expect(huaianText).toContain(replace);
  const { laxer, unclear } = contradictionsOf(upper, packFrom(huaianText.replace(replace, by)));
  const short = (rows: typeof laxer) => rows.map(({ table, key, field }) => [table, key, field]);
  return { laxer: short(laxer), unclear: short(unclear) };
}

const nothing = { laxer: [], unclear: [] };
const filing = 'kind: deadline, from: propose.submitted, until: file.received, is: 5,';
const reapply = 'from: tell.submitted, until: request.submitted, is: 1,';
const papers = 'en: records of the supervisor, due: forward';

describe('a pack over another', () => {
  it('has nothing against itself', () => {
    expect(contradictionsOf(upper, upper)).toEqual(nothing);
  });

  it.each([
    ['6,', { laxer: [['clocks', 'filing', 'length']], unclear: [] }],
    ['4,', nothing],
  ])('a deadline of five days made %s is judged by its room', (days, found) => {
    expect(against(filing, filing.replace('5,', days))).toEqual(found);
  });

  it.each([
    ['0,', { laxer: [['clocks', 'reapply', 'length']], unclear: [] }],
    ['2,', nothing],
  ])('an earliest date of one month made %s is judged the other way round', (months, found) => {
    expect(against(reapply, reapply.replace('1,', months))).toEqual(found);
  });

  it('a paper made optional, and one that may be waived, ask for less', () => {
    expect(against(papers, papers.replace('due: forward', 'due: forward, optional: true'))).toEqual({
      laxer: [['materials', 'supervisionRecords', 'optional']],
      unclear: [],
    });
    const waiver = 'due: forward, waiver: { by: cyberspaceOffice }';
    expect(against(papers, papers.replace('due: forward', waiver)).laxer).toEqual([
      ['materials', 'supervisionRecords', 'waiver'],
    ]);
  });

  it('a gate that is gone asks for less, one that is new does not', () => {
    const line = /^ +amountNotPositive: .*\n/mu.exec(huaianText)?.[0] ?? '';
    const own = packFrom(huaianText.replace(line, ''));
    expect(contradictionsOf(upper, own).laxer.map(({ kind, key }) => [kind, key])).toEqual([
      ['removed', 'amountNotPositive'],
    ]);
    expect(contradictionsOf(own, upper)).toEqual(nothing);
  });

  it('another condition and another legal number are for a person to judge', () => {
    expect(against('holds: amount > 0', 'holds: amount >= 0')).toEqual({
      laxer: [],
      unclear: [['gates', 'amountNotPositive', 'check.condition']],
    });
    expect(against('is: 24,', 'is: 36,')).toEqual({ laxer: [], unclear: [['values', 'minWarranty', 'is']] });
  });
});
