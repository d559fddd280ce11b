/** Refusals of substitutes (代理): rows of the catalogue in refusal-codes.ts. */
export const substitutionCodes = {
  'substitute/act': {
    status: 403,
    zh: '代理人不能进行此操作',
    en: 'A substitute may not take this act',
    next: {
      zh: '代理人只能进行 params.allowed 所列操作；转办、委派由本人或管理员办理。',
      en: 'A substitute takes the acts of params.allowed only; handing on is for the person or an administrator.',
    },
  },
  'substitute/self': {
    status: 422,
    zh: '本人不能代理本人',
    en: 'Nobody is their own substitute',
    next: { zh: '另选代理人。', en: 'Choose another person.' },
  },
  'substitute/outsider': {
    status: 403,
    zh: '该项目建设单位或参建单位的人员不得代理其他单位的席位',
    en: 'People of the owner or of a party may not stand in for somebody of another organisation here',
    next: { zh: '请由其他代理人或本人办理。', en: 'Another substitute or the person must act.' },
  },
} as const;
