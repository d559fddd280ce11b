/** Deadlines: they mark, they never decide. */
import { body, clock, decision, rules } from '../rules';
import { acts, applied, decides, engine, finance, given, handles, office, on } from '../story';
import { does } from './moves';
import { touchedTasks } from '../../../domain/project/view';
import { nextWake } from '../../../domain/project/clock-reached';

describe('a deadline', () => {
  const timed = rules({
    stages: {
      review: body(
        'review',
        { main: [decision('look', ['finance'], { approved: 'approved', rejected: 'rejected' })] },
        ['approved', 'rejected'],
        {
          clocks: [
            clock('answer', 'deadline', 'look.opened', {
              until: 'look.done',
              length: 5,
              unit: 'workingDays',
            }),
          ],
        },
      ),
    },
  });
  const story = given(timed, applied, { start: '2026-09-28' });
  const reached = (due: string) => acts(engine, { type: 'clockReached', clock: 'review/answer', due });

  it('in working days marks the task overdue when its last day is over, and decides nothing', () => {
    expect(story.state.clocks['review/answer']?.due).toBe('2026-10-10');
    expect(nextWake(story.state)).toMatchObject({ wakeAt: '2026-10-10T16:00:00Z' });
    expect(story.when(on('2026-10-10T15:00:00Z', reached('2026-10-10'))).codes).toEqual([
      'project/illegal-action',
    ]);
    const atTheEnd = on('2026-10-10T16:00:00Z', reached('2026-10-10'));
    const late = story.and(atTheEnd);
    expect(late.state.clocks['review/answer']).toMatchObject({ status: 'reached', overdue: true });
    const entry = { at: '2026-10-10T16:00:00Z', events: story.when(atTheEnd).events };
    expect(touchedTasks(story.state, [entry])).toMatchObject([{ step: 'look', due: '2026-10-10' }]);
    expect(late.when(decides(finance, 'look', 'approved')).state.clocks['review/answer']).toMatchObject({
      status: 'met',
    });
  });

  it('refuses a wake for a date it no longer has', () => {
    expect(story.when(on('2026-12-01', reached('2026-10-11'))).codes).toEqual(['project/illegal-action']);
    const paused = story.and(does(office, 'suspend'));
    expect(paused.when(on('2026-12-01', reached('2026-10-10'))).codes).toEqual(['project/illegal-action']);
    expect(story.when(handles(finance, 'claim', 'look')).codes).toEqual([]);
  });
});
