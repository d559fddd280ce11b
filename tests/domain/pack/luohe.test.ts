/** The Luohe pack says what the measure says: two reviews round a yearly plan, a date, and one exception to its bans. */
import { luohe as pack } from '../project/luohe';

const bodies = [...Object.values(pack.stages), ...Object.values(pack.cases)];

describe('the Luohe pack', () => {
  it('puts the plan before the application, and the second review after it (LH-7.3, LH-8.4)', () => {
    expect(pack.lifecycle.map(({ run, kind }) => [run, kind]).slice(0, 3)).toEqual([
      ['planning', 'planning'],
      ['application', 'application'],
      ['review', 'feasibilityReview'],
    ]);
    expect(pack.stages['planning']?.reading).toContain('审核有二');
  });

  it('leads from the plan and from its bypass to the same application, and from neither to money (LH-7.3, LH-8.5)', () => {
    expect(pack.lifecycle[0]?.outcomes).toEqual([
      { outcome: 'listed', to: 'next' },
      { outcome: 'bypassed', to: 'application' },
      { outcome: 'rejected', to: 'rejected' },
    ]);
    expect(pack.cases['fundApplication']?.during).not.toContain('planning');
  });

  it('takes 30 September from the text, for the report and for the plan drawn up after it (LH-8.2)', () => {
    expect(pack.stages['planning']?.clocks['reporting']).toMatchObject({ kind: 'deadline', date: '09-30' });
    expect(pack.cases['annualPlan']?.clocks['collecting']).toMatchObject({
      kind: 'notBefore',
      date: '10-01',
    });
  });

  it('lets a ban go only by the national rule of article 13, proved by a paper (LH-13.4)', () => {
    const waivers = bodies.flatMap((body) =>
      [...Object.values(body.gates), ...Object.values(body.materials)].flatMap(({ waiver, basis }) =>
        waiver === undefined || !basis?.startsWith('LH-') ? [] : [[basis, waiver]],
      ),
    );
    const waiver = { by: 'competentAuthority', material: 'nationalBasis', basis: 'LH-13.4' };
    expect(waivers).toEqual([
      ['LH-13.1', waiver],
      ['LH-13.2', waiver],
      ['LH-13.3', waiver],
    ]);
  });

  it('has no trial run, and marks the rectification as not from the text', () => {
    expect(pack.lifecycle.map(({ kind }) => kind)).not.toContain('trialRun');
    expect(pack.stages['rectify']?.note).toBe('not-from-text');
  });

  it('is in force on the day it was issued (LH-28)', () => {
    expect(pack.measure).toMatchObject({
      issued: '2019-07-23',
      inForce: { from: '2019-07-23', basis: 'LH-28' },
    });
  });
});
