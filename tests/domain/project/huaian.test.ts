/** The measure of Huai'an in the pure rules: its numbers to the fen and the day, its outcomes, its refusals. */
import {
  askForAcceptance,
  contract,
  dossier,
  panel,
  toAcceptance,
  toContract,
  toDecision,
  toReview,
  toStart,
  toTrialRun,
} from './course';
import {
  deciding,
  goodFacts,
  material,
  must,
  open,
  people,
  task,
  tryAct,
  unmetCodes,
  type World,
} from './world';

const submit = (world: World, facts = goodFacts, attach = dossier()) =>
  tryAct(world, 'applicant', { type: 'submit', fields: facts, attach });

describe('application (HA-11.1, 12.4b, 12.5a, 21.1)', () => {
  test('5.00 % of the budget for security passes, one fen less does not', () => {
    expect(submit(open())).toEqual([]);
    expect(unmetCodes(submit(open(), { ...goodFacts, securityCost: 4_999_999 }))).toEqual([
      'securityShareTooLow',
    ]);
  });

  test('every unmet gate is named at once, each with its article and who can supply it', () => {
    const study = material('feasibilityStudy', { networkSecurityChapter: false }, { org: 'x', until: null });
    const attach = dossier().map((each) => (each.kind === 'feasibilityStudy' ? study : each));
    const [refusal] = submit(open(), { ...goodFacts, securityCost: 1 }, attach);
    expect(refusal?.unmet?.map(({ code, basis }) => [code, basis])).toEqual([
      ['material/author', 'HA-11.1'],
      ['securityChapterMissing', 'HA-11.1'],
      ['securityShareTooLow', 'HA-12.5a'],
    ]);
    expect(refusal?.unmet?.every((gate) => gate.suppliers.length > 0)).toBe(true);
  });

  test('an empty application is told every fact and material it lacks', () => {
    const codes = unmetCodes(submit(open(), {}, []));
    expect(codes.filter((code) => code === 'material/missing')).toHaveLength(4);
    expect(codes.filter((code) => code === 'fact/missing')).toHaveLength(6);
  });

  test('a qualification that ended yesterday is none', () => {
    const world = open({ at: '2026-03-02' });
    const late = dossier().map((each) =>
      each.kind === 'feasibilityStudy'
        ? material('feasibilityStudy', { networkSecurityChapter: true }, { org: 'x', until: '2026-03-01' })
        : each,
    );
    expect(unmetCodes(submit(world, goodFacts, late))).toEqual(['material/author']);
  });

  test('a classified project is refused at the door', () => {
    expect(unmetCodes(submit(open(), { ...goodFacts, classified: true }))).toEqual(['classifiedProject']);
  });

  test('a return keeps the project, starts the next round and reopens the application', () => {
    const world = open();
    submit(world);
    must(world, 'cyberspace', { type: 'return', task: task(world, 'check').id, comment: '补充材料' });
    expect([world.state.run, world.state.rounds['application'], task(world, 'fill').round]).toEqual([
      'application',
      2,
      2,
    ]);
    expect(submit(world)).toEqual([]);
  });
});

describe('review (HA-11.2, 4.1)', () => {
  test('a major project is decided by the leading group too', () => {
    const world = open();
    submit(world);
    must(world, 'cyberspace', deciding(world, 'check', { outcome: 'complete', fields: { major: true } }));
    must(world, 'cyberspace', deciding(world, 'discuss', { role: 'cyberspaceOffice' }));
    must(world, 'tech', deciding(world, 'discuss', { role: 'networkTechOffice' }));
    must(world, 'applicant', deciding(world, 'improve', { attach: [material('improvedScheme')] }));
    must(world, 'general', deciding(world, 'budgetCheck', { outcome: 'passed' }));
    expect(Object.values(world.state.tasks).filter((each) => each.step === 'decide')).toHaveLength(5);
  });

  test('the party group and three authorities decide at the same time; one return sends the scheme back after all are heard', () => {
    const world = toDecision();
    must(world, 'crypto', deciding(world, 'decide', { role: 'cryptographyAuthority', outcome: 'returned' }));
    expect(world.state.open?.step).toBe('decide');
    must(
      world,
      'recorder',
      deciding(world, 'decide', {
        role: 'partyGroupMeeting',
        outcome: 'approved',
        attach: [material('meetingMinutes')],
      }),
    );
    must(world, 'data', deciding(world, 'decide', { role: 'dataAuthority', outcome: 'approved' }));
    must(world, 'invest', deciding(world, 'decide', { role: 'investmentAuthority', outcome: 'approved' }));
    expect([world.state.open?.step, world.state.rounds['initiation']]).toEqual(['improve', 2]);
  });

  test('the decision of the party group is proved by its minutes', () => {
    const world = toDecision();
    expect(
      unmetCodes(
        tryAct(
          world,
          'recorder',
          deciding(world, 'decide', { role: 'partyGroupMeeting', outcome: 'approved' }),
        ),
      ),
    ).toEqual(['material/missing']);
  });
});

describe('contract and start (HA-14.1, 12.4a)', () => {
  test.each([
    [23, ['warrantyTooShort']],
    [24, []],
  ])('a warranty of %i months answers %j', (months, codes) => {
    const world = toContract();
    expect(
      unmetCodes(tryAct(world, 'applicant', deciding(world, 'draft', { attach: [contract(months)] }))),
    ).toEqual(codes);
  });

  test('work does not start without supervisor and auditor', () => {
    const world = toStart();
    const codes = unmetCodes(tryAct(world, 'applicant', deciding(world, 'startOrder')));
    expect(codes).toEqual(['material/missing', 'material/missing', 'partiesNotSet']);
  });

  test('contractor, supervisor and auditor are different organisations', () => {
    const world = toStart();
    const refusals = tryAct(world, 'applicant', {
      type: 'bindParty',
      role: 'supervisor',
      org: 'builder',
      orgZh: '承建',
    });
    expect(refusals.map(({ code }) => code)).toEqual(['duty/party-conflict']);
  });
});

describe('trial run (HA-12.5b, 13.1)', () => {
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
});

describe('acceptance, rectification, operation (HA-13.2 to 13.5, 14.1)', () => {
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
});

describe('separation of duties', () => {
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

describe('acts on the whole project', () => {
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

describe('payment (HA-18.2)', () => {
  const outside = (paidTotal: number, withContract = true) => {
    const { state } = toStart();
    const materials = withContract ? state.materials : {};
    const { status, run, facts, parties, participants, ended, owner } = state;
    return {
      head: 1,
      totals: { paidTotal },
      openCases: [],
      project: { status, run, facts, materials, parties, participants, ended, owner },
    };
  };
  const request = (amount: number, facts: ReturnType<typeof outside>) => {
    const world = open({ facts: { amount, milestone: '首付' }, case: { type: 'payment', outside: facts } });
    return { world, refusals: tryAct(world, 'applicant', deciding(world, 'request')) };
  };

  test.each([
    [40_000_000, []],
    [40_000_001, ['overContract']],
  ])('with 50,000,000 of 90,000,000 fen paid, %i more answers %j', (amount, codes) => {
    expect(unmetCodes(request(amount, outside(50_000_000)).refusals)).toEqual(codes);
  });

  test('there is no payment without a contract', () => {
    expect(unmetCodes(request(1, outside(0, false)).refusals)).toEqual(['overContract']);
  });

  test('what was paid meanwhile counts when the payment is approved', () => {
    const { world } = request(40_000_000, outside(50_000_000));
    world.outside = outside(60_000_000);
    expect(unmetCodes(tryAct(world, 'general', deciding(world, 'approve', { outcome: 'paid' })))).toEqual([
      'overContractAtPayment',
    ]);
  });
});
