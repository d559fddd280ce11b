/** Trial run, acceptance and rectification: their clocks, faults, three outcomes and the way back. */
import { body, gate, rules, step } from '../rules';
import {
  acts,
  contractor,
  decides,
  engine,
  given,
  type Move,
  office,
  on,
  opens,
  owner,
  submits,
  supervisor,
  tech,
} from '../story';
import { accepted, does, failed, inAcceptance, inReview, inTrial, inUse, votes } from './moves';

describe('the trial run', () => {
  const leave = decides(supervisor, 'leave', 'stable');
  const clockOf = (moves: readonly Move[]) => given(rules(), moves).state.clocks['trialRun/minimum'];

  it('is refused the day before the third month ends, and not on the day (Jan 31 → Apr 30)', () => {
    const story = given(rules(), inTrial);
    const early = story.when(on('2026-04-29T15:59:59Z', leave));
    expect(early.unmet).toEqual(['clock/not-before:minimum']);
    expect(early.refusals[0]?.unmet?.[0]?.holdsFrom).toBe('2026-04-30');
    expect(story.when(on('2026-04-29T16:00:00Z', leave)).state.run).toBe('acceptance');
    expect(story.when(on('2026-03-01', decides(supervisor, 'leave', 'unstable'))).state.status).toBe(
      'terminated',
    );
  });

  it('stands still while suspended', () => {
    const moves = [...inTrial, on('2026-02-10', does(office, 'suspend'))];
    expect(clockOf(moves)).toMatchObject({ status: 'paused', pausedAt: '2026-02-10' });
    const resumed = [...moves, on('2026-02-20', does(office, 'resume'))];
    expect(clockOf(resumed)).toMatchObject({ status: 'running', due: '2026-05-10', why: { pausedDays: 10 } });
    const twice = [
      ...resumed,
      on('2026-03-01', does(office, 'suspend')),
      on('2026-03-06', does(office, 'resume')),
    ];
    expect(clockOf(twice)).toMatchObject({ due: '2026-05-15' });
    expect(given(rules(), resumed).when(on('2026-05-09', leave)).codes).toEqual(['gate/unmet']);
    expect(given(rules(), resumed).when(on('2026-05-10', leave)).codes).toEqual([]);
  });

  it('starts again after a serious fault, even when its date had been reached', () => {
    const fault = acts(contractor, { type: 'reportFault', comment: '宕机' });
    expect(clockOf([...inTrial, on('2026-03-15', fault)])).toMatchObject({
      from: '2026-03-15',
      due: '2026-06-15',
    });
    const reached = acts(engine, { type: 'clockReached', clock: 'trialRun/minimum', due: '2026-04-30' });
    const late = given(rules(), [...inTrial, on('2026-04-30', reached), on('2026-05-02', fault)]);
    expect(late.when(on('2026-08-01', leave)).codes).toEqual(['gate/unmet']);
    expect(late.when(on('2026-08-02', leave)).codes).toEqual([]);
  });

  it('takes faults from its parties, with a reason, and only while it runs', () => {
    const story = given(rules(), inTrial);
    const fault = (by: Move['by'], comment: string) => acts(by, { type: 'reportFault', comment });
    expect(story.when(fault(tech, '宕机')).codes).toEqual(['project/not-permitted']);
    expect(story.when(fault(owner, '')).codes).toEqual(['task/reason-required']);
    expect(given(rules(), inReview).when(fault(owner, '宕机')).codes).toEqual(['project/illegal-action']);
  });
});

describe('acceptance', () => {
  it('passed leads to operation, and only there into use', () => {
    expect(given(rules(), accepted).state).toMatchObject({ run: 'operation', status: 'active' });
    expect(given(rules(), inUse).state.status).toBe('inUse');
  });

  it('in need of reconsideration may be asked for again one month after the notice', () => {
    const told = given(rules(), [
      ...inAcceptance,
      decides(contractor, 'request'),
      ...votes('reconsideration'),
      on('2026-05-31', decides(supervisor, 'tell')),
    ]);
    expect(told.state.rounds['acceptance']).toBe(2);
    expect(told.when(on('2026-06-29', decides(contractor, 'request'))).unmet).toEqual([
      'clock/not-before:reapply',
    ]);
    expect(told.when(on('2026-06-30', decides(contractor, 'request'))).codes).toEqual([]);
    expect(told.when(on('2027-06-30', decides(contractor, 'request'))).codes).toEqual([]);
  });

  it('failed leads to rectification and back, as often as it takes, with rounds counted', () => {
    const fix = [decides(contractor, 'repair'), decides(supervisor, 'recheck', 'fixed')];
    const once = given(rules(), failed);
    expect(once.state.run).toBe('rectify');
    expect(once.when(acts(owner, { type: 'submit' })).codes).toEqual(['project/illegal-action']);
    const twice = once.and(...fix, decides(contractor, 'request'), ...votes('failed'), ...fix);
    expect(twice.state).toMatchObject({
      run: 'acceptance',
      occurrence: 3,
      rounds: { acceptance: 3, rectify: 2 },
    });
    const good = twice.and(decides(contractor, 'request'), ...votes('passed'), decides(owner, 'putInUse'));
    expect(good.state.status).toBe('inUse');
  });

  it('is needed for use whatever a pack says', () => {
    const careless = rules({
      stages: {
        application: body('application', { main: [step('fill', ['projectOwner'])] }, ['passed']),
        review: body('review', { main: [step('skip', ['office'])] }, [], {
          gates: [gate('never', 'pass', { check: 'ended', ended: 'acceptance.passed' })],
        }),
      },
    });
    const { refusals } = given(careless, [opens, submits]).when(decides(office, 'skip'));
    expect(refusals.map(({ code, basis }) => [code, basis])).toEqual([['project/not-accepted', 'T-never']]);
  });
});
