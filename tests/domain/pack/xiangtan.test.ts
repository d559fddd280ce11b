/** The Xiangtan pack says what the measure says, and marks what it does not say. */
import type { Body } from '../../../domain/pack/types';
import { xiangtan as pack } from '../project/xiangtan';

const bodies: readonly Body[] = [...Object.values(pack.stages), ...Object.values(pack.cases)];
const steps = bodies.flatMap((body) => body.phases.flatMap((phase) => phase.steps));

describe('the Xiangtan pack', () => {
  it('runs from application into use without a yearly plan and without a trial run', () => {
    expect(pack.lifecycle.map(({ kind }) => kind)).toEqual([
      'application',
      'feasibilityReview',
      'feasibilityReview',
      'procurement',
      'supervision',
      'acceptance',
      'rectification',
      'operation',
    ]);
  });

  it('says that the day it came into force is not in the text, and how that is read (XT-38)', () => {
    expect(pack.measure.inForce).toMatchObject({ basis: 'XT-38', note: 'not-from-text' });
    expect(pack.measure.inForce.reading).toContain('原文未载日期');
  });

  it('takes the two numbers of the text, seven days and fifty years, from the text (XT-16.2, XT-32.1)', () => {
    expect(pack.values).toMatchObject({
      publicationTerm: { is: 7, unit: 'days', basis: 'XT-16.2' },
      maxTrainingAge: { is: 50, unit: 'years', basis: 'XT-32.1' },
    });
    const chosen = Object.entries(pack.values).filter(([, { note }]) => note !== undefined);
    expect(chosen.map(([name, { basis }]) => [name, basis])).toEqual([['passScore', 'XT-33.2']]);
  });

  it('marks every other length of a clock as its own choice and says how it was read', () => {
    const chosen = bodies
      .flatMap((body) => Object.values(body.clocks))
      .filter(({ length }) => length !== undefined && typeof length !== 'string')
      .filter(({ basis }) => basis?.startsWith('XT-'));
    expect(chosen.map(({ name }) => name).sort()).toEqual([
      'assessment',
      'certifyBy',
      'inspection',
      'interfaceBy',
      'reportAtOnce',
      'respondAtOnce',
      'updating',
    ]);
    expect(chosen.filter(({ note, reading }) => note === undefined || reading === undefined)).toEqual([]);
  });

  it('lets the competent authority lead the acceptance with another department, both agreeing (XT-7.5)', () => {
    const panel = steps.find(({ step }) => step === 'panel');
    expect(panel?.who.map(({ role }) => role)).toEqual(['competentAuthority', 'concernedDepartment']);
    expect(panel?.agree).toEqual({ rule: 'all' });
    expect(panel?.outcomes.map(({ outcome }) => outcome)).toEqual(['passed', 'failed']);
  });

  it('lets exceptions pass only where the text says in principle, or that something weighs (XT-19.1, XT-23.2, XT-33.2)', () => {
    const waivable = bodies.flatMap((body) =>
      [...Object.values(body.gates), ...Object.values(body.materials)].filter(
        (row) => row.waiver && row.basis?.startsWith('XT-'),
      ),
    );
    expect(waivable.map(({ basis }) => basis)).toEqual(['XT-19.1', 'XT-33.2', 'XT-23.2']);
  });
});
