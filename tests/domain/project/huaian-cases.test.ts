/** Huai'an, what goes on beside a project: evaluation, asset registration, integrity reports, suspension, the annual scheme. */
import { newCase } from '../../../domain/project/new-case';
import { dueOf, openCase } from './cases';
import { toOperation, toStart } from './course';
import {
  deciding,
  huaian,
  material,
  must,
  open,
  reachClock,
  task,
  tryAct,
  unmetCodes,
  type World,
} from './world';

let operation: World;
beforeAll(() => {
  operation = toOperation();
});

describe('performance evaluation (HA-15.1, HA-15.2)', () => {
  const evaluate = (score: number) => {
    const world = openCase(operation, 'performanceEvaluation');
    return {
      world,
      refusals: tryAct(world, 'applicant', deciding(world, 'evaluate', { fields: { score } })),
    };
  };

  test('comes due every year in use, and again a year later (HA-15.1)', () => {
    const world = toOperation();
    expect(world.state.clocks['operation/evaluation']?.due).toBe('2027-06-02');
    expect(reachClock(world, 'operation/evaluation')).toMatchObject({ status: 'running', due: '2028-06-02' });
    expect(dueOf(world)).toEqual(['open assetRegistration', 'open performanceEvaluation']);
    expect(huaian.stages['operation']?.clocks['evaluation']?.note).toBe('not-from-text');
  });

  test('finds on building, money, efficiency and effect (HA-15.1)', () => {
    const world = openCase(operation, 'performanceEvaluation');
    const half = { fields: { score: 90 }, findings: { building: '完成', funds: '合规' } };
    const [refusal] = tryAct(world, 'applicant', deciding(world, 'evaluate', half));
    expect([refusal?.code, refusal?.params['missing']]).toEqual([
      'task/findings-required',
      ['efficiency', 'effect'],
    ]);
  });

  test.each([
    [-1, ['scoreOutOfRange']],
    [0, []],
    [100, []],
    [101, ['scoreOutOfRange']],
  ])('a score of %i answers %j (HA-15.1)', (score, codes) => {
    expect(unmetCodes(evaluate(score).refusals)).toEqual(codes);
  });

  test('its score is kept with the project for the next budget, once both offices have taken note (HA-15.2)', () => {
    const { world } = evaluate(86);
    must(world, 'tech', deciding(world, 'compliance'));
    must(world, 'general', deciding(world, 'use', { role: 'generalOffice' }));
    expect(dueOf(world)).toEqual([]);
    must(world, 'cyberspace', deciding(world, 'use', { role: 'cyberspaceOffice' }));
    expect([world.state.status, dueOf(world)]).toEqual(['closed', ['set lastScore 86']]);
    expect(huaian.facts['lastScore']).toMatchObject({ set: ['performanceEvaluation'], basis: 'HA-15.2' });
  });
});

describe('operation by the rules (HA-8.1, HA-16.2)', () => {
  test('the Network Technology Office gives its opinion on sharing, security and cryptography every year (HA-16.2)', () => {
    const world = openCase(operation, 'performanceEvaluation');
    must(world, 'applicant', deciding(world, 'evaluate', { fields: { score: 90 } }));
    const half = deciding(world, 'compliance', { findings: { dataSharing: '符合' } });
    const [refusal] = tryAct(world, 'tech', half);
    expect([refusal?.code, refusal?.params['missing']]).toEqual([
      'task/findings-required',
      ['networkSecurity', 'cryptography'],
    ]);
    must(world, 'tech', deciding(world, 'compliance'));
    expect(world.state.participants.at(-1)).toMatchObject({ person: 'tech', act: 'reviewed' });
  });
});

describe('asset registration (HA-7.1, HA-19.1)', () => {
  test('is opened by the acceptance that passed (HA-19.1)', () => {
    expect(dueOf(operation)).toEqual(['open assetRegistration']);
  });

  test('wants the list of assets within thirty days, or is marked as late (HA-19.1)', () => {
    const world = openCase(operation, 'assetRegistration');
    const register = (attach = [material('assetList')]) =>
      tryAct(world, 'general', deciding(world, 'register', { attach }));
    expect(unmetCodes(register([]))).toEqual(['material/missing']);
    expect(world.state.clocks['assetRegistration/registration']?.due).toBe('2026-07-02');
    expect(reachClock(world, 'assetRegistration/registration')).toMatchObject({ overdue: true });
    expect(register()).toEqual([]);
    expect(world.state.status).toBe('closed');
  });

  test('is met by a registration in time (HA-19.1)', () => {
    const world = openCase(operation, 'assetRegistration');
    must(world, 'general', deciding(world, 'register', { attach: [material('assetList')] }));
    expect(world.state.clocks['assetRegistration/registration']?.status).toBe('met');
  });
});

describe('integrity report (HA-10.1)', () => {
  const report = () => open({ facts: { concerns: '评审前泄露标底' }, case: { type: 'integrityReport' } });

  test('anyone reports; discipline inspection alone handles it, with reasons (HA-10.1)', () => {
    const world = report();
    must(world, 'applicant', { type: 'submit', comment: '举报' });
    expect(task(world, 'handle').key).toBe(`post:${huaian.ref.id}/disciplineInspection`);
    const handle = deciding(world, 'handle', { outcome: 'founded' });
    expect(tryAct(world, 'cyberspace', handle).map(({ code }) => code)).toEqual(['task/not-yours']);
    const silent = { ...handle, comment: '' };
    expect(tryAct(world, 'discipline', silent).map(({ code }) => code)).toEqual(['task/opinion-required']);
    must(world, 'discipline', handle);
    expect(world.state.ended.at(-1)?.outcome).toBe('founded');
  });

  test('is read by its reporter and discipline inspection only, and keeps a chain of its own (HA-10.1)', () => {
    const row = huaian.cases['integrityReport'];
    if (row === undefined) throw new Error('no integrity report');
    const { state } = operation;
    const begun = newCase({
      id: 'R1',
      type: 'integrityReport',
      row,
      roles: huaian.roles,
      pack: huaian.ref,
      project: state,
      jurisdiction: state.jurisdiction,
      owner: state.owner,
      facts: {},
      at: state.createdAt,
    });
    expect(begun.readers).toEqual([`post:${huaian.ref.id}/disciplineInspection`]);
    expect(begun.subject).toBe('case/R1');
  });
});

describe('suspension (HA-5.1)', () => {
  const request = () => {
    const world = openCase(toStart(), 'suspension', { facts: { cause: '机房搬迁' } });
    must(world, 'applicant', deciding(world, 'request'));
    return world;
  };

  test('is asked for by the project office and suspends the project when the Cyberspace Office agrees (HA-5.1)', () => {
    const world = request();
    must(world, 'cyberspace', deciding(world, 'approve', { outcome: 'suspended' }));
    expect([world.state.status, dueOf(world)]).toEqual(['closed', ['suspend']]);
  });

  test('changes nothing when it is refused (HA-5.1)', () => {
    const world = request();
    must(world, 'cyberspace', deciding(world, 'approve', { outcome: 'refused' }));
    expect([world.state.status, dueOf(world)]).toEqual(['closed', []]);
  });
});

describe('annual scheme (HA-4.1, HA-5.1)', () => {
  test('is drafted by the Cyberspace Office, decided by the leading group, and stands alone (HA-4.1, HA-5.1)', () => {
    const world = open({ case: { type: 'annualScheme' }, facts: { planYear: 2027 } });
    const draft = (attach = [material('scheme')]) =>
      tryAct(world, 'cyberspace', deciding(world, 'draft', { attach }));
    expect(unmetCodes(draft([]))).toEqual(['material/missing']);
    expect(draft()).toEqual([]);
    expect(task(world, 'adopt').onBehalfOf).toBe('leadingGroup');
    const adopt = deciding(world, 'adopt', { outcome: 'adopted' });
    expect(tryAct(world, 'cyberspace', adopt).map(({ code }) => code)).toEqual(['duty/own-submission']);
    must(world, 'recorder', adopt);
    expect([world.state.status, world.state.clocks['annualScheme/thisYear']?.status]).toEqual([
      'closed',
      'met',
    ]);
  });

  test('is late when the year is over (HA-5.1)', () => {
    const world = open({ case: { type: 'annualScheme' }, facts: { planYear: 2026 } });
    expect(world.state.clocks['annualScheme/thisYear']?.due).toBe('2026-12-31');
    expect(reachClock(world, 'annualScheme/thisYear')).toMatchObject({ overdue: true });
  });
});

describe('rules no program checks (HA-12.1, HA-15.2, HA-16.2, HA-17.1)', () => {
  test('are shown as reminders or as having no automatic check, never as passed', () => {
    const shown = Object.values(huaian.reminders ?? {}).map(({ basis, check }) => [basis, check]);
    expect(shown).toEqual([
      ['HA-1', 'none'],
      ['HA-3.1', 'none'],
      ['HA-12.1', 'person'],
      ['HA-15.2', 'person'],
      ['HA-16.2', 'person'],
      ['HA-17.1', 'person'],
    ]);
  });
});
