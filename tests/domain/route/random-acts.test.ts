/** What holds whatever people do on a route, in whatever order: thousands of random sequences of every verb. */
import { tryRandomActs } from './random-acts';

it('no random course of acts doubles a task, loses an opinion, closes a step twice or against its votes, or lets an applicant decide', () => {
  const { accepted, refused } = tryRandomActs(2000, 20260105);
  expect(refused).toBeGreaterThan(1000);
  // Every verb was really taken, so that the silence of the oracle means something.
  const verbs = [
    'decide',
    'claim',
    'release',
    'reassign',
    'return',
    'delegate',
    'handBack',
    'getBack',
    'addSigner',
  ];
  const more = [
    'removeSigner',
    'takeBack',
    'urge',
    'copy',
    'consult',
    'answer',
    'correctAssignee',
    'jump',
    'suspend',
    'onBehalf',
  ];
  for (const verb of [...verbs, ...more]) expect([verb, (accepted[verb] ?? 0) > 5]).toEqual([verb, true]);
});
