/** What people of a crowd do at random: where they look, what they do there, to whom. */
import fc from 'fast-check';

export interface Chance {
  readonly verb: string;
  readonly to: number;
  readonly pick: number;
  readonly isGood: boolean;
}

/** Turns of a crowd of so many people. */
export const chanceAmong = (people: number): fc.Arbitrary<Chance> =>
  fc.record({
    verb: fc.oneof(
      { weight: 3, arbitrary: fc.constant('decide') },
      {
        weight: 7,
        arbitrary: fc.constantFrom(
          ...['claim', 'release', 'reassign', 'return', 'comment', 'delegate', 'handBack', 'getBack'],
          ...[
            'addSigner',
            'removeSigner',
            'takeBack',
            'urge',
            'copy',
            'consult',
            'answer',
            'markRead',
            'suspend',
            'resume',
            'resume',
          ],
        ),
      },
    ),
    to: fc.nat(people - 1),
    pick: fc.nat(1_000),
    isGood: fc.oneof(
      { weight: 3, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
  });

/** Names of outcomes of a crowd's measure, the good one first. */
export type Outcomes = readonly [good: string, bad: string];

/** The body of a turn; `someone` is whom it is done to. */
export function bodyOf(
  { verb, isGood, pick }: Chance,
  { isFilling, someone, outcomes: [good, bad] }: { isFilling: boolean; someone: string; outcomes: Outcomes },
): object {
  const comment = '众人随机办理';
  if (verb === 'decide')
    return { action: verb, comment, outcome: isFilling ? 'submitted' : isGood ? good : bad };
  if (verb === 'addSigner')
    return { action: verb, comment, to: someone, fields: { place: ['before', 'beside', 'after'][pick % 3] } };
  if (['claim', 'release', 'markRead'].includes(verb)) return { action: verb };
  return ['reassign', 'delegate', 'copy', 'consult'].includes(verb)
    ? { action: verb, comment, to: someone }
    : { action: verb, comment };
}

/** The view of a turn: those who decide look at what they may decide; others anywhere. */
export const viewOf = ({ verb, pick }: Chance): string =>
  (verb === 'decide' ? ['todo', 'claimable'] : ['todo', 'claimable', 'done', 'copied'])[
    pick % (verb === 'decide' ? 2 : 4)
  ] ?? 'todo';
