/** Works that the law does not count stop a clock with their reason; a suspension does too; a statutory term never stops. */
import { body, clock, decision, rules } from '../rules';
import { applied, decides, finance, given, office, on, type Story } from '../story';
import { does } from './moves';
import { explainClock } from '../../../domain/clocks/explain';
import type { ClockState } from '../../../domain/project/state';

const stops = [{ while: 'supply', for: 'supplement', basis: 'T-58' }] as const;
const until = { until: 'approved' };
const timed = rules({
  stages: {
    review: body(
      'review',
      {
        main: [
          decision('receive', ['finance'], { received: 'next' }),
          decision('supply', ['office'], { supplied: 'next', returned: 'receive' }),
          decision('look', ['finance'], { approved: 'approved' }),
        ],
      },
      ['approved'],
      {
        clocks: [
          clock('answer', 'deadline', 'entered', { ...until, length: 5, unit: 'workingDays', stops }),
          clock('whole', 'deadline', 'entered', { ...until, length: 10, unit: 'days' }),
          clock('pay', 'deadline', 'entered', { ...until, length: 30, unit: 'days', neverStops: true }),
        ],
      },
    ),
  },
});
const story = given(timed, applied, { start: '2026-03-02' });

function clockOf({ state }: Pick<Story, 'state'>, name: string): ClockState {
  const found = state.clocks[`review/${name}`];
  if (found === undefined) throw new Error(`no clock ${name}`);
  return found;
}

const asked = story.and(on('2026-03-03', decides(finance, 'receive', 'received')));
const supplied = asked.and(on('2026-03-05', decides(office, 'supply', 'supplied')));

test('a clock stands still while materials are supplemented, with the reason and its article', () => {
  expect(clockOf(asked, 'answer')).toMatchObject({
    status: 'paused',
    pausedAt: '2026-03-03',
    stoppedFor: { kind: 'supplement', basis: 'T-58' },
  });
  expect(explainClock(clockOf(asked, 'answer'))).toMatchObject({
    zh: expect.stringContaining('自 2026-03-03 起停止计时(补正材料,T-58)'),
    en: expect.stringContaining('standing still since 2026-03-03 (supplement of materials, T-58)'),
  });
  expect([clockOf(asked, 'whole').status, clockOf(asked, 'pay').status]).toEqual(['running', 'running']);
});

test('it goes on when they are in: the working days between do not count, and it says so', () => {
  expect(clockOf(story, 'answer').due).toBe('2026-03-09');
  expect(clockOf(supplied, 'answer')).toMatchObject({
    status: 'running',
    due: '2026-03-11',
    why: { pausedWorkingDays: 2, stops: [{ from: '2026-03-03', until: '2026-03-05' }] },
  });
  expect(explainClock(clockOf(supplied, 'answer')).zh).toContain(
    '2026-03-03 至 2026-03-04 停止计时 2 日(补正材料,T-58);停止计时共 2 日,其中 2 个工作日,已顺延',
  );
});

test('it goes on as well when the step is left another way', () => {
  const back = asked.and(on('2026-03-04', decides(office, 'supply', 'returned')));
  expect(clockOf(back, 'answer')).toMatchObject({ status: 'running', due: '2026-03-10' });
});

test('a suspension keeps its reason, and ends no stop that is not its own', () => {
  const suspended = asked.and(on('2026-03-04', does(office, 'suspend', '资金核查')));
  expect(clockOf(suspended, 'answer').stoppedFor?.kind).toBe('supplement');
  expect(clockOf(suspended, 'whole').stoppedFor).toEqual({ kind: 'suspension', text: '资金核查' });
  const resumed = suspended.and(on('2026-03-06', does(office, 'resume')));
  expect(clockOf(resumed, 'answer').status).toBe('paused');
  expect(clockOf(resumed, 'whole')).toMatchObject({ status: 'running', due: '2026-03-16' });
  expect(explainClock(clockOf(resumed, 'whole')).en).toContain(
    'stood still 2026-03-04 to 2026-03-05, 2 days (suspension, 资金核查)',
  );
  const later = resumed.and(on('2026-03-09', decides(office, 'supply', 'supplied')));
  expect(clockOf(later, 'answer')).toMatchObject({ status: 'running', due: '2026-03-13' });
});

test('a statutory term runs on through a suspension and says that it never stops', () => {
  const suspended = story.and(on('2026-03-04', does(office, 'suspend', '资金核查')));
  expect(clockOf(suspended, 'pay')).toEqual(clockOf(story, 'pay'));
  const resumed = suspended.and(on('2026-03-24', does(office, 'resume')));
  expect(clockOf(resumed, 'pay').due).toBe('2026-04-01');
  expect(explainClock(clockOf(resumed, 'pay'))).toMatchObject({
    zh: expect.stringContaining('法定期限,不停止计时'),
    en: expect.stringContaining('a statutory term: it never stands still'),
  });
});
