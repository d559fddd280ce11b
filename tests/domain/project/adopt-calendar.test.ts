/** A calendar that is published late: running clocks are counted anew, doubts end, and the process counts with it from then on. */
import { body, clock, decision, rules } from '../rules';
import { acts, applied, decides, engine, finance, given, office, on, type Move } from '../story';
import { does } from './moves';
import { joinYears, newerYears, withYears } from '../../../domain/clocks/calendar-years';
import { explainClock } from '../../../domain/clocks/explain';
import { nextWake } from '../../../domain/project/clock-reached';

const year2027 = {
  off: ['2027-01-01', '2027-01-02', '2027-01-03'],
  work: ['2027-01-09'],
  version: '2027@2026-11-05',
  revision: 1,
};
const corrected = {
  ...year2027,
  off: [...year2027.off, '2027-01-04'],
  version: '2027@2026-11-05/2',
  revision: 2,
};

const published = (year: typeof year2027): Move =>
  acts(engine, { type: 'calendarPublished', years: { '2027': year } });

const timed = rules({
  stages: {
    review: body(
      'review',
      {
        main: [
          decision('look', ['finance'], { approved: 'next', rejected: 'rejected' }),
          decision('sign', ['office'], { approved: 'approved' }),
        ],
      },
      ['approved', 'rejected'],
      {
        clocks: [
          clock('answer', 'deadline', 'look.opened', { until: 'look.done', length: 2, unit: 'workingDays' }),
          clock('whole', 'deadline', 'look.opened', { until: 'approved', length: 2, unit: 'days' }),
          clock('signing', 'deadline', 'sign.opened', { until: 'sign.done', length: 1, unit: 'workingDays' }),
        ],
      },
    ),
  },
});
const story = given(timed, applied, { start: '2026-12-30' });

test('the running clocks that it changes are changed, and they say by which table', () => {
  expect(story.state.clocks['review/answer']).toMatchObject({
    due: '2027-01-01',
    why: { provisional: true },
  });
  const { events, state } = story.when(published(year2027));
  expect(events.map(({ type }) => type)).toEqual(['calendarAdopted', 'clockChanged', 'clockChanged']);
  expect(state.clocks['review/answer']).toMatchObject({
    status: 'running',
    due: '2027-01-04',
    wakeAt: '2027-01-04T16:00:00Z',
    why: { calendar: '2026+2027@2026-11-05' },
  });
  expect(state.clocks['review/whole']).toMatchObject({ due: '2027-01-04' });
  expect(nextWake(state)).toMatchObject({ due: '2027-01-04' });
  const before = explainClock(story.state.clocks['review/answer'] ?? fail());
  const after = explainClock(state.clocks['review/answer'] ?? fail());
  expect([before.zh, after.zh]).toEqual([
    expect.stringContaining('暂定'),
    expect.stringContaining('跳过 2027-01-01 至 2027-01-03(放假);截止日 2027-01-04'),
  ]);
  expect(after.zh).not.toContain('暂定');
});

function fail(): never {
  throw new Error('no such clock');
}

test('it is taken once; a correction is taken again, an older revision never', () => {
  const told = story.and(published(year2027));
  expect(told.when(published(year2027)).codes).toEqual(['project/illegal-action']);
  const again = told.and(published(corrected));
  expect(again.state.clocks['review/answer']?.due).toBe('2027-01-05');
  expect(again.when(published(year2027)).codes).toEqual(['project/illegal-action']);
});

test('nobody but the engine brings it', () => {
  const act = acts(office, { type: 'calendarPublished', years: { '2027': year2027 } });
  expect(story.when(act).codes).toEqual(['project/illegal-action']);
});

test('a clock that a year does not concern is left as it is', () => {
  const early = given(timed, applied, { start: '2026-03-02' });
  const { events } = early.when(published(year2027));
  expect(events.map(({ type }) => type)).toEqual(['calendarAdopted']);
});

test('what starts later is counted with it, though the run was given an older calendar', () => {
  const next = on('2026-12-31', decides(finance, 'look', 'approved'));
  const due = (moves: readonly Move[]) => story.and(...moves).state.clocks['review/signing'];
  expect(due([next])).toMatchObject({ due: '2027-01-01', why: { provisional: true } });
  expect(due([published(year2027), next])).toMatchObject({ due: '2027-01-04' });
});

test('a decision taken back leaves its clock with the date of the new calendar', () => {
  const decided = story.and(on('2026-12-31', decides(finance, 'look', 'approved')));
  expect(decided.state.clocks['review/answer']?.status).toBe('met');
  const told = decided.and(published(year2027));
  const task = Object.values(told.state.tasks).find(({ step }) => step === 'look')?.id ?? '';
  const back = told.when(acts(finance, { type: 'takeBack', task, comment: '再看一看' }));
  expect(back.codes).toEqual([]);
  expect(back.state.clocks['review/answer']).toMatchObject({ status: 'running', due: '2027-01-04' });
});

test('a process that stands still hears of it too, and goes on from the right date', () => {
  const suspended = story.and(on('2026-12-31', does(office, 'suspend')));
  const told = suspended.when(published(year2027));
  expect(told.codes).toEqual([]);
  expect(told.state.clocks['review/answer']).toMatchObject({ status: 'paused', due: '2027-01-04' });
  const resumed = suspended.and(published(year2027), on('2027-01-05', does(office, 'resume')));
  expect(resumed.state.clocks['review/answer']).toMatchObject({ status: 'running', due: '2027-01-06' });
});

test('a run that is entered starts with the calendar of its day and carries none along', () => {
  const told = story.and(published(year2027));
  expect(told.state.calendarYears).toEqual({ '2027': year2027 });
  const approved = told.and(decides(finance, 'look', 'approved'), decides(office, 'sign', 'approved'));
  expect(approved.state.run).not.toBe('review');
  expect(approved.state).not.toHaveProperty('calendarYears');
});

describe('years', () => {
  const nation = joinYears([{ year: 2027, ...year2027 }]);

  it('replace those of an older revision, and name themselves in the version', () => {
    expect(newerYears(nation, { '2027': year2027 })).toEqual({});
    expect(withYears(nation, { '2027': year2027 })).toBe(nation);
    expect(withYears(nation, undefined)).toBe(nation);
    expect(
      withYears(
        { version: '2026@a+2027@b', years: { '2026': year2027, '2027': year2027 } },
        { '2027': corrected },
      ),
    ).toMatchObject({
      version: '2026@a+2027@2026-11-05/2',
      years: { '2027': corrected },
    });
    // A calendar of an older record does not say its revision: it was the first.
    const old = { version: '2027', years: { '2027': { off: [], work: [] } } };
    expect(newerYears(old, { '2027': year2027 })).toEqual({});
    expect(newerYears(old, { '2027': corrected })).toEqual({ '2027': corrected });
  });

  it("of a jurisdiction decide there what the nation's say otherwise", () => {
    const own = {
      year: 2027,
      off: ['2027-01-09', '2027-04-08'],
      work: ['2027-01-02'],
      version: '2027.gx@x',
      revision: 3,
    };
    expect(joinYears([{ year: 2027, ...year2027 }], [own]).years['2027']).toEqual({
      off: ['2027-01-01', '2027-01-03', '2027-01-09', '2027-04-08'],
      work: ['2027-01-02'],
      version: '2027@2026-11-05+2027.gx@x',
      revision: 4,
    });
  });
});
