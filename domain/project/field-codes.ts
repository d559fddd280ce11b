/** Refusals of what people declare: rows of the catalogue (refusal-codes.ts). */
export const fieldCodes = {
  'fields/unknown': {
    status: 422,
    zh: '填报了制度中没有的字段',
    en: 'A field is not declared by the pack',
    next: { zh: '删除 params.names 中的字段。', en: 'Remove params.names.' },
  },
  'fields/invalid': {
    status: 422,
    zh: '字段值不符合要求',
    en: 'A field has a value of the wrong type',
    next: { zh: '按 params.expected 修改。', en: 'Give params.expected.' },
  },
  'fields/not-yours': {
    status: 422,
    zh: '该字段由其他人员或环节填报',
    en: 'A field is for others to declare',
    next: {
      zh: '删除 params.names 中的字段；填报者见 params.declaredBy。',
      en: 'Remove params.names; params.declaredBy says who declares them.',
    },
  },
  'fields/missing': {
    status: 422,
    zh: '必填字段未填报',
    en: 'A required field is not declared',
    next: { zh: '补齐 params.missing。', en: 'Declare params.missing.' },
  },
} as const;
