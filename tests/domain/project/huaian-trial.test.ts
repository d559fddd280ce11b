/** Huai'an, the trial run: three security reports before it, software three months, hardware one, to the day. */
import { reports, toAdmission, toTrialRun } from './course';
import { deciding, goodFacts, material, must, tryAct, unmetCodes, type World } from './world';

describe('trial run (HA-12.5b, HA-13.1)', () => {
  const leave = (world: World, at: string) => {
    world.at = at;
    const attach = [material('trialRunReport')];
    return unmetCodes(
      tryAct(world, 'lead', deciding(world, 'leave', { role: 'projectOwner', outcome: 'stable', attach })),
    );
  };

  test.each([
    [['software'], '2026-06-01', '2026-06-02'],
    [['hardware'], '2026-04-01', '2026-04-02'],
    [['software', 'hardware'], '2026-06-01', '2026-06-02'],
    [['other'], '2026-06-01', '2026-06-02'],
  ])('%j entered on 2 March is refused on %s and may be left on %s', (buildKinds, dayBefore, day) => {
    const world = toTrialRun({ ...goodFacts, buildKinds });
    expect(leave(world, dayBefore)).toEqual(['clock/not-before']);
    expect(leave(world, day)).toEqual([]);
  });

  test('a serious fault starts the months again', () => {
    const world = toTrialRun();
    world.at = '2026-05-20';
    must(world, 'contractor', { type: 'reportFault', comment: '数据库宕机' });
    expect(world.state.clocks['trialRun/minimum']?.due).toBe('2026-08-20');
    expect(leave(world, '2026-06-02')).toEqual(['clock/not-before']);
  });

  test('the days of a suspension do not count', () => {
    const world = toTrialRun();
    world.at = '2026-04-01';
    must(world, 'cyberspace', { type: 'suspend', comment: '检查' });
    world.at = '2026-04-11';
    must(world, 'cyberspace', { type: 'resume', comment: '查清' });
    expect(world.state.clocks['trialRun/minimum']?.due).toBe('2026-06-12');
  });

  test.each([
    ['gradedProtectionReport', 'failed', ['securityNotPassed']],
    ['riskAssessmentReport', 'failed', ['securityNotPassed']],
    ['cryptographyAssessmentReport', 'failed', ['securityNotPassed']],
    ['cryptographyAssessmentReport', 'passedAfterFixes', ['material/missing']],
    ['cryptographyAssessmentReport', 'passed', []],
  ])('a %s that %s answers %j (HA-12.5b)', (kind, verdict, codes) => {
    const world = toAdmission();
    const attach = reports().map((each) => (each.kind === kind ? material(kind, { verdict }) : each));
    const admit = deciding(world, 'admit', { role: 'projectOwner', outcome: 'started', attach });
    expect(unmetCodes(tryAct(world, 'lead', admit))).toEqual(codes);
  });

  test.each([
    ['2026-03-01', ['securityNotPassed']],
    ['2026-03-02', []],
  ])('a report that names its own validity, until %s, answers %j on 2 March', (validUntil, codes) => {
    const kind = 'riskAssessmentReport';
    const attach = reports().map((each) =>
      each.kind === kind ? material(kind, { verdict: 'passed', validUntil }) : each,
    );
    const world = toAdmission();
    const admit = deciding(world, 'admit', { role: 'projectOwner', outcome: 'started', attach });
    expect(unmetCodes(tryAct(world, 'lead', admit))).toEqual(codes);
  });
});
