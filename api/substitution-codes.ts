/** Codes of what is refused when a substitute is named, ended or used. Same shape as api-codes.ts, which takes them in. */
export const namingCodes = {
  'substitute/none': {
    status: 403,
    zh: '您不是该人员这条待办的代理人',
    en: 'You do not stand in for that person on this task',
    next: {
      zh: '查看 GET /api/substitutions：代理期间和范围须包含今天和该待办。',
      en: 'See GET /api/substitutions: its days must hold today and its scope this task.',
    },
  },
  'substitute/circle': {
    status: 409,
    zh: '代理关系成环：经 params.through 又回到本人',
    en: 'The substitutes would lead in a circle, through params.through and back',
    next: { zh: '另选代理人或期间。', en: 'Choose another person or other days.' },
  },
  'substitute/period': {
    status: 422,
    zh: '代理期间有误',
    en: 'These days are not a period to come',
    next: {
      zh: 'from 不晚于 until，且 until 不早于今天（params.today）。',
      en: 'from is not after until, and until is not before today (params.today).',
    },
  },
  'substitute/nobody': {
    status: 422,
    zh: '除本人外无人担任该岗位',
    en: 'Nobody but the person themselves holds that post',
    next: {
      zh: '指定人员，或先为该岗位安排人员。',
      en: 'Name a person, or seat somebody in the post first.',
    },
  },
  'substitute/unknown': {
    status: 404,
    zh: '没有这条代理',
    en: 'There is no such substitution',
    next: { zh: '查看 GET /api/substitutions。', en: 'See GET /api/substitutions.' },
  },
  'substitute/ended': {
    status: 409,
    zh: '该代理已终止',
    en: 'This substitution has been ended already',
    next: { zh: '无需再次终止。', en: 'There is nothing more to do.' },
  },
} as const;
