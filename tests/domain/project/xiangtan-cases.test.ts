/** Xiangtan, what goes on beside a project: plans, network, portal, catalogue, security, training, assessment, orders to correct. */
import type { Fields } from '../../../domain/project/commands';
import { newCase } from '../../../domain/project/new-case';
import { dueOf, openCase } from './cases';
import { must, material, reachClock, task, tryAct, type World } from './world';
import { begin, cast, does, toOperation, unmet, xiangtan, type Cast } from './xiangtan';

const opened = (type: string, facts: Fields = {}, at = '2026-03-02') => begin({ facts, at, case: { type } });
const dueAt = (world: World, clock: string) => world.state.clocks[`${String(world.state.caseType)}/${clock}`];
const open = (world: World) => world.state.open?.step ?? world.state.ended.at(-1)?.outcome;

describe('plans (XT-5.1, XT-5.2, XT-6.1)', () => {
  test('the overall plan is drafted by the competent authority and approved by the government in writing (XT-5.1)', () => {
    const world = opened('cityPlan');
    expect(unmet(world, 'authority', 'compile')).toEqual(['material/missing']);
    does(world, 'authority', 'compile', { attach: [material('cityPlanText')] });
    const approval = { outcome: 'adopted', attach: [material('governmentApproval')] };
    expect(unmet(world, 'hall', 'adopt', { outcome: 'adopted' })).toEqual(['material/missing']);
    does(world, 'hall', 'adopt', { outcome: 'returned' });
    does(world, 'authority', 'compile', { attach: [material('cityPlanText')] });
    does(world, 'hall', 'adopt', approval);
    expect([world.state.status, open(world)]).toEqual(['closed', 'adopted']);
  });

  test("a department's plan is filed: the competent authority takes note and cannot refuse (XT-5.2)", () => {
    const world = opened('departmentPlan');
    expect(unmet(world, 'owner', 'compile')).toEqual(['material/missing']);
    does(world, 'owner', 'compile', { attach: [material('departmentPlanText')] });
    expect(xiangtan.cases['departmentPlan']?.phases[0]?.steps[1]).toMatchObject({ does: 'receive' });
    does(world, 'authority', 'file');
    expect(world.state.status).toBe('closed');
  });

  test('a county plan is approved by its own government, then filed with the city (XT-6.1)', () => {
    const world = opened('countyPlan');
    does(world, 'county', 'compile', { attach: [material('countyPlanText')] });
    const adopt = { outcome: 'adopted', attach: [material('countyApproval')] };
    expect(unmet(world, 'county2', 'adopt', { outcome: 'adopted' })).toEqual(['material/missing']);
    does(world, 'county2', 'adopt', adopt);
    expect(task(world, 'file').key).toBe('post:xiangtan/competentAuthority');
    does(world, 'authority', 'file');
    expect(world.state.status).toBe('closed');
  });
});

describe('the network (XT-10.1, XT-10.2, XT-11.1, XT-12.1)', () => {
  const facts = (more: Fields = {}): Fields => ({
    network: 'extranet',
    networkNature: '非涉密',
    networkUse: '公共服务',
    networkEquipment: '交换机二台',
    terminals: 1,
    ...more,
  });

  test.each(['networkNature', 'networkUse', 'networkEquipment', 'terminals'])(
    'a unit that does not state %s in writing is sent back (XT-10.2)',
    (fact) => {
      const codes = unmet(opened('networkAccess', facts({ [fact]: null })), 'owner', 'explain');
      expect(codes).toContain('fact/missing');
    },
  );

  test.each([
    [0, ['noTerminals']],
    [1, []],
  ])('%i terminals answer %j (XT-10.2)', (terminals, codes) => {
    expect(unmet(opened('networkAccess', facts({ terminals })), 'owner', 'explain')).toEqual(codes);
  });

  test.each<[string, Cast]>([
    ['intranet', 'hall'],
    ['extranet', 'authority'],
  ])(
    'the %s is managed by %s: checked, addresses allotted, joined (XT-8.2, XT-10.1, XT-11.1)',
    (network, by) => {
      const world = opened('networkAccess', facts({ network }));
      does(world, 'owner', 'explain');
      does(world, by, 'check', { outcome: 'returned' });
      does(world, 'owner', 'explain');
      does(world, by, 'check', { outcome: 'accepted' });
      does(world, by, 'allot');
      does(world, 'owner', 'join');
      expect(open(world)).toBe('joined');
    },
  );

  test('a separate internet exit needs both schemes and gets guidance; counties are not concerned (XT-12.1)', () => {
    const schemes = [material('exitScheme'), material('exitSecurityScheme')];
    const county = opened('internetExit', { countyLevel: true });
    expect(unmet(county, 'owner', 'sendScheme', { attach: schemes })).toEqual(['countyNotConcerned']);
    const world = opened('internetExit', { countyLevel: false });
    expect(unmet(world, 'owner', 'sendScheme', { attach: schemes.slice(1) })).toEqual(['material/missing']);
    does(world, 'owner', 'sendScheme', { attach: schemes });
    const silent = { type: 'decide', task: task(world, 'guide').id } as const;
    expect(tryAct(world, cast.authority, silent).map(({ code }) => code)).toEqual(['task/opinion-required']);
    does(world, 'authority', 'guide');
    expect(world.state.status).toBe('closed');
  });
});

describe('the portal (XT-14.1, XT-15.1, XT-16.1, XT-16.2, XT-17.1, XT-17.2)', () => {
  const publication = (arisenOn: string, at: string, infoKind = 'fees') =>
    opened('publication', { infoKind, arisenOn }, at);
  const prepare = (world: World) => unmet(world, 'owner', 'prepare', { attach: [material('content')] });

  test.each([
    ['a Tuesday', '2026-03-03', '2026-03-10'],
    ['a Saturday: the last day rolls to Monday', '2026-03-07', '2026-03-16'],
  ])('what arose on %s (%s) is published by %s, whenever it was prepared (XT-16.2)', (_day, arisen, due) => {
    const world = publication(arisen, arisen);
    expect(prepare(world)).toEqual([]);
    expect(dueAt(world, 'publishBy')).toMatchObject({ from: arisen, due, basis: 'XT-16.2' });
    const later = publication(arisen, '2026-03-09');
    expect(prepare(later)).toEqual([]);
    expect(dueAt(later, 'publishBy')).toMatchObject({ from: arisen, due });
  });

  test('published on the seventh day it is in time; after it, it is marked as late (XT-16.2)', () => {
    const onTime = publication('2026-03-03', '2026-03-10');
    prepare(onTime);
    does(onTime, 'reviewer', 'releaseReview', { outcome: 'cleared' });
    does(onTime, 'owner', 'publish', { fields: { pageAddress: 'https://example.org/1' } });
    expect([open(onTime), dueAt(onTime, 'publishBy')?.status]).toEqual(['published', 'met']);
    const late = publication('2026-03-03', '2026-03-11');
    prepare(late);
    expect(dueAt(late, 'publishBy')?.wakeAt).toBe('2026-03-10T16:00:00Z');
    expect(reachClock(late, 'publication/publishBy')).toMatchObject({ overdue: true });
  });

  test('what is said to arise tomorrow is refused, as is a kind the measure does not name (XT-16.2)', () => {
    expect(prepare(publication('2026-03-04', '2026-03-03'))).toEqual(['arisenLater']);
    const world = opened('publication', { arisenOn: '2026-03-02' });
    const act = { type: 'submit', fields: { infoKind: 'gossip' }, attach: [material('content')] } as const;
    expect(tryAct(world, cast.owner, act).map(({ code }) => code)).toEqual(['fields/invalid']);
    const kinds = xiangtan.cases['publication']?.facts['infoKind']?.options;
    expect(kinds).toHaveLength(5);
  });

  test('nothing goes on the net without a review for secrecy and harm, which may bar it (XT-17.1)', () => {
    const world = publication('2026-03-02', '2026-03-02');
    prepare(world);
    const { id } = task(world, 'releaseReview');
    const half = { type: 'decide', task: id, outcome: 'cleared', findings: { secrecy: '否' } } as const;
    expect(tryAct(world, cast.reviewer, half).map(({ code }) => code)).toEqual(['task/findings-required']);
    expect(tryAct(world, cast.owner, { ...half, outcome: 'cleared' }).map(({ code }) => code)).toEqual([
      'task/not-yours',
    ]);
    does(world, 'reviewer', 'releaseReview', { outcome: 'barred' });
    expect(open(world)).toBe('barred');
  });

  test('whoever prepared a text does not review it (XT-17.1)', () => {
    const world = opened('publication', { infoKind: 'fees', arisenOn: '2026-03-02' });
    const both = { ...cast.owner, keys: [...cast.owner.keys, ...cast.reviewer.keys] };
    must(world, both, { type: 'submit', attach: [material('content')] });
    const { id } = task(world, 'releaseReview');
    const act = {
      type: 'decide',
      task: id,
      outcome: 'cleared',
      findings: { secrecy: '否', harm: '否' },
    } as const;
    expect(tryAct(world, both, act).map(({ code }) => code)).toEqual(['duty/own-submission']);
  });

  test('one of three banned kinds is reported by anyone and checked with reasons (XT-17.2)', () => {
    const world = opened('contentReport', {
      contentKind: 'falseInformation',
      contentAddress: 'https://example.org',
    });
    does(world, 'owner', 'tell');
    does(world, 'authority', 'handle', { outcome: 'founded' });
    expect(open(world)).toBe('founded');
    expect(xiangtan.cases['contentReport']?.facts['contentKind']?.options).toHaveLength(3);
  });

  test('a stale page is updated within five working days, a number the text withholds (XT-16.1)', () => {
    const world = opened('pageUpdate', { stalePage: '收费目录' });
    does(world, 'owner', 'tell');
    expect(dueAt(world, 'updating')?.due).toBe('2026-03-09');
    expect(xiangtan.cases['pageUpdate']?.clocks['updating']?.note).toBe('not-from-text');
    expect(reachClock(world, 'pageUpdate/updating')).toMatchObject({ overdue: true });
    does(world, 'liaison', 'update');
    expect(world.state.status).toBe('closed');
  });

  test('the mechanism of the portal and a sub-site are on record (XT-14.1, XT-15.1)', () => {
    const portal = opened('portalMechanism');
    expect(unmet(portal, 'authority', 'issue')).toEqual(['material/missing']);
    does(portal, 'authority', 'issue', { attach: [material('portalRules')] });
    const site = opened('subsite', { subsiteAddress: 'https://example.org/unit' });
    does(site, 'owner', 'setUp');
    does(site, 'authority', 'guide');
    expect([portal.state.status, site.state.status]).toEqual(['closed', 'closed']);
  });
});

describe('online licences (XT-21.1)', () => {
  test.each(['granted', 'denied'])('taken in, handled, answered by the website when %s', (outcome) => {
    const world = opened('onlineLicence', { licenceItem: '户外广告' });
    does(world, 'owner', 'takeIn');
    does(world, 'licences', 'handle', { outcome });
    expect(world.state.status).toBe('active');
    does(world, 'licences', 'answer');
    expect(open(world)).toBe('answered');
  });
});

describe('information (XT-22.2, XT-23.2, XT-24.1, XT-25.1, XT-25.2)', () => {
  const entry = (heldElsewhere: boolean) =>
    opened('catalogueEntry', { entryName: '人口', sourceUnit: '公安', heldElsewhere });

  test('what another unit has collected is not collected again (XT-24.1)', () => {
    expect(unmet(entry(true), 'owner', 'compile')).toEqual(['doubleCollection']);
    expect(unmet(entry(false), 'owner', 'compile')).toEqual([]);
  });

  test('a listed entry gets its interface, or is late after twenty working days (XT-22.2, XT-25.1, XT-25.2)', () => {
    const world = entry(false);
    does(world, 'owner', 'compile');
    does(world, 'authority', 'check', { role: 'competentAuthority', outcome: 'listed' });
    does(world, 'hall', 'check', { role: 'governmentOffice', outcome: 'listed' });
    expect(dueAt(world, 'interfaceBy')?.due).toBe('2026-03-30');
    expect(unmet(world, 'owner', 'provide')).toEqual(['material/missing']);
    expect(reachClock(world, 'catalogueEntry/interfaceBy')).toMatchObject({ overdue: true });
    does(world, 'owner', 'provide', { attach: [material('interfaceDescription')] });
    expect(open(world)).toBe('provided');
  });

  test('a common database lies in the data centre, or elsewhere with leave, and its backup is recorded (XT-23.2)', () => {
    const world = opened('sharedDatabase', { databaseName: '法人库', storedAt: 'elsewhere' });
    expect(unmet(world, 'owner', 'register')).toEqual(['notInDataCentre']);
    must(world, cast.authority, { type: 'waive', code: 'notInDataCentre', comment: '省级统一存储' });
    does(world, 'owner', 'register');
    expect(unmet(world, 'data', 'record', { fields: { backedUpOn: '2026-03-03' } })).toEqual(['backupLater']);
    does(world, 'data', 'record', { fields: { backedUpOn: '2026-03-02' } });
    expect(world.state.facts['backedUpOn']).toBe('2026-03-02');
  });
});

describe('security (XT-30.1, XT-30.2)', () => {
  test('an incident is reported by anyone; all named bodies respond, and the departments are informed (XT-30.1)', () => {
    const found = { incident: '网页被篡改', foundOn: '2026-03-02' };
    const ahead = opened('securityIncident', { ...found, foundOn: '2026-03-03' });
    expect(unmet(ahead, 'owner', 'report')).toEqual(['foundLater']);
    const world = opened('securityIncident', found);
    const dues = () =>
      ['reportAtOnce', 'respondAtOnce'].map((name) => world.state.clocks[`securityIncident/${name}`]?.due);
    does(world, 'owner', 'report');
    expect(dues()).toEqual(['2026-03-02', '2026-03-02']);
    expect(reachClock(world, 'securityIncident/respondAtOnce')).toMatchObject({ overdue: true });
    does(world, 'authority', 'respond', { role: 'competentAuthority' });
    does(world, 'hall', 'respond', { role: 'governmentOffice' });
    does(world, 'security', 'respond', { role: 'securityBody' });
    does(world, 'authority', 'inform');
    expect(world.state.status).toBe('closed');
  });

  test('the yearly inspection is opened by its clock and finds on managers, rules and plan (XT-30.2)', () => {
    const project = toOperation();
    reachClock(project, 'operation/inspection');
    expect(dueOf(project)).toEqual(['open securityInspection']);
    const world = openCase(project, 'securityInspection');
    const bare = {
      type: 'decide',
      task: task(world, 'inspect', 'securityBody').id,
      outcome: 'sound',
    } as const;
    expect(tryAct(world, cast.security, bare).map(({ code }) => code)).toEqual(['task/findings-required']);
    does(world, 'authority', 'inspect', { role: 'competentAuthority', outcome: 'sound' });
    does(world, 'security', 'inspect', { role: 'securityBody', outcome: 'faulty' });
    expect([open(world), dueOf(world)]).toEqual(['faulty', ['open securityCorrection']]);
  });
});

describe('training (XT-31.1, XT-32.1)', () => {
  const enrolled = (age: number) => {
    const world = opened('staffTraining', { trainee: '学员', age });
    does(world, 'owner', 'enrol');
    return world;
  };

  test.each([
    [49, 'certify'],
    [50, 'certify'],
    [51, 'closed'],
  ])('at %i the next is %s: fifty is included (XT-32.1)', (age, next) => {
    expect(open(enrolled(age))).toBe(next);
  });

  test('passing means the certificate, within a year, a number the text withholds; failing means again (XT-32.1)', () => {
    const world = enrolled(50);
    expect(dueAt(world, 'certifyBy')?.due).toBe('2027-03-02');
    expect(dueAt(enrolled(51), 'certifyBy')).toBeUndefined();
    expect(unmet(world, 'personnel', 'certify', { outcome: 'passed' })).toEqual(['material/missing']);
    does(world, 'personnel', 'certify', { outcome: 'failed' });
    does(world, 'owner', 'enrol');
    does(world, 'personnel', 'certify', { outcome: 'passed', attach: [material('certificate')] });
    expect(world.state.status).toBe('closed');
  });

  test('the plan of training is on record (XT-31.1)', () => {
    const world = opened('trainingPlan');
    expect(unmet(world, 'authority', 'issue')).toEqual(['material/missing']);
    does(world, 'authority', 'issue', { attach: [material('trainingScheme')] });
    expect(world.state.status).toBe('closed');
  });
});

describe('assessment (XT-33.1, XT-33.2)', () => {
  test.each([
    [-1, ['scoreOutOfRange']],
    [0, []],
    [100, []],
    [101, ['scoreOutOfRange']],
  ])('a score of %i answers %j', (score, codes) => {
    const world = openCase(toOperation(), 'performanceAssessment');
    expect(unmet(world, 'authority', 'assess', { fields: { score } })).toEqual(codes);
  });

  test('comes every year, is circulated, and weighs in further money (XT-33.1, XT-33.2)', () => {
    const project = toOperation();
    expect(reachClock(project, 'operation/assessment')).toMatchObject({ due: '2028-03-02' });
    expect(dueOf(project)).toEqual(['open performanceAssessment']);
    const world = openCase(project, 'performanceAssessment');
    does(world, 'authority', 'assess', { fields: { score: 88 } });
    expect(unmet(world, 'authority', 'circulate')).toEqual(['material/missing']);
    does(world, 'authority', 'circulate', { attach: [material('circular')] });
    does(world, 'finance', 'use');
    expect([world.state.status, dueOf(world)]).toEqual(['closed', ['set lastScore 88']]);
  });
});

describe('orders to correct (XT-34.1, XT-35.1)', () => {
  test.each([
    ['publicationCorrection', 'sharingBreach', 'lateSharing', 'HN-39'],
    ['securityCorrection', 'securityBreach', 'noRulesOrPlan', 'HN-40'],
  ])(
    '%s sets a date, which lies ahead, and what is late is marked (XT-34.1, XT-35.1)',
    (type, fact, breach, law) => {
      const facts = (correctBy: string) => ({ [fact]: breach, breachUnit: '某单位', correctBy });
      expect(unmet(opened(type, facts('2026-03-02')), 'authority', 'order')).toEqual(['correctByPassed']);
      const world = opened(type, facts('2026-03-20'));
      does(world, 'authority', 'order');
      expect(world.state.documents).toMatchObject([{ zh: '责令改正通知书', basis: law }]);
      expect(dueAt(world, 'correcting')?.due).toBe('2026-03-20');
      expect(reachClock(world, `${type}/correcting`)).toMatchObject({ overdue: true });
      does(world, 'liaison', 'correct');
      does(world, 'authority2', 'recheck', { outcome: 'returned' });
      does(world, 'liaison', 'correct');
      does(world, 'authority2', 'recheck', { outcome: 'fixed' });
      expect(open(world)).toBe('corrected');
    },
  );

  test('the statute they cite is said to be superseded, with its version (XT-34.1, XT-35.1, XT-36.1)', () => {
    const { HN } = xiangtan.sources;
    expect(HN?.version).toContain('2004');
    expect(HN?.supersededBy).toContain('2021-12-03');
    const cited = [
      xiangtan.cases['publicationCorrection']?.documents['publicationOrder'],
      xiangtan.cases['securityCorrection']?.documents['securityOrder'],
    ];
    for (const row of cited) expect(row?.reading).toContain('已被取代');
  });
});

describe('misconduct of staff (XT-36.1)', () => {
  test('is handled with reasons by the authority for discipline, and read by nobody else (XT-36.1)', () => {
    const world = opened('misconduct', { concerns: '徇私舞弊' });
    does(world, 'owner', 'tell');
    const act = { type: 'decide', task: task(world, 'handle').id, outcome: 'punished' } as const;
    expect(tryAct(world, cast.discipline, act).map(({ code }) => code)).toEqual(['task/opinion-required']);
    does(world, 'discipline', 'handle', { outcome: 'punished' });
    expect(open(world)).toBe('punished');
    const row = xiangtan.cases['misconduct'];
    if (row === undefined) throw new Error('no misconduct');
    const { state } = world;
    const begun = newCase({
      id: 'M1',
      type: 'misconduct',
      row,
      roles: xiangtan.roles,
      pack: xiangtan.ref,
      project: null,
      jurisdiction: state.jurisdiction,
      owner: state.owner,
      facts: {},
      at: state.createdAt,
    });
    expect(begun.readers).toEqual(['post:xiangtan/disciplineAuthority']);
  });
});

describe('rules no program checks', () => {
  test('are shown as reminders or as having no automatic check, never as passed (XT-6.2, XT-17.2, XT-18.1, XT-22.1)', () => {
    const shown = Object.values(xiangtan.reminders ?? {}).map(({ basis, check }) => [basis, check]);
    expect(shown).toEqual([
      ['XT-1', 'none'],
      ['XT-3.1', 'none'],
      ['XT-6.2', 'person'],
      ['XT-15.1', 'person'],
      ['XT-17.2', 'person'],
      ['XT-18.1', 'person'],
      ['XT-20.1', 'none'],
      ['XT-22.1', 'person'],
      ['XT-23.1', 'none'],
      ['XT-23.2', 'person'],
      ['XT-26.1', 'none'],
      ['XT-33.2', 'person'],
    ]);
  });
});
