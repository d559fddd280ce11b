/** The figures as a table of cells: columns with both names, money in yuan. CSV and XLSX are written from it. */
import type { Figures } from './figures';

/** What a cell holds. Yuan come from fen and have two decimal places. */
type Kind = 'count' | 'yuan' | 'measure';

export interface Column {
  readonly name: keyof Figures;
  readonly kind: Kind;
  readonly zh: string;
  readonly en: string;
}

const column = (name: keyof Figures, kind: Kind, zh: string, en: string): Column => ({ name, kind, zh, en });

/** Every figure, in the order in which it is shown. */
export const columns: readonly Column[] = [
  column('projects', 'count', '项目数', 'projects'),
  column('drafts', 'count', '草稿', 'drafts'),
  column('underway', 'count', '在办', 'under way'),
  column('suspended', 'count', '暂停', 'suspended'),
  column('inUse', 'count', '在用', 'in use'),
  column('finished', 'count', '办结', 'finished'),
  column('stopped', 'count', '终止', 'stopped'),
  column('overdue', 'count', '超期项目', 'overdue projects'),
  column('budgetFen', 'yuan', '预算(元)', 'budget (yuan)'),
  column('withoutBudget', 'count', '未报预算', 'without a budget'),
  column('contractFen', 'yuan', '合同金额(元)', 'contracts (yuan)'),
  column('withContract', 'count', '已签合同', 'with a contract'),
  column('spentFen', 'yuan', '已支付(元)', 'spent (yuan)'),
  column('spentPercent', 'measure', '预算执行率(%)', 'spent of the budget (%)'),
  column('runsEnded', 'count', '办完阶段', 'runs of stages ended'),
  column('medianWorkingDays', 'measure', '阶段用时中位数(工作日)', 'median run (working days)'),
  column('meanWorkingDays', 'measure', '阶段用时平均(工作日)', 'mean run (working days)'),
  column('longestWorkingDays', 'measure', '阶段用时最长(工作日)', 'longest run (working days)'),
  column('deadlinesInTime', 'count', '按时完成的时限', 'deadlines met in time'),
  column('deadlinesLate', 'count', '超期完成的时限', 'deadlines met late or missed'),
  column('deadlinesLateOpen', 'count', '已超期未完成的时限', 'deadlines late and open'),
  column('deadlinesRunning', 'count', '进行中的时限', 'deadlines running'),
  column('inTimePercent', 'measure', '按时率(%)', 'in time (%)'),
  column('returns', 'count', '退回次数', 'returns'),
  column('rectified', 'count', '整改项目', 'projects rectified'),
  column('rectificationRounds', 'count', '整改轮次', 'rounds of rectification'),
  column('tasksOpen', 'count', '待办任务', 'tasks open'),
  column('tasksDone', 'count', '已办任务', 'tasks done'),
  column('meanTaskHours', 'measure', '任务平均用时(小时)', 'mean time of a task (hours)'),
];

/** Fen as yuan with two decimal places, without rounding through a fraction: `1234` → `12.34`. */
export function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A figure as text; empty where there is nothing to measure by. */
export function textOf({ name, kind }: Column, figures: Figures): string {
  const value = figures[name];
  if (value === null) return '';
  return kind === 'yuan' ? yuanOf(value) : String(value);
}

/** A line of the table: what it is about, and its figures. */
export interface SheetLine {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly figures: Figures;
}

/** Heads of the columns that say what a line is about. */
export const lineHeads = ['代码 key', '名称', 'name'] as const;

/** The head of a column, Chinese first. */
export const headOf = ({ zh, en }: Column): string => `${zh} ${en}`;
