/** Huai'an: nobody decides on their own submission; the project as a whole is suspended, withdrawn, terminated by few. */
import { askForAcceptance, dossier, toAcceptance, toContract, toReview, toStart, toTrialRun } from './course';
import { deciding, goodFacts, must, open, people, task, tryAct } from './world';

describe('separation of duties (HA-12.4a)', () => {
  test('the applicant takes no voting seat in any later stage', () => {
    const world = toTrialRun();
    const refusals = tryAct(
      world,
      'applicant',
      deciding(world, 'leave', { role: 'projectOwner', outcome: 'stable' }),
    );
    expect(refusals.map(({ code }) => code)).toEqual(['duty/applicant-decides']);
  });

  test('nobody decides on what they handed in, though they hold the post', () => {
    const world = open();
    const both = { ...people.lead, keys: [...people.lead.keys, ...people.cyberspace.keys] };
    must(world, both, { type: 'submit', fields: goodFacts, attach: dossier() });
    const refusals = tryAct(
      world,
      both,
      deciding(world, 'check', { outcome: 'complete', fields: { major: false } }),
    );
    expect(refusals.map(({ code }) => code)).toEqual(['duty/own-submission']);
  });

  test('claiming and reassigning lead no way round it', () => {
    const world = toTrialRun();
    const id = task(world, 'leave', 'projectOwner').id;
    expect(tryAct(world, 'applicant', { type: 'claim', task: id }).map(({ code }) => code)).toEqual([
      'duty/applicant-decides',
    ]);
    const to = people.applicant;
    expect(
      tryAct(world, 'lead', { type: 'reassign', task: id, to, comment: '请办' }).map(({ code }) => code),
    ).toEqual(['duty/applicant-decides']);
  });

  test('one person takes one seat of a step', () => {
    const world = toAcceptance();
    askForAcceptance(world);
    must(world, 'expert1', deciding(world, 'panel', { role: 'reviewExpert', outcome: 'passed' }));
    const refusals = tryAct(
      world,
      'expert1',
      deciding(world, 'panel', { role: 'reviewExpert', outcome: 'passed' }),
    );
    expect(refusals.map(({ code }) => code)).toEqual(['duty/two-seats']);
  });
});

describe('acts on the whole project (HA-5.1)', () => {
  const stages = {
    application: () => open(),
    initiation: () => toReview(),
    procurement: () => toContract(),
    building: () => toStart(),
    trialRun: () => toTrialRun(),
    acceptance: () => toAcceptance(),
  };

  test.each(Object.entries(stages))('%s can be suspended, resumed, withdrawn and terminated', (run, make) => {
    const suspended = make();
    expect(suspended.state.run).toBe(run);
    must(suspended, 'cyberspace', { type: 'suspend', comment: '检查' });
    const open = Object.values(suspended.state.tasks).find((each) => each.status === 'open');
    const claim = tryAct(suspended, 'applicant', { type: 'claim', task: open?.id ?? '' });
    expect(claim.map(({ code }) => code)).toEqual(['project/suspended']);
    must(suspended, 'cyberspace', { type: 'resume', comment: '查清' });
    for (const [who, type, status] of [
      ['applicant', 'withdraw', 'withdrawn'],
      ['cyberspace', 'terminate', 'terminated'],
    ] as const) {
      const world = make();
      must(world, who, { type, comment: '理由' });
      expect(world.state.status).toBe(status);
      expect(Object.values(world.state.tasks).filter((each) => each.status === 'open')).toEqual([]);
      expect(tryAct(world, who, { type, comment: '再次' }).map(({ code }) => code)).toEqual(['project/over']);
    }
  });

  test('only the roles of the pack suspend, and never without a reason', () => {
    expect(
      tryAct(open(), 'contractor', { type: 'suspend', comment: '想停' }).map(({ code }) => code),
    ).toEqual(['project/not-permitted']);
    expect(tryAct(open(), 'cyberspace', { type: 'suspend', comment: ' ' }).map(({ code }) => code)).toEqual([
      'task/reason-required',
    ]);
  });
});
