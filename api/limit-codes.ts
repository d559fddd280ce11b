/** Codes of what limits.ts refuses. Same shape as api-codes.ts, which takes them in. */
export const limitCodes = {
  'request/too-many': {
    status: 429,
    zh: '请求过于频繁,请稍后再试',
    en: 'Too many requests; slow down',
    next: {
      zh: '每分钟不超过 params.perMinute 次,按 Retry-After 等待。',
      en: 'At most params.perMinute a minute; wait as Retry-After says.',
    },
  },
  'service/busy': {
    status: 503,
    zh: '系统繁忙,请稍后再试',
    en: 'Too much is under way at once; try again in a moment',
    next: {
      zh: '按 Retry-After 等待,再用同一 Idempotency-Key 重试。',
      en: 'Wait as Retry-After says, then send it again with the same Idempotency-Key.',
    },
  },
} as const;
