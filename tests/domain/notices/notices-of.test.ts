/** Who is told of what: written from the words of the people concerned. */
import { remindersOf } from '../../../domain/notices/clock-notices';
import type { Addressed } from '../../../domain/notices/notice';
import { noticesOf, type World } from '../../../domain/notices/notices-of';
import type { Rules } from '../../../domain/pack/types';
import type { ProcessState } from '../../../domain/project/state';
import { evolveEntry } from '../../../domain/project/evolve';
import { touchedTasks, type TaskRow } from '../../../domain/project/view';
import { body, clock, decision, reviewOf, rules, step } from '../rules';
import { does } from '../project/moves';
import {
  acts,
  applied,
  calendar,
  decides,
  engine,
  finance,
  given,
  handles,
  office,
  on,
  opens,
  owner,
  person,
  submits,
  taskOf,
  type Move,
  type Story,
} from '../story';

const two = { approved: 'approved', rejected: 'rejected' };
const timed = rules({
  stages: {
    review: body('review', { main: [decision('look', ['finance'], two)] }, ['approved', 'rejected'], {
      clocks: [
        clock('answer', 'deadline', 'look.opened', {
          until: 'look.done',
          length: 5,
          unit: 'workingDays',
          then: [
            { do: 'escalate', role: 'office' },
            { do: 'escalate', role: 'tech', after: 6 },
          ],
        }),
      ],
    }),
  },
});

const rowsOf = (state: ProcessState): Map<string, TaskRow> => {
  const none = { ...state, seq: 0 };
  const events = [{ type: 'tasksCancelled' as const, tasks: [] }];
  const rows = touchedTasks(none, [{ at: state.updatedAt, events }]);
  const all = Object.values(state.tasks).map((task) => ({ ...rows[0], ...task }) as TaskRow);
  return new Map(all.map((row) => [row.id, row]));
};

const worldOf = (state: ProcessState): World => ({ state, tasks: rowsOf(state), pack: timed });

/** What one more act tells, under these rules. */
function tells(story: Story, move: Move): Addressed[] {
  const { events, codes, state } = story.when(move);
  expect(codes).toEqual([]);
  return noticesOf({ seq: state.seq, at: state.updatedAt, actor: move.by, events }, worldOf(state));
}

const brief = (notices: readonly Addressed[]) => notices.map(({ kind, to }) => [kind, to]);

describe('a decision', () => {
  it('tells the holders of the seats it opens, and the applicant that a stage ended', () => {
    const story = given(timed, [opens, submits]);
    expect(brief(tells(story, decides(office, 'check', 'complete')))).toEqual([
      ['stageEnded', 'person:owner'],
      ['taskOpened', 'post:T/finance'],
    ]);
  });

  it('names the step and the person, and never tells twice under one key', () => {
    const story = given(timed, [opens]);
    const [notice, ...more] = tells(story, submits);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      to: 'post:T/office',
      by: 'owner',
      task: taskOf(story.when(submits).state, 'check').id,
    });
    expect(notice?.text.zh).toContain('P1 P\n环节:check\n办理人:owner');
    expect(tells(story, submits).map(({ key }) => key)).toEqual([notice?.key]);
  });

  it('that returns says so, with the reason', () => {
    const story = given(timed, [opens, submits]);
    const [notice] = tells(story, decides(office, 'check', 'returned', { comment: '缺材料' }));
    expect(notice).toMatchObject({ kind: 'returned', to: 'org:o1' });
    expect(notice?.text.zh).toContain('意见:缺材料');
    const twoSteps = reviewOf(step('fix', ['projectOwner']), decision('look', ['finance'], two));
    const atLook = given(twoSteps, [...applied, decides(owner, 'fix')]);
    const back = handles(finance, 'return', 'look', { to: 'fix', comment: '重写' });
    expect(brief(tells(atLook, back))).toEqual([['returned', 'org:o1']]);
  });

  it('in a confidential matter gives away neither name nor words', () => {
    const story = given(timed, [opens, submits], { process: { readers: ['post:T/office'] } });
    const [notice] = tells(story, decides(office, 'check', 'returned', { comment: '秘密' }));
    expect(JSON.stringify(notice?.text)).not.toContain('秘密');
    expect(notice?.text.zh.split('\n')[0]).toBe('P1');
  });
});

describe('what people do beside deciding', () => {
  const finance2 = person('finance2', 'finance');
  const story = given(timed, applied);
  const at = (by: typeof finance, type: 'delegate' | 'copy' | 'consult', to: typeof finance): Move => ({
    by,
    act: (state) => ({ type, task: taskOf(state, 'look', by).id, to, comment: '请看' }),
  });

  it.each([
    ['delegate', 'delegated'],
    ['copy', 'copied'],
    ['consult', 'consulted'],
  ] as const)('%s tells the other person and nobody else', (verb, kind) => {
    const notices = tells(story, at(finance, verb, finance2));
    expect(brief(notices)).toEqual([[kind, 'person:finance2']]);
    expect(notices[0]?.text.zh).toContain('意见:请看');
  });

  it('an answer goes back to who asked', () => {
    const asked = story.and(at(finance, 'consult', finance2));
    const answer: Move = {
      by: finance2,
      act: (state) => ({ type: 'answer', task: taskOf(state, 'look').id, comment: '同意' }),
    };
    expect(brief(tells(asked, answer))).toEqual([['answered', 'person:finance']]);
  });

  it('suspending and resuming tells the applicant why', () => {
    expect(brief(tells(story, does(office, 'suspend')))).toEqual([['suspended', 'person:owner']]);
  });

  it('a comment tells nobody', () => {
    expect(tells(story, handles(finance, 'comment', 'look', { comment: '记一笔' }))).toEqual([]);
  });
});

describe('a deadline', () => {
  // Five working days from Monday, 5 January: due on the 12th.
  const story = given(timed, applied, { start: '2026-01-05' });
  const remind = (state: ProcessState, today: string) =>
    brief(remindersOf(worldOf(state), { today, at: `${today}T01:00:00Z` }, calendar));

  it('reminds three working days before and on its last day, not earlier', () => {
    expect(remind(story.state, '2026-01-06')).toEqual([]);
    expect(remind(story.state, '2026-01-07')).toEqual([
      ['dueSoon', 'post:T/finance'],
      ['dueSoon', 'person:owner'],
    ]);
    expect(remind(story.state, '2026-01-12')[0]).toEqual(['dueToday', 'post:T/finance']);
  });

  const late = story.and(
    on(
      '2026-01-12T16:00:00Z',
      acts(engine, { type: 'clockReached', clock: 'review/answer', due: '2026-01-12' }),
    ),
  );

  it('that passed tells who has to act, the applicant, and the level named for the day', () => {
    const reached = on(
      '2026-01-12T16:00:00Z',
      acts(engine, { type: 'clockReached', clock: 'review/answer', due: '2026-01-12' }),
    );
    expect(brief(tells(story, reached))).toEqual([
      ['overdue', 'post:T/finance'],
      ['overdue', 'person:owner'],
      ['escalated', 'post:T/office'],
    ]);
  });

  it('goes on reminding every five working days, and brings in the later level on its day', () => {
    expect(remind(late.state, '2026-01-16')).toEqual([]);
    expect(remind(late.state, '2026-01-19')[0]).toEqual(['overdue', 'post:T/finance']);
    expect(remind(late.state, '2026-01-20')).toContainEqual(['escalated', 'post:T/tech']);
  });

  it('that was met reminds nobody', () => {
    const met = late.and(decides(finance, 'look', 'approved'));
    expect(remind(met.state, '2026-01-20')).toEqual([]);
  });

  it('gives the same keys however often a day is looked at, and its words survive a fold', () => {
    const once = remindersOf(worldOf(story.state), { today: '2026-01-12', at: 'a' }, calendar);
    const again = remindersOf(
      worldOf(evolveEntry(story.state, { at: 'b', events: [] })),
      { today: '2026-01-12', at: 'b' },
      calendar,
    );
    expect(again.map(({ key }) => key)).toEqual(once.map(({ key }) => key));
  });
});

test('rules that name no bodies still give names', () => {
  const bare: Rules = { ...timed, stages: {}, lifecycle: [] };
  const story = given(timed, [opens]);
  const { events, state } = story.when(submits);
  const [notice] = noticesOf(
    { seq: 1, at: 'x', actor: submits.by, events },
    { ...worldOf(state), pack: bare },
  );
  expect(notice?.text.en).toContain('Step: check');
});
