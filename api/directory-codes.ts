/** Codes of what is refused when the directory is changed. Same shape as api-codes.ts, which takes them in. */
export const directoryCodes = {
  'directory/exists': {
    status: 409,
    zh: '目录中已有 params.target',
    en: 'The directory holds params.target already',
    next: { zh: '用 PATCH 修改。', en: 'Change it with PATCH.' },
  },
  'directory/last-administrator': {
    status: 409,
    zh: '须至少有一名在用的管理员',
    en: 'At least one active administrator must remain',
    next: { zh: '先指定另一名管理员。', en: 'Make somebody else an administrator first.' },
  },
} as const;
