/** The words of notices: a title a kind, and what is said below it. Chinese first, English second. */
import type { NoticeKind, Words } from './notice';

const titles: Readonly<Record<NoticeKind, Words>> = {
  taskOpened: { zh: '您有新的待办', en: 'A task waits for you' },
  returned: { zh: '已退回,请补正后重新提交', en: 'Returned: please mend and submit again' },
  taskGiven: { zh: '一项待办转交给您', en: 'A task was given to you' },
  delegated: { zh: '一项待办委派给您', en: 'A task was delegated to you' },
  handedBack: { zh: '委派的待办已交回', en: 'A task you delegated came back' },
  urged: { zh: '有人催办', en: 'You are asked to hurry' },
  copied: { zh: '一项待办抄送给您', en: 'A task was copied to you' },
  consulted: { zh: '有人征求您的意见', en: 'Your opinion is asked for' },
  answered: { zh: '您征求的意见已答复', en: 'Your question was answered' },
  suspended: { zh: '已中止', en: 'Suspended' },
  resumed: { zh: '已恢复', en: 'Resumed' },
  stageEnded: { zh: '一个阶段已办结', en: 'A stage has ended' },
  ended: { zh: '已办结', en: 'Ended' },
  documentIssued: { zh: '文书已出具', en: 'An official document was issued' },
  clockReached: { zh: '约定的日期已到', en: 'A date has come' },
  dueSoon: { zh: '期限临近', en: 'A deadline is near' },
  dueToday: { zh: '今天到期', en: 'Due today' },
  overdue: { zh: '已逾期', en: 'Overdue' },
  applicantGiven: { zh: '由您接任申请人', en: 'You are the applicant from now on' },
  escalated: { zh: '逾期事项上报', en: 'An overdue matter is brought to you' },
};

/** The title of a kind. */
export function titleOf(kind: NoticeKind): Words {
  return titles[kind];
}

/** What a text is put together from; what is absent is not said. */
export interface Saying {
  readonly process: string;
  readonly step?: Words;
  readonly clock?: Words & { readonly due: string };
  readonly by?: string;
  readonly said?: string;
  readonly result?: Words;
}

/** Longest stretch of somebody's words in a notice. */
const mostSaid = 300;

function shortened(text: string): string {
  return text.length <= mostSaid ? text : `${text.slice(0, mostSaid)}…`;
}

/** One line for each thing there is to say. */
export function textOf({ process, step, clock, by, said, result }: Saying): Words {
  const lines: Words[] = [{ zh: process, en: process }];
  if (step !== undefined) lines.push({ zh: `环节:${step.zh}`, en: `Step: ${step.en}` });
  if (clock !== undefined)
    lines.push({ zh: `期限:${clock.zh},${clock.due}`, en: `Deadline: ${clock.en}, ${clock.due}` });
  if (result !== undefined) lines.push({ zh: `结果:${result.zh}`, en: `Result: ${result.en}` });
  if (by !== undefined) lines.push({ zh: `办理人:${by}`, en: `By: ${by}` });
  if (said !== undefined && said.trim() !== '')
    lines.push({ zh: `意见:${shortened(said)}`, en: `Comment: ${shortened(said)}` });
  return { zh: lines.map(({ zh }) => zh).join('\n'), en: lines.map(({ en }) => en).join('\n') };
}
