/** The Huai'an pack says what the measure says: numbers, order, parties, and words for everything people read. */
import { evaluateCondition } from '../../../domain/pack/feel';
import type { FeelContext } from '../../../domain/pack/feel';
import { pickNumber } from '../../../domain/pack/tables';
import type { Body, CaseType, Step } from '../../../domain/pack/types';
import { huaian, huaianText, read } from './huaian';

const pack = huaian();

function body(run: string): Body {
  const found = pack.stages[run];
  if (found === undefined) throw new Error(`no body ${run}`);
  return found;
}

function step(run: string, name: string): Step {
  const found = body(run)
    .phases.flatMap((phase) => phase.steps)
    .find((one) => one.step === name);
  if (found === undefined) throw new Error(`no step ${run}.${name}`);
  return found;
}

function gateHolds(holder: Body | CaseType | undefined, code: string, context: FeelContext): unknown {
  const check = holder?.gates[code]?.check;
  if (check?.check !== 'holds') throw new Error(`no condition ${code}`);
  return evaluateCondition(check.condition, context);
}

describe('the Huai’an pack', () => {
  it('has a hash of its content that layout and comments do not change', () => {
    const other = read(`${huaianText}\n# a remark\n`);
    expect(pack.ref.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(other).toMatchObject({ ok: true, pack: { ref: pack.ref } });
    const changed = read(huaianText.replace('is: 5, unit: percent', 'is: 6, unit: percent'));
    expect(changed.ok && changed.pack.ref.hash).not.toBe(pack.ref.hash);
  });

  it('runs the seven stages and operation in the order of the measure', () => {
    expect(pack.lifecycle.map((row) => row.kind)).toEqual([
      'application',
      'feasibilityReview',
      'procurement',
      'supervision',
      'trialRun',
      'acceptance',
      'rectification',
      'operation',
    ]);
  });

  it('lets 5.00 % for security pass and one fen less not (HA-12.5a)', () => {
    const context = { budget: 1_981_390_000, minSecurityShare: 5 };
    const application = body('application');
    expect(pack.values['minSecurityShare']).toMatchObject({ is: 5, unit: 'percent', basis: 'HA-12.5a' });
    expect(gateHolds(application, 'securityShareTooLow', { ...context, securityCost: 99_069_500 })).toEqual({
      holds: true,
    });
    expect(gateHolds(application, 'securityShareTooLow', { ...context, securityCost: 99_069_499 })).toEqual({
      holds: false,
    });
    expect(gateHolds(application, 'securityShareTooLow', context)).toEqual({ undecided: ['securityCost'] });
  });

  it('wants 24 months of warranty in the contract (HA-14.1)', () => {
    const procurement = body('procurement');
    const contract = (warrantyMonths: number) => ({ contract: { warrantyMonths }, minWarranty: 24 });
    expect(gateHolds(procurement, 'warrantyTooShort', contract(24))).toEqual({ holds: true });
    expect(gateHolds(procurement, 'warrantyTooShort', contract(23))).toEqual({ holds: false });
    expect(procurement.gates['warrantyTooShort']).toMatchObject({ before: 'draft', basis: 'HA-14.1' });
    expect(body('operation').clocks['warranty']).toMatchObject({
      kind: 'validity',
      from: 'acceptance.passed',
      length: 'contract.warrantyMonths',
      unit: 'months',
    });
  });

  it.each([
    [true, false, false, 3],
    [false, true, false, 1],
    [true, true, false, 3],
    [false, true, true, 3],
    [false, false, true, 3],
  ])(
    'keeps a project with software %s, hardware %s and other work %s in trial for %i months (HA-13.1)',
    (hasSoftware, hasHardware, hasOther, months) => {
      const clock = body('trialRun').clocks['minimum'];
      if (typeof clock?.length !== 'object') throw new Error('no table');
      expect(clock).toMatchObject({
        kind: 'notBefore',
        unit: 'months',
        from: 'admit.started',
        until: 'leave.stable',
      });
      expect(pickNumber(clock.length, { hasSoftware, hasHardware, hasOther })).toMatchObject({ is: months });
    },
  );

  it('lets a contractor apply again one month after the written notice (HA-13.5a)', () => {
    expect(body('acceptance').clocks['reapply']).toMatchObject({
      kind: 'notBefore',
      length: 1,
      unit: 'months',
      from: 'tell.submitted',
      until: 'request.submitted',
    });
  });

  it('knows three outcomes of acceptance, given by five parties of whom the contractor has no vote (HA-13.3a, 13.4b)', () => {
    const panel = step('acceptance', 'panel');
    expect(panel.outcomes.map((row) => row.outcome)).toEqual(['passed', 'reconsideration', 'failed']);
    expect(panel.agree).toEqual({ rule: 'majority' });
    expect(panel.who.map((seat) => [seat.role, seat.count, seat.votes])).toEqual([
      ['projectOwner', 1, true],
      ['networkTechOffice', 1, true],
      ['supervisor', 1, true],
      ['reviewExpert', 3, true],
      ['contractor', 1, false],
    ]);
  });

  it('asks three outside authorities at the same time as the Party Group Meeting, and the leading group when major (HA-4.1, 11.2)', () => {
    const decide = step('initiation', 'decide');
    expect(decide.inOrder).toBe(false);
    expect(decide.agree).toEqual({ rule: 'all' });
    expect(decide.who.map((seat) => seat.role)).toEqual([
      'partyGroupMeeting',
      'leadingGroup',
      'dataAuthority',
      'investmentAuthority',
      'cryptographyAuthority',
    ]);
    expect(decide.who[1]?.when?.feel).toBe('major');
    for (const role of ['dataAuthority', 'investmentAuthority', 'cryptographyAuthority']) {
      expect(pack.roles[role]).toMatchObject({ is: 'org', id: role });
      expect(pack.roles[role]?.recordedBy).toBeUndefined();
    }
  });

  it('does not start without contractor, supervisor and auditor (HA-12.4a) nor run without three security reports (HA-12.5b)', () => {
    expect(body('building').gates['partiesNotSet']).toMatchObject({
      before: 'startOrder',
      check: { check: 'parties', roles: ['contractor', 'supervisor', 'auditor'] },
    });
    expect(body('trialRun').gates['securityNotPassed']?.check).toEqual({
      check: 'valid',
      materials: [['gradedProtectionReport'], ['riskAssessmentReport'], ['cryptographyAssessmentReport']],
    });
    expect(body('operation').gates['notAccepted']?.check).toEqual({
      check: 'ended',
      ended: 'acceptance.passed',
    });
  });

  it('pays up to the contract and the budget, and not a fen more (HA-18.2)', () => {
    const { payment } = pack.cases;
    const context = { paidTotal: 537_330_346, budget: 1_981_390_000, contract: { amount: 1_798_000_000 } };
    expect(gateHolds(payment, 'overContract', { ...context, amount: 1_260_669_654 })).toEqual({
      holds: true,
    });
    expect(gateHolds(payment, 'overContract', { ...context, amount: 1_260_669_655 })).toEqual({
      holds: false,
    });
    expect(gateHolds(payment, 'overBudget', { ...context, amount: 1_260_669_655 })).toEqual({ holds: true });
    expect(gateHolds(payment, 'overContract', { amount: 1, paidTotal: 0 })).toEqual({
      undecided: ['contract.amount'],
    });
  });

  it('writes out every default', () => {
    expect(pack.facts['budget']?.due).toBe('application.fill');
    expect(body('application').materials['applicationForm']).toMatchObject({
      due: 'submit',
      by: 'projectOwner',
      optional: false,
    });
    expect(step('application', 'fill')).toMatchObject({
      does: 'submit',
      outcomes: [{ outcome: 'submitted', to: 'next' }],
      opinionFor: [],
    });
    expect(step('application', 'check').opinionFor).toEqual(['returned', 'outOfScope']);
    expect(step('initiation', 'discuss')).toMatchObject({
      outcomes: [{ outcome: 'given', to: 'next' }],
      opinionFor: ['given'],
    });
    expect(body('acceptance').phases.map((phase) => [phase.phase, phase.onlyByName])).toEqual([
      ['apply', false],
      ['conclude', false],
      ['notify', true],
    ]);
    expect(body('acceptance').outcomes).toEqual(['passed', 'failed']);
    expect(body('operation').outcomes).toEqual([]);
  });

  it('has Chinese and English words for every outcome, option and finding', () => {
    const steps = [...Object.values(pack.stages), ...Object.values(pack.cases)].flatMap((one) =>
      one.phases.flatMap((phase) => phase.steps),
    );
    const said = [
      ...steps.flatMap((one) => [...one.outcomes.map((row) => row.outcome), ...one.findings]),
      ...pack.lifecycle.flatMap((row) => row.outcomes.map((outcome) => outcome.outcome)),
      ...Object.values(pack.facts).flatMap((fact) => fact.options ?? []),
    ];
    expect([...new Set(said)].filter((word) => pack.words?.[word] === undefined)).toEqual([]);
  });
});
