/** Every date says how it came about: start, rule, days skipped and why, stops, calendar. */
import { explainClock } from '../../../domain/clocks/explain';
import { restartClock, startClock } from '../../../domain/clocks/start';
import { resumedClock } from '../../../domain/clocks/derive';
import type { Clock } from '../../../domain/pack/types';
import type { ClockState } from '../../../domain/project/state';
import { calendar } from '../story';

function clockFrom(from: string, row: Partial<Clock>): ClockState {
  const whole: Clock = { name: 'answer', kind: 'deadline', from: 'entered', pausedBy: [], then: [], ...row };
  const clock = startClock({ run: 'review', row: whole, from, context: {}, calendar });
  if (clock === undefined) throw new Error('the clock did not start');
  return clock;
}

test('a count of working days names the days off it passed over; a weekend inside a holiday is part of it', () => {
  const clock = clockFrom('2026-09-30', { length: 2, unit: 'workingDays', basis: 'T-7' });
  expect(explainClock(clock)).toEqual({
    zh: '自 2026-09-30 起(当日不计,民法典第二百零一条)2 个工作日;跳过 2026-10-01 至 2026-10-07(放假);截止日 2026-10-09,当日仍可办理;依据 T-7;日历版本 2026。',
    en: '2 working days from 2026-09-30, that day not counted (Civil Code art. 201); skipped 2026-10-01 to 2026-10-07 (day off); due 2026-10-09, that day included; basis T-7; calendar 2026.',
  });
});

test('a weekend that no notice names is said to be one', () => {
  const { zh, en } = explainClock(clockFrom('2026-10-09', { length: 2, unit: 'workingDays' }));
  expect(zh).toContain('跳过 2026-10-11(周末);');
  expect(en).toContain('skipped 2026-10-11 (weekend);');
});

test('what older records hold of days off is told by the day of the week', () => {
  const clock = clockFrom('2026-09-30', { length: 2, unit: 'workingDays' });
  const { holidays: _unknown, ...why } = clock.why;
  expect(explainClock({ ...clock, why }).zh).toContain('2026-10-03 至 2026-10-04(周末)');
});

test('a last day that is a day off is said apart from skipped days, with its article', () => {
  expect(explainClock(clockFrom('2026-09-01', { length: 1, unit: 'months' }))).toEqual({
    zh: '自 2026-09-01 起(当日不计,民法典第二百零一条)1 个月;期限最后一日 2026-10-01 是休息日,顺延至其后的工作日 2026-10-08(民法典第二百零三条),其间 2026-10-01 至 2026-10-07(放假);截止日 2026-10-08,当日仍可办理;日历版本 2026。',
    en: '1 month from 2026-09-01, that day not counted (Civil Code art. 201); its last day 2026-10-01 is a day off, so it ends on the next working day 2026-10-08 (Civil Code art. 203), past 2026-10-01 to 2026-10-07 (day off); due 2026-10-08, that day included; calendar 2026.',
  });
});

test.each([
  [{ kind: 'notBefore', length: 3, unit: 'months' }, '2026-12-01 当日起方可办理', 'not before 2026-12-01'],
  [{ kind: 'validity', length: 1, unit: 'years' }, '有效至 2027-09-01', 'valid until 2027-09-01'],
  [{ kind: 'recurring', date: '11-30' }, '固定日期 2026-11-30;下一次为 2026-11-30', 'next on 2026-11-30'],
] as const)('%j says what its date means', (row, zh, en) => {
  const words = explainClock(clockFrom('2026-09-01', row));
  expect(words.zh).toContain(zh);
  expect(words.en).toContain(en);
});

test('a date in a year without a published calendar is said to be provisional, no other', () => {
  const later = explainClock(clockFrom('2026-12-30', { length: 5, unit: 'workingDays' }));
  expect([later.zh, later.en]).toEqual([
    expect.stringContaining('暂定'),
    expect.stringContaining('provisional'),
  ]);
  expect(explainClock(clockFrom('2026-09-01', { length: 5, unit: 'workingDays' })).zh).not.toContain('暂定');
});

test('a clock says since when it stands still, and how long it stood', () => {
  const paused: ClockState = {
    ...clockFrom('2026-09-01', { length: 10, unit: 'days' }),
    status: 'paused',
    pausedAt: '2026-09-03',
  };
  expect(explainClock(paused).zh).toContain('自 2026-09-03 起停止计时');
  const resumed = { ...paused, ...resumedClock(paused, '2026-09-08', calendar) };
  expect(resumed.due).toBe('2026-09-16');
  expect(explainClock(resumed)).toEqual({
    zh: '自 2026-09-01 起(当日不计,民法典第二百零一条)10 日;2026-09-03 至 2026-09-07 停止计时 5 日;停止计时共 5 日,已顺延;截止日 2026-09-16,当日仍可办理;日历版本 2026。',
    en: '10 days from 2026-09-01, that day not counted (Civil Code art. 201); stood still 2026-09-03 to 2026-09-07, 5 days; stood still for 5 days in all, added; due 2026-09-16, that day included; calendar 2026.',
  });
});

test('a stop says why it was, and what it cost a count of working days', () => {
  const paused: ClockState = {
    ...clockFrom('2026-09-01', { length: 3, unit: 'workingDays' }),
    status: 'paused',
    pausedAt: '2026-09-03',
    stoppedFor: { kind: 'expertReview', text: '专家论证会', basis: 'T-58' },
  };
  expect(explainClock(paused)).toMatchObject({
    zh: expect.stringContaining('自 2026-09-03 起停止计时(专家评审,专家论证会,T-58)'),
    en: expect.stringContaining('standing still since 2026-09-03 (expert review, 专家论证会, T-58)'),
  });
  const resumed = { ...paused, ...resumedClock(paused, '2026-09-07', calendar) };
  const { zh, en } = explainClock(resumed);
  expect(resumed.due).toBe('2026-09-08');
  expect(zh).toContain(
    '2026-09-03 至 2026-09-06 停止计时 4 日(专家评审,专家论证会,T-58);停止计时共 4 日,其中 2 个工作日,已顺延',
  );
  expect(en).toContain('stood still for 4 days in all, of which 2 working days are added');
  expect(zh).not.toContain('起停止计时');
});

test('a clock stopped under an older version moves on and says that what it passed over is not named', () => {
  const { why, ...rest } = clockFrom('2026-09-01', { length: 10, unit: 'days' });
  const old: ClockState = {
    ...rest,
    status: 'paused',
    pausedAt: '2026-09-10',
    why: { ...why, pausedDays: 3 },
  };
  const resumed = { ...old, ...resumedClock(old, '2026-09-12', calendar) };
  expect(resumed).toMatchObject({ due: '2026-09-14', why: { pausedDays: 5 } });
  expect(explainClock(resumed).zh).toContain('停止计时共 5 日,已顺延(顺延中跳过的休息日未逐一列出)');
});

test('what a stop made a clock pass over is named: skipped days of a count, and the roll of a last day with its article', () => {
  const paused = (row: Partial<Clock>, from: string, at: string): ClockState => ({
    ...clockFrom(from, row),
    status: 'paused',
    pausedAt: at,
  });
  const counted = paused({ length: 3, unit: 'workingDays' }, '2026-09-24', '2026-09-25');
  const later = { ...counted, ...resumedClock(counted, '2026-09-30', calendar) };
  expect(later.due).toBe('2026-10-09');
  expect(explainClock(later).zh).toContain('跳过 2026-10-01 至 2026-10-07(放假)');
  expect(explainClock(later).en).toContain('skipped 2026-10-01 to 2026-10-07 (day off)');
  const plain = paused({ length: 10, unit: 'days' }, '2026-09-18', '2026-09-22');
  expect(explainClock(plain).zh).not.toContain('民法典第二百零三条');
  const rolled = explainClock({ ...plain, ...resumedClock(plain, '2026-09-25', calendar) });
  expect(rolled.zh).toContain(
    '期限最后一日 2026-10-01 是休息日,顺延至其后的工作日 2026-10-08(民法典第二百零三条)',
  );
  expect(rolled.en).toContain('so it ends on the next working day 2026-10-08 (Civil Code art. 203)');
});

test('a clock counted anew says whether its new date is provisional, and by which calendar', () => {
  const newer = { ...calendar, version: '2026.2' };
  const clock = clockFrom('2026-09-01', { length: 5, unit: 'workingDays' });
  const again = { ...clock, ...restartClock(clock, '2026-12-30', newer) };
  expect(explainClock(again).zh).toContain('暂定');
  expect(explainClock(again).zh).toContain('日历版本 2026.2');
  const back = { ...again, ...restartClock(again, '2026-09-01', calendar) };
  expect(explainClock(back).zh).not.toContain('暂定');
  expect(explainClock(back).zh).toContain('日历版本 2026。');
  const stopped: ClockState = { ...clock, status: 'paused', pausedAt: '2026-09-02' };
  const resumed = explainClock({ ...stopped, ...resumedClock(stopped, '2026-12-30', newer) });
  expect([resumed.zh.includes('暂定'), resumed.zh.includes('日历版本 2026.2')]).toEqual([true, true]);
});

test('a clock stopped under an older version says provisional and the calendar it was moved by too', () => {
  const { why, ...rest } = clockFrom('2026-12-01', { length: 20, unit: 'days' });
  const old: ClockState = {
    ...rest,
    status: 'paused',
    pausedAt: '2026-12-10',
    why: { ...why, pausedDays: 3 },
  };
  const newer = { ...calendar, version: '2026.2' };
  const { zh } = explainClock({ ...old, ...resumedClock(old, '2026-12-30', newer) });
  expect([zh.includes('暂定'), zh.includes('日历版本 2026.2')]).toEqual([true, true]);
});

test('a weekend that a notice names is told as a day off, one that it makes a working day is not skipped', () => {
  const { zh } = explainClock(clockFrom('2026-09-30', { length: 3, unit: 'workingDays' }));
  // 3 and 4 October are named by the notice; Saturday the 10th is worked, Sunday the 11th is a weekend.
  expect(zh).toContain('跳过 2026-10-01 至 2026-10-07(放假);截止日 2026-10-10');
});

test('a fixed date moved by a stop is not said to come every year', () => {
  const paused: ClockState = {
    ...clockFrom('2026-09-01', { date: '2026-09-30' }),
    status: 'paused',
    pausedAt: '2026-09-03',
  };
  const { zh } = explainClock({ ...paused, ...resumedClock(paused, '2026-09-05', calendar) });
  expect(zh).toContain('固定日期 2026-09-30');
  expect(zh).toContain('截止日 2026-10-02');
});

test('a clock that runs again says nothing of its first count', () => {
  const yearly = clockFrom('2026-09-01', { kind: 'recurring', date: '11-30' });
  const again = { ...yearly, ...restartClock(yearly, '2026-11-30', calendar) };
  expect(explainClock(again).zh).toContain('自 2026-11-30 起,固定日期逐年计;下一次为 2027-11-30');
  const counted = clockFrom('2026-09-30', { kind: 'recurring', length: 2, unit: 'workingDays' });
  expect(explainClock(counted).zh).toContain('2026-10-01');
  const later = { ...counted, ...restartClock(counted, '2026-10-12', calendar) };
  expect(explainClock(later).zh).not.toContain('跳过');
});
