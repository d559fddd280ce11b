/** Huai'an, acceptance: asked for, forwarded, concluded on the spot; reconsidered, rectified, put in use. */
import { askForAcceptance, panel, toAcceptance } from './course';
import { deciding, material, must, reachClock, task, tryAct, unmetCodes } from './world';

describe('acceptance, rectification, operation (HA-13.2a, HA-13.2b, HA-13.3a, HA-13.3b, HA-13.5a, HA-13.5b, HA-14.1)', () => {
  test('reconsideration is told in writing and applied for again one month later, not a day earlier', () => {
    const world = toAcceptance();
    askForAcceptance(world);
    panel(world, 'reconsideration');
    must(world, 'supervisor', deciding(world, 'tell'));
    const request = () =>
      unmetCodes(
        tryAct(
          world,
          'contractor',
          deciding(world, 'request', {
            attach: [material('acceptanceApplication'), material('softwareTestReport')],
          }),
        ),
      );
    world.at = '2026-07-01';
    expect(request()).toEqual(['clock/not-before']);
    world.at = '2026-07-02';
    expect(request()).toEqual([]);
    expect(world.state.rounds['acceptance']).toBe(2);
  });

  test('a failed acceptance is rectified in as many rounds as it takes and asked for again', () => {
    const world = toAcceptance();
    askForAcceptance(world);
    panel(world, 'failed');
    expect(world.state.run).toBe('rectify');
    must(world, 'applicant', deciding(world, 'orderFixes', { fields: { fixBy: '2026-08-01' } }));
    for (const outcome of ['returned', 'returned', 'fixed']) {
      must(world, 'contractor', deciding(world, 'repair', { attach: [material('rectificationReport')] }));
      must(world, 'supervisor', deciding(world, 'recheck', { role: 'supervisor', outcome }));
      must(world, 'lead', deciding(world, 'recheck', { role: 'projectOwner', outcome }));
    }
    expect([world.state.run, world.state.occurrence, world.state.rounds['rectify']]).toEqual([
      'acceptance',
      2,
      3,
    ]);
  });

  test('an accepted project is put in use and its warranty runs two years from acceptance', () => {
    const world = toAcceptance();
    askForAcceptance(world);
    panel(world, 'passed');
    expect(world.state.status).toBe('active');
    must(
      world,
      'applicant',
      deciding(world, 'putInUse', { attach: [material('opsRules'), material('emergencyPlan')] }),
    );
    expect([world.state.status, world.state.clocks['operation/warranty']?.due]).toEqual([
      'inUse',
      '2028-06-02',
    ]);
  });

  test('the last vote of a tie without a majority is not a pass', () => {
    const world = toAcceptance();
    askForAcceptance(world);
    const votes = {
      lead: 'passed',
      tech2: 'passed',
      supervisor: 'passed',
      expert1: 'failed',
      expert2: 'failed',
      expert3: 'failed',
    } as const;
    const roles = {
      lead: 'projectOwner',
      tech2: 'networkTechOffice',
      supervisor: 'supervisor',
      expert1: 'reviewExpert',
      expert2: 'reviewExpert',
      expert3: 'reviewExpert',
    } as const;
    for (const who of Object.keys(votes) as (keyof typeof votes)[]) {
      must(world, who, deciding(world, 'panel', { role: roles[who], outcome: votes[who] }));
    }
    must(world, 'contractor', deciding(world, 'panel', { role: 'contractor', outcome: 'passed' }));
    expect(world.state.run).toBe('rectify');
  });

  test('the contractor asks with test reports, the supervisor forwards with the records (HA-13.2a, HA-13.2b)', () => {
    const world = toAcceptance();
    const bare = deciding(world, 'request', { attach: [material('acceptanceApplication')] });
    expect(unmetCodes(tryAct(world, 'contractor', bare))).toEqual(['material/missing']);
    const attach = [material('acceptanceApplication'), material('softwareTestReport')];
    must(world, 'contractor', deciding(world, 'request', { attach }));
    const forward = deciding(world, 'forward', { outcome: 'forwarded' });
    expect(unmetCodes(tryAct(world, 'supervisor', forward))).toEqual(['material/missing']);
    must(world, 'supervisor', deciding(world, 'forward', { outcome: 'returned' }));
    expect(world.state.open?.step).toBe('request');
  });

  test('the report is issued on the spot with the last conclusion, against four baselines and four checks (HA-13.4a)', () => {
    const world = toAcceptance();
    askForAcceptance(world);
    const half = { role: 'projectOwner', outcome: 'passed', findings: { contract: '符合' } };
    const [refusal] = tryAct(world, 'lead', deciding(world, 'panel', half));
    expect([refusal?.code, refusal?.params['missing']]).toEqual([
      'task/findings-required',
      [
        'tenderDocument',
        'constructionScheme',
        'processDocuments',
        'trialRun',
        'siteCheck',
        'test',
        'questioning',
      ],
    ]);
    panel(world, 'failed');
    const report = world.state.documents?.find(({ document }) => document === 'acceptanceReport');
    expect(report).toMatchObject({
      issuedAt: `${world.at}T04:00:00Z`,
      scope: '淮审批验〔2026〕{seq}号',
      signs: 'panel',
    });
  });

  test('the notice of reconsideration is written by the supervisor, with its reasons (HA-13.4b, HA-13.5a)', () => {
    const world = toAcceptance();
    askForAcceptance(world);
    panel(world, 'reconsideration');
    expect(task(world, 'tell').role).toBe('supervisor');
    const silent = tryAct(world, 'supervisor', deciding(world, 'tell', { comment: ' ' }));
    expect(silent.map(({ code }) => code)).toEqual(['task/opinion-required']);
    must(world, 'supervisor', deciding(world, 'tell'));
    expect(world.state.documents?.at(-1)?.document).toBe('reconsiderationNotice');
  });

  test('without rules of operation and emergency plan nothing is put in use (HA-16.1)', () => {
    const world = toAcceptance();
    askForAcceptance(world);
    panel(world, 'passed');
    expect(unmetCodes(tryAct(world, 'applicant', deciding(world, 'putInUse')))).toEqual([
      'material/missing',
      'material/missing',
    ]);
  });

  test('the date to rectify by lies ahead, and what is late is marked (HA-13.5b)', () => {
    const world = toAcceptance();
    askForAcceptance(world);
    panel(world, 'failed');
    const order = (fixBy: string) =>
      unmetCodes(tryAct(world, 'applicant', deciding(world, 'orderFixes', { fields: { fixBy } })));
    expect(order(world.at)).toEqual(['fixByPassed']);
    expect(order('2026-06-30')).toEqual([]);
    expect(reachClock(world, 'rectify/fixing')).toMatchObject({ status: 'reached', overdue: true });
  });
});
