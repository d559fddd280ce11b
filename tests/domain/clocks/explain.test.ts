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

test('a count of working days names the weekend and the days off it passed over', () => {
  const clock = clockFrom('2026-09-30', { length: 2, unit: 'workingDays', basis: 'T-7' });
  expect(explainClock(clock)).toEqual({
    zh: '自 2026-09-30 起(当日不计,民法典第二百零一条)2 个工作日;跳过 2026-10-01 至 2026-10-02(放假)、2026-10-03 至 2026-10-04(周末)、2026-10-05 至 2026-10-07(放假);截止日 2026-10-09,当日仍可办理;依据 T-7;日历版本 2026。',
    en: '2 working days from 2026-09-30, that day not counted (Civil Code art. 201); skipped 2026-10-01 to 2026-10-02 (day off), 2026-10-03 to 2026-10-04 (weekend), 2026-10-05 to 2026-10-07 (day off); due 2026-10-09, that day included; basis T-7; calendar 2026.',
  });
});

test('a last day that is a day off is said to have been passed over', () => {
  const { zh } = explainClock(clockFrom('2026-09-01', { length: 1, unit: 'months' }));
  expect(zh).toContain('1 个月;跳过 2026-10-01 至 2026-10-02(放假)');
  expect(zh).toContain('截止日 2026-10-08');
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
  const { pausedAt: _ended, ...rest } = paused;
  const resumed = { ...rest, ...resumedClock(paused, '2026-09-08', calendar) };
  expect(explainClock(resumed).en).toContain('stood still for 5 days');
  expect(explainClock(resumed).zh).not.toContain('自 2026-09-03 起停止计时');
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
