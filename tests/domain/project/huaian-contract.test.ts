/** Huai'an, procurement, contract and start of work: clauses, sums, legality review, the parties that watch each other. */
import type { Fields, MaterialRef } from '../../../domain/project/commands';
import { contract, qualification, toAward, toBuilding, toContract, toStart } from './course';
import { deciding, goodFacts, material, must, tryAct, unmetCodes } from './world';

describe('contract and start (HA-9.1, HA-12.1, HA-12.2, HA-12.4a, HA-14.1, HA-18.2, HA-19.2)', () => {
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

  const draft = (fields: Fields) => {
    const attach = [material('contract', { ...contract(24).fields, ...fields })];
    const world = toContract();
    return unmetCodes(tryAct(world, 'applicant', deciding(world, 'draft', { attach })));
  };

  test('the contract says who owns the results (HA-19.2)', () => {
    expect(draft({ ownershipClause: true })).toEqual([]);
    expect(draft({ ownershipClause: false })).toEqual(['noOwnershipClause']);
  });

  test('the contract is not a fen dearer than the award (HA-18.2)', () => {
    expect(draft({ amount: 90_000_000 })).toEqual([]);
    expect(draft({ amount: 90_000_001 })).toEqual(['contractOverAward']);
  });

  test('the Legal Office finds on the procedure and on the contract, and may send it back (HA-9.1)', () => {
    const world = toContract();
    must(world, 'applicant', deciding(world, 'draft', { attach: [contract(24)] }));
    const half = deciding(world, 'legality', { outcome: 'passed', findings: { contractText: '合法' } });
    expect(tryAct(world, 'legal', half).map(({ code, params }) => [code, params['missing']])).toEqual([
      ['task/findings-required', ['projectProcess']],
    ]);
    must(world, 'legal', deciding(world, 'legality', { outcome: 'returned' }));
    expect(world.state.open?.step).toBe('draft');
  });

  const award = (...proof: readonly MaterialRef[]) => {
    const world = toAward();
    const attach = [material('awardNotice', { amount: 1 }), ...proof];
    return unmetCodes(tryAct(world, 'applicant', deciding(world, 'awardResult', { attach })));
  };

  test('nobody is contracted without proof of qualification (HA-12.2)', () => {
    expect(award()).toEqual(['contractorNotQualified', 'material/missing']);
    expect(award(qualification())).toEqual([]);
  });

  test.each<[string, Fields, string[]]>([
    ['that ends today', { validUntil: '2026-03-02' }, []],
    ['that ended yesterday', { validUntil: '2026-03-01' }, ['contractorNotQualified']],
    ['that does not end', { validUntil: null }, []],
    ['that is issued tomorrow', { issuedOn: '2026-03-03' }, ['contractorNotQualified']],
    ['without a date', { issuedOn: null }, ['contractorNotQualified', 'material/fields']],
    ['that nobody recognises', { issuer: null }, ['material/fields']],
  ])('a qualification %s answers %j on 2 March (HA-12.2)', (_, fields, codes) => {
    expect(award(qualification(fields))).toEqual(codes);
  });

  test("the qualification is the contractor's own, in force in the directory too (HA-12.2)", () => {
    expect(award(qualification({}, 'another'))).toEqual(['material/author']);
    const sound = qualification();
    const lapsed = { ...sound, author: { org: 'builder', zh: '承建', qualifiedUntil: '2026-03-01' } };
    expect(award(lapsed)).toEqual(['material/author']);
  });

  test.each(['software', 'hardware', 'operationsMaintenance', 'other'])(
    'the report of completion lists the licensed software, also of a project of %s (HA-12.1)',
    (kind) => {
      const world = toBuilding({ ...goodFacts, buildKinds: [kind] });
      expect(unmetCodes(tryAct(world, 'contractor', deciding(world, 'report')))).toEqual([
        'material/missing',
      ]);
      must(world, 'contractor', deciding(world, 'report', { attach: [material('licenceProof')] }));
    },
  );
});
