/** Conditions at run time: every silence of FEEL becomes an answer, "not known yet", or a fault. */
import fc from 'fast-check';
import { compileExpression } from '../../../domain/pack/compile-feel';
import { evaluateCondition, evaluateExpression } from '../../../domain/pack/feel';
import type { FeelType, Scope } from '../../../domain/pack/feel-types';
import type { Expression } from '../../../domain/pack/types';

const scope: Scope = {
  budget: { is: 'money' },
  cost: { is: 'money' },
  share: { is: 'number' },
  flag: { is: 'boolean' },
  reason: { is: 'text' },
  kinds: { is: 'list', of: { is: 'text', options: ['a', 'b'] } },
  contract: { is: 'context', fields: { amount: { is: 'money' }, months: { is: 'number' } } },
  list: { is: 'list', of: { is: 'context', fields: { done: { is: 'boolean' }, note: { is: 'text' } } } },
  today: { is: 'date' },
  due: { is: 'date' },
};

function compiled(feel: string, wanted: FeelType = { is: 'boolean' }): Expression {
  const answer = compileExpression(feel, scope, wanted);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer.expression;
}

const raw = (feel: string, reads: string[], testsNull: string[] = []): Expression => ({
  feel,
  reads,
  testsNull,
});

describe('a condition', () => {
  it('is answered anew when a fact has changed, and the same when it has changed back', () => {
    const enough = compiled('cost >= budget');
    const ask = (cost: unknown, more: object = {}) =>
      evaluateCondition(enough, { cost, budget: 10, ...more });
    expect([ask(10), ask(9), ask(10), ask(10, { unread: 1 })]).toEqual([
      { holds: true },
      { holds: false },
      { holds: true },
      { holds: true },
    ]);
    expect(ask(null)).toEqual({ undecided: ['cost'] });
    expect(ask('10')).toHaveProperty('fault');
    expect(ask(10)).toEqual({ holds: true });
  });

  it('holds or does not, exactly', () => {
    const fivePercent = compiled('cost * 100 >= budget * share');
    expect(evaluateCondition(fivePercent, { cost: 5, budget: 100, share: 5 })).toEqual({ holds: true });
    expect(evaluateCondition(fivePercent, { cost: 99_069_499, budget: 1_981_390_000, share: 5 })).toEqual({
      holds: false,
    });
    expect(evaluateCondition(fivePercent, { cost: 99_069_500, budget: 1_981_390_000, share: 5 })).toEqual({
      holds: true,
    });
  });

  it('is undecided while a name is null or absent, and says which', () => {
    const expression = compiled('contract.amount <= budget');
    expect(evaluateCondition(expression, { budget: 1 })).toEqual({ undecided: ['contract.amount'] });
    expect(evaluateCondition(expression, { contract: { amount: null }, budget: null })).toEqual({
      undecided: ['budget', 'contract.amount'],
    });
    expect(evaluateCondition(expression, { contract: {}, budget: 1 })).toEqual({
      undecided: ['contract.amount'],
    });
  });

  it('is decided when the name that is null is one it tests for null', () => {
    const expression = compiled('flag or reason != null');
    expect(evaluateCondition(expression, { flag: false, reason: null })).toEqual({ holds: false });
    expect(evaluateCondition(expression, { flag: false })).toEqual({ holds: false });
    expect(evaluateCondition(compiled('contract = null'), {})).toEqual({ holds: true });
    expect(evaluateCondition(compiled('contract.amount = null'), {})).toEqual({ holds: true });
  });

  it('of all items of a list is undecided while a field it reads is unknown', () => {
    const expression = compiled('every item1 in list satisfies item1.done');
    expect(evaluateCondition(expression, { list: [{ done: true, note: null }] })).toEqual({ holds: true });
    expect(evaluateCondition(expression, { list: [{ done: true }, { done: null }] })).toEqual({
      undecided: ['list.done'],
    });
    expect(evaluateCondition(expression, {})).toEqual({ undecided: ['list', 'list.done'] });
    expect(evaluateCondition(expression, { list: [] })).toEqual({ holds: true });
  });

  it('compares plain dates as they are written', () => {
    expect(evaluateCondition(compiled('due > today'), { due: '2026-03-01', today: '2026-02-28' })).toEqual({
      holds: true,
    });
    expect(evaluateCondition(compiled('due > today'), { due: '2026-02-28', today: '2026-02-28' })).toEqual({
      holds: false,
    });
  });

  it('is a fault when a value is not of its declared type', () => {
    const order = compiled('contract.months >= share');
    expect(evaluateCondition(order, { contract: { months: '1500' }, share: 1000 })).toHaveProperty('fault');
    expect(evaluateCondition(compiled('cost > 0'), { cost: 0.5 })).toHaveProperty('fault');
    expect(
      evaluateCondition(compiled('due > today'), { due: new Date(0), today: '2026-01-01' }),
    ).toHaveProperty('fault');
    expect(evaluateCondition(compiled('flag'), { flag: 'true' })).toHaveProperty('fault');
    expect(evaluateCondition(compiled('list contains(kinds, "a")'), { kinds: 'a' })).toHaveProperty('fault');
    expect(evaluateCondition(compiled('cost > 0'), { cost: 1e14 })).toHaveProperty('fault');
    expect(evaluateCondition(compiled('cost > 0'), { cost: Number.NaN })).toHaveProperty('fault');
  });

  it('is a fault, never "no", when FEEL answers with a warning, null or no boolean', () => {
    expect(evaluateCondition(raw('other > 1', []), {})).toHaveProperty('fault');
    expect(evaluateCondition(raw('flag = "x"', ['flag']), { flag: true })).toHaveProperty('fault');
    expect(evaluateCondition(raw('cost', ['cost']), { cost: 1 })).toHaveProperty('fault');
    expect(evaluateCondition(raw('cost >', ['cost']), { cost: 1 })).toHaveProperty('fault');
    expect(evaluateExpression(raw('null', []), {})).toHaveProperty('fault');
  });

  it('does not see what it does not declare, nor the properties every object has', () => {
    expect(evaluateCondition(raw('secret', []), { secret: true })).toHaveProperty('fault');
    expect(evaluateCondition(raw('constructor = null', ['constructor']), {})).toEqual({
      undecided: ['constructor'],
    });
    expect(evaluateCondition(raw('contract.toString', ['contract.toString']), { contract: {} })).toEqual({
      undecided: ['contract.toString'],
    });
  });

  it('gives a value where a value is wanted', () => {
    expect(evaluateExpression(compiled('cost + budget', { is: 'money' }), { cost: 1, budget: 2 })).toEqual({
      value: 3,
    });
  });

  it('draws the line of a share to the fen for every amount', () => {
    const expression = compiled('cost * 100 >= budget * share');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 11 }),
        fc.integer({ min: 1, max: 100 }),
        (budget, share) => {
          const least = Number((BigInt(budget) * BigInt(share) + 99n) / 100n);
          expect(evaluateCondition(expression, { cost: least, budget, share })).toEqual({ holds: true });
          expect(evaluateCondition(expression, { cost: least - 1, budget, share })).toEqual({ holds: false });
        },
      ),
      { numRuns: 100 },
    );
  });
});
