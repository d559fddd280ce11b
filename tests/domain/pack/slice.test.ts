/** A slice holds what one run needs, and no more than a workflow's input should carry. */
import { firstRuns, runsAfter } from '../../../domain/pack/lifecycle';
import { caseRules, sliceRules } from '../../../domain/pack/slice';
import { huaian } from './huaian';

const pack = huaian();

describe('a slice of a pack', () => {
  it.each(pack.lifecycle.map((row) => row.run))(
    'for %s stays under 60 KB and holds the run and all that may follow',
    (run) => {
      const rules = sliceRules(pack, run);
      expect(Buffer.byteLength(JSON.stringify(rules))).toBeLessThan(60_000);
      expect(Object.keys(rules.stages).sort()).toEqual(
        [...new Set([run, ...runsAfter(pack.lifecycle, run)])].sort(),
      );
      expect(rules.cases).toEqual({});
      expect(rules.pack).toEqual(pack.ref);
      expect(rules.lifecycle).toEqual(pack.lifecycle);
    },
  );

  it('passes over a run that exists only while a condition holds', () => {
    expect(runsAfter(pack.lifecycle, 'building')).toEqual(['trialRun', 'acceptance']);
    expect(runsAfter(pack.lifecycle, 'trialRun')).toEqual(['acceptance', 'building']);
    expect(runsAfter(pack.lifecycle, 'acceptance')).toEqual(['operation', 'rectify']);
    expect(runsAfter(pack.lifecycle, 'operation')).toEqual([]);
    expect(firstRuns(pack.lifecycle)).toEqual(['application']);
  });

  it('for a case holds that case alone', () => {
    const rules = caseRules(pack, 'payment');
    expect(Object.keys(rules.cases)).toEqual(['payment']);
    expect(rules.stages).toEqual({});
    expect(caseRules(pack, 'nothing').cases).toEqual({});
  });
});
