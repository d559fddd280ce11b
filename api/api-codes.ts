/** Codes of refusals that belong to HTTP itself: sign-in, requests, keys, files, outages. Same shape as domain/refusal-codes.ts. */
import type { RefusalCode } from '../domain/refusal-codes';
import { refusalCodes } from '../domain/refusal-codes';
import { directoryCodes } from './directory-codes';
import { handoverCodes } from './handover-codes';
import { authCodes } from './auth-codes';
import { calendarCodes } from './calendar-codes';
import { documentCodes } from './document-codes';
import { inboxCodes } from './inbox-codes';
import { limitCodes } from './limit-codes';
import { eventCodes } from './event-codes';
import { noticeCodes } from './notice-codes';
import { statisticsCodes } from './statistics-codes';
import { tallyCodes } from './tally-codes';
import { namingCodes } from './substitution-codes';
import { operationCodes } from './operations-codes';

interface CodeRow {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  readonly next: { readonly zh: string; readonly en: string };
}

export const apiCodes = {
  ...authCodes,
  'request/invalid': {
    status: 400,
    zh: '请求内容有误',
    en: 'The request is not valid',
    next: { zh: '按 errors 逐项修改。', en: 'Correct what errors[] names.' },
  },
  'request/not-json': {
    status: 400,
    zh: '请求正文不是有效的 JSON',
    en: 'The body is not valid JSON',
    next: { zh: '检查正文格式。', en: 'Check the body.' },
  },
  'request/unknown-path': {
    status: 404,
    zh: '没有这个地址',
    en: 'There is nothing at this address',
    next: { zh: '查看 /docs。', en: 'See /docs.' },
  },
  'request/method-not-allowed': {
    status: 405,
    zh: '该地址不支持此方法',
    en: 'This address does not take that method',
    next: { zh: '使用 Allow 所列方法。', en: 'Use a method of the Allow header.' },
  },
  'request/too-large': {
    status: 413,
    zh: '请求过大',
    en: 'The request is too large',
    next: { zh: '不得超过 params.maxBytes 字节。', en: 'At most params.maxBytes bytes.' },
  },
  'request/unsupported-media': {
    status: 415,
    zh: '不支持的正文类型',
    en: 'The body has a media type that is not taken here',
    next: { zh: '使用 params.expected。', en: 'Send params.expected.' },
  },
  'idempotency/key-missing': {
    status: 400,
    zh: '缺少 Idempotency-Key',
    en: 'The Idempotency-Key header is missing or malformed',
    next: {
      zh: '每次操作生成一个新键(1 至 200 个可打印 ASCII 字符),重试时沿用。',
      en: 'Make a new key for each action (1 to 200 printable ASCII characters) and keep it when you try again.',
    },
  },
  'idempotency/key-reused': {
    status: 422,
    zh: '同一 Idempotency-Key 已用于另一内容',
    en: 'This Idempotency-Key was used with another body',
    next: { zh: '换一个新键。', en: 'Use a new key.' },
  },
  'precondition/stale': {
    status: 412,
    zh: '内容已更新,请刷新后再操作',
    en: 'It has changed since you read it',
    next: { zh: '重新读取,再决定是否继续。', en: 'Read it again, then decide.' },
  },
  'draft/closed': {
    status: 409,
    zh: '项目已提交,不能再修改草稿',
    en: 'It is submitted; the draft can no longer be edited',
    next: {
      zh: '退回后方可修改,或在当前环节填报。',
      en: 'Wait for a return, or declare it at the present step.',
    },
  },
  'material/not-found': {
    status: 404,
    zh: '没有这份材料',
    en: 'There is no such material',
    next: { zh: '核对材料编号。', en: 'Check the material id.' },
  },
  'material/unknown-kind': {
    status: 422,
    zh: '制度中没有这种材料',
    en: 'The pack has no such kind of material',
    next: { zh: '从 params.allowed 中选择。', en: 'Choose one of params.allowed.' },
  },
  'material/unsupported-type': {
    status: 415,
    zh: '不接受这种文件',
    en: 'This type of file is not accepted',
    next: {
      zh: '只接受 params.allowed,且内容须与扩展名一致。',
      en: 'Only params.allowed, with content that fits the extension.',
    },
  },
  'material/empty': {
    status: 422,
    zh: '文件为空',
    en: 'The file is empty',
    next: { zh: '重新选择文件。', en: 'Choose the file again.' },
  },
  'pack/not-found': {
    status: 404,
    zh: '没有这个制度包',
    en: 'There is no such policy pack',
    next: { zh: '查看 GET /api/packs。', en: 'See GET /api/packs.' },
  },
  'pack/invalid': {
    status: 422,
    zh: '制度包有误',
    en: 'The policy pack has mistakes',
    next: { zh: '按 errors 逐项修改。', en: 'Correct what errors[] names.' },
  },
  'pack/conflict': {
    status: 409,
    zh: '该版本已发布且内容不同',
    en: 'This version is published with another content',
    next: { zh: '提高版本号后再发布。', en: 'Raise the version and publish again.' },
  },
  'jurisdiction/unknown': {
    status: 422,
    zh: '该辖区没有现行制度包',
    en: 'That jurisdiction has no policy pack in force',
    next: { zh: '从 params.allowed 中选择。', en: 'Choose one of params.allowed.' },
  },
  'org/unknown': {
    status: 422,
    zh: '没有这个单位',
    en: 'There is no such organisation',
    next: { zh: '查看 GET /api/orgs。', en: 'See GET /api/orgs.' },
  },
  'org/not-yours': {
    status: 403,
    zh: '只能为本单位申报',
    en: 'You may only apply for your own organisation',
    next: { zh: '由该单位人员申报。', en: 'Somebody of that organisation must apply.' },
  },
  'person/unknown': {
    status: 422,
    zh: '没有这个人员',
    en: 'There is no such person',
    next: { zh: '查看 GET /api/people。', en: 'See GET /api/people.' },
  },
  'service/uncertain': {
    status: 503,
    zh: '系统未能及时答复,该操作可能已被记录',
    en: 'No answer in time; the decision may still be recorded',
    next: {
      zh: '用同一 Idempotency-Key 再次发送,即知结果。',
      en: 'Send it again with the same Idempotency-Key: that tells.',
    },
  },
  ...limitCodes,
  ...inboxCodes,
  ...eventCodes,
  ...noticeCodes,
  ...tallyCodes,
  ...statisticsCodes,
  ...namingCodes,
  ...handoverCodes,
  ...directoryCodes,
  ...calendarCodes,
  ...documentCodes,
  'service/unavailable': {
    status: 503,
    zh: '服务暂不可用',
    en: 'The service is not available now',
    next: { zh: '稍后用同一 Idempotency-Key 重试。', en: 'Try again later with the same Idempotency-Key.' },
  },
  'process/not-running': {
    status: 503,
    zh: '流程未在运行,须由运维核对',
    en: 'The process is not running and must be reconciled',
    next: {
      zh: '请运维人员执行 npm run reconcile,再用同一键重试。',
      en: 'An operator must run npm run reconcile; then send the same key again.',
    },
  },
  ...operationCodes,
  'server/fault': {
    status: 500,
    zh: '系统故障',
    en: 'Something is broken here',
    next: { zh: '请将 instance 告知运维人员。', en: 'Tell an operator the instance.' },
  },
} as const satisfies Record<string, CodeRow>;

export type ApiCode = keyof typeof apiCodes;
export type Code = ApiCode | RefusalCode;

/** The row of any code, of the API or of the domain. */
export function codeRow(code: Code): CodeRow {
  return code in apiCodes ? apiCodes[code as ApiCode] : refusalCodes[code as RefusalCode];
}
