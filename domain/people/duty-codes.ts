/** Refusals of separation of duties: rows of the catalogue in refusal-codes.ts. */
export const dutyCodes = {
  'duty/own-submission': {
    status: 403,
    zh: '不得审批本人提交的事项',
    en: 'Nobody decides on their own submission',
    next: { zh: '请由其他有权限的人员办理。', en: 'Another holder of the role must act.' },
  },
  'duty/applicant-decides': {
    status: 403,
    zh: '项目申请人不得作为审查人或决定人',
    en: 'The applicant of a project may not review or decide on it',
    next: { zh: '请由同处室其他人员办理。', en: 'A colleague of the same office must act.' },
  },
  'duty/reviewer-decides': {
    status: 403,
    zh: '同一阶段的审查人不得再作决定',
    en: 'A reviewer of this stage may not decide in it',
    next: { zh: '请由其他有权限的人员决定。', en: 'Another holder of the role must decide.' },
  },
  'duty/two-seats': {
    status: 403,
    zh: '同一人不得在同一环节占两席',
    en: 'One person may not hold two seats of one step',
    next: { zh: '请由其他人员办理该席位。', en: 'Another person must take this seat.' },
  },
  'duty/party-conflict': {
    status: 409,
    zh: '承建、监理、审计、测评单位须各不相同，且不得为建设单位',
    en: 'Contractor, supervisor, auditor and test body must be different organisations, and none the owner',
    next: { zh: '另选单位。', en: 'Choose another organisation.' },
  },
} as const;
