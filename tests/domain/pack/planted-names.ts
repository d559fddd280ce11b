/** Mistakes in what a pack names: roles, materials, conditions, clocks, runs. */
import type { Planted } from './planted';

export const nameMistakes: readonly Planted[] = [
  { mistake: 'a role nobody declared', replace: 'who: legalOffice', by: 'who: lawyer', code: 'role/unknown' },
  {
    mistake: 'an author who is no party',
    replace: 'author: consultant',
    by: 'author: generalOffice',
    code: 'role/no-party',
  },
  {
    mistake: 'a body whose decisions nobody records',
    replace: 'en: Party Group Meeting, is: body, recordedBy: cyberspaceOffice',
    by: 'en: Party Group Meeting, is: body',
    code: 'role/no-recorder',
  },
  {
    mistake: 'a name that means two things',
    replace: '  auditCost: {',
    by: '  contract: {',
    code: 'name/twice',
    at: '      contract:\n        zh: 合同',
  },
  {
    mistake: 'a name reserved in conditions',
    replace: '  auditCost: {',
    by: '  today: {',
    code: 'name/reserved',
  },
  {
    mistake: 'a condition on an undeclared name',
    replace: 'holds: not(classified)',
    by: 'holds: not(secret)',
    code: 'feel/refused',
  },
  {
    mistake: 'money compared with months',
    replace: 'holds: contract.amount <= awardNotice.amount',
    by: 'holds: contract.amount <= minWarranty',
    code: 'feel/refused',
  },
  {
    mistake: 'a legal number inside a condition',
    replace: 'holds: contract.warrantyMonths >= minWarranty',
    by: 'holds: contract.warrantyMonths >= 24',
    code: 'feel/refused',
  },
  {
    mistake: 'a full-width sign',
    replace: 'holds: amount > 0',
    by: 'holds: amount \uFF1E 0',
    code: 'feel/refused',
  },
  {
    mistake: 'a condition that is no condition',
    replace: 'holds: contract.ownershipClause',
    by: 'holds: contract.amount',
    code: 'feel/refused',
  },
  {
    mistake: 'an option that does not exist',
    replace: `'list contains(buildKinds, "software")'`,
    by: `'list contains(buildKinds, "sofware")'`,
    code: 'feel/refused',
  },
  {
    mistake: 'a gate before an unknown step',
    replace: 'before: startOrder',
    by: 'before: kickOff',
    code: 'point/unknown',
  },
  {
    mistake: 'a material due at an unknown outcome',
    replace: 'due: leave.stable',
    by: 'due: leave.calm',
    code: 'point/unknown',
  },
  {
    mistake: 'a gate on an unknown material',
    replace: 'valid: [gradedProtectionReport, riskAssessmentReport',
    by: 'valid: [gradedProtectionReprot, riskAssessmentReport',
    code: 'material/unknown',
  },
  {
    mistake: 'a gate on an unknown end',
    replace: 'ended: acceptance.passed',
    by: 'ended: acceptance.accepted',
    code: 'event/unknown',
  },
  {
    mistake: 'a gate with two checks',
    replace: 'ended: acceptance.passed',
    by: 'ended: acceptance.passed, noOpen: [payment]',
    code: 'gate/one-check',
  },
  {
    mistake: 'a clock that starts with nothing',
    replace: 'from: tell.submitted',
    by: 'from: tell.sent',
    code: 'event/unknown',
  },
  { mistake: 'a clock without a unit', replace: 'is: 1, unit: months', by: 'is: 1', code: 'clock/no-unit' },
  {
    mistake: 'a clock of an undeclared length',
    replace: 'is: contract.warrantyMonths',
    by: 'is: contract.warrantyYears',
    code: 'clock/length',
  },
  {
    mistake: 'a clock until a date nobody declared',
    replace: 'date: fixBy',
    by: 'date: fixedBy',
    code: 'clock/date',
  },
  {
    mistake: 'a total of nothing',
    replace: 'total: payment.amount',
    by: 'total: payment.sum',
    code: 'fact/total',
  },
  {
    mistake: 'a fact derived from itself',
    replace: `derive: 'list contains(buildKinds, "hardware")'`,
    by: 'derive: not(hasHardware)',
    code: 'fact/circle',
  },
  {
    mistake: 'a case during an unknown run',
    replace: 'during: [building,',
    by: 'during: [construction,',
    code: 'run/unknown',
  },
];
