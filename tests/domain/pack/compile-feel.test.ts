/** Conditions when a pack is read: what is not declared, not typed, not total or not exact is refused with the reason. */
import { compileExpression } from '../../../domain/pack/compile-feel';
import type { FeelType, Scope } from '../../../domain/pack/feel-types';

const scope: Scope = {
  budget: { is: 'money' },
  cost: { is: 'money' },
  share: { is: 'number' },
  flag: { is: 'boolean' },
  reason: { is: 'text' },
  kind: { is: 'text', options: ['a', 'b'] },
  kinds: { is: 'list', of: { is: 'text', options: ['a', 'b'] } },
  costs: { is: 'list', of: { is: 'money' } },
  contract: { is: 'context', fields: { amount: { is: 'money' }, months: { is: 'number' } } },
  list: { is: 'list', of: { is: 'context', fields: { done: { is: 'boolean' } } } },
  today: { is: 'date' },
};

function problems(feel: string, wanted: FeelType = { is: 'boolean' }): string {
  const answer = compileExpression(feel, scope, wanted);
  return answer.ok ? '' : answer.problems.map((problem) => problem.en).join(' | ');
}

describe('a condition of a pack', () => {
  it.each([
    'cost * 100 >= budget * share',
    'not(flag)',
    'flag = true',
    'kind = "a" or kind != "b"',
    'list contains(kinds, "a")',
    'list contains([kind], "b")',
    'every one in list satisfies one.done',
    'some one in list satisfies not(one.done)',
    'flag or reason != null',
    'reason != null and string length(reason) > 1',
    'contract.amount = null or contract.amount > 0',
    'if flag then cost > 0 else budget > 0',
    'today >= "2024-01-01"',
    'count(list) > 0 and sum(costs) <= budget',
    '(flag or cost > 0) and starts with(reason, "x")',
    'cost - budget <= 0',
  ])('may say %s', (feel) => {
    expect(problems(feel)).toBe('');
  });

  it.each([
    ['an undeclared name', 'nope > 0', 'nope is not declared'],
    ['an undeclared field', 'contract.sum > 0', 'contract.sum is not declared'],
    ['a field of no context', 'cost.amount > 0', 'cost.amount is not declared'],
    ['a name every object has', 'constructor = null', 'constructor is not declared'],
    ['a name with a space', 'total cost > 0', 'is not declared'],
    ['broken syntax', 'flag and', 'syntax error'],
    ['nothing', '', 'syntax error'],
    ['a full-width sign', 'cost \u2265 0', 'full-width'],
    ['a full-width bracket', 'not\uFF08flag\uFF09', 'full-width'],
    ['Chinese quotation marks', 'kind = \u201Ca\u201D', 'full-width'],
    ['now()', 'now() = null', 'now() is not allowed'],
    ['today()', 'today() > today', 'today() is not allowed'],
    ['matches', 'matches(reason, "(a+)+$")', 'matches is not allowed'],
    ['replace', 'replace(reason, "a", "b") = "b"', 'replace is not allowed'],
    ['split', 'count(split(reason, "a")) > 0', 'split is not allowed'],
    ['another function', 'modulo(share, 10) = 0', 'modulo is not allowed'],
    ['a loop', 'count(for i in kinds return i) > 0', 'for loops are not allowed'],
    ['a range', 'share in [0..10]', 'ranges are not allowed'],
    ['a loop over a range', 'some i in 0..10 satisfies i = share', 'ranges are not allowed'],
    ['between', 'share between 0 and 10', 'ranges are not allowed'],
    ['a function of its own', '(function(x) x)(flag)', 'not allowed'],
    ['a filter', 'count(list[done]) > 0', 'filters'],
    ['a date constructor', 'date("2024-01-01") < today', 'dates'],
    ['a comment', 'flag // really', 'comments are not allowed'],
    ['a bare legal number', 'contract.months >= 24', '24 must be declared'],
    ['a fraction', 'cost > budget * 0.05', '0.05 must be declared'],
    ['a division', 'cost / budget > 0', '/ is not allowed'],
    ['money times money', 'cost * budget > 0', 'multiplied by money'],
    ['money plus a number', 'cost + share > 0', 'added to money only'],
    ['money against a number', 'cost > share', 'cannot be compared'],
    ['money against text', 'cost > "x"', 'cannot be compared'],
    ['truth against text', 'flag = "x"', 'cannot be compared'],
    ['an unknown option', 'kind = "c"', 'no option "c"'],
    ['an unknown option of a list', 'list contains(kinds, "c")', 'no option "c"'],
    ['order among texts', 'reason > kind', 'has no order'],
    ['order against null', 'cost > null', 'null is compared'],
    ['wrong arguments', 'count(flag) > 0', 'wrong arguments'],
    ['named arguments', 'count(list: kinds) > 0', 'by position'],
    ['a loop over no list', 'some i in flag satisfies i', 'is not a list'],
    ['a number where a condition stands', 'share', 'must give boolean'],
    ['a number under and', 'flag and share', 'neither true nor false'],
    ['branches of two types', 'if flag then cost else flag', 'one type'],
    ['what fails when a tested name is null', 'reason = null and string length(reason) > 0', 'dry run'],
    ['two thousand characters', `flag${' and flag'.repeat(300)}`, 'longer than'],
  ])('may not hold %s: %s', (_, feel, reason) => {
    expect(problems(feel)).toContain(reason);
  });

  it('says what it reads, what it tests for null and of which types', () => {
    const answer = compileExpression('contract.amount <= budget or reason != null', scope, { is: 'boolean' });
    expect(answer).toMatchObject({
      ok: true,
      expression: {
        reads: ['budget', 'contract.amount', 'reason'],
        testsNull: ['reason'],
        types: { budget: 'money', 'contract.amount': 'money', reason: 'text' },
      },
    });
  });
});
