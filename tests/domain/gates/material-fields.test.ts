/** What materials declare: every required field, of its type and within bounds, or the decision names what is missing. */
import {
  askForAcceptance,
  contract,
  panel,
  qualification,
  reports,
  toAcceptance,
  toAdmission,
  toAward,
  toContract,
} from '../project/course';
import { deciding, huaian, material, people, tryAct, unmetCodes, type World } from '../project/world';
import { isGood } from '../../../domain/gates/material-fields';
import { previewGates } from '../../../domain/project/allowed';
import type { Fields } from '../../../domain/project/commands';
import { sliceRules } from '../../../domain/pack/slice';

const draft = (fields: Fields) => {
  const world = toContract();
  const act = deciding(world, 'draft', { attach: [material('contract', fields)] });
  return { world, act, refusals: tryAct(world, 'applicant', act) };
};
const good = contract(24).fields;
const without = (name: string): Fields =>
  Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

describe('a contract', () => {
  test.each<[string, Fields, string[]]>([
    ['with nothing declared', {}, ['contract.amount', 'contract.warrantyMonths', 'contract.ownershipClause']],
    ['without an amount', without('amount'), ['contract.amount']],
    ['whose amount is null', { ...good, amount: null }, ['contract.amount']],
    ['below nothing', { ...good, amount: -5 }, ['contract.amount']],
    ['of half a fen', { ...good, amount: 0.5 }, ['contract.amount']],
    ['whose amount is text', { ...good, amount: '900' }, ['contract.amount']],
    ['dearer than can be computed', { ...good, amount: 2e13 }, ['contract.amount']],
    ['of half a month', { ...good, warrantyMonths: 24.5 }, ['contract.warrantyMonths']],
    ['of a thousand million months', { ...good, warrantyMonths: 1e9 }, ['contract.warrantyMonths']],
    ['of no month', { ...good, warrantyMonths: 0 }, ['contract.warrantyMonths']],
    ['whose clause is text', { ...good, ownershipClause: 'yes' }, ['contract.ownershipClause']],
    ['with a field of its own', { ...good, colour: 'red' }, ['contract.colour']],
  ])('%s is refused, and told what is missing', (_how, fields, missing) => {
    const { world, refusals } = draft(fields);
    const told = refusals[0]?.unmet?.find(({ code }) => code === 'material/fields');
    expect(told).toMatchObject({ basis: 'HA-14.1', missing, suppliers: [{ role: 'projectOwner' }] });
    expect(world.state.open?.step).toBe('draft');
  });

  test.each<[Fields]>([[good], [{ ...good, warrantyMonths: 1200 }]])('of %j is taken', (fields) => {
    expect(draft(fields).refusals).toEqual([]);
  });

  test('is judged alike by a preview, which never fails', () => {
    const { world, act, refusals } = draft({ ...good, amount: '900', warrantyMonths: 1e9 });
    const around = {
      rules: sliceRules(huaian, 'procurement'),
      now: '2026-03-02T04:00:00Z',
      calendar: { version: 'none', years: {} },
    };
    const unmet = previewGates(world.state, act, around, people.applicant).filter(({ met }) => !met);
    expect(unmet.map(({ gate }) => gate)).toEqual(refusals[0]?.unmet);
  });
});

test('an award below nothing is no award', () => {
  const world = toAward();
  const attach = [material('awardNotice', { amount: -1 }), qualification()];
  expect(unmetCodes(tryAct(world, 'applicant', deciding(world, 'awardResult', { attach })))).toContain(
    'material/fields',
  );
});

describe('a security report (HA-12.5b)', () => {
  const kind = 'riskAssessmentReport';
  const admit = (world: World, fields: Fields) => {
    const attach = reports().map((each) => (each.kind === kind ? material(kind, fields) : each));
    return unmetCodes(
      tryAct(world, 'lead', deciding(world, 'admit', { role: 'projectOwner', outcome: 'started', attach })),
    );
  };

  test.each<[Fields]>([[{}], [{ verdict: null }], [{ verdict: 'fine' }], [{ verdict: true }]])(
    'that declares %j lets nothing into operation',
    (fields) => {
      expect(admit(toAdmission(), fields)).toEqual(['material/fields', 'securityNotPassed']);
    },
  );

  test('that failed may accompany a refusal', () => {
    const world = toAdmission();
    const attach = [material(kind, { verdict: 'failed' })];
    expect(
      tryAct(world, 'lead', deciding(world, 'admit', { role: 'projectOwner', outcome: 'refused', attach })),
    ).toEqual([]);
  });

  test.each<[Fields, boolean]>([
    [{}, false],
    [{ verdict: 'passed' }, true],
    [{ verdict: 'passedAfterFixes' }, true],
    [{ verdict: 'failed' }, false],
    [{ verdict: 'unknown' }, false],
    [{ verdict: 'passed', validUntil: '2026-03-02' }, true],
    [{ verdict: 'passed', validUntil: '2026-03-01' }, false],
    [{ verdict: 'passed', validUntil: 'for ever' }, false],
  ])('with %j counts: %s', (fields, counts) => {
    const row = huaian.stages['trialRun']?.materials[kind];
    expect(isGood(material(kind, fields), row, '2026-03-02')).toBe(counts);
  });

  test('whose row says nothing of verdicts counts by being there', () => {
    const row = huaian.stages['trialRun']?.materials['trialRunReport'];
    expect(isGood(material('trialRunReport'), row, '2026-03-02')).toBe(true);
    expect(isGood(material('trialRunReport'), undefined, '2026-03-02')).toBe(true);
  });
});

test('a project that was recorded with an unsound contract is still accepted', () => {
  const world = toAcceptance();
  const held = contract(1e9);
  world.state = { ...world.state, materials: { ...world.state.materials, contract: held } };
  askForAcceptance(world);
  panel(world, 'passed');
  expect(world.state.run).toBe('operation');
});
