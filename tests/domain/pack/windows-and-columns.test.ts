/** What the language says of windows, of clocks that cases stop, and of columns of a list: as read, as refused, as computed. */
import { readPack } from '../../../domain/pack/read';
import { countDate } from '../../../domain/clocks/derive';
import { compileExpression } from '../../../domain/pack/compile-feel';
import { evaluateExpression } from '../../../domain/pack/feel';
import type { FeelType } from '../../../domain/pack/feel-types';
import { cityText } from '../../cities/city-text';
import { clockWords } from '../../../domain/pack/flow-words';
import { contradictionsOf } from '../../../domain/pack/laxer';
import { packFrom } from '../project/world';

const source = cityText('bing.yaml');
const codesWith = (from: string, to: string): string[] => {
  if (!source.includes(from)) throw new Error(`the pack does not say ${from}`);
  const reading = readPack(source.replace(from, to), () => 'hash');
  return reading.ok ? [] : reading.mistakes.map(({ code }) => code);
};

test.each([
  ['opens: 14, is: 27', 'opens: 28, is: 27', ['clock/opens']],
  ['opens: 14, is: 27', 'opens: 27, is: 27', []],
  ['opens: 14, is: 27', 'is: 27', ['clock/opens']],
  ['opens: 08-01, date: 08-31', 'opens: 3, date: 08-31', ['clock/opens']],
  ['opens: 08-01, date: 08-31', 'opens: 08-32, date: 08-31', ['clock/opens']],
  [
    'kind: deadline, from: begin.submitted, until: evaluate.submitted, is: 33',
    'kind: deadline, opens: 2, from: begin.submitted, until: evaluate.submitted, is: 33',
    ['clock/opens'],
  ],
  ['pausedBy: [complaint], then', 'pausedBy: [nobody], then', ['clock/paused-by']],
  ['is: 72, unit: hours,', 'is: 72, unit: hours, pausedBy: [complaint],', ['clock/paused-by']],
  [
    'is: 60, unit: days, neverStops: true',
    'is: 60, unit: days, neverStops: true, pausedBy: [complaint]',
    ['clock/contradiction'],
  ],
])('%s → %s: %j', (from, to, codes) => {
  expect(codesWith(from, to)).toEqual(codes);
});

test('only the cases that a clock names are marked as stopping clocks', () => {
  const { cases } = packFrom(source);
  expect(Object.values(cases).flatMap(({ name, stopsClocks }) => (stopsClocks ? [name] : []))).toEqual([
    'complaint',
  ]);
});

test('a window that stood still opens and ends that much later', () => {
  const window = { kind: 'window', from: '2026-01-31', length: 3, opensAfter: 1, unit: 'months' } as const;
  const calendar = { version: 'none', years: {} };
  expect(countDate(window, calendar)).toMatchObject({ opens: '2026-02-28', due: '2026-04-30' });
  const stops = [{ from: '2026-02-10', until: '2026-02-15' }];
  expect(countDate({ ...window, stops }, calendar)).toMatchObject({ opens: '2026-03-05', due: '2026-05-05' });
});

const rows: FeelType = {
  is: 'list',
  of: { is: 'context', fields: { money: { is: 'money' }, source: { is: 'text', options: ['own'] } } },
};
const compiled = (text: string) =>
  compileExpression(text, { funding: rows, budget: { is: 'money' } }, { is: 'boolean' });

test('a column of a list adds up; an empty list leaves it undecided, and so does a row without the value', () => {
  const read = compiled('sum(funding.money) = budget');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { expression } = read;
  const value = (funding: object[]) => evaluateExpression(expression, { funding, budget: 5 });
  expect(value([{ money: 2 }, { money: 3 }])).toEqual({ value: true });
  expect(value([{ money: 2 }, { money: 4 }])).toEqual({ value: false });
  expect(value([])).toEqual({ undecided: ['funding'] });
  expect(value([{ money: 2 }, {}])).toEqual({ undecided: ['funding.money'] });
  expect(evaluateExpression(expression, { funding: null, budget: 5 })).toHaveProperty('undecided');
});

test.each(['sum(funding.source) = budget', 'sum(funding.nothing) = budget', 'funding.money = budget'])(
  '%s is refused when the pack is read',
  (text) => {
    expect(compiled(text).ok).toBe(false);
  },
);

test('people read both ends of a window in the drawing of the flow', () => {
  const { clocks } = packFrom(source).cases['schedule'] ?? {};
  const words = (name: string) => {
    const clock = clocks?.[name];
    return clock === undefined ? '' : clockWords(clock).en;
  };
  expect(words('window')).toContain('14–27 months');
  expect(words('inMonth')).toContain('08-01–08-31');
});

test('another opening, or another case that stops a clock, is for a person to weigh', () => {
  const found = (from: string, to: string) => {
    const { laxer, unclear } = contradictionsOf(packFrom(source), packFrom(source.replace(from, to)));
    return [laxer.length, unclear.map(({ field }) => field?.split('.')[0])];
  };
  expect(found('opens: 14,', 'opens: 13,')).toEqual([0, ['opens']]);
  expect(found('is: 40, unit: days, pausedBy: [complaint],', 'is: 40, unit: days,')).toEqual([
    0,
    ['pausedBy'],
  ]);
});
