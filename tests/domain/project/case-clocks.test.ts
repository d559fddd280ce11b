/** Clocks of a case, as those of a stage: they stop with a reason, are counted anew, remind, escalate, mark, and decide nothing. */
import { body, clock, decision, rules } from '../rules';
import {
  acts,
  calendar,
  decides,
  engine,
  finance,
  given,
  office,
  on,
  opens,
  taskOf,
  type Story,
} from '../story';
import { does } from './moves';
import { explainClock } from '../../../domain/clocks/explain';
import { remindersOf } from '../../../domain/notices/clock-notices';
import { noticesOf, type World } from '../../../domain/notices/notices-of';
import { isOverdue, rowOf } from '../../../domain/project/view';
import type { ClockState, ProcessState } from '../../../domain/project/state';

const stops = [{ while: 'supply', for: 'supplement', basis: 'T-58' }] as const;
const until = { until: 'approved' };
const steps = [
  decision('receive', ['finance'], { received: 'next' }),
  decision('supply', ['office'], { supplied: 'next', returned: 'receive' }),
  decision('look', ['finance'], { approved: 'approved' }),
];
const levels = [
  { do: 'escalate' as const, role: 'office' },
  { do: 'escalate' as const, role: 'tech', after: 6 },
];
const asked = rules({
  cases: {
    request: {
      ...body('request', { main: steps }, ['approved'], {
        clocks: [
          clock('answer', 'deadline', 'entered', {
            ...until,
            ...{ length: 5, unit: 'workingDays', stops, then: levels },
          }),
          clock('pay', 'deadline', 'entered', { ...until, length: 30, unit: 'days', neverStops: true }),
        ],
      }),
      ...{ openedBy: 'projectOwner', during: [], about: 'year' as const, kind: 'plain' as const },
    },
  },
});
const request = { kind: 'case', caseType: 'request', workflowId: 'case/P1', subject: 'case/P1' } as const;
const from = (start: string) => given(asked, [opens], { process: request, start });

function clockOf({ state }: Pick<Story, 'state'>, name: string): ClockState {
  const found = state.clocks[`request/${name}`];
  if (found === undefined) throw new Error(`no clock ${name}`);
  return found;
}
const worldOf = (state: ProcessState): World => ({
  ...{ state, pack: asked },
  tasks: new Map(Object.values(state.tasks).map((task) => [task.id, rowOf(state, task, state.seq)])),
});

test('its clock stands still for a supplement, with the article, and not through the days between', () => {
  const story = from('2026-03-02').and(on('2026-03-03', decides(finance, 'receive', 'received')));
  expect(clockOf(story, 'answer').stoppedFor).toEqual({ kind: 'supplement', basis: 'T-58' });
  const supplied = story.and(on('2026-03-05', decides(office, 'supply', 'supplied')));
  expect(clockOf(supplied, 'answer')).toMatchObject({ status: 'running', due: '2026-03-11' });
  expect(explainClock(clockOf(supplied, 'answer')).zh).toContain('停止计时 2 日(补正材料,T-58)');
});

test('its statutory payment term runs on through a supplement, a return and a suspension', () => {
  const story = from('2026-03-02');
  const { due } = clockOf(story, 'pay');
  const through = story.and(
    on('2026-03-03', decides(finance, 'receive', 'received')),
    on('2026-03-04', decides(office, 'supply', 'returned', { comment: '请补充' })),
    on('2026-03-05', does(office, 'suspend', '资金核查')),
    on('2026-03-20', does(office, 'resume')),
  );
  expect(clockOf(through, 'pay')).toMatchObject({ status: 'running', due });
  expect(clockOf(through, 'answer').due).not.toBe(clockOf(story, 'answer').due);
});

test('a provisional date of a case is counted anew when the table of the year arrives', () => {
  const story = from('2026-12-30');
  expect(clockOf(story, 'answer')).toMatchObject({ due: '2027-01-06', why: { provisional: true } });
  const year = { off: ['2027-01-01', '2027-01-04'], work: [], version: '2027@x', revision: 1 };
  const told = story.and(acts(engine, { type: 'calendarPublished', years: { '2027': year } }));
  expect(clockOf(told, 'answer').due).toBe('2027-01-08');
  expect(clockOf(told, 'answer').why.provisional).toBeUndefined();
  expect(explainClock(clockOf(told, 'answer'))).toMatchObject({
    zh: expect.not.stringContaining('暂定'),
    en: expect.not.stringContaining('provisional'),
  });
});

test('its deadline reminds before and on the last day, and afterwards tells the levels that the pack names', () => {
  // Five working days from Monday, 5 January: due on the 12th.
  const story = from('2026-01-05');
  const remind = ({ state }: Pick<Story, 'state'>, today: string) =>
    remindersOf(worldOf(state), { today, at: `${today}T01:00:00Z` }, calendar)
      .filter(({ key }) => key.includes('request/answer'))
      .map(({ kind, to }) => `${kind} ${to}`);
  expect(remind(story, '2026-01-06')).toEqual([]);
  expect(remind(story, '2026-01-07')).toEqual(['dueSoon post:T/finance', 'dueSoon person:owner']);
  expect(remind(story, '2026-01-12')).toEqual(['dueToday post:T/finance', 'dueToday person:owner']);
  const late = on(
    '2026-01-12T16:00:00Z',
    acts(engine, { type: 'clockReached', clock: 'request/answer', due: '2026-01-12' }),
  );
  const { events, state } = story.when(late);
  const line = { seq: 2, at: state.updatedAt, actor: engine, events };
  expect(noticesOf(line, worldOf(state)).map(({ kind, to }) => `${kind} ${to}`)).toEqual([
    'overdue post:T/finance',
    'overdue person:owner',
    'escalated post:T/office',
  ]);
  expect(remind({ state }, '2026-01-20')).toContain('escalated post:T/tech');
});

test('overdue it is marked, listed, and approved by nobody', () => {
  const late = from('2026-01-05').and(
    on(
      '2026-01-12T16:00:00Z',
      acts(engine, { type: 'clockReached', clock: 'request/answer', due: '2026-01-12' }),
    ),
  );
  expect(isOverdue(late.state)).toBe(true);
  expect(late.state).toMatchObject({ status: 'draft', open: { step: 'receive' } });
  expect(taskOf(late.state, 'receive').status).toBe('open');
});
