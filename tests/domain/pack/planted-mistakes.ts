/** Mistakes to plant into the committed Huai'an pack: what to replace, by what, and the code that must name it. */

interface Planted {
  readonly mistake: string;
  readonly replace: string;
  readonly by: string;
  readonly code: string;
  /** A piece of the line that must be named, where it is not the planted text itself. */
  readonly at?: string;
}

export const formMistakes: readonly Planted[] = [
  {
    mistake: 'a key nobody knows',
    replace: 'who: projectOwner, basis: HA-6.1 }',
    by: 'who: projectOwner, colour: red, basis: HA-6.1 }',
    code: 'schema/unknown-key',
  },
  {
    mistake: 'a key nobody knows at the top',
    replace: 'version: 1.0.0',
    by: 'version: 1.0.0\nextends: other@1.0.0',
    code: 'schema/unknown-key',
    at: 'extends:',
  },
  {
    mistake: 'a row without its article',
    replace: 'who: contractor, basis: HA-13.2a }',
    by: 'who: contractor }',
    code: 'basis/missing',
  },
  {
    mistake: 'a note without the article it hangs on',
    replace: 'suspend: { by: [cyberspaceOffice], basis: HA-5.1, note: not-from-text }',
    by: 'suspend: { by: [nobody], note: not-from-text }',
    code: 'role/unknown',
  },
  {
    mistake: 'an article of no declared source',
    replace: 'basis: HA-13.2a }',
    by: 'basis: XT-13.2 }',
    code: 'basis/unknown-source',
  },
  {
    mistake: 'an article written wrongly',
    replace: 'basis: HA-13.2a }',
    by: 'basis: article 13 }',
    code: 'schema/wrong-form',
  },
  {
    mistake: 'a row without English',
    replace: 'zh: 项目申报书, en: application form,',
    by: 'zh: 项目申报书,',
    code: 'schema/missing',
  },
  {
    mistake: 'a unit nobody knows',
    replace: 'is: 5, unit: percent',
    by: 'is: 5, unit: permille',
    code: 'schema/wrong-value',
  },
  {
    mistake: 'a stage kind nobody knows',
    replace: 'kind: trialRun',
    by: 'kind: pilot',
    code: 'schema/wrong-value',
  },
  {
    mistake: 'a fact type nobody knows',
    replace: 'en: total budget, type: money',
    by: 'en: total budget, type: currency',
    code: 'schema/wrong-value',
  },
  {
    mistake: 'an effect nobody knows',
    replace: 'then: [remind, mark,',
    by: 'then: [explode, mark,',
    code: 'schema/wrong-value',
  },
  {
    mistake: 'a name that is no identifier',
    replace: '  budget: { zh',
    by: '  Total-Budget: { zh',
    code: 'schema/bad-name',
  },
  {
    mistake: 'a doubled key',
    replace: 'version: 1.0.0',
    by: 'version: 1.0.0\nversion: 1.0.1',
    code: 'yaml/duplicate-key',
    at: 'version: 1.0.1',
  },
  {
    mistake: 'an alias',
    replace: 'version: 1.0.0',
    by: 'version: &v 1.0.0\nnumber: *v',
    code: 'yaml/alias',
    at: '*v',
  },
  {
    mistake: 'a key of every object',
    replace: '  budget: { zh',
    by: '  constructor: { zh',
    code: 'yaml/reserved-key',
  },
  { mistake: '__proto__', replace: '  budget: { zh', by: '  __proto__: { zh', code: 'yaml/reserved-key' },
  { mistake: 'broken YAML', replace: 'version: 1.0.0', by: 'version: [1.0.0', code: 'yaml/syntax', at: '' },
  {
    mistake: 'a choice without options',
    replace: 'type: choices, options: [software, hardware, operationsMaintenance, other]',
    by: 'type: choices',
    code: 'field/options',
  },
  {
    mistake: 'a share that is no integer',
    replace: 'is: 5, unit: percent',
    by: 'is: 5.5, unit: percent',
    code: 'value/not-integer',
  },
];

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

export const flowMistakes: readonly Planted[] = [
  {
    mistake: 'a target that does not exist',
    replace: 'returned: fill,',
    by: 'returned: refill,',
    code: 'step/unknown-target',
    at: 'returned: refill',
  },
  {
    mistake: 'an outcome the lifecycle does not map',
    replace: 'outcomes: { passed: operation, failed: rectify }',
    by: 'outcomes: { passed: operation }',
    code: 'step/unknown-target',
    at: 'failed: failed }',
  },
  {
    mistake: 'an outcome no step gives',
    replace: 'outcomes: { fixed: acceptance }',
    by: 'outcomes: { fixed: acceptance, hopeless: terminated }',
    code: 'outcome/not-given',
    at: '  rectify:\n',
  },
  {
    mistake: 'a phase the kind does not have',
    replace: '      notify:',
    by: '      announce:',
    code: 'phase/unknown',
  },
  {
    mistake: 'a phase left out',
    replace: '      start:\n        - { step: startOrder',
    by: '      finish2:\n        - { step: startOrder',
    code: 'phase/missing',
    at: '    routes:\n      finish2',
  },
  {
    mistake: 'a run that leads nowhere',
    replace: 'outcomes: { fixed: acceptance }',
    by: 'outcomes: { fixed: elsewhere }',
    code: 'run/unknown-target',
  },
  {
    mistake: 'a run without a body',
    replace: '  operation:\n    routes:',
    by: '  operations:\n    routes:',
    code: 'run/no-body',
    at: '{ run: operation',
  },
  {
    mistake: 'a run that nothing reaches',
    replace: 'outcomes: { passed: operation, failed: rectify }',
    by: 'outcomes: { passed: operation, failed: terminated }',
    code: 'run/unreachable',
    at: '{ run: rectify',
  },
  {
    mistake: 'use without acceptance',
    replace: 'outcomes: { fixed: acceptance }',
    by: 'outcomes: { fixed: operation }',
    code: 'run/not-accepted',
  },
  {
    mistake: 'use after a failed acceptance',
    replace: 'outcomes: { passed: operation, failed: rectify }',
    by: 'outcomes: { passed: operation, failed: operation }',
    code: 'run/not-accepted',
  },
  {
    mistake: 'a deciding step without outcomes',
    replace: 'does: decide, outcomes: { fixed: fixed, returned: repair },',
    by: 'does: decide,',
    code: 'step/no-outcomes',
  },
  {
    mistake: 'an outcome a submission cannot have',
    replace: 'outcomes: { submitted: apply }',
    by: 'outcomes: { sent: apply }',
    code: 'step/foreign-outcome',
  },
  {
    mistake: 'a step without a vote',
    replace: 'who: generalOffice, does: decide, outcomes: { filed',
    by: 'who: { role: generalOffice, votes: false }, does: decide, outcomes: { filed',
    code: 'step/no-votes',
  },
  {
    mistake: 'more votes wanted than seats',
    replace: 'agree: majority',
    by: 'agree: { atLeast: 7 }',
    code: 'step/too-few-seats',
  },
  {
    mistake: 'a chair who does not sit there',
    replace: 'agree: majority',
    by: 'agree: { chair: legalOffice }',
    code: 'step/no-chair',
  },
  {
    mistake: 'two steps of one name',
    replace: 'step: legality',
    by: 'step: sign',
    code: 'step/name-twice',
    at: 'step: sign, zh: 合同签订',
  },
  {
    mistake: 'a step called like a point of time',
    replace: 'step: putInUse',
    by: 'step: enter',
    code: 'step/reserved',
  },
  {
    mistake: 'a switch the kind does not have',
    replace: 'faultResets: true',
    by: 'faultForgives: true',
    code: 'stage/unknown-option',
  },
];
