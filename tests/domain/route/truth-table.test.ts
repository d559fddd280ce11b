/** The truth table of a rule: every way the votes can fall, once, with what it comes to. */
import { decision, seat } from '../rows';
import { mostRows, truthTable } from '../../../domain/route/truth-table';

const two = { yes: 'next', no: 'rejected' };

it('shows every way the votes of a majority can fall', () => {
  const { seats, rows, cut } = truthTable(
    decision('vote', ['a', 'b', 'c'], two, { agree: { rule: 'majority' } }),
  );
  expect([seats, rows.length, cut]).toEqual([['a', 'b', 'c'], 8, false]);
  for (const { votes, outcome } of rows)
    expect(outcome).toBe(votes.filter((vote) => vote === 'yes').length >= 2 ? 'yes' : 'no');
});

it('shows abstentions, weights and vetoes', () => {
  const step = decision('vote', [seat('a', { weight: 2 }), 'b'], two, {
    agree: { rule: 'majority', abstain: 'notCounted', veto: ['b'] },
  });
  const said = Object.fromEntries(truthTable(step).rows.map(({ votes, outcome }) => [votes.join(), outcome]));
  expect(said).toMatchObject({
    'yes,no': 'no',
    'no,yes': 'no',
    'yes,abstained': 'yes',
    'abstained,yes': 'yes',
  });
});

it('stops at a bound and says so', () => {
  const { rows, cut } = truthTable(decision('vote', [seat('a', { count: 20 })], two));
  expect([rows.length, cut]).toEqual([mostRows, true]);
});
