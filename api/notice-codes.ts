/** Codes of what routes-notices.ts refuses. Same shape as api-codes.ts, which takes them in. */
export const noticeCodes = {
  'preferences/no-working-time': {
    status: 422,
    zh: '工作时间的开始必须早于结束',
    en: 'Working time must begin before it ends',
    next: { zh: '同时给出 workFrom 和 workTo。', en: 'Give workFrom and workTo together.' },
  },
} as const;
