/** Of two rows under one name the stricter holds, field by field; what no program can weigh is said so. */
import { weighRows } from '../../../domain/pack/stricter';
import type { Says, WrittenTable } from '../../../domain/pack/written-rows';

const below = { isLocal: true };
const upperBasis = { zh: '上', basis: 'UP-1', origin: 'up@1.0.0' };
const ownBasis = { zh: '下', basis: 'OW-1' };

/** What the two make together: who leads, what the row says, what of the own row does not hold. */
function together(table: WrittenTable, upper: Says, own: Says) {
  return weighRows(table, { ...upperBasis, ...upper }, { ...ownBasis, ...own }, below);
}
function clear(table: WrittenTable, upper: Says, own: Says) {
  const verdict = together(table, upper, own);
  if (verdict.is !== 'clear') throw new Error(JSON.stringify(verdict));
  return verdict;
}
const deadline = (more: Says): Says => ({
  kind: 'deadline',
  from: 'a.done',
  until: 'b.done',
  unit: 'days',
  ...more,
});
const clock = (kind: string, is: number, more: Says = {}): Says => ({ kind, is, unit: 'days', ...more });

describe('where both ask for the same', () => {
  it('the own words stand, and the article of the other is kept beside its own', () => {
    expect(clear('materials', { due: 'submit' }, {})).toEqual({
      is: 'clear',
      led: 'own',
      overruled: [],
      says: expect.objectContaining({
        zh: '下',
        basis: 'OW-1',
        also: [{ origin: 'up@1.0.0', basis: 'UP-1' }],
      }),
    });
  });

  it('and both words as well, nothing is added', () => {
    const row = { ...upperBasis, due: 'submit', optional: false };
    expect(weighRows('materials', row, row, below)).toMatchObject({ is: 'clear', says: row });
  });
});

describe('a required paper', () => {
  it.each([
    [{}, { optional: true }, 'upper', ['optional']],
    [{ optional: true }, {}, 'own', []],
  ])('upper %j, own %j: it is required by the article of %s', (upper, own, led, overruled) => {
    expect(clear('materials', upper, own)).toMatchObject({ led, overruled, says: { optional: false } });
  });

  it('is asked for always when one of them asks always, by every author and with every field that one of them wants', () => {
    expect(clear('materials', {}, { when: 'budget > 5' }).says).not.toHaveProperty('when');
    expect(clear('materials', { when: 'budget > 5' }, {}).says).not.toHaveProperty('when');
    const fields = clear(
      'materials',
      { author: 'testBody', fields: { verdict: 'verdict', date: { type: 'date', optional: true } } },
      { fields: { date: 'date', pages: 'integer' } },
    );
    expect(fields.says).toMatchObject({
      author: 'testBody',
      fields: { verdict: 'verdict', date: 'date', pages: 'integer' },
      basis: 'OW-1',
      also: [{ basis: 'UP-1' }],
    });
    expect(fields.overruled).toEqual([]);
  });

  it('whose field is optional below stays required above', () => {
    const { says, overruled } = clear(
      'materials',
      { fields: { date: 'date' } },
      { fields: { date: { type: 'date', optional: true } } },
    );
    expect([says['fields'], overruled]).toEqual([{ date: 'date' }, ['fields']]);
  });

  it('with another time, another meaning of a field or another condition is for the author to judge', () => {
    expect(together('materials', {}, { due: 'check' })).toEqual({ is: 'unclear', fields: ['due'] });
    expect(together('materials', { when: 'a > 1' }, { when: 'a > 2' })).toEqual({
      is: 'unclear',
      fields: ['when'],
    });
    expect(together('materials', { fields: { x: 'date' } }, { fields: { x: 'text' } })).toEqual({
      is: 'unclear',
      fields: ['fields'],
    });
  });
});

describe('a waiver', () => {
  const by = { by: 'bureau' };
  const proved = { by: 'bureau', material: 'permit' };
  it.each([
    [by, undefined, undefined],
    [undefined, by, undefined],
    [by, by, by],
    [by, proved, proved],
    [proved, by, proved],
  ])('upper %j and own %j leave %j', (upper, own, left) => {
    const row = (waiver: unknown) => (waiver === undefined ? {} : { waiver });
    expect(clear('materials', row(upper), row(own)).says['waiver']).toEqual(left);
    expect(
      clear('gates', { holds: 'a > 1', ...row(upper) }, { holds: 'a > 1', ...row(own) }).says['waiver'],
    ).toEqual(left);
  });

  it('that somebody else decides is for the author to judge', () => {
    expect(together('materials', { waiver: by }, { waiver: { by: 'mayor' } }).is).toBe('unclear');
  });
});

describe('a gate', () => {
  it.each([
    [{ holds: 'a > 1' }, { holds: 'a > 2' }],
    [{ holds: 'a > 1' }, { holds: 'a > 1', before: 'check' }],
    [{ valid: ['form'] }, { holds: 'a > 1' }],
    [{ holds: 'a > 1', when: 'b > 1' }, { holds: 'a > 1' }],
  ])('of the same name as %j that checks %j holds beside it', (upper, own) => {
    expect(together('gates', upper, own)).toEqual({ is: 'beside' });
  });
});

describe('the length of a clock', () => {
  it.each([
    ['deadline', 10, 8, 8],
    ['deadline', 8, 10, 8],
    ['recurring', 12, 6, 6],
    ['notBefore', 5, 7, 7],
    ['notBefore', 7, 5, 7],
  ])('%s of %i above and %i below is %i', (kind, upper, own, is) => {
    const led = is === own ? 'own' : 'upper';
    expect(clear('clocks', clock(kind, upper), clock(kind, own))).toMatchObject({
      led,
      overruled: led === 'upper' ? ['is'] : [],
      says: { is, basis: led === 'upper' ? 'UP-1' : 'OW-1' },
    });
  });

  it('of a validity is stricter on the side its row names: a permit is shorter, a warranty longer', () => {
    const validity = (is: number, stricter?: string) =>
      clock('validity', is, stricter === undefined ? {} : { stricter });
    expect(clear('clocks', validity(24, 'longer'), validity(36)).says['is']).toBe(36);
    expect(clear('clocks', validity(24, 'shorter'), validity(36)).says['is']).toBe(24);
    expect(together('clocks', validity(24), validity(36))).toEqual({ is: 'unclear', fields: ['is'] });
    expect(together('clocks', validity(24, 'longer'), validity(36, 'shorter')).is).toBe('unclear');
  });

  it('in other units or as a date is weighed where the calendar cannot change the answer', () => {
    const working = deadline({ is: 5, unit: 'workingDays' });
    expect(clear('clocks', working, deadline({ is: 5 })).says).toMatchObject({ is: 5, unit: 'days' });
    expect(together('clocks', working, deadline({ is: 6 })).is).toBe('unclear');
    const dated = (date: string) => ({ kind: 'deadline', until: 'b.done', date });
    expect(clear('clocks', dated('12-31'), dated('11-30')).says['date']).toBe('11-30');
    expect(together('clocks', deadline({ is: 5 }), deadline({ is: 'contract.days' }))).toEqual({
      is: 'unclear',
      fields: ['is'],
    });
  });

  it('stops only for what both allow, and every warning of both is given', () => {
    const { says, overruled } = clear(
      'clocks',
      deadline({ is: 9, pausedBy: ['a.returned'], then: ['remind'] }),
      deadline({ is: 9, pausedBy: ['a.returned', 'b.returned'], then: ['mark'] }),
    );
    expect(says).toMatchObject({ pausedBy: ['a.returned'], then: ['mark', 'remind'] });
    expect(overruled).toEqual(['pausedBy']);
  });

  it.each([
    [{ from: 'x.done' }, ['from']],
    [{ until: 'x.done' }, ['until']],
    [{ then: [{ end: 'expired' }] }, ['then']],
    [{ kind: 'notBefore' }, ['kind']],
  ])('with %j is for the author to judge', (more, fields) => {
    expect(together('clocks', deadline({ is: 9 }), deadline({ is: 9, ...more }))).toEqual({
      is: 'unclear',
      fields,
    });
  });
});

describe('a legal number', () => {
  const percent = (is: number, more: Says = {}) => ({ is, unit: 'percent', ...more });
  it.each([
    ['higher', 5, 8, 8],
    ['higher', 8, 5, 8],
    ['lower', 5, 8, 5],
    ['lower', 8, 5, 5],
  ])('of which the %s asks for more: %i and %i make %i', (stricter, upper, own, is) => {
    expect(clear('values', percent(upper, { stricter }), percent(own)).says).toMatchObject({ is, stricter });
  });

  it('whose stricter side nothing names is for the author to judge, and so is another unit', () => {
    expect(together('values', percent(5), percent(8))).toEqual({ is: 'unclear', fields: ['is'] });
    expect(together('values', percent(5, { stricter: 'lower' }), { is: 5, unit: 'months' }).is).toBe(
      'unclear',
    );
  });
});

describe('other rows', () => {
  it('a power is left to those whom both name; nobody in common is for the author to judge', () => {
    expect(clear('powers', { by: ['a', 'b'] }, { by: ['a'] }).says['by']).toEqual(['a']);
    expect(clear('powers', { by: ['a'] }, { by: ['a', 'b'] })).toMatchObject({
      overruled: ['by'],
      says: { by: ['a'] },
    });
    expect(together('powers', { by: ['a'] }, { by: ['b'] }).is).toBe('unclear');
  });

  it('a fact that one requires is required, a step answers every dimension of both and needs the opinion one asks for', () => {
    expect(clear('facts', { type: 'text' }, { type: 'text', optional: true }).says['optional']).toBe(false);
    const step = { step: 's', who: 'a' };
    expect(
      clear(
        'steps',
        { ...step, findings: ['cost'], opinion: 'required' },
        { ...step, who: ['a'], findings: ['plan'] },
      ).says,
    ).toMatchObject({ findings: ['plan', 'cost'], opinion: 'required' });
    expect(together('steps', step, { ...step, who: 'b' })).toEqual({ is: 'unclear', fields: ['who'] });
  });

  it('the place of a role is the business of the lower pack, and of neither of two packs side by side', () => {
    const role = (id: string) => ({ is: 'post', id });
    expect(clear('roles', role('provinceBureau'), role('cityBureau')).says['id']).toBe('cityBureau');
    const beside = weighRows('roles', role('provinceBureau'), role('cityBureau'), { isLocal: false });
    expect(beside).toEqual({ is: 'unclear', fields: ['id'] });
  });

  it('a reminder that a person judges stays one, at every time that one of them names', () => {
    const rows = clear('reminders', { check: 'person', during: ['a'] }, { check: 'none', during: ['b'] });
    expect(rows.says).toMatchObject({ check: 'person', during: ['b', 'a'] });
  });

  it('a source under one prefix is one text', () => {
    const source = (zh: string) => ({ zh, version: '2026' });
    expect(weighRows('sources', source('甲'), source('乙'), below)).toEqual({
      is: 'unclear',
      fields: ['zh'],
    });
  });

  it('the word of the author settles what nobody can weigh, and nothing else', () => {
    const [upper, own] = [deadline({ is: 8 }), deadline({ is: 10, from: 'x.done' })];
    expect(
      weighRows(
        'clocks',
        { ...upperBasis, ...upper },
        { ...ownBasis, ...own },
        { isLocal: true, isSettled: true },
      ),
    ).toMatchObject({ is: 'clear', says: { is: 8, from: 'x.done' }, overruled: ['is'] });
  });
});
