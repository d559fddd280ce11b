/** Codes of what the inbox and its saved filters refuse. Same shape as api-codes.ts, which takes them in. */
export const inboxCodes = {
  'inbox/not-by-urgency': {
    status: 422,
    zh: '该视图不能按紧急程度排序',
    en: 'This view cannot be sorted by urgency',
    next: {
      zh: '仅 todo、claimable、started、all 可用 sort=urgency；已办和抄送按时间排列。',
      en: 'sort=urgency goes with todo, claimable, started and all; what is done or copied is listed by time.',
    },
  },
  'filter/not-found': {
    status: 404,
    zh: '没有这个筛选方案',
    en: 'There is no such saved filter',
    next: { zh: '查看 GET /api/filters。', en: 'See GET /api/filters.' },
  },
  'filter/name-taken': {
    status: 409,
    zh: '已有同名的筛选方案',
    en: 'A saved filter of yours bears this name already',
    next: { zh: '换一个名称，或修改原方案。', en: 'Choose another name, or change that filter.' },
  },
  'filter/too-many': {
    status: 409,
    zh: '保存的筛选方案已达上限',
    en: 'No more filters can be saved',
    next: {
      zh: '先删除不再使用的方案；上限见 params.most。',
      en: 'Delete one first; params.most is the limit.',
    },
  },
} as const;
