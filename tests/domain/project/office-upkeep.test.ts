/** The network by the other texts: the year of upkeep and what it opens, changes, persons, incidents, breaches, files, and projects. */
import type { Fields } from '../../../domain/project/commands';
import { dueOf, openCase } from './cases';
import { material, must, reachClock, task, tryAct, unmetCodes, type World } from './world';
import { begun, cast, does, dueAt, office, opened, standing, unmet } from './office';

describe('the year of upkeep (OA-2.10a, OA-8.1, OA-8.6, OA-8.7, OA-10.4)', () => {
  const begunYear = () => {
    const world = opened('networkYear', { upkeepYear: 2026 });
    does(world, 'network', 'begin');
    return world;
  };

  test.each([
    ['counting', 'monthlyStatistics', '2026-04-02', '2026-05-02', 'OA-2.10a'],
    ['inspecting', 'deviceInspection', '2026-06-02', '2026-09-02', 'OA-8.1'],
    ['backingUp', 'backupRound', '2026-04-02', '2026-05-02', 'OA-8.6'],
    ['patching', 'patchRound', '2026-04-02', '2026-05-02', 'OA-8.7'],
    ['siteChecking', 'siteCheck', '2026-04-02', '2026-05-02', 'OA-10.4'],
  ])('%s opens %s on %s and comes again on %s (%s)', (clock, type, first, ...rest) => {
    const [second, basis] = rest;
    const world = begunYear();
    expect(dueAt(world, clock)).toMatchObject({ due: first, basis });
    expect(reachClock(world, `networkYear/${clock}`)?.due).toBe(second);
    expect(dueOf(world)).toEqual([`open ${type}`]);
  });

  test('ends when the year is closed, and no clock of it runs on', () => {
    const world = begunYear();
    does(world, 'network', 'closeYear');
    expect(world.state.status).toBe('closed');
    const running = Object.values(world.state.clocks).filter(({ status }) => status === 'running');
    expect(running).toEqual([]);
  });

  test.each([
    ['sound', 'sound'],
    ['faulty', 'criticise'],
  ])('a unit whose devices are found %s is %s (OA-8.1)', (outcome, next) => {
    const world = opened('deviceInspection');
    expect(dueAt(world, 'inspectBy')?.due).toBe('2026-03-16');
    expect(reachClock(world, 'deviceInspection/inspectBy')).toMatchObject({ overdue: true });
    does(world, 'section', 'inspect', { outcome });
    expect(standing(world)).toBe(next);
  });

  test('criticism is circulated in writing (OA-8.1)', () => {
    const world = opened('deviceInspection');
    does(world, 'section', 'inspect', { outcome: 'faulty' });
    expect(unmet(world, 'section', 'criticise')).toEqual(['material/missing']);
    does(world, 'section', 'criticise', { attach: [material('criticism')] });
    expect(standing(world)).toBe('faulty');
  });

  test.each<[Fields, string[]]>([
    [{ backedUpOn: '2026-03-03', offSite: true }, ['backupLater']],
    [{ backedUpOn: '2026-03-02', offSite: false }, ['notOffSite']],
    [{ backedUpOn: '2026-03-02', offSite: true }, []],
  ])('a backup with %j answers %j (OA-8.6)', (fields, codes) => {
    expect(unmet(opened('backupRound'), 'liaison', 'record', { fields })).toEqual(codes);
  });

  test.each([
    [false, ['mediaNotChecked']],
    [true, []],
  ])('patches with new media checked: %s answers %j (OA-8.7)', (newMediaChecked, codes) => {
    const fields = { newMediaChecked };
    expect(unmet(opened('patchRound'), 'liaison', 'record', { fields })).toEqual(codes);
  });

  test.each([
    ['backupRound', 'backupBy', 'OA-8.6'],
    ['patchRound', 'patchBy', 'OA-8.7'],
    ['siteCheck', 'updateBy', 'OA-10.4'],
  ])('%s is late after five working days, a number its text withholds (%s, %s)', (type, clock, basis) => {
    const world = opened(type);
    expect(dueAt(world, clock)).toMatchObject({ due: '2026-03-09', basis });
    expect(reachClock(world, `${type}/${clock}`)).toMatchObject({ overdue: true });
    expect(office.cases[type]?.clocks[clock]?.note).toBe('not-from-text');
  });

  test('the website is updated and checked by the unit (OA-10.4)', () => {
    const world = opened('siteCheck');
    does(world, 'liaison', 'update');
    expect(world.state.status).toBe('closed');
  });
});

describe('changes need approval first (OA-8.2)', () => {
  const applied = (alreadyChanged = false) => {
    const world = opened('networkChange', { changeKinds: ['lines', 'switches'], alreadyChanged });
    const codes = unmet(world, 'owner', 'apply', { attach: [material('changeScheme')] });
    return { world, codes };
  };
  const approved = () => {
    const { world } = applied();
    does(world, 'section', 'approve', { outcome: 'approved', fields: { approvedOn: '2026-03-02' } });
    return world;
  };

  test('what was changed before it was applied for is refused', () => {
    expect(applied(true).codes).toEqual(['changedFirst']);
    expect(applied(false).codes).toEqual([]);
  });

  test.each([
    ['2026-03-01', ['changedBeforeApproval']],
    ['2026-03-02', []],
    ['2026-03-03', ['changedBeforeApproval']],
  ])('approved on 2 March and carried out on %s answers %j', (changedOn, codes) => {
    expect(unmet(approved(), 'owner', 'change', { fields: { changedOn } })).toEqual(codes);
  });

  test('an approval has its day, which does not lie ahead; a refusal needs none', () => {
    const { world } = applied();
    const approve = (approvedOn: string | null) =>
      unmet(world, 'section', 'approve', { outcome: 'approved', fields: { approvedOn } });
    expect([approve(null), approve('2026-03-03')]).toEqual([['approvedLater'], ['approvedLater']]);
    does(world, 'section', 'approve', { outcome: 'refused' });
    expect(standing(world)).toBe('refused');
  });

  test('silence is no approval: late, it still waits for the information section', () => {
    const { world } = applied();
    expect(dueAt(world, 'approveBy')?.due).toBe('2026-03-09');
    expect(reachClock(world, 'networkChange/approveBy')).toMatchObject({ overdue: true });
    expect(standing(world)).toBe('approve');
  });
});

describe('persons and accounts (OA-16.6, OA-19.4b)', () => {
  const filing = (more: Fields = {}) =>
    opened('personFiling', {
      personKind: 'networkManager',
      formerPerson: '甲',
      newPerson: '乙',
      plannedOn: '2026-03-03',
      ...more,
    });

  test.each<[Fields, string[]]>([
    [{ plannedOn: '2026-03-02' }, ['reportedLate']],
    [{ newPerson: '甲' }, ['samePerson']],
    [{}, []],
  ])('a change with %j answers %j (OA-19.4b)', (more, codes) => {
    expect(unmet(filing(more), 'owner', 'report')).toEqual(codes);
  });

  test('nobody hands over before both offices agree, and silence is no consent (OA-19.4b)', () => {
    const world = filing();
    does(world, 'owner', 'report');
    expect(dueAt(world, 'consentBy')?.due).toBe('2026-03-09');
    expect(reachClock(world, 'personFiling/consentBy')).toMatchObject({ overdue: true });
    expect(standing(world)).toBe('consent');
    does(world, 'both', 'consent', { outcome: 'granted' });
    expect(unmet(world, 'owner', 'handOver')).toEqual(['material/missing']);
    does(world, 'owner', 'handOver', { attach: [material('handOverRecord')] });
    expect(standing(world)).toBe('changed');
  });

  test.each([
    [false, ['notRealName']],
    [true, []],
  ])('an account whose real name is checked: %s answers %j (OA-16.6)', (realName, codes) => {
    const world = opened('accountRegistration', { accountHolder: '甲', accountNetwork: 'extranet' });
    expect(unmet(world, 'owner', 'ask')).toEqual(['material/missing']);
    does(world, 'owner', 'ask', { attach: [material('accountPledge')] });
    expect(unmet(world, 'network', 'register', { outcome: 'registered', fields: { realName } })).toEqual(
      codes,
    );
  });
});

describe('incidents (OA-8.5, OA-19.5)', () => {
  const incident = (incidentKind: string, foundOn = '2026-03-02') =>
    opened('incident', { incidentKind, foundOn, incidentText: '异常' });

  test('a leaked password is reported and changed the same day; after it, both are late (OA-8.5)', () => {
    const world = incident('passwordLeak');
    expect(dueAt(world, 'reportAtOnce')).toMatchObject({ due: '2026-03-02', wakeAt: '2026-03-02T16:00:00Z' });
    does(world, 'owner', 'report');
    expect([dueAt(world, 'reportAtOnce')?.status, dueAt(world, 'respondAtOnce')?.due]).toEqual([
      'met',
      '2026-03-02',
    ]);
    expect(unmet(world, 'section', 'respond', { fields: { passwordChanged: false } })).toEqual([
      'passwordNotChanged',
    ]);
    expect(reachClock(world, 'incident/respondAtOnce')).toMatchObject({ overdue: true });
    does(world, 'section', 'respond', { fields: { passwordChanged: true } });
    expect(world.state.status).toBe('closed');
    expect(reachClock(incident('attack'), 'incident/reportAtOnce')).toMatchObject({ overdue: true });
  });

  test('what is said to be found tomorrow is refused (OA-8.5)', () => {
    expect(unmet(incident('attack', '2026-03-03'), 'owner', 'report')).toEqual(['foundLater']);
  });

  test('a fault is repaired within two working days, a number the text withholds (OA-19.5)', () => {
    const world = incident('networkFault');
    does(world, 'owner', 'report');
    does(world, 'section', 'respond');
    expect(dueAt(world, 'repairBy')).toMatchObject({ due: '2026-03-04', basis: 'OA-19.5' });
    expect(reachClock(world, 'incident/repairBy')).toMatchObject({ overdue: true });
    does(world, 'telecom', 'repair');
    expect(standing(world)).toBe('repaired');
  });
});

describe('breaches and the ladder (OA-5.15, OA-8.1, OA-13.7, OA-16.10)', () => {
  const named = [
    ['intrusion', 'OA-8.8.1'],
    ['unapprovedChange', 'OA-8.8.2'],
    ['malware', 'OA-8.8.3'],
    ['crossConnection', 'OA-8.8.4'],
    ['doubleConnection', 'OA-8.8.5'],
    ['secretMachine', 'OA-8.8.6'],
    ['unrelatedService', 'OA-8.8.7'],
    ['harmfulContent', 'OA-8.8.8'],
    ['scanning', 'OA-8.8.9'],
    ['hiddenIncident', 'OA-8.8.10'],
    ['changedAddress', 'OA-8.8.11'],
    ['deviceNeglect', 'OA-8.1'],
    ['otherBreach', 'OA-13.7'],
  ] as const;
  const none: Fields = { offender: '某单位', ...Object.fromEntries(named.map(([name]) => [name, false])) };
  const liable = { liableAdmin: '网管员', liableLeader: '单位领导' };
  const heard = (priorWarnings = 0) => {
    const world = opened('accountability', { ...none, scanning: true });
    does(world, 'network', 'accuse');
    does(world, 'liaison', 'hear');
    const judge = (outcome: string, attach = [material('penaltyNotice')]) =>
      unmet(world, 'watcher', 'judge', { outcome, attach, fields: { priorWarnings } });
    return { world, judge };
  };

  test('a proceeding names at least one breach', () => {
    expect(unmet(opened('accountability', none), 'network', 'accuse')).toEqual(['noBreachNamed']);
  });

  test.each(named)('%s is one of them (%s)', (name, basis) => {
    const world = opened('accountability', {
      ...none,
      ...(name === 'deviceNeglect' ? liable : {}),
      [name]: true,
    });
    expect(unmet(world, 'network', 'accuse')).toEqual([]);
    expect(office.cases['accountability']?.facts[name]?.basis).toBe(basis);
  });

  test('an accident by neglect names the admin and the leader (OA-8.1)', () => {
    const world = opened('accountability', { ...none, deviceNeglect: true });
    expect(unmet(world, 'network', 'accuse')).toEqual(['fact/missing', 'fact/missing']);
  });

  test.each([
    ['warned', 0, []],
    ['limited', 0, ['limitWithoutWarning']],
    ['limited', 1, []],
    ['stopped', 0, ['stopWithoutWarning']],
    ['stopped', 1, []],
    ['unfounded', 0, []],
  ])('%s after %i warnings answers %j (OA-16.10)', (outcome, warnings, codes) => {
    expect(heard(warnings).judge(outcome)).toEqual(codes);
  });

  test('grave cases may skip the warning with leave of the leading group, and stop on a written penalty (OA-5.15, OA-16.10)', () => {
    const { world, judge } = heard();
    must(world, cast.group, { type: 'waive', code: 'stopWithoutWarning', comment: '情节严重' });
    expect(judge('stopped', [])).toEqual(['material/missing']);
    expect(judge('stopped')).toEqual([]);
    expect(standing(world)).toBe('stopped');
    expect(world.state.documents).toMatchObject([{ zh: '违规处理通知书', basis: 'OA-16.10' }]);
  });

  test('a limit is lifted after correction (OA-16.10)', () => {
    const { world, judge } = heard(1);
    expect(judge('limited', [])).toEqual([]);
    does(world, 'liaison', 'correct');
    does(world, 'network', 'restore', { outcome: 'returned' });
    does(world, 'liaison', 'correct');
    does(world, 'network', 'restore', { outcome: 'restored' });
    expect(standing(world)).toBe('restored');
  });
});

describe('files (OA-4.4, OA-5.10, OA-5.11, OA-8.6, OA-10.5, OA-13.4, OA-13.5, OA-13.6, OA-17.1a, OA-17.1c, OA-19.7, OA-19.8)', () => {
  const papers = [
    'riskAssessment',
    'securityRules',
    'personalDataRules',
    'emergencyPlan',
    'dataRules',
    'backupRules',
    'recoveryPlan',
  ];

  test.each(papers)('the security file is not complete without %s', (left) => {
    const world = opened('securityFile', { securityManager: '专职安全员' });
    const attach = papers.filter((kind) => kind !== left).map((kind) => material(kind));
    expect(unmet(world, 'owner', 'file', { attach })).toEqual(['material/missing']);
  });

  test('with all papers and a full-time manager it is filed (OA-17.1c)', () => {
    const attach = papers.map((kind) => material(kind));
    expect(unmet(opened('securityFile'), 'owner', 'file', { attach })).toEqual(['fact/missing']);
    const world = opened('securityFile', { securityManager: '专职安全员' });
    does(world, 'owner', 'file', { attach });
    does(world, 'network', 'receive');
    expect(world.state.status).toBe('closed');
  });

  test.each([
    [0, ['noTerminals']],
    [1, []],
  ])('a joined unit with %i terminals answers %j (OA-19.7)', (terminals, codes) => {
    const world = opened('unitRegister', { terminals, userRights: '按岗位授权' });
    const attach = [material('dutyRules'), material('resourceRules')];
    expect(unmet(world, 'owner', 'file', { attach: attach.slice(1) })).toContain('material/missing');
    expect(unmet(world, 'owner', 'file', { attach })).toEqual(codes);
  });

  test('the platform of the intranet has a plan on record (OA-19.8)', () => {
    const world = opened('platformPlan');
    expect(unmet(world, 'both', 'issue')).toEqual(['material/missing']);
    does(world, 'both', 'issue', { attach: [material('platformScheme')] });
    expect(world.state.status).toBe('closed');
  });
});

describe('a project by the other texts (OA-4.5a, OA-4.5b, OA-4.5c, OA-4.6, OA-17.3b)', () => {
  const toProcurement = (): World => {
    const world = begun({ reuseWeighed: '已比较' });
    const submit = (compatible: boolean) =>
      tryAct(world, cast.owner, { type: 'submit', attach: [material('needsAnalysis', { compatible })] });
    expect(unmetCodes(submit(false))).toEqual(['notCompatible']);
    expect(submit(true)).toEqual([]);
    does(world, 'group', 'check', { outcome: 'complete' });
    return world;
  };
  const qualified = (until: string) => material('teamQualification', {}, { org: 'builder', until });
  const toAcceptance = (): World => {
    const world = toProcurement();
    expect(unmet(world, 'owner', 'choose', { attach: [qualified('2099-12-31')] })).toContain(
      'contractorNotSet',
    );
    must(world, cast.owner, { type: 'bindParty', role: 'contractor', org: 'builder', orgZh: '承建' });
    expect(unmet(world, 'owner', 'choose', { attach: [qualified('2026-03-01')] })).toEqual([
      'material/author',
    ]);
    does(world, 'owner', 'choose', { attach: [qualified('2026-03-02')] });
    expect(unmet(world, 'owner', 'sign')).toEqual(['material/missing']);
    does(world, 'owner', 'sign', { attach: [material('contract')] });
    return world;
  };
  const toOperation = (): World => {
    const world = toAcceptance();
    const request = (verdict: string) =>
      unmet(world, 'owner', 'request', { attach: [material('testReport', { verdict })] });
    expect(request('failed')).toEqual(['testNotPassed']);
    expect(request('passed')).toEqual([]);
    does(world, 'group', 'accept', { outcome: 'failed' });
    does(world, 'group', 'order');
    does(world, 'contractor', 'repair');
    does(world, 'group', 'recheck', { outcome: 'repaired' });
    expect(request('passed')).toEqual([]);
    does(world, 'group', 'accept', { outcome: 'passed' });
    does(world, 'owner', 'putInUse');
    return world;
  };

  test('needs, a qualified team and a contract, tests and acceptance, repair, and use', () => {
    expect(toOperation().state.status).toBe('inUse');
  });

  test.each([
    ['maintaining', 'maintenanceRound', '2026-04-02', 'OA-4.6'],
    ['upgrading', 'systemUpgrade', '2026-09-02', 'OA-17.3b'],
    ['penetrating', 'penetrationTest', '2027-03-02', 'OA-17.1b'],
    ['evaluating', 'evaluation', '2027-03-02', 'OA-10.6'],
  ])('in use, %s opens %s on %s (%s)', (clock, type, due, basis) => {
    const world = toOperation();
    expect(world.state.clocks[`operation/${clock}`]).toMatchObject({ due, basis });
    reachClock(world, `operation/${clock}`);
    expect(dueOf(world)).toEqual([`open ${type}`]);
  });

  test.each([
    ['maintenanceRound', 'record', 'maintenanceLog'],
    ['systemUpgrade', 'upgrade', 'upgradeRecord'],
  ])('%s leaves its record at %s (OA-4.6, OA-17.3b)', (type, step, paper) => {
    const world = openCase(toOperation(), type);
    expect(unmet(world, 'owner', step)).toEqual(['material/missing']);
    does(world, 'owner', step, { attach: [material(paper)] });
    expect(world.state.status).toBe('closed');
  });

  test.each([
    [true, true, []],
    [false, true, ['notProtected']],
    [true, false, ['notProtected']],
  ])(
    'a penetration test with encryption %s and firewall %s answers %j (OA-17.1b)',
    (encryption, firewall, codes) => {
      const world = openCase(toOperation(), 'penetrationTest');
      const attach = [material('penetrationReport', { encryption, firewall })];
      expect(unmet(world, 'owner', 'test', { attach })).toEqual(codes);
    },
  );

  test('an evaluation finds on building, running and effect, in time, and is circulated (OA-3.6, OA-10.6)', () => {
    const world = openCase(toOperation(), 'evaluation');
    const bare = {
      type: 'decide',
      task: task(world, 'evaluate').id,
      outcome: 'sound',
      comment: '意见',
    } as const;
    expect(tryAct(world, cast.watcher, bare).map(({ code }) => code)).toEqual(['task/findings-required']);
    expect(dueAt(world, 'evaluateBy')?.due).toBe('2026-03-30');
    expect(reachClock(world, 'evaluation/evaluateBy')).toMatchObject({ overdue: true });
    does(world, 'watcher', 'evaluate', { outcome: 'faulty' });
    expect(unmet(world, 'watcher', 'circulate')).toEqual(['material/missing']);
    does(world, 'watcher', 'circulate', { attach: [material('evaluationReport')] });
    expect(standing(world)).toBe('circulated');
  });
});
