/** Huai'an, review and approval: who discusses, checks and decides, and the number the approval carries. */
import { dossier, fundLine, toContract, toDecision, toDivision, toReview } from './course';
import { deciding, goodFacts, material, must, open, task, tryAct, unmetCodes } from './world';

describe('review (HA-4.1, HA-11.2)', () => {
  test('a major project is decided by the leading group too (HA-4.1)', () => {
    const world = open({ facts: goodFacts });
    must(world, 'applicant', { type: 'submit', attach: dossier() });
    must(world, 'cyberspace', deciding(world, 'check', { outcome: 'complete', fields: { major: true } }));
    must(world, 'cyberspace', deciding(world, 'discuss', { role: 'cyberspaceOffice' }));
    must(world, 'tech', deciding(world, 'discuss', { role: 'networkTechOffice' }));
    must(world, 'applicant', deciding(world, 'improve', { attach: [material('improvedScheme')] }));
    must(world, 'general', deciding(world, 'budgetCheck', { outcome: 'passed', fields: { fundLine } }));
    expect(Object.values(world.state.tasks).filter((each) => each.step === 'decide')).toHaveLength(5);
    // The minutes are the Party Group's: the leading group, entered by the same office, is not asked for them.
    must(world, 'cyberspace', deciding(world, 'decide', { role: 'leadingGroup', outcome: 'approved' }));
    const group = deciding(world, 'decide', { role: 'partyGroupMeeting', outcome: 'approved' });
    expect(unmetCodes(tryAct(world, 'recorder', group))).toEqual(['material/missing']);
  });

  test('the party group and three authorities decide at the same time; one return sends the scheme back after all are heard', () => {
    const world = toDecision();
    must(world, 'crypto', deciding(world, 'decide', { role: 'cryptographyAuthority', outcome: 'returned' }));
    expect(world.state.open?.step).toBe('decide');
    must(
      world,
      'recorder',
      deciding(world, 'decide', {
        role: 'partyGroupMeeting',
        outcome: 'approved',
        attach: [material('meetingMinutes')],
      }),
    );
    must(world, 'data', deciding(world, 'decide', { role: 'dataAuthority', outcome: 'approved' }));
    must(world, 'invest', deciding(world, 'decide', { role: 'investmentAuthority', outcome: 'approved' }));
    expect([world.state.open?.step, world.state.rounds['initiation']]).toEqual(['improve', 2]);
  });

  test('the decision of the party group is proved by its minutes', () => {
    const world = toDecision();
    expect(
      unmetCodes(
        tryAct(
          world,
          'recorder',
          deciding(world, 'decide', { role: 'partyGroupMeeting', outcome: 'approved' }),
        ),
      ),
    ).toEqual(['material/missing']);
  });

  test('the approval is numbered by the rule of the pack when the last of the four agrees (HA-11.2)', () => {
    const world = toDecision();
    expect(world.state.documents).toBeUndefined();
    const decided = toContract();
    expect(decided.state.documents).toEqual([
      expect.objectContaining({
        document: 'approvalDocument',
        scope: '淮审批信〔2026〕{seq}号',
        signs: 'cyberspaceOffice',
        basis: 'HA-11.2',
        issuedAt: '2026-03-02T04:00:00Z',
      }),
    ]);
  });

  test('the first discussion comes before the scheme is improved, and the budget check before the decision (HA-11.2)', () => {
    const world = toReview();
    expect(world.state.open?.step).toBe('discuss');
    must(world, 'cyberspace', deciding(world, 'discuss', { role: 'cyberspaceOffice' }));
    expect(world.state.open?.step).toBe('discuss');
    must(world, 'tech', deciding(world, 'discuss', { role: 'networkTechOffice' }));
    expect(unmetCodes(tryAct(world, 'applicant', deciding(world, 'improve')))).toEqual(['material/missing']);
    must(world, 'applicant', deciding(world, 'improve', { attach: [material('improvedScheme')] }));
    expect(
      unmetCodes(tryAct(world, 'general', deciding(world, 'budgetCheck', { outcome: 'passed' }))),
    ).toEqual(['fact/missing']);
  });

  test('one authority that rejects ends the project without an approval (HA-11.2, HA-11.3)', () => {
    const world = toDecision();
    const seats = [
      ['recorder', 'partyGroupMeeting', 'approved'],
      ['data', 'dataAuthority', 'approved'],
      ['invest', 'investmentAuthority', 'rejected'],
      ['crypto', 'cryptographyAuthority', 'approved'],
    ] as const;
    for (const [who, role, outcome] of seats) {
      const attach = role === 'partyGroupMeeting' ? { attach: [material('meetingMinutes')] } : {};
      must(world, who, deciding(world, 'decide', { role, outcome, ...attach }));
    }
    expect([world.state.status, world.state.documents]).toEqual(['rejected', undefined]);
  });

  test('after the approval the Cyberspace Office divides the work (HA-11.4)', () => {
    const world = toDivision();
    expect([world.state.open?.step, task(world, 'divideWork').role]).toEqual([
      'divideWork',
      'cyberspaceOffice',
    ]);
  });
});
