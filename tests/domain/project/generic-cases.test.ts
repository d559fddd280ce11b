/** The generic interim measures, what goes on beside a project: plans, inspections, sharing and opening, operation, security, evaluation. */
import type { Fields } from '../../../domain/project/commands';
import { dueOf, openCase } from './cases';
import { deciding, material, reachClock, task, tryAct, type World } from './world';
import { begin, cast, does, generic, toBuilding, toOperation, unmet, type Cast } from './generic';

const opened = (type: string, facts: Fields = {}, at = '2026-03-02') => begin({ facts, at, case: { type } });
const dueAt = (world: World, clock: string) => world.state.clocks[`${String(world.state.caseType)}/${clock}`];
const open = (world: World) => world.state.open?.step ?? world.state.ended.at(-1)?.outcome;

describe('plans (GEN-2.1.1, GEN-2.1.2, GEN-2.2.1, GEN-3.1.1, GEN-3.1.2, GEN-3.2.1, GEN-3.3.1, GEN-3.3.2)', () => {
  const parts = { situation: true, principlesAndGoals: true, tasksAndProjects: true, safeguards: true };

  test.each(Object.keys(parts))('a local plan without %s is not complete (GEN-3.2.1)', (part) => {
    const attach = [material('planText', { ...parts, [part]: false })];
    expect(unmet(opened('localPlan'), 'authority', 'compile', { attach })).toEqual(['planIncomplete']);
  });

  test('it is issued with the opinions that were asked for and the argument (GEN-3.1.1, GEN-3.1.2)', () => {
    const world = opened('localPlan');
    does(world, 'authority', 'compile', { attach: [material('planText', parts)] });
    const papers = [material('opinionLog'), material('expertArgument')];
    for (const paper of papers)
      expect(unmet(world, 'authority', 'issue', { attach: [paper] })).toEqual(['material/missing']);
    does(world, 'authority', 'issue', { attach: papers });
    expect(open(world)).toBe('issued');
  });

  test.each([
    ['localAnnualPlan', { planYear: 2027 }, 'annualPlanText', 'GEN-2.1.1'],
    ['standard', { standardName: '数据标准' }, 'standardText', 'GEN-2.1.2'],
  ])('%s is on record with its text', (type, facts, kind, basis) => {
    const world = opened(type, facts);
    expect(unmet(world, 'authority', 'issue')).toEqual(['material/missing']);
    does(world, 'authority', 'issue', { attach: [material(kind)] });
    expect([open(world), generic.cases[type]?.basis]).toEqual(['issued', basis]);
  });

  test("a department's plan names the item of the local plan it rests on (GEN-2.2.1)", () => {
    const attach = [material('departmentPlanText')];
    expect(unmet(opened('departmentPlan'), 'owner', 'compile', { attach })).toEqual(['fact/missing']);
    const world = opened('departmentPlan', { localPlanItem: '第三部分第二项' });
    expect(unmet(world, 'owner', 'compile', { attach })).toEqual([]);
    expect(world.state.status).toBe('closed');
  });

  const item = { itemName: '一网通办', itemContent: '新建', itemBudget: 1, itemSchedule: '6 月完成' };
  const annual = (planItems: Fields[]) => opened('departmentAnnualPlan', { planYear: 2027, planItems });

  test("a department's annual plan is filed: the competent authority takes note and cannot refuse (GEN-3.3.1)", () => {
    const world = annual([item]);
    does(world, 'owner', 'compile');
    expect(generic.cases['departmentAnnualPlan']?.phases[0]?.steps[1]?.does).toBe('receive');
    does(world, 'authority', 'file');
    expect(world.state.status).toBe('closed');
  });

  test.each(Object.keys(item))('every project in it says %s (GEN-3.3.2)', (column) => {
    const short = Object.fromEntries(Object.entries(item).filter(([name]) => name !== column));
    const world = annual([item, short]);
    const [refusal] = tryAct(world, cast.owner, deciding(world, 'compile'));
    expect(refusal?.unmet).toMatchObject([{ code: 'fact/missing', missing: [`planItems.${column}`] }]);
  });

  test('it names at least one project (GEN-3.3.2)', () => {
    expect(unmet(annual([]), 'owner', 'compile')).toEqual(['noItems']);
  });
});

describe('change of the design (GEN-4.3.1)', () => {
  test('is decided by the competent authority; approved, the project knows it', () => {
    const world = openCase(toBuilding(), 'designChange', { facts: { deviation: '改用云平台' } });
    expect(unmet(world, 'owner', 'propose')).toEqual(['material/missing']);
    does(world, 'owner', 'propose', { attach: [material('changedDesign')] });
    does(world, 'authority', 'allow', { outcome: 'approved' });
    expect([open(world), dueOf(world)]).toEqual(['approved', ['set designChanged true']]);
  });
});

describe('inspections (GEN-2.1.5, GEN-4.5.1, GEN-6.4.1, GEN-7.4.1)', () => {
  const rows: readonly (readonly [string, () => World, Cast, string])[] = [
    ['projectInspection', toBuilding, 'builder', 'GEN-4.5.1'],
    ['operationInspection', toOperation, 'owner', 'GEN-6.4.1'],
    ['securityInspection', toOperation, 'owner', 'GEN-7.4.1'],
  ];

  test.each(rows)('%s: problems are rectified by a date, until they are', (type, project, by, basis) => {
    const world = openCase(project(), type);
    does(world, 'authority', 'inspect', { outcome: 'faulty' });
    const order = (correctBy: string) => ({ fields: { problems: '未按方案', correctBy } });
    expect(unmet(world, 'authority', 'orderFixes', order(world.at))).toEqual(['correctByPassed']);
    does(world, 'authority', 'orderFixes', order('2027-03-01'));
    expect(dueAt(world, 'correcting')).toMatchObject({ due: '2027-03-01', basis });
    expect(reachClock(world, `${type}/correcting`)).toMatchObject({ overdue: true });
    does(world, by, 'repair');
    does(world, 'authority', 'recheck', { outcome: 'returned' });
    does(world, by, 'repair');
    does(world, 'authority', 'recheck', { outcome: 'fixed' });
    expect(open(world)).toBe('corrected');
  });

  test.each(rows)('%s without problems is over, with a written opinion (GEN-2.1.5)', (type, project) => {
    const world = openCase(project(), type);
    const silent = { ...deciding(world, 'inspect', { outcome: 'sound' }), comment: '' };
    expect(tryAct(world, cast.authority, silent).map(({ code }) => code)).toEqual(['task/opinion-required']);
    does(world, 'authority', 'inspect', { outcome: 'sound' });
    expect(open(world)).toBe('sound');
  });

  test('audit leaves its report (GEN-2.3.1)', () => {
    const world = openCase(toOperation(), 'auditSupervision');
    expect(unmet(world, 'audit', 'audit')).toEqual(['material/missing']);
    does(world, 'audit', 'audit', { attach: [material('auditReport')] });
    expect(world.state.status).toBe('closed');
  });
});

describe('sharing (GEN-2.1.4, GEN-2.2.3, GEN-2.2.4, GEN-5.3.1, GEN-5.3.2, GEN-5.3.3)', () => {
  const entry = (otherSource: boolean) =>
    opened('catalogueEntry', { entryName: '人口', otherSource, updatedEvery: '每日' });

  test('one source for a datum: what has another is not listed again (GEN-5.3.1)', () => {
    expect(unmet(entry(true), 'owner', 'declare')).toEqual(['notOneSource']);
    expect(unmet(entry(false), 'owner', 'declare')).toEqual([]);
  });

  test('the department answers for three qualities and gives an interface (GEN-2.2.3, GEN-2.2.4)', () => {
    const world = entry(false);
    const bare = { type: 'decide', task: task(world, 'declare').id } as const;
    const [refusal] = tryAct(world, cast.owner, bare);
    expect(refusal?.params['missing']).toEqual(['accuracy', 'completeness', 'timeliness']);
    does(world, 'owner', 'declare');
    does(world, 'platform', 'list', { outcome: 'listed' });
    expect(unmet(world, 'owner', 'provide')).toEqual(['material/missing']);
    does(world, 'owner', 'provide', { attach: [material('interfaceRecord')] });
    expect(open(world)).toBe('provided');
  });

  const asked = () => {
    const world = opened('sharingRequest', { informationName: '人口', usedFor: '核对身份' });
    does(world, 'owner', 'ask', { attach: [material('useRules')] });
    return world;
  };

  test('a request comes with rules for its use (GEN-5.3.3)', () => {
    const facts = { informationName: '人口', usedFor: '核对身份' };
    expect(unmet(opened('sharingRequest', facts), 'owner', 'ask')).toEqual(['material/missing']);
  });

  test('it is answered in ten working days and served in five, numbers the text withholds (GEN-5.3.2)', () => {
    const world = asked();
    expect(dueAt(world, 'answering')?.due).toBe('2026-03-16');
    does(world, 'platform', 'answer', { outcome: 'granted' });
    expect([dueAt(world, 'answering')?.status, dueAt(world, 'serving')?.due]).toEqual(['met', '2026-03-09']);
    does(world, 'platform', 'serve');
    expect([dueAt(world, 'serving')?.status, open(world)]).toEqual(['met', 'shared']);
    for (const clock of ['answering', 'serving'])
      expect(generic.cases['sharingRequest']?.clocks[clock]?.note).toBe('not-from-text');
  });

  test('it is refused with reasons, or marked as late (GEN-5.3.2)', () => {
    const world = asked();
    expect(reachClock(world, 'sharingRequest/answering')).toMatchObject({ overdue: true });
    does(world, 'platform', 'answer', { outcome: 'refused' });
    expect(open(world)).toBe('refused');
  });

  test('a dispute is settled by the competent authority in writing (GEN-2.1.4)', () => {
    const world = opened('sharingDispute', { dispute: '拒不提供' });
    does(world, 'owner', 'tell');
    does(world, 'authority', 'settle', { outcome: 'settled' });
    expect(open(world)).toBe('settled');
  });
});

describe('opening (GEN-5.4.1, GEN-5.4.2)', () => {
  const proposed = () => {
    const world = opened('dataOpening', { openName: '公交线路' });
    does(world, 'owner', 'propose');
    return world;
  };

  test('is reviewed by somebody else of the department, with a record, before anything is opened (GEN-5.4.2)', () => {
    const world = proposed();
    expect(task(world, 'examine').key).toBe('org:office');
    const attach = [material('reviewRecord')];
    const own = tryAct(world, cast.owner, deciding(world, 'examine', { outcome: 'passed', attach }));
    expect(own.map(({ code }) => code)).toEqual(['duty/own-submission']);
    expect(unmet(world, 'lead', 'examine', { outcome: 'passed' })).toEqual(['material/missing']);
    does(world, 'lead', 'examine', { outcome: 'passed', attach });
    does(world, 'owner', 'publish');
    expect(open(world)).toBe('opened');
  });

  test('what is not opened is refused with reasons (GEN-5.4.1)', () => {
    const world = proposed();
    does(world, 'lead', 'examine', { outcome: 'refused' });
    expect(open(world)).toBe('closedData');
  });
});

describe('operation and security (GEN-6.2.1, GEN-7.3.3, GEN-7.3.4)', () => {
  test.each([
    ['2026-03-02', []],
    ['2026-03-03', ['workedLater']],
  ])('work done on %s answers %j on 2 March (GEN-6.2.1)', (workedOn, codes) => {
    const facts = { work: 'backupAndRestore', workedOn };
    const world = openCase(toOperation(), 'maintenance', { facts });
    expect(unmet(world, 'owner', 'record')).toEqual(codes);
  });

  test('training leaves a record (GEN-7.3.3)', () => {
    const world = opened('securityTraining', { trainedOn: '2026-03-02' });
    expect(unmet(world, 'owner', 'record')).toEqual(['material/missing']);
    does(world, 'owner', 'record', { attach: [material('trainingRecord')] });
    expect(world.state.status).toBe('closed');
  });

  test('a drill falls due every year and is held within sixty days, with a record (GEN-7.3.4)', () => {
    const project = toOperation();
    reachClock(project, 'operation/drill');
    expect(dueOf(project)).toEqual(['open securityDrill']);
    const world = openCase(toOperation(), 'securityDrill');
    expect(dueAt(world, 'holding')?.due).toBe('2026-05-01');
    expect(unmet(world, 'owner', 'drill')).toEqual(['material/missing']);
    expect(reachClock(world, 'securityDrill/holding')).toMatchObject({ overdue: true });
    does(world, 'owner', 'drill', { attach: [material('drillRecord')] });
    expect(world.state.status).toBe('closed');
  });
});

describe('evaluation (GEN-2.1.6, GEN-8.1.1, GEN-8.2.1, GEN-8.3.1)', () => {
  const papers: Readonly<Record<string, string>> = {
    mutualEvaluation: 'mutualOpinions',
    thirdParty: 'thirdPartyReport',
  };
  const evaluation = (score: number, method = 'thirdParty') => {
    const world = openCase(toOperation(), 'performanceEvaluation');
    does(world, 'authority', 'plan', { fields: { method } });
    if (method === 'selfEvaluation') does(world, 'owner', 'selfEvaluate');
    const paper = papers[method];
    const attach = paper === undefined ? [] : [material(paper)];
    return [world, { fields: { score }, attach }] as const;
  };

  test.each([
    [-1, ['scoreOutOfRange']],
    [0, []],
    [100, []],
    [101, ['scoreOutOfRange']],
  ])('a score of %i answers %j (GEN-8.2.1)', (score, codes) => {
    const [world, more] = evaluation(score);
    expect(unmet(world, 'authority', 'evaluate', more)).toEqual(codes);
  });

  test.each(['selfEvaluation', 'mutualEvaluation', 'thirdParty'])('is done by %s (GEN-8.3.1)', (method) => {
    const [world, more] = evaluation(80, method);
    if (papers[method] !== undefined)
      expect(unmet(world, 'authority', 'evaluate', { fields: more.fields })).toEqual(['material/missing']);
    expect(unmet(world, 'authority', 'evaluate', more)).toEqual([]);
    const silent = openCase(toOperation(), 'performanceEvaluation');
    expect(unmet(silent, 'authority', 'plan')).toEqual(['fact/missing']);
  });

  test('is organised by the competent authority, finds on five contents and keeps its score (GEN-2.1.6, GEN-8.1.1)', () => {
    const project = toOperation();
    reachClock(project, 'operation/evaluation');
    expect(dueOf(project)).toEqual(['open performanceEvaluation']);
    const [world, more] = evaluation(80);
    const bare = { type: 'decide', task: task(world, 'evaluate').id, ...more } as const;
    expect(tryAct(world, cast.authority, bare)[0]?.params['missing']).toHaveLength(5);
    does(world, 'authority', 'evaluate', more);
    expect([world.state.status, dueOf(world)]).toEqual(['closed', ['set lastScore 80']]);
  });
});

describe('rules no program checks', () => {
  test('are shown as reminders or as having no automatic check, never as passed (GEN-2.2.6, GEN-4.3.2, GEN-5.1.1, GEN-8.4.1)', () => {
    const shown = Object.values(generic.reminders ?? {});
    const of = (check: string) => shown.filter((row) => row.check === check).map(({ basis }) => basis);
    expect(of('none')).toEqual([
      'GEN-1.1.1',
      'GEN-1.3.1',
      'GEN-1.4.2',
      'GEN-1.4.3',
      'GEN-1.4.4',
      'GEN-1.4.5',
      'GEN-3.1.1',
      'GEN-8.4.1',
    ]);
    expect(of('person')).toContain('GEN-5.1.1');
  });
});
