/** Xiangtan, a project from its acceptance into use: who tests, who decides, what is put right, what comes due later. */
import type { Fields } from '../../../domain/project/commands';
import { material, task } from './world';
import { accept, does, toAcceptance, toOperation, unmet, useFacts, usePapers, xiangtan } from './xiangtan';

describe('acceptance (XT-7.4, XT-7.5, XT-7.6, XT-7.7)', () => {
  const report = (verdict: string, until: string | null = '2099-12-31') => [
    material('acceptanceApplication'),
    material('certifiedTestReport', { verdict }, { org: 'lab', until }),
  ];

  test('is asked for by the builder with its application (XT-7.4)', () => {
    const world = toAcceptance();
    expect(unmet(world, 'owner', 'request')).toEqual(['material/missing']);
    expect(unmet(world, 'owner', 'request', { attach: [material('acceptanceApplication')] })).toEqual([]);
    expect(task(world, 'panel', 'competentAuthority').status).toBe('open');
  });

  test.each([
    ['passed', []],
    ['passedAfterFixes', []],
    ['failed', ['testNotPassed']],
  ])('a major project whose test %s answers %j (XT-7.6)', (verdict, codes) => {
    expect(unmet(toAcceptance(true), 'owner', 'request', { attach: report(verdict) })).toEqual(codes);
  });

  test('without the test, or from a body that is not approved, a major project is not accepted (XT-7.6)', () => {
    const alone = [material('acceptanceApplication')];
    expect(unmet(toAcceptance(true), 'owner', 'request', { attach: alone })).toEqual([
      'material/missing',
      'testNotPassed',
    ]);
    expect(unmet(toAcceptance(true), 'owner', 'request', { attach: report('passed', null) })).toEqual([
      'material/author',
    ]);
  });

  test('the competent authority leads, and passes nothing that another department fails (XT-7.5)', () => {
    const world = toAcceptance();
    accept(world, 'passed', 'failed');
    expect([world.state.run, world.state.documents?.at(-1)?.document]).toEqual([
      'rectify',
      'acceptanceConclusion',
    ]);
  });

  test('what failed is rectified by a date and asked for again; until then it is not in use (XT-7.7)', () => {
    const world = toAcceptance();
    accept(world, 'failed');
    expect(unmet(world, 'authority', 'orderFixes', { fields: { fixBy: world.at } })).toEqual(['fixByPassed']);
    does(world, 'authority', 'orderFixes', { fields: { fixBy: '2026-05-01' } });
    for (const outcome of ['returned', 'fixed']) {
      does(world, 'contractor', 'repair', { attach: [material('rectificationReport')] });
      does(world, 'supervisor', 'recheck', { role: 'supervisor', outcome });
      does(world, 'lead', 'recheck', { role: 'projectOwner', outcome });
    }
    expect([world.state.run, world.state.occurrence, world.state.status]).toEqual([
      'acceptance',
      2,
      'active',
    ]);
    accept(world, 'passed');
    expect(world.state.run).toBe('operation');
    expect(xiangtan.stages['rectify']?.note).toBe('not-from-text');
  });
});

describe('operation (XT-7.7, XT-28.2, XT-29.1, XT-30.2, XT-33.1)', () => {
  const putInUse = (fields: Fields, attach = usePapers()) => {
    const world = toAcceptance();
    accept(world, 'passed');
    return unmet(world, 'owner', 'putInUse', { fields, attach });
  };

  test.each([
    ['securityManager', { securityInUse: true }, undefined, ['fact/missing']],
    ['security in use', { ...useFacts, securityInUse: false }, undefined, ['securityNotInUse']],
    ['rules and plan', useFacts, [], ['material/missing', 'material/missing']],
    ['nothing', useFacts, undefined, []],
  ])('without %s it answers (XT-28.2, XT-29.1)', (_what, fields, attach, codes) => {
    expect(putInUse(fields, attach)).toEqual(codes);
  });

  test('is inspected and assessed every year, a number the text withholds (XT-30.2, XT-33.1)', () => {
    const { clocks } = toOperation().state;
    expect(clocks['operation/inspection']).toMatchObject({ due: '2027-03-02', basis: 'XT-30.2' });
    expect(clocks['operation/assessment']).toMatchObject({ due: '2027-03-02', basis: 'XT-33.1' });
    const rows = Object.values(xiangtan.stages['operation']?.clocks ?? {});
    expect(rows.map(({ note }) => note)).toEqual(['not-from-text', 'not-from-text']);
  });

  test('what was not accepted, or failed, is not put in use (XT-7.7)', () => {
    const world = toAcceptance();
    accept(world, 'passed');
    const ended = world.state.ended.map((run) =>
      run.run === 'acceptance' ? { ...run, outcome: 'failed', good: false } : run,
    );
    world.state = { ...world.state, ended };
    const more = { fields: useFacts, attach: usePapers() };
    expect(unmet(world, 'owner', 'putInUse', more)).toEqual(['notAccepted']);
  });
});
