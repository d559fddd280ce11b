/** Declared fields: every type, and every mistake at once. */
import type { FactType, FieldSpec } from '../../../domain/pack/types';
import type { FieldValue } from '../../../domain/project/commands';
import { checkFields, openColumns } from '../../../domain/project/fields';

const spec = (type: FactType): FieldSpec => ({ type, options: ['a', 'b'], of: { n: { type: 'integer' } } });
const codes = (type: FactType, value: FieldValue) =>
  checkFields({ x: value }, { x: spec(type) }).map((r) => r.code);

const good: readonly (readonly [FactType, FieldValue])[] = [
  ['text', '文'],
  ['integer', -3],
  ['number', 0.5],
  ['money', 0],
  ['money', 1_981_390_000],
  ['boolean', false],
  ['date', '2028-02-29'],
  ['verdict', 'passedAfterFixes'],
  ['choice', 'a'],
  ['choices', ['a', 'b']],
  ['list', [{ n: 1 }]],
  ['person', 'p'],
  ['organisation', 'o'],
];

const bad: readonly (readonly [FactType, FieldValue])[] = [
  ['text', ''],
  ['text', 'x'.repeat(4001)],
  ['integer', 0.5],
  ['integer', '3'],
  ['number', '1'],
  ['number', Number.NaN],
  ['money', -1],
  ['money', 0.1],
  ['money', 2 ** 60],
  ['boolean', 'true'],
  ['date', '2026-02-30'],
  ['verdict', 'ok'],
  ['choice', 'c'],
  ['choices', 'a'],
  ['choices', []],
  ['choices', ['a', 'c']],
  ['list', [{ n: 'x' }]],
  ['list', [{ m: 1 }]],
  ['list', [{ constructor: 1 }]],
  ['list', { n: 1 }],
];

describe('a field', () => {
  it.each(good)('of type %s takes %j', (type, value) => {
    expect(codes(type, value)).toEqual([]);
  });

  it.each(bad)('of type %s refuses %j', (type, value) => {
    expect(codes(type, value)).toEqual(['fields/invalid']);
  });

  it('is taken back by null', () => {
    expect(codes('money', null)).toEqual([]);
  });
});

describe('a set of fields', () => {
  it('names every unknown field and every wrong value', () => {
    const specs = { budget: spec('money'), name: spec('text') };
    const refusals = checkFields({ budget: -1, name: '', colour: 1, size: 2 }, specs);
    expect(refusals.map((each) => each.code)).toEqual(['fields/unknown', 'fields/invalid', 'fields/invalid']);
    expect(refusals[0]?.params).toEqual({ names: ['colour', 'size'], allowed: ['budget', 'name'] });
  });

  it.each(['constructor', 'toString', '__proto__'])('does not know a field named %s', (name) => {
    const fields = Object.fromEntries([[name, 1]]);
    expect(checkFields(fields, { x: spec('text') }).map((each) => each.code)).toEqual(['fields/unknown']);
  });
});

describe('a list', () => {
  const plan: FieldSpec = {
    type: 'list',
    of: { name: { type: 'text' }, cost: { type: 'money' }, remark: { type: 'text', optional: true } },
  };

  it.each<[FieldValue, string[]]>([
    [[{ name: '一网通办', cost: 1 }], []],
    [[{ name: '一网通办', cost: 1 }, { name: '档案' }], ['items.cost']],
    [[{ remark: '待定' }], ['items.name', 'items.cost']],
    [[], []],
    ['文', []],
  ])('%j leaves %j open', (value, open) => {
    expect(openColumns('items', value, plan)).toEqual(open);
  });
});
