/** Codes of refusals of the operators' acts. Same shape as api-codes.ts, which takes them in. */
export const operationCodes = {
  'operations/unknown-target': {
    status: 404,
    zh: '没有这个在办流程',
    en: 'There is no such open process',
    next: { zh: '查看 GET /api/operations 的 target。', en: 'See the targets of GET /api/operations.' },
  },
  'operations/not-needed': {
    status: 409,
    zh: '该对象没有此操作所能修复的故障',
    en: 'Nothing is wrong there that this act mends',
    next: {
      zh: '重新查看 GET /api/operations；params.found 是现有的故障。',
      en: 'Look at GET /api/operations again; params.found is what is wrong now.',
    },
  },
  'operations/would-lose': {
    status: 409,
    zh: '留痕落后于流程，从留痕重启会丢失决定',
    en: 'The record is behind the workflow: starting it from the record would lose decisions',
    next: {
      zh: '按运维手册“数据库由旧备份恢复”处理。',
      en: 'Follow the runbook, "the database was restored from an older copy".',
    },
  },
  'operations/not-provable': {
    status: 409,
    zh: '流程所存不足以证明缺失的留痕',
    en: 'What the workflow holds does not prove the lines that were lost',
    next: {
      zh: 'params.lacks 列出缺什么；按运维手册由更新的备份恢复。',
      en: 'params.lacks says what is missing; restore from a newer backup as the runbook says.',
    },
  },
  'operations/no-good-task': {
    status: 409,
    zh: '该流程没有可退回的成功任务',
    en: 'This run has no task that went well to go back to',
    next: { zh: '用 restartFromRecord。', en: 'Use restartFromRecord.' },
  },
} as const;
