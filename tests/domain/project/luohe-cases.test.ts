/** Luohe, what goes on beside a project: plans, sharing of data, merging and moving, incidents, evaluation, accountability. */
import type { Fields } from '../../../domain/project/commands';
import { newCase } from '../../../domain/project/new-case';
import { dueOf, openCase } from './cases';
import { material, reachClock, task, tryAct, type World } from './world';
import { begin, cast, does, luohe, toOperation, unmet } from './luohe';

const opened = (type: string, facts: Fields = {}, at = '2026-03-02') => begin({ facts, at, case: { type } });
const dueAt = (world: World, clock: string) => world.state.clocks[`${String(world.state.caseType)}/${clock}`];
const open = (world: World) => world.state.open?.step ?? world.state.ended.at(-1)?.outcome;

describe('the yearly plan (LH-8.2, LH-8.3, LH-9.1)', () => {
  const collected = (supplementary: boolean, at: string) => {
    const facts = { forYear: 2027, supplementary };
    const world = opened('annualPlan', facts, at);
    does(world, 'authority', 'collect');
    return world;
  };
  const compile = (world: World) => unmet(world, 'authority', 'compile', { attach: [material('planDraft')] });

  test.each([
    ['2026-09-30', ['clock/not-before']],
    ['2026-10-01', []],
  ])('is collected until 30 September: drawn up on %s it answers %j (LH-8.2)', (day, codes) => {
    const world = collected(false, '2026-08-03');
    world.at = day;
    expect(compile(world)).toEqual(codes);
  });

  test('is joined by the departments, goes to the investment authority, is approved in writing and issued (LH-8.3, LH-9.1)', () => {
    const world = collected(false, '2026-08-03');
    world.at = '2026-10-08';
    const walk = () => {
      expect(compile(world)).toEqual([]);
      does(world, 'department', 'join', { role: 'concernedDepartment' });
      does(world, 'finance', 'join', { role: 'financeAuthority' });
      does(world, 'invest', 'invest', { outcome: 'passed' });
    };
    walk();
    does(world, 'hall', 'approve', { outcome: 'returned' });
    walk();
    expect(unmet(world, 'hall', 'approve', { outcome: 'approved' })).toEqual(['material/missing']);
    does(world, 'hall', 'approve', { outcome: 'approved', attach: [material('planApproval')] });
    does(world, 'authority', 'issue');
    expect(open(world)).toBe('issued');
  });

  test('a supplementary plan, of which the text is silent, walks the same chain in any month (LH-8.3)', () => {
    expect(compile(collected(true, '2026-05-06'))).toEqual([]);
    expect(luohe.cases['annualPlan']?.facts['supplementary']?.note).toBe('not-from-text');
  });
});

describe('other plans (LH-5.1, LH-5.2, LH-6.1, LH-7.2)', () => {
  test('the city plan is approved by the city government in writing (LH-5.1)', () => {
    const world = opened('cityPlan');
    does(world, 'authority', 'compile', { attach: [material('cityPlanText')] });
    expect(unmet(world, 'hall', 'adopt', { outcome: 'adopted' })).toEqual(['material/missing']);
    does(world, 'hall', 'adopt', { outcome: 'adopted', attach: [material('cityPlanApproval')] });
    expect(open(world)).toBe('adopted');
  });

  test('a county plan is approved by its own government (LH-5.2)', () => {
    const world = opened('countyPlan');
    does(world, 'county', 'compile', { attach: [material('countyPlanText')] });
    does(world, 'county2', 'adopt', { outcome: 'adopted' });
    expect(open(world)).toBe('adopted');
  });

  test("a department's plan is not issued before the competent authority has given its opinion (LH-6.1)", () => {
    const world = opened('departmentPlan');
    does(world, 'owner', 'compile', { attach: [material('departmentPlanText')] });
    expect([open(world), task(world, 'consult').key]).toEqual(['consult', 'post:luohe/competentAuthority']);
    does(world, 'authority', 'consult');
    does(world, 'owner', 'issue');
    expect(open(world)).toBe('issued');
  });

  test("a county's new major project is filed with the city, which cannot refuse (LH-7.2)", () => {
    const world = opened('countyFiling', { countyProject: '县级平台' });
    expect(unmet(world, 'county', 'sendUp')).toEqual(['material/missing']);
    does(world, 'county', 'sendUp', { attach: [material('countyProjectFile')] });
    does(world, 'authority', 'file');
    expect([world.state.status, luohe.cases['countyFiling']?.phases[0]?.steps[1]?.does]).toEqual([
      'closed',
      'receive',
    ]);
  });
});

describe('sharing (LH-14.2, LH-15.1, LH-16.1, LH-16.2, LH-17.3, LH-22.1)', () => {
  const facts = { dataName: '人口', purpose: '核对身份', stateSecret: false };

  test('runs in five steps, and the provider answers for five qualities (LH-14.2, LH-15.1)', () => {
    const world = opened('sharingRequest', facts);
    does(world, 'owner', 'ask');
    expect(dueAt(world, 'answering')?.due).toBe('2026-03-16');
    does(world, 'authority', 'examine', { outcome: 'passed' });
    const half = { type: 'decide', task: task(world, 'provide').id, comment: '可', findings: {} } as const;
    const [refusal] = tryAct(world, cast.provider, half);
    expect(refusal?.params['missing']).toHaveLength(5);
    does(world, 'provider', 'provide');
    does(world, 'authority2', 'answer', { outcome: 'granted' });
    expect(dueAt(world, 'answering')?.status).toBe('met');
    expect(unmet(world, 'owner', 'useData', { fields: { withinScope: false } })).toEqual(['beyondScope']);
    does(world, 'owner', 'useData', { fields: { withinScope: true } });
    expect(open(world)).toBe('shared');
    expect(luohe.cases['sharingRequest']?.clocks['answering']?.note).toBe('not-from-text');
  });

  test('is refused with reasons, or late: an answer owed for ten working days is marked (LH-14.2)', () => {
    const world = opened('sharingRequest', facts);
    does(world, 'owner', 'ask');
    expect(reachClock(world, 'sharingRequest/answering')).toMatchObject({ overdue: true });
    does(world, 'authority', 'examine', { outcome: 'refused' });
    expect(open(world)).toBe('refused');
  });

  test('a state secret is not shared on the platform, a purpose is stated (LH-16.1, LH-22.1)', () => {
    expect(unmet(opened('sharingRequest', { ...facts, stateSecret: true }), 'owner', 'ask')).toEqual([
      'secretData',
    ]);
    expect(unmet(opened('sharingRequest', { ...facts, purpose: null }), 'owner', 'ask')).toEqual([
      'fact/missing',
    ]);
  });

  test('misuse is reported by anyone and checked with reasons (LH-16.2)', () => {
    const world = opened('dataMisuse', { misuse: '扩散' });
    does(world, 'owner', 'tell');
    does(world, 'authority', 'handle', { outcome: 'founded' });
    expect(open(world)).toBe('founded');
  });

  test('with state and province data are exchanged through the city platform only (LH-17.3)', () => {
    const otherwise = opened('upwardExchange', { throughCity: false });
    expect(unmet(otherwise, 'owner', 'declare')).toEqual(['otherChannel']);
    const world = opened('upwardExchange', { throughCity: true });
    does(world, 'owner', 'declare');
    does(world, 'authority', 'connect');
    expect(world.state.status).toBe('closed');
  });
});

describe('moving and merging (LH-13.2, LH-17.2)', () => {
  const late = (world: World, first: string, clock: string) => {
    does(world, 'owner', first);
    const key = `${String(world.state.caseType)}/${clock}`;
    expect(world.state.clocks[key]?.due).toBe('2026-06-30');
    expect(reachClock(world, key)).toMatchObject({ overdue: true });
  };

  test('an existing system moves to the city cloud by a date of its own, and is marked when late (LH-13.2)', () => {
    const world = opened('systemMigration', { systemName: '档案系统', moveBy: '2026-06-30' });
    late(world, 'schedule', 'moving');
    does(world, 'owner', 'move');
    expect(open(world)).toBe('moved');
  });

  test('an existing channel is merged by a date of its own, and is marked when late (LH-17.2)', () => {
    const world = opened('channelMerger', { channel: '前置机', mergeBy: '2026-06-30' });
    late(world, 'declare', 'merging');
    does(world, 'owner', 'merge');
    expect(open(world)).toBe('merged');
  });
});

describe('data security incident (LH-22.2)', () => {
  const report = (foundOn: string, at: string) => {
    const world = opened('dataIncident', { incident: '数据泄露', foundOn }, at);
    return { world, codes: unmet(world, 'owner', 'report') };
  };

  test('is reported at once: on the day it was found it is in time, also on a Saturday (LH-22.2)', () => {
    const { world, codes } = report('2026-03-07', '2026-03-07');
    expect([codes, dueAt(world, 'atOnce')?.due]).toEqual([[], '2026-03-07']);
    does(world, 'security', 'acknowledge');
    expect(dueAt(world, 'atOnce')?.status).toBe('met');
    does(world, 'security', 'respond');
    expect(world.state.status).toBe('closed');
  });

  test('a day later it is late, and one found tomorrow is refused (LH-22.2)', () => {
    const { world } = report('2026-03-06', '2026-03-07');
    expect(dueAt(world, 'atOnce')?.wakeAt).toBe('2026-03-06T16:00:00Z');
    expect(reachClock(world, 'dataIncident/atOnce')).toMatchObject({ overdue: true });
    expect(report('2026-03-08', '2026-03-07').codes).toEqual(['foundLater']);
  });
});

describe('evaluation (LH-24.1, LH-25.1)', () => {
  test('the scheme is on record (LH-24.1)', () => {
    const world = opened('evaluationScheme');
    expect(unmet(world, 'authority', 'issue')).toEqual(['material/missing']);
    does(world, 'authority', 'issue', { attach: [material('scheme')] });
    expect(world.state.status).toBe('closed');
  });

  test.each([
    [-1, ['scoreOutOfRange']],
    [0, []],
    [100, []],
    [101, ['scoreOutOfRange']],
  ])('a score of %i answers %j (LH-25.1)', (score, codes) => {
    const world = openCase(toOperation(), 'performanceEvaluation');
    expect(unmet(world, 'owner', 'evaluate', { fields: { score } })).toEqual(codes);
  });

  test('finds on effect, coordination, security and innovation, comes every year and keeps its score (LH-25.1)', () => {
    const project = toOperation();
    expect(reachClock(project, 'operation/evaluation')).toMatchObject({ due: '2028-03-02' });
    expect(dueOf(project)).toEqual(['open performanceEvaluation']);
    const world = openCase(project, 'performanceEvaluation');
    const bare = { type: 'decide', task: task(world, 'evaluate').id, fields: { score: 80 } } as const;
    const [refusal] = tryAct(world, cast.owner, bare);
    expect(refusal?.params['missing']).toEqual([
      'effect',
      'coordination',
      'informationSecurity',
      'innovation',
    ]);
    does(world, 'owner', 'evaluate', { fields: { score: 80 } });
    does(world, 'authority', 'file');
    expect([world.state.status, dueOf(world)]).toEqual(['closed', ['set lastScore 80']]);
  });
});

describe('accountability (LH-26.0 to LH-26.7)', () => {
  const acts: readonly [string, string][] = [
    ['rulesNotCarriedOut', 'LH-26.1'],
    ['ownNetworkOrRoom', 'LH-26.2'],
    ['notOnCloud', 'LH-26.3'],
    ['sharingRefused', 'LH-26.4'],
    ['unlawfulDisclosure', 'LH-26.5'],
    ['securityNeglected', 'LH-26.6'],
    ['abuseOfOffice', 'LH-26.7'],
  ];
  const none: Fields = Object.fromEntries(acts.map(([act]) => [act, false]));
  const proposed = (facts: Fields) => {
    const world = opened('accountability', { persons: '某处', ...none, ...facts });
    return { world, codes: unmet(world, 'authority', 'propose') };
  };

  test.each(acts)('%s alone is enough, and stands with its article (LH-26.0, %s)', (act, basis) => {
    expect(proposed({ [act]: true }).codes).toEqual([]);
    expect(luohe.cases['accountability']?.facts[act]?.basis).toBe(basis);
  });

  test('without any of the seven nobody is proposed (LH-26.0)', () => {
    expect(proposed({}).codes).toEqual(['noAct']);
  });

  test.each(['referred', 'handedOver', 'unfounded'])('ends %s, with reasons (LH-26.0)', (outcome) => {
    const { world } = proposed({ abuseOfOffice: true });
    const silent = { type: 'decide', task: task(world, 'decide').id, outcome } as const;
    expect(tryAct(world, cast.discipline, silent).map(({ code }) => code)).toEqual(['task/opinion-required']);
    does(world, 'discipline', 'decide', { outcome });
    expect(open(world)).toBe(outcome);
  });

  test('is read by the two authorities alone (LH-26.0)', () => {
    const row = luohe.cases['accountability'];
    if (row === undefined) throw new Error('no accountability');
    const { jurisdiction, owner, createdAt: at } = proposed({}).world.state;
    const about = { type: 'accountability', row, roles: luohe.roles, pack: luohe.ref, project: null };
    const { readers } = newCase({ id: 'A1', ...about, jurisdiction, owner, facts: {}, at });
    expect(readers).toEqual(['post:luohe/competentAuthority', 'post:luohe/disciplineAuthority']);
  });
});

describe('rules no program checks', () => {
  test('are shown as reminders or as having no automatic check, never as passed (LH-3.2, LH-6.2, LH-15.1, LH-21.1)', () => {
    const shown = Object.values(luohe.reminders ?? {}).map(({ basis, check }) => [basis, check]);
    expect(shown).toEqual([
      ['LH-1', 'none'],
      ['LH-3.1', 'none'],
      ['LH-3.2', 'person'],
      ['LH-4.2', 'none'],
      ['LH-6.2', 'person'],
      ['LH-8.1', 'none'],
      ['LH-14.1', 'none'],
      ['LH-15.1', 'person'],
      ['LH-17.3', 'person'],
      ['LH-18.1', 'none'],
      ['LH-21.1', 'person'],
    ]);
  });
});
