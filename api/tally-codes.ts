/** Codes of what routes-tally.ts refuses. Same shape as api-codes.ts, which takes them in. */
export const tallyCodes = {
  'pack/step-not-found': {
    status: 404,
    zh: '制度包中没有这个环节',
    en: 'The policy pack has no such step',
    next: { zh: '查看 GET /api/packs/:id/:version。', en: 'See GET /api/packs/:id/:version.' },
  },
  'pack/step-too-wide': {
    status: 422,
    zh: '该环节表决席位过多,无法列出真值表',
    en: 'The step has too many voting seats for a truth table',
    next: {
      zh: '席位不超过 params.most 个时可以列出。',
      en: 'It can be shown for at most params.most seats.',
    },
  },
} as const;
