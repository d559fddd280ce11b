/** Codes of what routes-events.ts refuses. Same shape as api-codes.ts, which takes them in. */
export const eventCodes = {
  'event/not-authentic': {
    status: 401,
    zh: '事件的发送方或签名不可信',
    en: 'The sender or the signature of the event is not to be trusted',
    next: {
      zh: '按 Standard Webhooks 用本系统的密钥签名（webhook-id、webhook-timestamp、webhook-signature），source 为已登记的账号，时间相差不超过 5 分钟。',
      en: 'Sign as Standard Webhooks says with the secret of this account (webhook-id, webhook-timestamp, webhook-signature); source is a registered account, the time within five minutes.',
    },
  },
  'event/not-awaited': {
    status: 409,
    zh: '该项目或事项没有等待这一事件的环节',
    en: 'No open step of this process waits for this event',
    next: {
      zh: '核对 subject 和 type；环节尚未到达的，到达后用同一 id 重发。',
      en: 'Check subject and type; if the step has not come yet, send it again with the same id when it has.',
    },
  },
} as const;
