/** An exception the text allows counts when it was given, and where the pack names a proof, when that lies in the process. */
import { acts, given, goodFacts, office, opens, owner, paper } from '../story';
import { body, decision, gate, material, rules, step } from '../rules';
import { condition } from '../rows';

const chapter = { check: 'holds', condition: condition('study.chapter', 'study.chapter') } as const;
const application = body(
  'application',
  { main: [step('fill', ['projectOwner']), decision('check', ['office'], { complete: 'passed' })] },
  ['passed'],
  {
    materials: [
      material('study', 'submit', { fields: { chapter: { type: 'boolean' } } }),
      material('report', 'submit', { waiver: { by: 'office', material: 'proof' } }),
      material('proof', 'submit', { optional: true }),
    ],
    gates: [gate('chapter', 'submit', chapter, { waiver: { by: 'office', material: 'proof' } })],
  },
);
const measure = rules({ stages: { application } });

const submits = (...attach: ReturnType<typeof paper>[]) =>
  acts(owner, { type: 'submit', fields: goodFacts, attach });
const waives = (code: string) => acts(office, { type: 'waive', code, comment: '国家规定' });
const study = paper('study', { chapter: false });
const both = ['chapter', 'report'].map(waives);

test('an exception that was not given lets nothing pass, whatever papers are there', () => {
  const { unmet } = given(measure, [opens]).when(submits(study, paper('proof')));
  expect(unmet).toEqual(['material/missing:report', 'chapter']);
});

test('an exception without the paper that must prove it lets nothing pass, and the gate names that paper', () => {
  const { refusals } = given(measure, [opens, ...both]).when(submits(study));
  const gates = refusals.flatMap(({ unmet }) => unmet ?? []);
  expect(gates.map(({ code, missing }) => [code, missing])).toEqual([
    ['material/missing', ['report']],
    ['chapter', ['proof']],
  ]);
});

test('given and proved, it does', () => {
  expect(given(measure, [opens, ...both]).when(submits(study, paper('proof'))).unmet).toEqual([]);
});
