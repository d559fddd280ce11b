/** Refusals of the acts on a task beside deciding: rows of the catalogue in refusal-codes.ts. */
export const verbCodes = {
  'task/delegated': {
    status: 409,
    zh: '该待办已委派他人办理',
    en: 'This task is out with a delegate',
    next: {
      zh: '受托人用 handBack 交回,或委派人用 getBack 取回。',
      en: 'The delegate hands it back with handBack, or whoever delegated it uses getBack.',
    },
  },
  'task/not-delegated': {
    status: 409,
    zh: '该待办未被委派',
    en: 'This task is not delegated',
    next: { zh: '无需交回或取回,直接办理。', en: 'There is nothing to hand back or get back; decide it.' },
  },
  'task/not-at-this-step': {
    status: 409,
    zh: '该环节或席位不能进行此操作',
    en: 'This act does not exist at this step or seat',
    next: { zh: '查看 allowedActions。', en: 'See allowedActions.' },
  },
  'task/too-many-signers': {
    status: 409,
    zh: '加签人数已达上限',
    en: 'No more signers can be added here',
    next: {
      zh: 'params.most 为上限;请改用沟通或抄送。',
      en: 'params.most is the limit; consult or copy people instead.',
    },
  },
  'task/needed-at-seat': {
    status: 409,
    zh: '该人员是本环节另一席位唯一的办理人,加签后该席位将无人可办',
    en: 'That person alone can take another seat of this step, which nobody could take any more',
    next: {
      zh: '请其办理 params.task 所列席位,或改用沟通征求意见。',
      en: 'Let them decide the seat of params.task, or consult them instead.',
    },
  },
  'task/not-added': {
    status: 409,
    zh: '该席位由制度设定,不能减签',
    en: 'This seat is the pack’s and cannot be removed',
    next: { zh: '只能减去加签的人员。', en: 'Only signers added by hand can be removed.' },
  },
  'task/not-decided': {
    status: 409,
    zh: '该待办尚未办结,无需拿回',
    en: 'This task is not decided, so it cannot be taken back',
    next: { zh: '直接办理即可。', en: 'Decide it.' },
  },
  'task/decided-after': {
    status: 409,
    zh: '其后已有人办理,不能拿回',
    en: 'Somebody has acted after you, so it cannot be taken back',
    next: {
      zh: '请 params.by 退回,或由管理员处理。',
      en: 'Ask params.by to return it, or an administrator.',
    },
  },
  'task/stands': {
    status: 409,
    zh: '该决定已生效,不能拿回',
    en: 'This decision has taken effect and cannot be taken back',
    next: {
      zh: '文书、后续事项或阶段已生成,请按退回、变更等程序办理。',
      en: 'A document, an effect or a stage has followed from it; use a return or a change.',
    },
  },
  'task/urge-own': {
    status: 409,
    zh: '该待办在您手中,无需催办',
    en: 'This task is in your own hands',
    next: { zh: '直接办理即可。', en: 'Decide it.' },
  },
  'task/urged-recently': {
    status: 409,
    zh: '刚刚催办过',
    en: 'It was urged a short while ago',
    next: { zh: 'params.until 之后可再次催办。', en: 'Urge again after params.until.' },
  },
  'task/too-many-copies': {
    status: 409,
    zh: '抄送或沟通人数已达上限',
    en: 'No more people can be shown this task',
    next: { zh: 'params.most 为上限。', en: 'params.most is the limit.' },
  },
  'task/copied-already': {
    status: 409,
    zh: '已抄送过该人员',
    en: 'That person has a copy already',
    next: { zh: '无需重复抄送。', en: 'There is no need to copy it again.' },
  },
  'task/not-copied': {
    status: 403,
    zh: '该待办未抄送给您',
    en: 'You have no copy of this task',
    next: { zh: '只有被抄送人可以标记已阅。', en: 'Only those it was copied to can mark it as read.' },
  },
  'task/read-already': {
    status: 409,
    zh: '已标记为已阅',
    en: 'It is marked as read already',
    next: { zh: '无需再次标记。', en: 'There is nothing more to do.' },
  },
  'task/consulted-already': {
    status: 409,
    zh: '已向该人员征求意见,尚待答复',
    en: 'That person has been asked and has not answered yet',
    next: { zh: '等待答复即可。', en: 'Wait for the answer.' },
  },
  'task/not-consulted': {
    status: 403,
    zh: '没有待您答复的沟通',
    en: 'Nobody has asked your opinion here',
    next: { zh: '只有被沟通人可以答复,且只答复一次。', en: 'Only those who were asked can answer, once.' },
  },
  'task/confidential': {
    status: 403,
    zh: '该事项限定知悉范围',
    en: 'This matter is confidential',
    next: { zh: '只能交给有权知悉的人员。', en: 'Choose a person who may read it.' },
  },
} as const;
