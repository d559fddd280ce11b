/** The county data measures, what goes on beside a project: catalogue, sharing, correction, security, orders and what follows them. */
import type { Fields } from '../../../domain/project/commands';
import { dueOf } from './cases';
import { deciding, material, must, reachClock, task, tryAct, type World } from './world';
import { begin, cast, county, does, unmet } from './data-resources';

const opened = (type: string, facts: Fields = {}, at = '2026-03-02') => begin({ facts, at, case: { type } });
const dueAt = (world: World, clock: string) => world.state.clocks[`${String(world.state.caseType)}/${clock}`];
const open = (world: World) => world.state.open?.step ?? world.state.ended.at(-1)?.outcome;
const isLate = (world: World, clock: string) =>
  reachClock(world, `${String(world.state.caseType)}/${clock}`)?.overdue;

describe('catalogue (DATA-7.1, DATA-8.1, DATA-12.2, DATA-13.2, DATA-13.3, DATA-13.4, DATA-16.1, DATA-16.2, DATA-20.1, DATA-26.2)', () => {
  const facts: Fields = {
    dataName: '人口',
    upperCatalogue: '市级采集目录第三项',
    stateSecret: false,
    otherSource: false,
    shareType: 'unconditional',
  };
  const declare = (more: Fields = {}, attach = [material('secrecyReview')]) => {
    const world = opened('catalogueEntry', { ...facts, ...more });
    return { world, codes: unmet(world, 'owner', 'declare', { attach }) };
  };

  test.each([
    ['unconditional', null, []],
    ['conditional', null, ['fact/missing']],
    ['notYetShared', null, ['fact/missing']],
    ['conditional', '统计法第九条', []],
    ['notYetShared', '统计法第九条', []],
    [null, null, ['fact/missing']],
  ])(
    'shared %s with the legal basis %s answers %j (DATA-16.1, DATA-16.2)',
    (shareType, legalBasis, codes) => {
      expect(declare({ shareType, legalBasis }).codes).toEqual(codes);
    },
  );

  test('what has another source is not collected twice; a state secret is barred; secrecy is reviewed (DATA-20.1, DATA-26.2)', () => {
    expect(declare({ otherSource: true }).codes).toEqual(['collectedTwice']);
    expect(declare({ stateSecret: true }).codes).toEqual(['secretData']);
    expect(declare({}, []).codes).toEqual(['material/missing']);
  });

  test('the department answers for five qualities (DATA-8.1)', () => {
    const world = opened('catalogueEntry', facts);
    const bare = { type: 'decide', task: task(world, 'declare').id } as const;
    expect(tryAct(world, cast.owner, bare)[0]?.params['missing']).toHaveLength(5);
  });

  const registered = () => {
    const { world } = declare();
    does(world, 'data', 'list', { outcome: 'listed' });
    return world;
  };

  test('registered, it is aggregated in real time and confirmed (DATA-7.1, DATA-12.2, DATA-13.2, DATA-13.3)', () => {
    const world = registered();
    expect(dueAt(world, 'aggregating')).toMatchObject({ due: '2026-03-30', basis: 'DATA-26.3' });
    does(world, 'owner', 'aggregate', { fields: { aggregation: 'realTime' } });
    expect([open(world), dueAt(world, 'filingExemption')]).toEqual(['confirm', undefined]);
    does(world, 'data', 'confirm');
    expect(open(world)).toBe('aggregated');
  });

  test('what cannot be aggregated in real time says why and how often, and is filed with the centre in time (DATA-13.4)', () => {
    const world = registered();
    const fields = { aggregation: 'periodic', periodDays: 7, exemptUntil: '2026-09-30' };
    const attach = [material('exemptionReason')];
    expect(unmet(world, 'owner', 'aggregate', { fields })).toEqual(['material/missing']);
    const without = { fields: { ...fields, periodDays: null }, attach };
    expect(unmet(world, 'owner', 'aggregate', without)).toEqual(['fact/missing']);
    const endless = { fields: { ...fields, exemptUntil: null }, attach };
    expect(unmet(world, 'owner', 'aggregate', endless)).toEqual(['exemptionPassed', 'fact/missing']);
    const today = { fields: { ...fields, exemptUntil: '2026-03-02' }, attach };
    expect(unmet(world, 'owner', 'aggregate', today)).toEqual(['exemptionPassed']);
    does(world, 'owner', 'aggregate', { fields, attach });
    expect([open(world), dueAt(world, 'filingExemption')?.due]).toEqual(['fileExemption', '2026-03-16']);
    expect(isLate(world, 'filingExemption')).toBe(true);
    does(world, 'centre', 'fileExemption');
    expect([open(world), dueAt(world, 'exemption')?.due]).toEqual(['confirm', '2026-09-30']);
  });

  test('the exemption expires on its day and is marked; it is filed anew, or ends when data come in real time (DATA-13.4)', () => {
    const world = registered();
    const file = (exemptUntil: string) => {
      const fields = { aggregation: 'periodic', periodDays: 7, exemptUntil };
      does(world, 'owner', 'aggregate', { fields, attach: [material('exemptionReason')] });
      does(world, 'centre', 'fileExemption');
      does(world, 'data', 'confirm');
    };
    file('2026-09-30');
    expect([open(world), world.state.status]).toEqual(['endExemption', 'active']);
    expect(isLate(world, 'exemption')).toBe(true);
    does(world, 'centre', 'endExemption', { outcome: 'renewed' });
    file('2027-03-31');
    expect(dueAt(world, 'exemption')).toMatchObject({ due: '2027-03-31', status: 'running' });
    does(world, 'centre', 'endExemption', { outcome: 'realTimeNow' });
    expect([open(world), dueAt(world, 'exemption')?.status]).toEqual(['aggregated', 'met']);
  });

  test('aggregated too late it is marked (DATA-26.3)', () => {
    expect(isLate(registered(), 'aggregating')).toBe(true);
  });

  test('a change is entered within ten working days of the change, whenever it is told (DATA-12.3)', () => {
    const world = opened('catalogueUpdate', { change: '增加字段', changedOn: '2026-03-02' }, '2026-03-06');
    does(world, 'owner', 'tell');
    expect(dueAt(world, 'updating')?.due).toBe('2026-03-16');
    does(world, 'owner', 'update');
    expect(world.state.status).toBe('closed');
    const later = opened('catalogueUpdate', { change: '增加字段', changedOn: '2026-03-03' });
    expect(unmet(later, 'owner', 'tell')).toEqual(['changedLater']);
  });

  test('an old exchange system moves by a date of its own (DATA-11.2)', () => {
    const world = opened('systemMigration', { systemName: '前置机', moveBy: '2026-06-30' });
    does(world, 'owner', 'schedule');
    expect([dueAt(world, 'moving')?.due, isLate(world, 'moving')]).toEqual(['2026-06-30', true]);
    does(world, 'owner', 'move');
    expect(open(world)).toBe('moved');
  });
});

describe('sharing (DATA-15.4, DATA-17.1, DATA-18.2)', () => {
  const seven: Fields = {
    usedFor: '核对身份',
    usedBy: '窗口人员',
    approvedBy: '科长',
    dataContent: '姓名、住址',
    takenOn: '2026-03-20',
    takenBy: 'docking',
    medium: '接口',
  };

  test.each(Object.keys(seven))('is not asked for without %s (DATA-18.2)', (item) => {
    const codes = unmet(opened('sharingRequest', { ...seven, [item]: null }), 'owner', 'ask');
    expect(codes).toContain('fact/missing');
  });

  test.each(['usedFor', 'usedBy', 'approvedBy', 'dataContent', 'medium'])(
    'nor with nothing for %s (DATA-18.2)',
    (item) => {
      const world = opened('sharingRequest', { ...seven, [item]: null });
      const blank = deciding(world, 'ask', { fields: { [item]: '' } });
      expect(tryAct(world, cast.owner, blank).map(({ code }) => code)).toEqual(['fields/invalid']);
    },
  );

  test('runs from request to use, answered in ten working days and provided in five (DATA-15.4, DATA-17.1, DATA-18.2)', () => {
    const world = opened('sharingRequest', seven);
    does(world, 'owner', 'ask');
    expect(dueAt(world, 'answering')?.due).toBe('2026-03-16');
    does(world, 'data', 'examine', { outcome: 'passed' });
    does(world, 'provider', 'consult');
    does(world, 'data2', 'answer', { outcome: 'granted' });
    expect([dueAt(world, 'answering')?.status, dueAt(world, 'providing')?.due]).toEqual([
      'met',
      '2026-03-09',
    ]);
    expect(unmet(world, 'provider', 'provide')).toEqual(['fact/missing']);
    does(world, 'provider', 'provide', { fields: { interface: '/v1/people' } });
    expect(unmet(world, 'owner', 'useData')).toEqual(['fact/missing']);
    does(world, 'owner', 'useData', { fields: { useRecord: '核对 12 次' } });
    expect(open(world)).toBe('shared');
  });

  test('goes by docking of systems, an exception is granted by the e-government authority (DATA-15.4)', () => {
    const world = opened('sharingRequest', { ...seven, takenBy: 'otherWay' });
    expect(unmet(world, 'owner', 'ask')).toEqual(['notByDocking']);
    must(world, cast.data, { type: 'waive', code: 'notByDocking', comment: '一次性提供' });
    expect(unmet(world, 'owner', 'ask')).toEqual([]);
  });

  test('is refused with reasons, or marked as late (DATA-18.2)', () => {
    const world = opened('sharingRequest', seven);
    does(world, 'owner', 'ask');
    expect(isLate(world, 'answering')).toBe(true);
    const silent = { ...deciding(world, 'examine', { outcome: 'refused' }), comment: '' };
    expect(tryAct(world, cast.data, silent).map(({ code }) => code)).toEqual(['task/opinion-required']);
    does(world, 'data', 'examine', { outcome: 'refused' });
    expect(open(world)).toBe('refused');
  });

  test('a dispute is settled by the coordination mechanism, whose decision the county office enters (DATA-5.1)', () => {
    const world = opened('sharingDispute', { dispute: '拒不提供' });
    does(world, 'owner', 'tell');
    does(world, 'data', 'report');
    does(world, 'hall', 'settle', { outcome: 'settled' });
    expect(open(world)).toBe('settled');
  });
});

describe('correction and change of data (DATA-17.2, DATA-17.3, DATA-17.4, DATA-18.3, DATA-26.6)', () => {
  const verified = (outcome: string) => {
    const world = opened('dataCorrection', { wrongData: '住址有误' });
    does(world, 'owner', 'tell');
    expect(dueAt(world, 'verifying')?.due).toBe('2026-03-09');
    does(world, 'data', 'verify', { role: 'dataAuthority', outcome });
    does(world, 'provider', 'verify', { role: 'dataProvider', outcome });
    return world;
  };

  test('what is wrong is verified by both, corrected by its owner in time, and answered (DATA-17.2, DATA-17.3, DATA-17.4)', () => {
    const world = verified('founded');
    expect([dueAt(world, 'correcting')?.due, isLate(world, 'correcting')]).toEqual(['2026-03-16', true]);
    does(world, 'provider', 'correct');
    does(world, 'data', 'feedback');
    expect(open(world)).toBe('corrected');
  });

  test('what was right after all is told to whoever reported it before it ends (DATA-17.4)', () => {
    const world = verified('unfounded');
    expect([open(world), world.state.status]).toEqual(['tellUnfounded', 'active']);
    does(world, 'data', 'tellUnfounded');
    expect(open(world)).toBe('unfounded');
  });

  test('nothing is changed or deleted without approval (DATA-18.3, DATA-26.6)', () => {
    const world = opened('dataChange', { changeOfData: '删除重复记录' });
    does(world, 'owner', 'ask');
    expect(() => task(world, 'change')).toThrow('no open task');
    does(world, 'data', 'approve', { outcome: 'granted' });
    does(world, 'owner', 'change');
    expect(open(world)).toBe('approved');
  });
});

describe('supervision and security (DATA-9.1, DATA-9.2, DATA-18.1, DATA-19.1, DATA-19.2, DATA-22.1, DATA-23.1, DATA-23.2, DATA-23.3, DATA-24.1, DATA-24.2, DATA-25.1)', () => {
  test.each(['sound', 'faulty'])(
    'an inspection finds a department %s and rates its provider (DATA-9.1, DATA-9.2)',
    (outcome) => {
      const world = opened('inspection', { inspected: 'office' });
      does(world, 'data', 'plan');
      expect(unmet(world, 'data2', 'inspect', { outcome: 'sound' })).toEqual(['fact/missing']);
      does(world, 'data2', 'inspect', { outcome, fields: { providerRating: '良好' } });
      expect(open(world)).toBe(outcome);
      expect(dueOf(world)).toEqual(outcome === 'faulty' ? ['open dutyOrder'] : []);
    },
  );

  test('rules of security are on record (DATA-18.1)', () => {
    const world = opened('dataStandard', { ruleName: '数据安全制度' });
    expect(unmet(world, 'data', 'issue')).toEqual(['material/missing']);
    does(world, 'data', 'issue', { attach: [material('ruleText')] });
    expect(world.state.status).toBe('closed');
  });

  test('systems are tested and drilled by the network security authority with the e-government authority (DATA-19.1, DATA-19.2)', () => {
    const world = opened('securityTest', { testedOn: '2026-03-02' });
    does(world, 'security', 'test', { attach: [material('riskReport')] });
    expect(dueAt(world, 'drilling')?.due).toBe('2027-03-02');
    expect(dueOf(world)).toEqual(['open securityTest']);
    does(world, 'data', 'join');
    expect(unmet(world, 'security', 'drill')).toEqual(['material/missing']);
    does(world, 'security', 'drill', { attach: [material('drillRecord')] });
    expect(world.state.status).toBe('closed');
  });

  test('the next test is owed within a year of the last, or marked as late (DATA-19.2)', () => {
    const world = opened('securityTest');
    expect(dueAt(world, 'testing')).toMatchObject({ due: '2027-03-02', basis: 'DATA-19.2' });
    expect(isLate(world, 'testing')).toBe(true);
    does(world, 'security', 'test', { fields: { testedOn: '2027-03-03' }, attach: [material('riskReport')] });
    expect([dueAt(world, 'testing')?.status, dueAt(world, 'testing')?.overdue]).toEqual(['met', true]);
  });

  test('the assessment follows the scheme from above, by its day (DATA-22.1)', () => {
    const world = opened('assessment', { assessBy: '2026-12-31' });
    expect(unmet(world, 'data', 'begin')).toEqual(['material/missing']);
    does(world, 'data', 'begin', { attach: [material('upperScheme')] });
    expect([dueAt(world, 'assessing')?.due, isLate(world, 'assessing')]).toEqual(['2026-12-31', true]);
    does(world, 'data', 'conclude', { attach: [material('assessmentResult')] });
    expect(world.state.status).toBe('closed');
  });

  const persons: Fields = { leader: '局长', dailyManager: '科长', contact: '3001', heldSince: '2026-03-02' };

  test.each(['leader', 'dailyManager', 'contact'])(
    '%s is filed, with the rules of the department (DATA-23.1, DATA-23.2)',
    (fact) => {
      const attach = [material('workRules')];
      const tell = (facts: Fields, papers = attach) =>
        unmet(opened('personFiling', facts), 'owner', 'tell', { attach: papers });
      expect(tell({ ...persons, [fact]: null })).toEqual(['fact/missing']);
      expect(tell(persons, [])).toEqual(['material/missing']);
      expect(tell(persons)).toEqual([]);
    },
  );

  test('a change of persons is filed within ten working days of it (DATA-23.3)', () => {
    const world = opened('personFiling', persons, '2026-03-10');
    does(world, 'owner', 'tell', { attach: [material('workRules')] });
    expect(dueAt(world, 'filing')?.due).toBe('2026-03-16');
    does(world, 'data', 'file');
    expect([dueAt(world, 'filing')?.status, world.state.status]).toEqual(['met', 'closed']);
  });

  test('a survey finds on four points, what it finds is rectified by a date, and the next one is owed in a year (DATA-24.1, DATA-24.2)', () => {
    const world = opened('survey', { surveyor: '评估公司' });
    const by = (correctBy: string) => ({ fields: { correctBy } });
    expect(unmet(world, 'owner', 'survey', by('2026-03-02'))).toEqual(['correctByPassed']);
    expect(dueAt(world, 'surveying')?.due).toBe('2027-03-02');
    does(world, 'owner', 'survey', by('2026-03-03'));
    expect(dueOf(world)).toEqual(['open survey']);
    expect([dueAt(world, 'surveying')?.status, isLate(world, 'correcting')]).toEqual(['met', true]);
    does(world, 'owner', 'correct');
    expect(world.state.status).toBe('closed');
  });

  test.each([
    [true, []],
    [false, ['noMonitoring']],
  ])(
    'outsourced governance with an agreement and monitoring %s answers %j (DATA-25.1)',
    (monitoring, codes) => {
      const attach = [material('confidentialityAgreement')];
      expect(unmet(opened('outsourcing', { monitoring }), 'owner', 'begin', { attach })).toEqual(codes);
      expect(unmet(opened('outsourcing', { monitoring: true }), 'owner', 'begin')).toEqual([
        'material/missing',
      ]);
    },
  );
});

describe('orders to correct (DATA-9.3, DATA-26.0, DATA-27, DATA-28)', () => {
  const violations: readonly (readonly [string, string])[] = [
    ['wideningCollection', 'DATA-26.1'],
    ['collectingTwice', 'DATA-26.2'],
    ['lateAggregation', 'DATA-26.3'],
    ['useAgainstRules', 'DATA-26.4'],
    ['secretsMisused', 'DATA-26.5'],
    ['changedWithoutLeave', 'DATA-26.6'],
    ['commercialUse', 'DATA-26.7'],
    ['otherViolation', 'DATA-26.8'],
  ];
  const none: Fields = Object.fromEntries(violations.map(([name]) => [name, false]));
  const order = (more: Fields) => {
    const facts = { department: 'office', correctBy: '2026-03-31', ...none, ...more };
    const world = opened('dutyOrder', facts);
    return { world, codes: unmet(world, 'data', 'order', { attach: [material('evidence')] }) };
  };

  test.each(violations)('%s alone is enough and stands with its article (DATA-26.0, %s)', (name, basis) => {
    expect(order({ [name]: true }).codes).toEqual([]);
    expect(county.cases['dutyOrder']?.facts[name]?.basis).toBe(basis);
  });

  test('none is given without a violation, or with a date that has passed (DATA-26.0)', () => {
    expect(order({}).codes).toEqual(['noViolation']);
    expect(order({ otherViolation: true, correctBy: '2026-03-02' }).codes).toEqual(['correctByPassed']);
  });

  test('it is corrected in time, or marked as late (DATA-9.3)', () => {
    const { world } = order({ lateAggregation: true });
    expect([dueAt(world, 'correcting')?.due, isLate(world, 'correcting')]).toEqual(['2026-03-31', true]);
    does(world, 'liaison', 'correct');
    does(world, 'data2', 'recheck', { outcome: 'fixed' });
    expect([open(world), dueOf(world)]).toEqual(['corrected', []]);
  });

  const onTheLadder = () => {
    const { world } = order({ lateAggregation: true });
    does(world, 'liaison', 'correct');
    does(world, 'data2', 'recheck', { outcome: 'overdue', fields: { grave: true } });
    return world;
  };

  test('nobody climbs the ladder before the date has passed, unless it is grave (DATA-26.0)', () => {
    const { world } = order({ lateAggregation: true });
    does(world, 'liaison', 'correct');
    const late = { outcome: 'overdue' };
    expect(unmet(world, 'data2', 'recheck', late)).toEqual(['notOverdueYet']);
    expect(unmet(world, 'data2', 'recheck', { ...late, fields: { grave: false } })).toEqual([
      'notOverdueYet',
    ]);
    reachClock(world, 'dutyOrder/correcting');
    does(world, 'data2', 'recheck', late);
    expect(open(world)).toBe('ladder');
  });

  test.each([
    ['criticised', []],
    ['disciplined', []],
    ['compensated', []],
    ['reduced', ['reductionFinding']],
  ])('%s does not spare the correction (DATA-26.0, DATA-28)', (outcome, papers) => {
    const world = onTheLadder();
    if (papers.length > 0) expect(unmet(world, 'data', 'ladder', { outcome })).toEqual(['material/missing']);
    does(world, 'data', 'ladder', { outcome, attach: papers.map((kind) => material(kind)) });
    expect(open(world)).toBe('correct');
  });

  test('it ends with the prosecution, or with a finding on honest trial (DATA-26.0, DATA-28)', () => {
    const handed = onTheLadder();
    does(handed, 'data', 'ladder', { outcome: 'handedOver' });
    expect(open(handed)).toBe('handedOver');
    const world = onTheLadder();
    expect(unmet(world, 'data', 'ladder', { outcome: 'exempted' })).toEqual(['material/missing']);
    does(world, 'data', 'ladder', { outcome: 'exempted', attach: [material('toleranceFinding')] });
    expect(open(world)).toBe('exempted');
  });

  test('abuse of office is told to the authority alone and handed over (DATA-27)', () => {
    const world = opened('abuseOfOffice', { abuse: '收受好处' });
    does(world, 'owner', 'tell');
    does(world, 'data', 'handOver', { outcome: 'handedOver' });
    expect([open(world), county.cases['abuseOfOffice']?.readers]).toEqual(['handedOver', ['dataAuthority']]);
  });
});

describe('rules no program checks', () => {
  test('are shown as reminders or as having no automatic check, never as passed', () => {
    const shown = Object.values(county.reminders ?? {}).map(({ basis, check }) => [basis, check]);
    expect(shown).toEqual([
      ['DATA-1', 'none'],
      ['DATA-4.1', 'none'],
      ['DATA-5.1', 'none'],
      ['DATA-5.2', 'person'],
      ['DATA-8.1', 'person'],
      ['DATA-13.3', 'person'],
      ['DATA-15.1', 'none'],
      ['DATA-15.3', 'person'],
      ['DATA-16.3', 'none'],
      ['DATA-27', 'none'],
    ]);
  });
});
