/** The process as a whole: suspend, resume, withdraw, terminate at every stage; clocks, faults, waivers. */
import { body, clock, decision, rules, step } from '../rules';
import {
  acts,
  admin,
  applied,
  contractor,
  dataOffice,
  decides,
  engine,
  expert1,
  expert2,
  finance,
  given,
  goodFacts,
  handles,
  office,
  on,
  opens,
  owner,
  paper,
  planning,
  submits,
  supervisor,
  tech,
  type Move,
} from '../story';
import type { LifeAct } from '../../../domain/project/commands';
import { nextWake } from '../../../domain/project/clock-reached';

const does = (by: Move['by'], type: LifeAct, comment = '原因'): Move => acts(by, { type, comment });
const inReview = [
  ...applied,
  decides(office, 'discuss'),
  decides(tech, 'discuss'),
  decides(owner, 'improve'),
];
const inTrial = [
  ...inReview,
  decides(finance, 'budgetCheck', 'passed'),
  decides(office, 'approve', 'approved'),
  decides(dataOffice, 'approve', 'approved'),
  decides(planning, 'approve', 'approved'),
  on('2026-01-31', decides(owner, 'admit')),
];
const inAcceptance = [...inTrial, on('2026-04-30', decides(supervisor, 'leave', 'stable'))];
const votes = (outcome: string) => [tech, expert1, expert2].map((by) => decides(by, 'panel', outcome));
const failed = [...inAcceptance, decides(contractor, 'request'), ...votes('failed')];
const accepted = [...inAcceptance, decides(contractor, 'request'), ...votes('passed')];
const inUse = [...accepted, decides(owner, 'putInUse')];

const stages: readonly (readonly [string, readonly Move[]])[] = [
  ['the draft', [opens]],
  ['application', [opens, submits]],
  ['review', inReview],
  ['the trial run', inTrial],
  ['acceptance', inAcceptance],
  ['rectification', failed],
  ['operation before use', accepted],
];

describe.each(stages)('in %s', (_, moves) => {
  const story = given(rules(), moves);

  it('a project is withdrawn by its owner and terminated by the office, once and with a reason', () => {
    expect(story.when(does(office, 'withdraw')).codes).toEqual(['project/not-permitted']);
    expect(story.when(does(owner, 'terminate')).codes).toEqual(['project/not-permitted']);
    expect(story.when(does(owner, 'withdraw', ' ')).codes).toEqual(['task/reason-required']);
    for (const [by, type, status] of [
      [owner, 'withdraw', 'withdrawn'],
      [office, 'terminate', 'terminated'],
    ] as const) {
      const over = story.when(does(by, type)).state;
      expect(over.status).toBe(status);
      expect(Object.values(over.tasks).filter((task) => task.status === 'open')).toEqual([]);
      expect(nextWake(over)).toBeUndefined();
      expect(story.and(does(by, type)).when(does(office, 'suspend')).codes).toEqual(['project/over']);
    }
  });

  it('a project is suspended and resumed, and in between takes no decision', () => {
    expect(story.when(does(office, 'resume')).codes).toEqual(['project/not-suspended']);
    const still = story.and(does(office, 'suspend'));
    expect(still.state.suspension).toMatchObject({ reason: '原因', by: 'office' });
    expect(still.when(acts(owner, { type: 'submit' })).codes).toEqual(['project/suspended']);
    expect(still.when(does(office, 'suspend')).codes).toEqual(['project/suspended']);
    const open = Object.values(still.state.tasks).find((task) => task.status === 'open')?.id ?? '';
    expect(still.when(acts(admin, { type: 'decide', task: open })).codes).toEqual(['project/suspended']);
    const again = still.and(does(office, 'resume'));
    expect(again.state).toMatchObject({ status: story.state.status, suspension: null });
    expect(again.state.tasks).toEqual(story.state.tasks);
    expect(still.when(does(office, 'terminate')).state.status).toBe('terminated');
    expect(still.when(does(owner, 'withdraw')).state.status).toBe('withdrawn');
  });
});

describe('a project in use', () => {
  const story = given(rules(), inUse);

  it('is no longer withdrawn, but may be suspended and go on in use', () => {
    expect(story.state.status).toBe('inUse');
    expect(story.when(does(owner, 'withdraw')).codes).toEqual(['project/illegal-action']);
    const still = story.and(does(office, 'suspend'));
    expect(still.when(does(owner, 'withdraw')).codes).toEqual(['project/illegal-action']);
    expect(still.when(does(office, 'resume')).state.status).toBe('inUse');
  });

  it('has a warranty from its acceptance that suspension does not stop', () => {
    const warranty = { from: '2026-04-30', due: '2028-04-30', status: 'running' };
    expect(story.state.clocks['operation/warranty']).toMatchObject(warranty);
    expect(story.and(does(office, 'suspend')).state.clocks['operation/warranty']).toMatchObject(warranty);
    const reached = acts(engine, { type: 'clockReached', clock: 'operation/warranty', due: '2028-04-30' });
    expect(story.when(on('2028-04-30', reached)).codes).toEqual(['project/illegal-action']);
    expect(story.when(on('2028-05-01', reached)).state.clocks['operation/warranty']).toMatchObject({
      status: 'reached',
    });
  });
});

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
        review: body('review', { main: [step('skip', ['office'])] }, []),
      },
    });
    const story = given(careless, [opens, submits]);
    expect(story.when(decides(office, 'skip')).codes).toEqual(['project/not-accepted']);
  });
});

describe('a waiver', () => {
  const story = given(rules(), [opens]);
  const waive = (by: Move['by'], code: string, comment = '市领导批示') =>
    acts(by, { type: 'waive', code, comment });

  it('lets a gate go where the pack allows it: by its role, with a reason', () => {
    expect(story.when(waive(owner, 'chapter')).codes).toEqual(['project/not-permitted']);
    expect(story.when(waive(office, 'share')).codes).toEqual(['project/illegal-action']);
    expect(story.when(waive(office, 'chapter', '')).codes).toEqual(['task/reason-required']);
    const bad = acts(owner, {
      type: 'submit',
      fields: goodFacts,
      attach: [paper('form'), paper('study', { chapter: false })],
    });
    expect(story.when(bad).unmet).toEqual(['chapter']);
    expect(story.and(waive(office, 'chapter')).when(bad).codes).toEqual([]);
  });
});

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
    const late = story.and(on('2026-10-10T16:00:00Z', reached('2026-10-10')));
    expect(late.state.clocks['review/answer']).toMatchObject({ status: 'reached', overdue: true });
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
