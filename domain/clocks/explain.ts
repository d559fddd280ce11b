/** Says in words how the date of a clock came about: start, rule, days skipped and why, stops, calendar. Pure; adds nothing the clock does not hold. */
import type { ClockState } from '../project/state';
import { isWeekend } from './calendar';
import { addDays } from './dates';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

const units: Readonly<Record<string, Words>> = {
  workingDays: { zh: '个工作日', en: 'working days' },
  days: { zh: '日', en: 'days' },
  months: { zh: '个月', en: 'months' },
  years: { zh: '年', en: 'years' },
  hours: { zh: '小时(按整日计)', en: 'hours (as whole days)' },
};

/** What the date means, by kind of clock. */
const ends: Readonly<Record<ClockState['kind'], (clock: ClockState) => Words>> = {
  deadline: ({ due }) => ({ zh: `截止日 ${due},当日仍可办理`, en: `due ${due}, that day included` }),
  notBefore: ({ due }) => ({
    zh: `${due} 当日起方可办理`,
    en: `not before ${due}; that day is early enough`,
  }),
  window: ({ opens, due }) => ({
    zh: `${opens === undefined ? '' : `${opens} 起,`}至 ${due} 止,首尾两日均可办理`,
    en: `${opens === undefined ? '' : `from ${opens} `}until ${due}, both days included`,
  }),
  validity: ({ due }) => ({ zh: `有效至 ${due},含当日`, en: `valid until ${due}, that day included` }),
  recurring: ({ due }) => ({ zh: `下一次为 ${due}`, en: `next on ${due}` }),
};

/** How the date was reached: a fixed date, or a length from a day that itself does not count (民法典 201, 202). */
function ruleOf({ from, due, why }: ClockState): Words {
  const { fixed, length, unit } = why;
  // A yearly date that came round again keeps the first one in `why`: `due` is the one that holds.
  if (fixed !== undefined && fixed !== due)
    return { zh: `自 ${from} 起,固定日期逐年计`, en: `from ${from}, a fixed date of every year` };
  if (fixed !== undefined)
    return { zh: `自 ${from} 起,固定日期 ${fixed}`, en: `from ${from}, fixed date ${fixed}` };
  if (length === undefined) return { zh: `自 ${from} 起`, en: `from ${from}` };
  const words = units[unit ?? 'days'] ?? { zh: unit ?? '', en: unit ?? '' };
  const count = String(length);
  return {
    zh: `自 ${from} 起(当日不计,民法典第二百零一条)${count} ${words.zh}`,
    en: `${count} ${words.en} from ${from}, that day not counted (Civil Code art. 201)`,
  };
}

interface Span {
  readonly first: string;
  readonly last: string;
  readonly isWeekend: boolean;
}

/** Skipped days that follow each other for the same reason, as one span. */
function spansOf(days: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (const day of [...new Set(days)].sort()) {
    const before = spans.at(-1);
    const weekend = isWeekend(day);
    if (before?.isWeekend === weekend && addDays(before.last, 1) === day)
      spans[spans.length - 1] = { ...before, last: day };
    else spans.push({ first: day, last: day, isWeekend: weekend });
  }
  return spans;
}

/** A day off that is no weekend was named by the notice of its year. */
function skippedOf({ from, why }: ClockState): Words | undefined {
  // A clock counted anew from a later day still holds the days of its first count: they are none of this one's.
  const spans = spansOf((why.skipped ?? []).filter((day) => day > from));
  if (spans.length === 0) return undefined;
  const say = ({ first, last, isWeekend: weekend }: Span, to: string, reasons: readonly [string, string]) =>
    `${first === last ? first : `${first}${to}${last}`}${weekend ? reasons[0] : reasons[1]}`;
  return {
    zh: `跳过 ${spans.map((span) => say(span, ' 至 ', ['(周末)', '(放假)'])).join('、')}`,
    en: `skipped ${spans.map((span) => say(span, ' to ', [' (weekend)', ' (day off)'])).join(', ')}`,
  };
}

function stopsOf({ status, pausedAt, why }: ClockState): Words[] {
  const words: Words[] = [];
  const { pausedDays } = why;
  if (pausedDays !== undefined && pausedDays > 0) {
    const days = String(pausedDays);
    words.push({
      zh: `停止计时共 ${days} 日,已顺延(顺延中跳过的休息日未逐一列出)`,
      en: `stood still for ${days} days, added (days off passed over by that are not named)`,
    });
  }
  if (status === 'paused' && pausedAt !== undefined)
    words.push({ zh: `自 ${pausedAt} 起停止计时`, en: `standing still since ${pausedAt}` });
  return words;
}

function calendarOf({ why }: ClockState): Words[] {
  const words: Words[] = [];
  if (why.provisional === true)
    words.push({
      zh: '暂定:所经年度的放假安排尚未公布',
      en: 'provisional: the days off of a year it runs through are not published yet',
    });
  if (why.calendar !== undefined && why.calendar !== '')
    words.push({ zh: `日历版本 ${why.calendar}`, en: `calendar ${why.calendar}` });
  return words;
}

/** The words for one clock, Chinese and English; dates are plain dates in Asia/Shanghai. */
export function explainClock(clock: ClockState): Words {
  const skipped = skippedOf(clock);
  const basis = clock.basis === undefined ? [] : [{ zh: `依据 ${clock.basis}`, en: `basis ${clock.basis}` }];
  const parts: Words[] = [
    ruleOf(clock),
    ...(skipped === undefined ? [] : [skipped]),
    ...stopsOf(clock),
    ends[clock.kind](clock),
    ...basis,
    ...calendarOf(clock),
  ];
  return {
    zh: `${parts.map(({ zh }) => zh).join(';')}。`,
    en: `${parts.map(({ en }) => en).join('; ')}.`,
  };
}
