/** Whoever opens a project or case declares what is due when it is handed in; what offices decide is refused at every door. */
import { checkDraftFacts, leavesDraft } from '../../../domain/project/opening-facts';
import type { Fields } from '../../../domain/project/commands';
import { sliceRules } from '../../../domain/pack/slice';
import { openCase } from './cases';
import { toDecision, toOperation, toStart } from './course';
import { goodFacts, huaian, open, tryAct, tryOpen } from './world';

const calendar = { version: 'none', years: {} };
const around = (run: string) => ({ rules: sliceRules(huaian, run), now: '2026-03-02T04:00:00Z', calendar });

describe('a project', () => {
  test.each<[string, Fields, string, object]>([
    [
      'major',
      { major: false },
      'HA-4.1',
      { due: 'application.check', roles: [{ role: 'cyberspaceOffice' }] },
    ],
    ['fundLine', { fundLine: '办公经费' }, 'HA-18.1', { roles: [{ role: 'generalOffice' }] }],
    ['lastScore', { lastScore: 100 }, 'HA-15.2', { cases: ['performanceEvaluation'] }],
    ['paidTotal', { paidTotal: 0 }, 'HA-18.2', { computed: true }],
    ['hasSoftware', { hasSoftware: false }, 'HA-13.1', { computed: true }],
  ])('is not opened with %s declared by the applicant', (name, facts, basis, declarer) => {
    const [refusal] = tryOpen({ ...goodFacts, ...facts });
    expect(refusal).toMatchObject({ code: 'fields/not-yours', basis, params: { names: [name] } });
    expect(refusal?.params['declaredBy']).toMatchObject([{ name, ...declarer }]);
  });

  test('is opened with the facts of an application, or with none', () => {
    expect(tryOpen(goodFacts)).toEqual([]);
    expect(tryOpen({})).toEqual([]);
    expect(tryOpen({ colour: 1 })[0]?.code).toBe('fields/unknown');
    expect(tryOpen({ budget: -1 })[0]?.code).toBe('fields/invalid');
  });

  test('takes no score with its submission either (HA-15.2)', () => {
    const world = open({ facts: goodFacts });
    const refusals = tryAct(world, 'applicant', { type: 'submit', fields: { lastScore: 100 } });
    expect(refusals[0]).toMatchObject({ code: 'fields/unknown', params: { names: ['lastScore'] } });
  });
});

describe('a draft', () => {
  const codes = (fields: Fields, state = open({ facts: goodFacts }).state) =>
    checkDraftFacts(fields, state, around(state.run ?? '')).map(({ code }) => code);

  test('takes the facts due where the owner stands and nobody else’s', () => {
    expect(codes({ budget: 1 })).toEqual([]);
    expect(codes({ major: false })).toEqual(['fields/not-yours']);
    expect(codes({ lastScore: 99 }, toOperation().state)).toEqual(['fields/not-yours']);
    expect(codes({ fundLine: 'x' }, toDecision().state)).toEqual(['fields/not-yours']);
    expect(codes({ budget: 1 }, toStart().state)).toEqual(['fields/not-yours']);
    expect(codes({ colour: null })).toEqual(['fields/unknown']);
  });

  test('gives up what null takes out, and keeps the null that takes back what was declared', () => {
    const { state } = open({ facts: { budget: 1 } });
    const fields = { major: null, auditCost: null, budget: null, securityCost: 5 };
    expect(checkDraftFacts(fields, state, around('application'))).toEqual([]);
    expect(leavesDraft(fields, state, around('application'))).toEqual(['major', 'auditCost']);
  });
});

describe('a case', () => {
  test('is not opened with facts of its project, nor with what a later step declares', () => {
    const project = toOperation();
    expect(() => openCase(project, 'payment', { facts: { amount: 1, fundLine: 'x' } })).toThrow(
      /fields\/not-yours/,
    );
    expect(() => openCase(project, 'payment', { facts: { amount: 1 } })).not.toThrow();
  });

  test('opened by the system with nothing declared is opened', () => {
    expect(openCase(toOperation(), 'assetRegistration').state.run).toBe('assetRegistration');
  });
});
