/** The generic pack says what a text without place, date and end says, and marks what it does not say. */
import { generic as pack } from '../project/generic';

const bodies = [...Object.values(pack.stages), ...Object.values(pack.cases)];

describe('the pack of the generic interim measures', () => {
  it('says that place, date and end are not in the text, and how that is read', () => {
    expect(pack.measure.inForce.note).toBe('not-from-text');
    expect(pack.measure.inForce.reading).toContain('第八部分第四节中断');
  });

  it('runs from application into use without procurement and trial run, of which the text is silent', () => {
    expect(pack.lifecycle.map(({ kind }) => kind)).toEqual([
      'application',
      'feasibilityReview',
      'feasibilityReview',
      'supervision',
      'acceptance',
      'rectification',
      'operation',
    ]);
  });

  it('has three answers to an application, and only approval leads on (GEN-4.2.2)', () => {
    const step = pack.stages['review']?.phases[0]?.steps.find((each) => each.step === 'decision');
    expect(step?.outcomes.map(({ outcome }) => outcome)).toEqual(['approved', 'amend', 'rejected']);
    expect(pack.lifecycle.find(({ run }) => run === 'review')?.outcomes).toEqual([
      { outcome: 'approved', to: 'next' },
      { outcome: 'rejected', to: 'rejected' },
    ]);
  });

  it('takes no length of time from the text, which gives none', () => {
    const lengths = bodies
      .flatMap((body) => Object.values(body.clocks))
      .filter(({ length, basis }) => length !== undefined && basis?.startsWith('GEN-'));
    expect(lengths.length).toBeGreaterThan(0);
    expect(lengths.filter(({ note, reading }) => note === undefined || reading === undefined)).toEqual([]);
  });

  it('lets no gate and no paper go by exception, because the text knows none', () => {
    const waivable = bodies.flatMap((body) =>
      [...Object.values(body.gates), ...Object.values(body.materials)].filter(
        (row) => row.waiver && row.basis?.startsWith('GEN-'),
      ),
    );
    expect(waivable).toEqual([]);
  });
});
