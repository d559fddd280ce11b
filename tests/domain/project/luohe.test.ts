/** Luohe, a project from the yearly plan to its approval: two reviews, the way round the plan, the bans and their one exception. */
import type { Fields } from '../../../domain/project/commands';
import { viewOf } from '../../../domain/project/view';
import { deciding, material, must, reachClock, task, tryAct, tryOpen } from './world';
import type { World } from './world';
import {
  application,
  applyFacts,
  begin,
  cast,
  does,
  experts,
  luohe,
  planFacts,
  toApplication,
  toAssessment,
  toBypassed,
  toOpinion,
  toScreening,
  unmet,
} from './luohe';

describe('the yearly plan (LH-2.3, LH-7.1, LH-7.3, LH-8.2, LH-8.5)', () => {
  test('what is not paid from municipal fiscal funds is refused at the door (LH-2.3)', () => {
    const refusals = tryOpen({ municipalFunds: false }, luohe);
    expect(refusals.map(({ code, basis }) => [code, basis])).toEqual([['gate/unmet', 'LH-2.3']]);
  });

  test.each([
    [0, ['noBudget']],
    [1, []],
  ])('a budget of %i fen answers %j', (budget, codes) => {
    const more = { fields: { ...planFacts, budget }, attach: [material('planItem')] };
    expect(unmet(begin(), 'owner', 'report', more)).toEqual(codes);
  });

  test.each([
    ['2026-09-30', undefined],
    ['2026-10-01', true],
  ])('a plan reported on %s is late: %s (LH-8.2)', (day, late) => {
    const world = begin({ at: '2026-08-03', facts: { planYear: 2027 } });
    expect(world.state.clocks['planning/reporting']?.due).toBe('2026-09-30');
    if (late === true) reachClock(world, 'planning/reporting');
    world.at = day;
    does(world, 'owner', 'report', { fields: planFacts, attach: [material('planItem')] });
    expect(world.state.clocks['planning/reporting']?.overdue).toBe(late);
  });

  test.each([
    {
      how: 'in October for the next year',
      day: '2026-10-09',
      planYear: 2027,
      due: '2026-09-30',
      overdue: true,
    },
    { how: 'in October for the year after next', day: '2026-10-09', planYear: 2028, due: '2027-09-30' },
    { how: 'on the last day, just opened', day: '2026-09-30', planYear: 2027, due: '2026-09-30' },
    {
      how: 'in the very year of the plan',
      day: '2027-02-01',
      planYear: 2027,
      due: '2026-09-30',
      overdue: true,
    },
  ])(
    'reported $how, it is marked by the year it is reported for, and stays so (LH-8.2)',
    ({ day, planYear, due, overdue }) => {
      const world = begin({ at: day });
      expect(world.state.clocks['planning/reporting']).toBeUndefined();
      const more = { fields: { ...planFacts, planYear }, attach: [material('planItem')] };
      does(world, 'owner', 'report', more);
      does(world, 'authority', 'screen', { outcome: 'passed' });
      const clock = viewOf(world.state).clocks.find(({ key }) => key === 'planning/reporting');
      expect([clock?.due, clock?.status, clock?.overdue, clock?.basis]).toEqual([
        due,
        'met',
        overdue,
        'LH-8.2',
      ]);
      does(world, 'authority', 'enlist', { outcome: 'listed', attach: [material('issuedPlan')] });
      expect([world.state.run, world.state.clocks['planning/reporting']?.overdue]).toEqual([
        'application',
        overdue,
      ]);
    },
  );

  test('an item says for which year it is reported (LH-8.2)', () => {
    const more = { fields: { ...planFacts, planYear: null }, attach: [material('planItem')] };
    expect(unmet(begin(), 'owner', 'report', more)).toEqual(['fact/missing']);
  });

  test('the screening asks for intensive building; what fails it is not listed and over (LH-7.1, LH-7.3)', () => {
    const world = toScreening();
    const bare = { type: 'decide', task: task(world, 'screen').id, outcome: 'passed' } as const;
    expect(tryAct(world, cast.authority, bare).map(({ code }) => code)).toEqual(['task/findings-required']);
    does(world, 'authority', 'screen', { outcome: 'failed' });
    expect(world.state.status).toBe('rejected');
  });

  test('a listing is proved by the plan the government approved (LH-7.3, LH-8.3)', () => {
    const world = toScreening();
    does(world, 'authority', 'screen', { outcome: 'passed' });
    expect(unmet(world, 'authority', 'enlist', { outcome: 'listed' })).toEqual(['material/missing']);
    does(world, 'authority', 'enlist', { outcome: 'refused' });
    expect(world.state.status).toBe('rejected');
  });

  test('an urgent project goes without the plan, with the approval of the city government in writing (LH-8.5)', () => {
    const world = toScreening({ ...planFacts, urgent: true });
    expect(unmet(world, 'owner', 'plead')).toEqual(['material/missing']);
    does(world, 'owner', 'plead', { attach: [material('urgentReason')] });
    expect(unmet(world, 'hall', 'allow', { outcome: 'approved' })).toEqual(['material/missing']);
    does(world, 'hall', 'allow', { outcome: 'refused' });
    expect([world.state.open?.step, world.state.rounds['planning']]).toEqual(['report', 2]);
    const bypassed = toBypassed();
    expect([bypassed.state.run, bypassed.state.ended.at(-1)?.outcome]).toEqual(['application', 'bypassed']);
  });
});

describe('application (LH-8.4, LH-9.1, LH-13, LH-17.1, LH-19.1, LH-20.1)', () => {
  const fill = (world: World, facts: Fields = {}, attach = [application()]) =>
    unmet(world, 'owner', 'fill', { fields: { ...applyFacts, ...facts }, attach });

  test('is taken from what is listed, and from what was let go without the plan (LH-8.4, LH-9.1)', () => {
    expect(fill(toApplication())).toEqual([]);
    expect(fill(toBypassed())).toEqual([]);
  });

  test('is refused to what is neither (LH-8.4)', () => {
    const world = toApplication();
    const ended = world.state.ended.map((run) => ({ ...run, outcome: 'rejected', good: false }));
    world.state = { ...world.state, ended };
    expect(fill(world)).toEqual(['notInPlan']);
    const urgentFacts = { ...world.state.facts, urgent: true };
    world.state = { ...world.state, facts: urgentFacts };
    expect(fill(world)).toEqual([]);
  });

  test('needs the application, and security planned with it (LH-9.1, LH-20.1)', () => {
    expect(fill(toApplication(), {}, [])).toEqual(['material/missing', 'securityNotPlanned']);
    expect(fill(toApplication(), {}, [application(false)])).toEqual(['securityNotPlanned']);
  });

  test.each(['managedBy', 'usedBy'])('says who answers for security: %s (LH-19.1)', (fact) => {
    expect(fill(toApplication(), { [fact]: null })).toEqual(['fact/missing']);
  });

  const building = (...buildParts: string[]) => toApplication({ ...planFacts, buildParts });

  test.each([
    ['cloud', ['ownCloud']],
    ['machineRoom', ['ownRoomOrNetwork']],
    ['privateNetwork', ['ownRoomOrNetwork']],
    ['exchangeChannel', ['ownExchange']],
    ['otherPart', []],
  ])('what builds a %s answers %j (LH-13.2, LH-13.3, LH-17.1)', (part, codes) => {
    expect(fill(building('application', part))).toEqual(codes);
  });

  test('what does not rest on the unified platform is refused (LH-13.1)', () => {
    expect(fill(toApplication(), { onUnifiedPlatform: false })).toEqual(['notOnUnifiedPlatform']);
  });

  const national = (sharingPlan: boolean) => [application(), material('nationalBasis', { sharingPlan })];
  const waive = (world: World, code: string) =>
    tryAct(world, cast.authority, { type: 'waive', code, comment: '国家明确规定单独建设' });

  test('a national rule lets it stand alone: with leave, with the rule as proof, with a plan for sharing (LH-13.4)', () => {
    const world = building('cloud');
    expect(fill(world, {}, national(true))).toEqual(['ownCloud']);
    expect(waive(world, 'ownCloud')).toEqual([]);
    expect(fill(world)).toEqual(['ownCloud']);
    expect(fill(world, {}, national(false))).toEqual(['noSharingPlan']);
    expect(fill(world, {}, national(true))).toEqual([]);
  });

  test('no leave opens a new exchange channel (LH-17.1)', () => {
    expect(waive(building('exchangeChannel'), 'ownExchange').map(({ code }) => code)).toEqual([
      'project/illegal-action',
    ]);
  });
});

describe('the second review (LH-9.2, LH-9.3, LH-10.1)', () => {
  test('three experts answer six dimensions each, or a consultant with a qualification in force alone does (LH-9.2)', () => {
    const world = toAssessment();
    const { id } = task(world, 'assess');
    const half = { type: 'decide', task: id, comment: '可行', findings: { needs: '明确' } } as const;
    const [refusal] = tryAct(world, cast.expert1, half);
    expect([refusal?.code, refusal?.params['missing']]).toEqual([
      'task/findings-required',
      [
        'groundsOfBuilding',
        'goalsAndContent',
        'technicalSolution',
        'informationSecurity',
        'informationSharing',
      ],
    ]);
    for (const who of experts) {
      expect(world.state.open?.step).toBe('assess');
      does(world, who, 'assess', { role: 'reviewExpert' });
    }
    expect(world.state.open?.step).toBe('opinion');
    const other = toAssessment('consultants');
    must(other, cast.owner, { type: 'bindParty', role: 'consultant', org: 'advisers', orgZh: '咨询' });
    const report = (until: string) => ({
      attach: [material('assessmentReport', {}, { org: 'advisers', until })],
    });
    expect(unmet(other, 'consultant', 'assess')).toEqual(['material/missing']);
    expect(unmet(other, 'consultant', 'assess', report('2026-03-01'))).toEqual(['material/author']);
    expect(unmet(other, 'consultant', 'assess', report('2026-03-02'))).toEqual([]);
    expect(other.state.open?.step).toBe('opinion');
  });

  test('the competent authority says by whom it is assessed, not the unit (LH-9.2)', () => {
    expect(tryOpen({ assessedBy: 'experts' }, luohe).map(({ code }) => code)).toEqual(['fields/not-yours']);
  });

  test('the opinion is written; returned, it is supplemented and assessed again; failed, it is over (LH-9.3)', () => {
    const world = toOpinion();
    const silent = { ...deciding(world, 'opinion', { outcome: 'passed' }), comment: '' };
    expect(tryAct(world, cast.authority, silent).map(({ code }) => code)).toEqual(['task/opinion-required']);
    does(world, 'authority', 'opinion', { outcome: 'returned' });
    does(world, 'owner', 'supplement');
    expect([world.state.open?.step, world.state.rounds['review']]).toEqual(['assess', 2]);
    for (const who of experts) does(world, who, 'assess', { role: 'reviewExpert' });
    does(world, 'authority', 'opinion', { outcome: 'failed' });
    expect(world.state.status).toBe('rejected');
  });

  test('the approval is given with another department, and issued as a document (LH-10.1)', () => {
    const world = toOpinion();
    does(world, 'authority', 'opinion', { outcome: 'passed' });
    does(world, 'authority', 'approve', { role: 'competentAuthority', outcome: 'approved' });
    expect(world.state.run).toBe('review');
    does(world, 'department', 'approve', { role: 'concernedDepartment', outcome: 'approved' });
    expect([world.state.run, world.state.documents?.at(-1)?.document]).toEqual([
      'procurement',
      'approvalOpinion',
    ]);
  });
});
