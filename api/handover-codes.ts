/** Codes of what is refused when a leaver hands over. Same shape as api-codes.ts, which takes them in. */
export const handoverCodes = {
  'handover/self': {
    status: 422,
    zh: '不能交接给本人',
    en: 'Nobody hands over to themselves',
    next: { zh: '另选接收人。', en: 'Choose another person.' },
  },
} as const;
