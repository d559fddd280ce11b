/** Says in words how the date of a clock came about: start, rule, days skipped and why, stops, calendar. Pure; adds nothing the clock does not hold. */
import type { ClockState } from '../project/state';
import { isWeekend } from './calendar';
import { addDays } from './dates';
import { daysOf, type Stop, type StopKind, type StopReason } from './stops';

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

/** A unit in words; in English one of it is no plural. */
function unitOf(unit = 'days', length = 0): Words {
  const { zh, en } = units[unit] ?? { zh: unit, en: unit };
  return { zh, en: length === 1 ? en.replace('s', '') : en };
}

/** How the date was reached: a fixed date, or a length from a day that itself does not count (民法典 201, 202). */
function ruleOf({ kind, from, due, why }: ClockState): Words {
  const { fixed, length, unit } = why;
  // A yearly date that came round again keeps the first one in `why`: `due` is the one that holds.
  if (fixed !== undefined && fixed !== due && kind === 'recurring')
    return { zh: `自 ${from} 起,固定日期逐年计`, en: `from ${from}, a fixed date of every year` };
  if (fixed !== undefined)
    return { zh: `自 ${from} 起,固定日期 ${fixed}`, en: `from ${from}, fixed date ${fixed}` };
  if (length === undefined) return { zh: `自 ${from} 起`, en: `from ${from}` };
  const words = unitOf(unit, length);
  const count = String(length);
  return {
    zh: `自 ${from} 起(当日不计,民法典第二百零一条)${count} ${words.zh}`,
    en: `${count} ${words.en} from ${from}, that day not counted (Civil Code art. 201)`,
  };
}

/** Why nobody works on a day: it is a weekend, or a notice names it. */
type DayOff = 'weekend' | 'holiday';

interface Span {
  readonly first: string;
  readonly last: string;
  readonly is: DayOff;
}

const daysOff: Readonly<Record<DayOff, Words>> = {
  weekend: { zh: '(周末)', en: ' (weekend)' },
  holiday: { zh: '(放假)', en: ' (day off)' },
};

/** Days off that follow each other for the same reason, as one span. */
function spansOf(days: readonly string[], holidays: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (const day of [...new Set(days)].sort()) {
    const before = spans.at(-1);
    // What is no weekend can only have been named; older records do not hold which weekends were.
    const is = isWeekend(day) && !holidays.includes(day) ? 'weekend' : 'holiday';
    if (before?.is === is && addDays(before.last, 1) === day)
      spans[spans.length - 1] = { ...before, last: day };
    else spans.push({ first: day, last: day, is });
  }
  return spans;
}

/** A list of days off with why nobody worked on them. */
function sayDays(days: readonly string[], { holidays = [] }: ClockState['why']): Words {
  const spans = spansOf(days, holidays);
  const say = ({ first, last, is }: Span, to: string, language: keyof Words) =>
    `${first === last ? first : `${first}${to}${last}`}${daysOff[is][language]}`;
  return {
    zh: spans.map((span) => say(span, ' 至 ', 'zh')).join('、'),
    en: spans.map((span) => say(span, ' to ', 'en')).join(', '),
  };
}

function skippedOf({ from, why }: ClockState): Words[] {
  // Older records keep the days of a first count beside a later start: they are none of this count's.
  const days = (why.skipped ?? []).filter((day) => day > from);
  if (days.length === 0) return [];
  const { zh, en } = sayDays(days, why);
  return [{ zh: `跳过 ${zh}`, en: `skipped ${en}` }];
}

/** The roll past a last day that is a day off, apart from what a count of working days skips. */
function rolledOf({ due, why }: ClockState): Words[] {
  const { rolled = [] } = why;
  const [end] = rolled;
  if (end === undefined) return [];
  const { zh, en } = sayDays(rolled, why);
  return [
    {
      zh: `期限最后一日 ${end} 是休息日,顺延至其后的工作日 ${due}(民法典第二百零三条),其间 ${zh}`,
      en: `its last day ${end} is a day off, so it ends on the next working day ${due} (Civil Code art. 203), past ${en}`,
    },
  ];
}

const stopWords: Readonly<Record<StopKind, Words>> = {
  suspension: { zh: '暂停', en: 'suspension' },
  case: { zh: '有关事项办理期间', en: 'a case under way' },
  supplement: { zh: '补正材料', en: 'supplement of materials' },
  test: { zh: '检测', en: 'test' },
  expertReview: { zh: '专家评审', en: 'expert review' },
  thirdPartyOpinion: { zh: '征求第三方意见', en: 'opinion of a third party' },
};

/** Why a clock stood still, in brackets; nothing where older records do not hold it. */
function reasonOf(reason: StopReason | undefined): Words {
  if (reason === undefined) return { zh: '', en: '' };
  const { kind, text, basis } = reason;
  const say = (language: keyof Words, comma: string) =>
    [stopWords[kind][language], text, basis].filter((part) => part !== undefined).join(comma);
  return { zh: `(${say('zh', ',')})`, en: ` (${say('en', ', ')})` };
}

function stopOf(stop: Stop): Words {
  const last = addDays(stop.until, -1);
  const days = String(daysOf(stop));
  const reason = reasonOf(stop.reason);
  return {
    zh: `${stop.from} 至 ${last} 停止计时 ${days} 日${reason.zh}`,
    en: `stood still ${stop.from} to ${last}, ${days} days${reason.en}`,
  };
}

/** What all stops together added; of a count of working days only those it lost. */
function addedOf({ why }: ClockState): Words[] {
  const { pausedDays = 0, pausedWorkingDays, stops } = why;
  if (pausedDays === 0) return [];
  const days = String(pausedDays);
  if (stops === undefined)
    return [
      {
        zh: `停止计时共 ${days} 日,已顺延(顺延中跳过的休息日未逐一列出)`,
        en: `stood still for ${days} days, added (days off passed over by that are not named)`,
      },
    ];
  const worked = pausedWorkingDays === undefined ? undefined : String(pausedWorkingDays);
  return worked === undefined
    ? [{ zh: `停止计时共 ${days} 日,已顺延`, en: `stood still for ${days} days in all, added` }]
    : [
        {
          zh: `停止计时共 ${days} 日,其中 ${worked} 个工作日,已顺延`,
          en: `stood still for ${days} days in all, of which ${worked} working days are added`,
        },
      ];
}

function stopsOf(clock: ClockState): Words[] {
  const { status, pausedAt, stoppedFor, neverStops, why } = clock;
  const words = [...(why.stops ?? []).map(stopOf), ...addedOf(clock)];
  if (neverStops === true)
    words.push({ zh: '法定期限,不停止计时', en: 'a statutory term: it never stands still' });
  if (status === 'paused' && pausedAt !== undefined) {
    const reason = reasonOf(stoppedFor);
    words.push({
      zh: `自 ${pausedAt} 起停止计时${reason.zh}`,
      en: `standing still since ${pausedAt}${reason.en}`,
    });
  }
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
  const basis = clock.basis === undefined ? [] : [{ zh: `依据 ${clock.basis}`, en: `basis ${clock.basis}` }];
  const parts: Words[] = [
    ruleOf(clock),
    ...skippedOf(clock),
    ...stopsOf(clock),
    ...rolledOf(clock),
    ends[clock.kind](clock),
    ...basis,
    ...calendarOf(clock),
  ];
  return {
    zh: `${parts.map(({ zh }) => zh).join(';')}。`,
    en: `${parts.map(({ en }) => en).join('; ')}.`,
  };
}
