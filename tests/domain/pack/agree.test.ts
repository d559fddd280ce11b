/** How a pack writes who has to agree, and what it reads as. */
import { huaianText, read } from './huaian';

const cases: readonly (readonly [string, object])[] = [
  ['{ share: 2/3 }', { rule: 'share', of: [2, 3] }],
  ['{ rule: majority, casting: projectOwner }', { rule: 'majority', casting: 'projectOwner' }],
  [
    '{ atLeast: 3, veto: [projectOwner], abstain: counted }',
    { rule: 'atLeast', count: 3, veto: ['projectOwner'], abstain: 'counted' },
  ],
  [
    '{ rule: all, stopAtRefusal: true, abstain: notCounted }',
    { rule: 'all', stopAtRefusal: true, abstain: 'notCounted' },
  ],
];

describe('agreement in a pack', () => {
  it.each(cases)('%s is read as it is meant', (written, meant) => {
    const answer = read(huaianText.replace('agree: majority', `agree: ${written}`));
    if (!answer.ok) throw new Error(JSON.stringify(answer.mistakes));
    const steps = Object.values(answer.pack.stages).flatMap(({ phases }) =>
      phases.flatMap((phase) => phase.steps),
    );
    expect(steps.find(({ step }) => step === 'panel')?.agree).toEqual(meant);
  });
});
