/** What people read for the parts of a pack's flow: names of steps, outcomes, roles and ends, and clocks in one line. Pure. */
import type { Clock, Pack, ProcessEnd, Row, Step } from './types';

/** One text in both languages. */
export interface Said {
  readonly zh: string;
  readonly en: string;
}

type Worded = Pick<Pack, 'words' | 'roles' | 'values'>;

const endWords: Readonly<Record<ProcessEnd, Said>> = {
  outOfScope: { zh: '不属本办法范围', en: 'out of scope' },
  filed: { zh: '归档', en: 'filed' },
  rejected: { zh: '不予批准', en: 'rejected' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  terminated: { zh: '终止', en: 'terminated' },
  expired: { zh: '逾期失效', en: 'expired' },
  retired: { zh: '退役', en: 'retired' },
};

const kindWords: Readonly<Record<Clock['kind'], Said>> = {
  deadline: { zh: '截止', en: 'deadline' },
  notBefore: { zh: '不早于', en: 'not before' },
  window: { zh: '期间', en: 'window' },
  validity: { zh: '有效期', en: 'validity' },
  recurring: { zh: '每', en: 'every' },
};

const unitWords: Readonly<Record<string, Said>> = {
  hours: { zh: '小时', en: 'hours' },
  days: { zh: '日', en: 'days' },
  workingDays: { zh: '个工作日', en: 'working days' },
  months: { zh: '个月', en: 'months' },
  years: { zh: '年', en: 'years' },
};

/** What a row calls itself, else its key. */
export function rowWords(row: Pick<Row, 'zh' | 'en'> | undefined, key: string): Said {
  return { zh: row?.zh ?? key, en: row?.en ?? key };
}

/** An outcome or another word of the pack. */
export function wordOf(pack: Pick<Pack, 'words'>, word: string): Said {
  return rowWords(pack.words?.[word], word);
}

/** An end of the project. */
export function endOf(end: ProcessEnd): Said {
  return endWords[end];
}

/** The seats of a step: roles with how many of each, and the rule of agreement where more than one votes. */
export function seatWords(pack: Worded, step: Step): Said {
  const say = (language: keyof Said): string => {
    const seats = step.who.map(({ role, count, votes }) => {
      const opener = { zh: '发起人', en: 'opener' };
      const name = role === 'opener' ? opener : rowWords(pack.roles[role], role);
      const heard = { zh: '(列席)', en: ' (no vote)' };
      return `${name[language]}${count > 1 ? `×${String(count)}` : ''}${votes ? '' : heard[language]}`;
    });
    const joined = seats.join(language === 'zh' ? '、' : ', ');
    const voting = step.who.filter(({ votes }) => votes).reduce((sum, { count }) => sum + count, 0);
    return voting > 1 ? `${joined} · ${agreeWords(step)[language]}` : joined;
  };
  return { zh: say('zh'), en: say('en') };
}

function agreeWords({ agree }: Step): Said {
  switch (agree.rule) {
    case 'all':
      return { zh: '一致', en: 'all' };
    case 'any':
      return { zh: '任一', en: 'any one' };
    case 'majority':
      return { zh: '过半数', en: 'majority' };
    case 'atLeast':
      return { zh: `至少 ${String(agree.count)} 票`, en: `at least ${String(agree.count)}` };
    case 'share':
      return { zh: `${agree.of.join('/')} 以上`, en: `${agree.of.join('/')} of the votes` };
    case 'chair':
      return { zh: '主持人决定', en: 'the chair decides' };
  }
}

/** A clock in one line: name, what its date means, and what it counts. */
export function clockWords(clock: Clock): Said {
  const name = rowWords(clock, clock.name);
  const lengths = lengthsOf(clock);
  const unit = unitWords[clock.unit ?? ''];
  const say = (language: keyof Said): string => {
    const counted = `${lengths}${unit === undefined ? '' : ` ${unit[language]}`}`;
    const opens = clock.opens === undefined ? '' : `${String(clock.opens)}–`;
    return `${name[language]} · ${kindWords[clock.kind][language]} ${opens}${clock.date ?? counted}`;
  };
  return { zh: say('zh'), en: say('en') };
}

function lengthsOf({ length }: Clock): string {
  if (typeof length !== 'object') return String(length ?? '');
  return length.rows
    .map(({ when, is }) => `${String(is)}${when === undefined ? '' : ` [${when.feel}]`}`)
    .join(' / ');
}
