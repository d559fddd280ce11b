/** Codes of what routes-statistics.ts refuses. Same shape as api-codes.ts, which takes them in. */
export const statisticsCodes = {
  'statistics/too-wide': {
    status: 422,
    zh: '统计范围过大',
    en: 'The figures cover too much at once',
    next: {
      zh: '用 jurisdiction 或 year 缩小范围,一次最多 params.most 项。',
      en: 'Narrow it by jurisdiction or year: at most params.most at once.',
    },
  },
} as const;
