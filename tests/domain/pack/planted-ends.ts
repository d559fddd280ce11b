/** Mistakes by which a pack runs into a dead end or contradicts itself. */
import type { Planted } from './planted';

export const endMistakes: readonly Planted[] = [
  {
    mistake: 'a step from which the stage never ends',
    replace: 'outcomes: { passed: next, returned: draft }',
    by: 'outcomes: { passed: draft, returned: draft }',
    code: 'step/no-end',
    at: '- { step: draft',
  },
  {
    mistake: 'a clock whose end cannot come after its beginning',
    replace: 'from: orderFixes.submitted, until: recheck.fixed',
    by: 'from: recheck.fixed, until: orderFixes.submitted',
    code: 'clock/never-ends',
  },
  {
    mistake: 'a deadline before the earliest date of the same thing',
    replace: '      filing: { zh: 及时报备',
    by: '      notYet: { zh: 公示, en: notice, kind: notBefore, from: propose.submitted, until: file.done, is: 9, unit: workingDays, basis: HA-20.1 }\n      filing: { zh: 及时报备',
    code: 'clock/contradiction',
    at: '      filing: {',
  },
  {
    mistake: 'a case that nothing opens',
    replace: '    en: request for suspension\n    openedBy: projectOwner\n',
    by: '    en: request for suspension\n',
    code: 'case/never-opened',
    at: '  suspension:',
  },
  {
    mistake: 'a project owner who is no party',
    replace: 'en: project office, is: party',
    by: 'en: project office, is: post',
    code: 'role/no-owner',
  },
  {
    mistake: 'a gate that waits for a stage after its own',
    replace: 'ended: initiation.approved, basis: HA-11.3 }\n      overBudget: { before: awardResult',
    by: 'ended: acceptance.passed, basis: HA-11.3 }\n      overBudget: { before: awardResult',
    code: 'gate/never-met',
    at: 'ended: acceptance.passed, basis: HA-11.3 }',
  },
  {
    mistake: 'a gate on a report that is handed in later',
    replace: 'parties: [contractor, supervisor, auditor]',
    by: 'valid: [acceptanceApplication]',
    code: 'gate/never-met',
    at: 'valid: [acceptanceApplication]',
  },
  {
    mistake: 'a gate on a fact that is declared at a later step',
    replace: 'holds: supervisionCost > 0 and auditCost > 0',
    by: 'holds: major and auditCost > 0',
    code: 'gate/never-met',
  },
  {
    mistake: 'a gate on a fact of a later stage',
    replace: 'holds: supervisionCost > 0 and auditCost > 0',
    by: 'holds: contract.amount > auditCost',
    code: 'gate/never-met',
  },
];
