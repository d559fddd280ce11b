/** Codes of what is refused when the directory is changed. Same shape as api-codes.ts, which takes them in. */
export const directoryCodes = {
  'directory/exists': {
    status: 409,
    zh: '目录中已有 params.target',
    en: 'The directory holds params.target already',
    next: { zh: '用 PATCH 修改。', en: 'Change it with PATCH.' },
  },
  'directory/own-password': {
    status: 409,
    zh: '自己的密码不能以管理员身份重设',
    en: 'Nobody resets their own password as an administrator',
    next: {
      zh: '用 POST /api/session/password 修改,或请另一名管理员重设。',
      en: 'Change it with POST /api/session/password, or ask another administrator.',
    },
  },
  'directory/last-administrator': {
    status: 409,
    zh: '须至少有一名在用的管理员',
    en: 'At least one active administrator must remain',
    next: { zh: '先指定另一名管理员。', en: 'Make somebody else an administrator first.' },
  },
} as const;
