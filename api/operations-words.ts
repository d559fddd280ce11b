/** What can be wrong with the engine, in words for the operator who sees it, and which recorded acts mend it. */
export const repairs = [
  'restartFromRecord',
  'catchUp',
  'resetStuckTask',
  'retryActivity',
  'exportChainHeads',
  'acknowledgeChainFault',
  'recoverFromWorkflow',
  'archiveNow',
  'redeliverNotices',
  'releaseTasks',
  'assignTasks',
  'wakeProcess',
] as const;
export type Repair = (typeof repairs)[number];

interface Words {
  readonly zh: string;
  readonly en: string;
}

interface TroubleRow extends Words {
  readonly next: Words;
  readonly acts: readonly Repair[];
}

export const troubleRows = {
  'workflow/stuck-task': {
    zh: '流程任务反复失败，该流程停住不前',
    en: 'A workflow task keeps failing: this process stands still',
    next: {
      zh: '先修复并部署程序；随后流程会自行恢复。要立即恢复用 resetStuckTask；历史无法重放时用 restartFromRecord（从留痕重新启动，不丢决定）。',
      en: 'Mend and deploy the program first; the process then goes on by itself. resetStuckTask goes on at once; restartFromRecord starts it again from the record when its history cannot be replayed, and loses no decision.',
    },
    acts: ['resetStuckTask', 'restartFromRecord'],
  },
  'activity/retrying': {
    zh: '后台活动失败，正在重试',
    en: 'An activity failed and is being retried',
    next: {
      zh: '看 lastFailure 找到原因并排除；随后它会自行重试。要立即重试用 retryActivity。',
      en: 'lastFailure names the cause: remove it and the next retry succeeds. retryActivity retries at once.',
    },
    acts: ['retryActivity'],
  },
  'run/missing': {
    zh: '在办流程在 Temporal 中没有运行',
    en: 'An open process does not run in Temporal',
    next: {
      zh: '用 restartFromRecord 从留痕重新启动；待办和决定都在。很多流程同时缺失时执行 npm run reconcile。',
      en: 'restartFromRecord starts it again from the record; tasks and decisions are all there. When many are missing run npm run reconcile.',
    },
    acts: ['restartFromRecord'],
  },
  'run/behind': {
    zh: '流程落后于留痕',
    en: 'The workflow is behind the record',
    next: {
      zh: '下一次办理时它会自行补齐；要立即补齐用 catchUp。',
      en: 'It catches up by itself with the next decision; catchUp does it at once.',
    },
    acts: ['catchUp', 'restartFromRecord'],
  },
  'run/ahead': {
    zh: '留痕落后于流程：数据库可能由旧备份恢复，该流程已冻结',
    en: 'The record is behind the workflow: the database may come from an older copy; the process is frozen',
    next: {
      zh: '不要从留痕重启，那会丢失决定。用 recoverFromWorkflow 从流程补回缺失的留痕；很多流程如此时执行 npm run reconcile -- --recover（见运维手册）。',
      en: 'Do not restart it from the record: that would lose decisions. recoverFromWorkflow writes the lost lines again from the workflow; when many are so, npm run reconcile -- --recover (see the runbook).',
    },
    acts: ['recoverFromWorkflow'],
  },
  'run/unanswered': {
    zh: '流程在期限内没有应答',
    en: 'The workflow did not answer in time',
    next: {
      zh: '查看工作进程的负载和日志，稍后再看；仍不应答则重启工作进程。',
      en: "Look at the worker's load and log and look again; if it still does not answer, restart the worker.",
    },
    acts: [],
  },
  'worker/none': {
    zh: '没有工作进程在接任务：所有办理都会答 503',
    en: 'No worker takes tasks: every decision answers 503',
    next: { zh: '启动工作进程。', en: 'Start a worker.' },
    acts: [],
  },
  'engine/away': {
    zh: 'Temporal 没有应答：所有办理都会答 503，本页只列出数据库里能看到的',
    en: 'Temporal does not answer: every decision answers 503, and this page lists only what the database shows',
    next: {
      zh: '启动 Temporal 或恢复与它的连接；没有决定会丢失，之后再看本页。',
      en: 'Start Temporal or restore the connection to it; no decision is lost. Then look at this page again.',
    },
    acts: [],
  },
  'task/without-holder': {
    zh: '有待办无人可办',
    en: 'A task waits that nobody can act on',
    next: {
      zh: '在组织目录中为该岗位或单位安排人员，或请有权人员改派。',
      en: 'Seat somebody in the directory, or have the task reassigned by whoever may.',
    },
    acts: [],
  },
  'process/stuck': {
    zh: '流程停滞：没有在职人员能办理，也没有时限在等',
    en: 'A process stands still: nobody who is there can act, and no clock is waited for',
    next: {
      zh: 'facts.reason 是原因。办理人已停用而岗位有人：releaseTasks 退回岗位；岗位空缺或人员均须回避：安排人员，或用 assignTasks 指定 to；没有待办（process/no-task）：wakeProcess 重新打开最后环节。须由管理员办理，流程照常核对其权限和回避。',
      en: 'facts.reason says why. A person left and others hold the post: releaseTasks gives it back to them. The post is vacant or everybody in it is barred: seat somebody, or name one in `to` with assignTasks. No task at all (process/no-task): wakeProcess opens the last step again. An administrator must act; the process checks their rights and the duties as ever.',
    },
    acts: ['releaseTasks', 'assignTasks', 'wakeProcess'],
  },
  'chain/export-old': {
    zh: '留痕链头超过一天没有签名导出',
    en: 'The heads of the audit chains were not signed and exported for more than a day',
    next: {
      zh: '用 exportChainHeads 立即导出，再查看名为 chain-heads-daily 的定时任务。',
      en: 'exportChainHeads does it now; then look at the Schedule chain-heads-daily.',
    },
    acts: ['exportChainHeads'],
  },
  'chain/not-genuine': {
    zh: '最近导出的链头文件签名不符或已损坏',
    en: 'The newest file of chain heads is not genuine or damaged',
    next: {
      zh: '保留该文件备查，执行 npm run verify-audit，确认留痕无误后用 exportChainHeads 重新导出。',
      en: 'Keep the file as evidence, run npm run verify-audit, and export again with exportChainHeads once the record is found whole.',
    },
    acts: ['exportChainHeads', 'acknowledgeChainFault'],
  },
  'chain/fault': {
    zh: '留痕链与已签名的链头不符：有记录被删改',
    en: 'An audit chain does not fit its signed head: lines were cut or altered',
    next: {
      zh: '这是事故：保全现场，执行 npm run verify-audit，按运维手册由备份恢复；用 acknowledgeChainFault 记下谁在何时知悉。',
      en: 'This is an incident: secure the evidence, run npm run verify-audit, restore as the runbook says; acknowledgeChainFault records who knew when.',
    },
    acts: ['acknowledgeChainFault'],
  },
  'archive/behind': {
    zh: '已结束流程的历史没有全部存档：Temporal 到期会删除它们',
    en: 'Histories of closed runs are not all archived, and Temporal deletes them after its retention',
    next: {
      zh: '看 summary.archive：failed 列出存不下的流程及原因，archivedUntil 是已存到何时。排除原因后用 archiveNow 立即存档；再查看名为 archive-daily 的定时任务。',
      en: 'See summary.archive: failed names the runs that could not be kept, and why; archivedUntil says how far it came. Remove the cause and use archiveNow; then look at the Schedule archive-daily.',
    },
    acts: ['archiveNow'],
  },
  'notice/undelivered': {
    zh: '有通知没有送达',
    en: 'Notices did not reach people',
    next: {
      zh: '看 reason 找到原因（邮件服务器或接收系统）并排除，再用 redeliverNotices 全部重发；收件方按通知编号去重。待办箱不受影响。',
      en: 'reason names the cause (the mail server or the receiving system): remove it, then redeliverNotices sends all of them again; receivers know a notice by its id. Inboxes are not affected.',
    },
    acts: ['redeliverNotices'],
  },
} as const satisfies Readonly<Record<string, TroubleRow>>;

export type TroubleKind = keyof typeof troubleRows;

/** Plain values that say more about a trouble: attempts, positions, the message of the last failure. */
export type TroubleFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface Trouble {
  readonly kind: TroubleKind;
  /** What a repair names: a workflow id, the subject of a chain, or the name of a part. */
  readonly target: string;
  readonly facts: TroubleFacts;
}

/** True when the act is one that mends this kind of trouble. */
export function mends(act: Repair, kind: TroubleKind): boolean {
  const { acts }: TroubleRow = troubleRows[kind];
  return acts.includes(act);
}
