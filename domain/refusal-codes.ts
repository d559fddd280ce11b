/**
 * The catalogue of refusals: one row a code, with the HTTP status it means, its title in both languages and what to do
 * next. docs/errors.md is kept equal to it by a test. A code is never reused for something else.
 */
import { applicantCodes } from './project/applicant-codes';
import { dutyCodes } from './people/duty-codes';
import { substitutionCodes } from './people/substitution-codes';
import { fieldCodes } from './project/field-codes';
import { verbCodes } from './route/verb-codes';

interface CodeRow {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  readonly next: { readonly zh: string; readonly en: string };
}

export const refusalCodes = {
  'gate/unmet': {
    status: 422,
    zh: '尚有条件未满足',
    en: 'Some conditions are not met',
    next: { zh: '按 errors 逐项补齐后再提交。', en: 'Supply what errors[] names, then try again.' },
  },
  'pack/does-not-fit': {
    status: 409,
    zh: '项目不能改用该版本制度包',
    en: 'The project cannot move to this version of its pack',
    next: {
      zh: '逐项核对 params.misfits：等当前环节办结，或发布保留该阶段、环节和角色的版本。',
      en: 'See params.misfits: wait until the present step is done, or publish a version that keeps this stage, its steps and roles.',
    },
  },
  'task/not-found': {
    status: 404,
    zh: '没有这条待办',
    en: 'There is no such task',
    next: { zh: '刷新待办列表。', en: 'Reload your inbox.' },
  },
  'task/closed': {
    status: 409,
    zh: '该待办已办结',
    en: 'This task is already closed',
    next: { zh: '查看项目进度了解由谁办理。', en: 'Look at the timeline to see who decided.' },
  },
  'task/waiting': {
    status: 409,
    zh: '尚未轮到该环节办理人',
    en: 'It is not this seat’s turn yet',
    next: { zh: '等待前一位办理完成。', en: 'Wait until the seat before it has acted.' },
  },
  'task/not-yours': {
    status: 403,
    zh: '该待办不属于您',
    en: 'This task is not yours',
    next: {
      zh: '请由办理人处理,或由管理员转办。',
      en: 'Ask its holder to act or an administrator to reassign it.',
    },
  },
  'task/claimed': {
    status: 409,
    zh: '该待办已被他人认领',
    en: 'Someone else has claimed this task',
    next: { zh: '请认领人释放后再办。', en: 'Ask the holder to release it first.' },
  },
  'task/not-claimed': {
    status: 409,
    zh: '该待办未被认领,无需释放',
    en: 'This task is not claimed, so it cannot be released',
    next: { zh: '直接认领或办理即可。', en: 'Claim it or decide it.' },
  },
  'task/unknown-outcome': {
    status: 422,
    zh: '该环节没有这个结论',
    en: 'This step has no such outcome',
    next: { zh: '从 params.allowed 中选择。', en: 'Choose one of params.allowed.' },
  },
  'task/opinion-required': {
    status: 422,
    zh: '该结论须填写意见',
    en: 'This outcome needs a written opinion',
    next: { zh: '在 comment 中写明意见。', en: 'Give your opinion in comment.' },
  },
  'task/findings-required': {
    status: 422,
    zh: '须逐项填写审查意见',
    en: 'Every dimension must be answered',
    next: {
      zh: '在 fields.findings 中补齐 params.missing 各项。',
      en: 'Answer params.missing in fields.findings.',
    },
  },
  'task/grounds-required': {
    status: 422,
    zh: '须选择理由',
    en: 'A ground must be chosen',
    next: {
      zh: '在 fields.grounds 中选择 params.allowed 之一。',
      en: 'Choose one of params.allowed in fields.grounds.',
    },
  },
  'task/reason-required': {
    status: 422,
    zh: '须写明理由',
    en: 'A reason is required',
    next: { zh: '在 comment 中写明理由。', en: 'Give the reason in comment.' },
  },
  'task/unknown-target': {
    status: 422,
    zh: '不能退回到该环节',
    en: 'It cannot be returned to that step',
    next: { zh: '从 params.allowed 中选择。', en: 'Choose one of params.allowed.' },
  },
  'task/return-by-outcome': {
    status: 409,
    zh: '多人环节请用结论表示退回',
    en: 'In a step of several people a return is one of its outcomes',
    next: { zh: '用 decide 并选择 params.allowed 中的结论。', en: 'Use decide with one of params.allowed.' },
  },
  'task/unfit-assignee': {
    status: 422,
    zh: '受理人不具备该环节的岗位',
    en: 'That person does not hold the role of this step',
    next: { zh: '改派给具备该岗位的人员。', en: 'Choose a person who holds the role.' },
  },
  ...verbCodes,
  ...dutyCodes,
  ...substitutionCodes,
  'project/not-found': {
    status: 404,
    zh: '没有这个项目',
    en: 'There is no such project',
    next: { zh: '核对项目编号。', en: 'Check the project number.' },
  },
  'project/suspended': {
    status: 409,
    zh: '项目已暂停',
    en: 'The project is suspended',
    next: { zh: '恢复后再办理。', en: 'Resume it first.' },
  },
  'project/not-suspended': {
    status: 409,
    zh: '项目未暂停',
    en: 'The project is not suspended',
    next: { zh: '无需恢复。', en: 'There is nothing to resume.' },
  },
  'project/over': {
    status: 409,
    zh: '项目已终结',
    en: 'The project is over',
    next: { zh: '如需继续,请另行申报。', en: 'File a new application.' },
  },
  'project/illegal-action': {
    status: 409,
    zh: '当前阶段不能进行此操作',
    en: 'This action is not possible in the present stage',
    next: { zh: '查看 allowedActions。', en: 'See allowedActions.' },
  },
  'project/not-permitted': {
    status: 403,
    zh: '无权进行此操作',
    en: 'You may not take this action',
    next: { zh: '由 params.roles 所列角色办理。', en: 'One of params.roles must act.' },
  },
  'project/not-accepted': {
    status: 422,
    zh: '未通过验收,不得投入使用',
    en: 'It may not be put in use before it is accepted',
    next: { zh: '先完成竣工验收。', en: 'Complete the acceptance first.' },
  },
  'project/no-contract': {
    status: 422,
    zh: '没有合同或预算,不得支付',
    en: 'No payment without contract and budget',
    next: { zh: '先签订合同并落实预算。', en: 'Sign the contract and secure the budget first.' },
  },
  ...applicantCodes,
  'party/unknown-role': {
    status: 422,
    zh: '制度中没有该参建角色',
    en: 'The pack has no such party',
    next: { zh: '从 params.allowed 中选择。', en: 'Choose one of params.allowed.' },
  },
  ...fieldCodes,
  'material/changed': {
    status: 412,
    zh: '材料已被更换,请重新审阅',
    en: 'A material has changed since it was shown',
    next: { zh: '重新打开材料后再作决定。', en: 'Open it again, then decide.' },
  },
  'case/unknown-type': {
    status: 422,
    zh: '制度中没有该事项类型',
    en: 'The pack has no such case type',
    next: { zh: '从 params.allowed 中选择。', en: 'Choose one of params.allowed.' },
  },
  'case/not-during': {
    status: 409,
    zh: '当前阶段不能发起该事项',
    en: 'This case cannot be opened in the present stage',
    next: { zh: '在 params.during 所列阶段发起。', en: 'Open it during params.during.' },
  },
  'case/not-found': {
    status: 404,
    zh: '没有这个事项',
    en: 'There is no such case',
    next: { zh: '核对事项编号。', en: 'Check the case number.' },
  },
  'process/moving': {
    status: 503,
    zh: '正在转入下一阶段,请稍后用同一幂等键重试',
    en: 'The process is moving to its next stage',
    next: { zh: '用同一 Idempotency-Key 重试。', en: 'Send it again with the same Idempotency-Key.' },
  },
  'process/behind': {
    status: 503,
    zh: '记录库落后于流程,项目已冻结待核对',
    en: 'The record is behind the workflow; the project is frozen',
    next: { zh: '请运维人员执行 reconcile。', en: 'An operator must run reconcile.' },
  },
} as const satisfies Record<string, CodeRow>;

export type RefusalCode = keyof typeof refusalCodes;
