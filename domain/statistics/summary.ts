/** The figures as a summary that can be sent up, Chinese first, then English, with every definition it needs. Its forms: summary-forms.ts. */
import type { Figures } from './figures';
import { yuanOf, type SheetLine } from './sheet';

/** What the summary is about. */
export interface SummaryFrame {
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly day: string;
  readonly year?: number;
  readonly jurisdiction?: string;
  /** False when only part of the projects may be seen by whoever asked. */
  readonly whole: boolean;
  readonly by: { readonly zh: string; readonly en: string };
}

/** One language of a summary. */
export interface SummaryPart {
  readonly title: string;
  readonly scope: string;
  readonly words: readonly string[];
  readonly heading: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Summary {
  readonly zh: SummaryPart;
  readonly en: SummaryPart;
}

const or = (value: number | null, unit: string, none: string): string =>
  value === null ? none : `${String(value)}${unit}`;

function wordsZh(total: Figures): string[] {
  return [
    `项目 ${String(total.projects)} 个:草稿 ${String(total.drafts)},在办 ${String(total.underway)},暂停 ${String(total.suspended)},在用 ${String(total.inUse)},办结 ${String(total.finished)},终止 ${String(total.stopped)};超期 ${String(total.overdue)}。`,
    `预算 ${yuanOf(total.budgetFen)} 元(未报预算 ${String(total.withoutBudget)} 个),合同 ${yuanOf(total.contractFen)} 元,已支付 ${total.spentFen === null ? '未统计' : `${yuanOf(total.spentFen)} 元`},预算执行率 ${or(total.spentPercent, '%', '未统计')}。`,
    `办完阶段 ${String(total.runsEnded)} 次,用时中位数 ${or(total.medianWorkingDays, ' 个工作日', '无')},最长 ${or(total.longestWorkingDays, ' 个工作日', '无')}。`,
    `时限:按时 ${String(total.deadlinesInTime)},超期完成 ${String(total.deadlinesLate)},超期未完成 ${String(total.deadlinesLateOpen)},进行中 ${String(total.deadlinesRunning)};按时率 ${or(total.inTimePercent, '%', '无')}。`,
    `退回 ${String(total.returns)} 次;整改项目 ${String(total.rectified)} 个,整改 ${String(total.rectificationRounds)} 轮。`,
    `任务:已办 ${String(total.tasksDone)},待办 ${String(total.tasksOpen)},平均用时 ${or(total.meanTaskHours, ' 小时', '无')}。`,
  ];
}

function wordsEn(total: Figures): string[] {
  return [
    `Projects: ${String(total.projects)}, of which drafts ${String(total.drafts)}, under way ${String(total.underway)}, suspended ${String(total.suspended)}, in use ${String(total.inUse)}, finished ${String(total.finished)}, stopped ${String(total.stopped)}; overdue ${String(total.overdue)}.`,
    `Budget ${yuanOf(total.budgetFen)} yuan (${String(total.withoutBudget)} without one), contracts ${yuanOf(total.contractFen)} yuan, spent ${total.spentFen === null ? 'not counted' : `${yuanOf(total.spentFen)} yuan`}, ${or(total.spentPercent, ' %', 'not counted')} of the budget.`,
    `Runs of stages ended: ${String(total.runsEnded)}, median ${or(total.medianWorkingDays, ' working days', 'none')}, longest ${or(total.longestWorkingDays, ' working days', 'none')}.`,
    `Deadlines: in time ${String(total.deadlinesInTime)}, late ${String(total.deadlinesLate)}, late and open ${String(total.deadlinesLateOpen)}, running ${String(total.deadlinesRunning)}; in time ${or(total.inTimePercent, ' %', 'none')}.`,
    `Returns: ${String(total.returns)}; projects rectified ${String(total.rectified)}, rounds of rectification ${String(total.rectificationRounds)}.`,
    `Tasks: done ${String(total.tasksDone)}, open ${String(total.tasksOpen)}, mean time ${or(total.meanTaskHours, ' hours', 'none')}.`,
  ];
}

function rowsOf(lines: readonly SheetLine[], name: 'zh' | 'en'): string[][] {
  return lines.map(({ figures, ...line }) => [
    line[name],
    String(figures.projects),
    String(figures.overdue),
    yuanOf(figures.budgetFen),
    figures.spentFen === null ? '—' : yuanOf(figures.spentFen),
    or(figures.medianWorkingDays, '', '—'),
    String(figures.returns),
    String(figures.rectificationRounds),
  ]);
}

const headsZh = [
  '名称',
  '项目数',
  '超期',
  '预算(元)',
  '已支付(元)',
  '用时中位数(工作日)',
  '退回',
  '整改轮次',
];
const headsEn = [
  'name',
  'projects',
  'overdue',
  'budget (yuan)',
  'spent (yuan)',
  'median (working days)',
  'returns',
  'rectification',
];

function framed({ day, year, jurisdiction, whole }: SummaryFrame): { zh: string; en: string } {
  const place = jurisdiction ?? '';
  return {
    zh: `截至 ${day}。范围:${place === '' ? '全部辖区' : place},${year === undefined ? '各年度' : `${String(year)} 年建档的项目和当年产生的任务`}${whole ? '' : '(仅限查询人有权查看的单位和辖区)'}。涉密事项不计入。口径见 docs/statistics.md。`,
    en: `As of ${day}. Scope: ${place === '' ? 'all jurisdictions' : place}, ${year === undefined ? 'all years' : `projects opened and tasks that arose in ${String(year)}`}${whole ? '' : ' (only what whoever asked may see)'}. Confidential cases are not counted. Definitions: docs/statistics.md.`,
  };
}

/** What the summary says. The last line of `lines` is the whole. */
export function summaryOf(frame: SummaryFrame, lines: readonly SheetLine[], total: Figures): Summary {
  const { zh, en } = framed(frame);
  const year = frame.year === undefined ? '' : String(frame.year);
  return {
    zh: {
      title: `${year === '' ? '' : `${year} 年度`}政务信息化项目统计摘要`,
      scope: zh,
      words: wordsZh(total),
      heading: `按${frame.by.zh}`,
      heads: headsZh,
      rows: rowsOf(lines, 'zh'),
    },
    en: {
      title: `Government IT projects: summary of figures${year === '' ? '' : ` for ${year}`}`,
      scope: en,
      words: wordsEn(total),
      heading: `By ${frame.by.en}`,
      heads: headsEn,
      rows: rowsOf(lines, 'en'),
    },
  };
}
