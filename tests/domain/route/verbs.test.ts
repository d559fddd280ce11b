/** The verbs beside deciding: delegation, added signers, taking back, returns that jump back, informing, steering. */
import { decision, reviewOf, rules, seat, step } from '../rules';
import {
  acts,
  admin,
  applied,
  contractor,
  dataOffice,
  decides,
  finance,
  given,
  handles,
  office,
  on,
  opens,
  owner,
  person,
  planning,
  submits,
  taskOf,
  tech,
  type Move,
} from '../story';
import { inUse } from '../project/moves';
import type { Rules } from '../../../domain/pack/types';
import type { Actor, Place, TaskAct } from '../../../domain/project/commands';
import type { ProcessState } from '../../../domain/project/state';

const office2 = person('office2', 'office');
const finance2 = person('finance2', 'finance');
const leader = person('leader', 'leader');
const rival = { ...person('rival', 'org:c1'), org: 'c1' };
const atCheck = [opens, submits];

type Plain = 'handBack' | 'getBack' | 'removeSigner' | 'takeBack' | 'urge' | 'answer';
const does = (by: Actor, type: Plain, of: string, comment = '说明'): Move => ({
  by,
  act: (state) => ({ type, task: taskOf(state, of, by).id, comment }),
});
type Sending = 'delegate' | 'copy' | 'consult' | 'correctAssignee';
const sends = (by: Actor, type: Sending, [of, to]: [string, Actor], comment = '说明'): Move => ({
  by,
  act: (state) => ({ type, task: taskOf(state, of, by).id, to, comment }),
});
const adds = (by: Actor, of: string, [to, place]: [Actor, Place], comment = '请会签'): Move => ({
  by,
  act: (state) => ({ type: 'addSigner', task: taskOf(state, of, by).id, to, place, comment }),
});
/** An act on the task this person decided last, or the one they were added with. */
const onOwn = (by: Actor, make: (task: string) => TaskAct, mine: (each: ProcessState) => string): Move => ({
  by,
  act: (state) => make(mine(state)),
});
const lastOf = (by: Actor) => (state: ProcessState) =>
  Object.values(state.tasks).findLast((each) => each.decidedBy?.id === by.id)?.id ?? 'none';
const seatOf = (who: Actor) => (state: ProcessState) =>
  Object.values(state.tasks).findLast((each) => each.assignee?.id === who.id)?.id ?? 'none';
const takesBack = (by: Actor): Move =>
  onOwn(by, (task) => ({ type: 'takeBack', task, comment: '' }), lastOf(by));
const signs = (by: Actor, outcome: string): Move =>
  onOwn(by, (task) => ({ type: 'decide', task, outcome, comment: '意见' }), seatOf(by));
const removes = (by: Actor, signer: Actor, comment = '不再需要'): Move =>
  onOwn(by, (task) => ({ type: 'removeSigner', task, comment }), seatOf(signer));

const two = { approved: 'approved', rejected: 'rejected' };
const countersign = (more = {}): Rules =>
  reviewOf(decision('sign', ['finance', 'data', 'planning'], two, more));
const single = reviewOf(
  step('fix', ['projectOwner']),
  decision('first', ['tech'], { passed: 'next', rejected: 'rejected' }),
  decision('second', ['finance'], { approved: 'approved', rejected: 'rejected' }),
);
const atSecond = [...applied, decides(owner, 'fix'), decides(tech, 'first', 'passed')];
const openOf = (state: ProcessState) =>
  Object.values(state.tasks)
    .filter((each) => each.status === 'open')
    .map((each) => each.assignee?.id ?? each.role);
const back = (to?: string, then?: 'again' | 'back'): Move => ({
  by: finance,
  act: (state) => ({
    type: 'return',
    task: taskOf(state, 'second').id,
    comment: '超概算',
    ...(to === undefined ? {} : { to }),
    ...(then === undefined ? {} : { then }),
  }),
});

describe('a delegated task', () => {
  const lent = given(rules(), [...atCheck, sends(office, 'delegate', ['check', office2])]);

  it('is decided neither by the delegate nor by its holder while it is out', () => {
    for (const by of [office, office2])
      expect(lent.when(decides(by, 'check', 'complete')).codes).toEqual(['task/delegated']);
    expect(lent.when(handles(office2, 'release', 'check')).codes).toEqual(['task/delegated']);
    expect(lent.when(sends(office2, 'delegate', ['check', office])).codes).toEqual(['task/delegated']);
  });

  it('comes back with advice, or is taken back, and is then decided by its holder alone', () => {
    expect(lent.when(does(office, 'handBack', 'check')).codes).toEqual(['task/not-yours']);
    expect(lent.when(does(office2, 'getBack', 'check')).codes).toEqual(['task/not-yours']);
    expect(lent.when(does(office2, 'handBack', 'check', ' ')).codes).toEqual(['task/reason-required']);
    const handed = lent.and(does(office2, 'handBack', 'check', '材料齐全'));
    expect(taskOf(handed.state, 'check').advice).toMatchObject([
      { person: { id: 'office2' }, comment: '材料齐全' },
    ]);
    expect(handed.when(decides(office2, 'check', 'complete')).codes).toEqual(['task/not-yours']);
    expect(handed.when(decides(office, 'check', 'complete')).state.run).toBe('review');
    expect(
      lent.and(does(office, 'getBack', 'check')).when(decides(office, 'check', 'complete')).codes,
    ).toEqual([]);
    expect(handed.when(does(office, 'getBack', 'check')).codes).toEqual(['task/not-delegated']);
  });

  it('goes with a reason to somebody of the same post or organisation, never to the applicant or a party', () => {
    const story = given(rules(), atCheck);
    expect(story.when(sends(office, 'delegate', ['check', office2], ' ')).codes).toEqual([
      'task/reason-required',
    ]);
    expect(story.when(sends(tech, 'delegate', ['check', office2])).codes).toEqual(['task/not-yours']);
    for (const to of [owner, { ...rival, org: 'o' }, { ...leader, org: 'elsewhere' }, office])
      expect(story.when(sends(office, 'delegate', ['check', to])).codes).toEqual(['task/unfit-assignee']);
    const applicant = { ...office2, id: 'owner' };
    expect(story.when(sends(office, 'delegate', ['check', applicant])).codes).toEqual([
      'duty/own-submission',
    ]);
  });
});

describe('an added signer', () => {
  const start = given(countersign(), applied);

  it('before a seat holds it up until they have signed', () => {
    const story = start.and(adds(finance, 'sign', [leader, 'before']));
    const held = Object.values(story.state.tasks).find((each) => each.status === 'waiting')?.id ?? '';
    const early = acts(finance, { type: 'decide', task: held, outcome: 'approved' });
    expect(story.when(early).codes).toEqual(['task/waiting']);
    const signed = story.and(signs(leader, 'approved'));
    expect(openOf(signed.state)).toEqual(['finance', 'data', 'planning']);
  });

  it('beside a seat is heard before the step closes, and their no counts where all must agree', () => {
    const voted = start.and(
      adds(finance, 'sign', [leader, 'beside']),
      ...[finance, dataOffice, planning].map((by) => decides(by, 'sign', 'approved')),
    );
    expect(voted.state.run).toBe('review');
    expect(voted.when(signs(leader, 'approved')).state.run).toBe('trialRun');
    expect(voted.when(signs(leader, 'rejected')).state.status).toBe('rejected');
  });

  it('after a seat has their turn when it has decided', () => {
    const story = start.and(adds(finance, 'sign', [leader, 'after']));
    expect(story.when(signs(leader, 'approved')).codes).toEqual(['task/waiting']);
    const next = story.and(decides(finance, 'sign', 'approved'));
    expect(openOf(next.state)).toEqual(['data', 'planning', 'leader']);
  });

  it('after a seat in order goes before the next seat', () => {
    const story = given(countersign({ inOrder: true }), applied)
      .and(adds(finance, 'sign', [leader, 'after']))
      .and(decides(finance, 'sign', 'approved'));
    expect(openOf(story.state)).toEqual(['leader']);
    expect(openOf(story.and(signs(leader, 'approved')).state)).toEqual(['data']);
  });

  it('is heard without a vote where votes are counted or one decides', () => {
    const majority = given(countersign({ agree: { rule: 'majority' } }), applied).and(
      adds(finance, 'sign', [leader, 'beside']),
      decides(finance, 'sign', 'approved'),
      decides(dataOffice, 'sign', 'approved'),
      decides(planning, 'sign', 'rejected'),
    );
    expect(majority.when(signs(leader, 'rejected')).state.run).toBe('trialRun');
    const any = given(countersign({ agree: { rule: 'any' } }), applied).and(
      adds(finance, 'sign', [leader, 'after']),
      decides(finance, 'sign', 'approved'),
    );
    expect(any.state.run).toBe('review');
    expect(any.when(signs(leader, 'rejected')).state.run).toBe('trialRun');
  });

  it('is removed by whoever added them, with a reason, and what waited for them goes on', () => {
    const story = start.and(adds(finance, 'sign', [leader, 'before']));
    expect(story.when(removes(dataOffice, leader)).codes).toEqual(['task/not-yours']);
    expect(story.when(removes(finance, leader, ' ')).codes).toEqual(['task/reason-required']);
    expect(openOf(story.and(removes(finance, leader)).state)).toEqual(['finance', 'data', 'planning']);
    const voted = start.and(
      adds(finance, 'sign', [leader, 'beside']),
      ...[finance, dataOffice, planning].map((by) => decides(by, 'sign', 'approved')),
    );
    expect(voted.when(removes(admin, leader)).state.run).toBe('trialRun');
    expect(start.when(does(finance, 'removeSigner', 'sign')).codes).toEqual(['task/not-added']);
  });

  it('is nobody from the owner or a party, nobody who sits here, and nobody barred by duty', () => {
    for (const to of [owner, rival])
      expect(start.when(adds(finance, 'sign', [to, 'beside'])).codes).toEqual(['task/unfit-assignee']);
    expect(start.when(adds(finance, 'sign', [finance, 'beside'])).codes).toEqual(['duty/two-seats']);
    const twice = start.and(adds(finance, 'sign', [leader, 'beside']));
    expect(twice.when(adds(dataOffice, 'sign', [leader, 'beside'])).codes).toEqual(['duty/two-seats']);
    const disguised = { ...leader, id: 'owner' };
    expect(start.when(adds(finance, 'sign', [disguised, 'beside'])).codes).toEqual([
      'duty/applicant-decides',
    ]);
    expect(start.when(adds(finance, 'sign', [leader, 'beside'], '')).codes).toEqual(['task/reason-required']);
    expect(given(rules(), [opens]).when(adds(owner, 'fill', [leader, 'before'])).codes).toEqual([
      'task/not-at-this-step',
    ]);
  });

  it('does not return the step', () => {
    const story = given(single, [...atSecond, adds(finance, 'second', [leader, 'before'])]);
    const returned = onOwn(leader, (task) => ({ type: 'return', task, comment: '改' }), seatOf(leader));
    expect(story.when(returned).codes).toEqual(['task/not-at-this-step']);
  });
});

describe('a decision taken back', () => {
  it('closes what it opened and is open again for whoever took it', () => {
    const story = given(single, atSecond);
    expect(openOf(story.state)).toEqual(['finance']);
    const undone = story.and(takesBack(tech));
    expect(openOf(undone.state)).toEqual(['tech']);
    expect(undone.state.open?.step).toBe('first');
    expect(openOf(undone.and(decides(tech, 'first', 'passed')).state)).toEqual(['finance']);
  });

  it('at a parallel step opens one vote again and leaves the others', () => {
    const story = given(countersign(), [
      ...applied,
      decides(finance, 'sign', 'approved'),
      decides(dataOffice, 'sign', 'approved'),
    ]);
    expect(story.when(takesBack(finance)).codes).toEqual(['task/decided-after']);
    const undone = story.and(takesBack(dataOffice));
    expect(openOf(undone.state).sort()).toEqual(['data', 'planning']);
    expect(undone.when(takesBack(finance)).codes).toEqual(['task/decided-after']);
  });

  it('at seats in order sends the next back to wait', () => {
    const story = given(countersign({ inOrder: true }), [...applied, decides(finance, 'sign', 'approved')]);
    const undone = story.and(takesBack(finance));
    expect(openOf(undone.state)).toEqual(['finance']);
    expect(openOf(undone.and(decides(finance, 'sign', 'approved')).state)).toEqual(['data']);
  });

  it('brings back the seats that a single decider had made needless', () => {
    const any = reviewOf(
      decision('sign', ['finance', 'data'], { approved: 'next' }, { agree: { rule: 'any' } }),
      decision('last', ['planning'], two),
    );
    const story = given(any, [...applied, decides(finance, 'sign', 'approved'), takesBack(finance)]);
    expect(openOf(story.state).sort()).toEqual(['data', 'finance']);
  });

  it('is refused when somebody decided after, when it is another’s, when it is open, or when it stands', () => {
    const story = given(single, atSecond);
    expect(story.when(takesBack(owner)).codes).toEqual(['task/decided-after']);
    const theirs = onOwn(office, (task) => ({ type: 'takeBack', task, comment: '' }), lastOf(tech));
    expect(story.when(theirs).codes).toEqual(['task/not-yours']);
    expect(story.when(does(finance, 'takeBack', 'second')).codes).toEqual(['task/not-decided']);
    const moved = given(rules(), applied);
    expect(moved.when(takesBack(office)).codes).toEqual(['task/not-found']);
  });

  it('lets a return be taken back as well', () => {
    const story = given(single, [...atSecond, back()]);
    expect(story.state.open?.step).toBe('fix');
    const undone = story.and(takesBack(finance));
    expect(openOf(undone.state)).toEqual(['finance']);
    expect(undone.when(decides(finance, 'second', 'approved')).state.run).toBe('trialRun');
  });

  it('sets clocks as they stood before', () => {
    const story = given(single, atSecond);
    const before = given(single, [...applied, decides(owner, 'fix')]);
    expect(story.and(takesBack(tech)).state.clocks).toEqual(before.state.clocks);
  });
});

describe('a return', () => {
  it('walks the steps between again unless it says otherwise', () => {
    const story = given(single, [...atSecond, back(), decides(owner, 'fix')]);
    expect(story.state.open?.step).toBe('first');
  });

  it('with `back` leads straight to whoever returned it', () => {
    const story = given(single, [...atSecond, back('applicant', 'back'), decides(owner, 'fix')]);
    expect(story.state.open?.step).toBe('second');
    expect(openOf(story.state)).toEqual(['finance']);
    expect(story.when(decides(finance2, 'second', 'approved')).codes).toEqual(['task/not-yours']);
    expect(story.when(decides(finance, 'second', 'approved')).state.run).toBe('trialRun');
  });

  it('goes to the previous step, and no further back than asked', () => {
    const story = given(single, [...atSecond, back('previous')]);
    expect(story.state.open?.step).toBe('first');
  });

  it('leaves no seat open and keeps what was said', () => {
    const heard = reviewOf(
      step('fix', ['projectOwner']),
      decision('second', ['finance', seat('expert', { votes: false })], two),
    );
    const story = given(heard, [...applied, decides(owner, 'fix'), back()]);
    expect(openOf(story.state)).toEqual(['projectOwner']);
    const said = Object.values(story.state.tasks).find((each) => each.outcome === 'returned');
    expect(said).toMatchObject({ comment: '超概算', decidedBy: { id: 'finance' }, round: 1 });
  });
});

describe('informing people', () => {
  const start = given(rules(), atCheck);

  it('urges once a day, by those concerned who do not hold the task', () => {
    expect(start.when(does(contractor, 'urge', 'check', '')).codes).toEqual(['task/not-yours']);
    expect(start.when(does(office, 'urge', 'check', '')).codes).toEqual(['task/urge-own']);
    const urged = start.and(does(owner, 'urge', 'check', ''));
    expect(urged.when(does(admin, 'urge', 'check', '')).codes).toEqual(['task/urged-recently']);
    const later = urged.and(on('2026-01-06', does(owner, 'urge', 'check', '请尽快')));
    expect(taskOf(later.state, 'check').urged?.count).toBe(2);
  });

  it('urges as often as the pack says', () => {
    const measure = rules();
    const values = { ...measure.values, urgeEvery: { is: 3, unit: 'days' as const } };
    const urged = given({ ...measure, values }, [...atCheck, does(owner, 'urge', 'check')]);
    expect(urged.when(on('2026-01-07', does(owner, 'urge', 'check'))).codes).toEqual(['task/urged-recently']);
    expect(urged.when(on('2026-01-08', does(owner, 'urge', 'check'))).codes).toEqual([]);
  });

  it('copies with a receipt, given once by whoever got the copy', () => {
    const copied = start.and(sends(office, 'copy', ['check', leader], ''));
    const read = (by: Actor): Move => ({
      by,
      act: (state) => ({ type: 'markRead', task: taskOf(state, 'check').id }),
    });
    expect(copied.when(sends(office, 'copy', ['check', leader])).codes).toEqual(['task/copied-already']);
    expect(copied.when(read(tech)).codes).toEqual(['task/not-copied']);
    const seen = copied.and(read(leader));
    expect(taskOf(seen.state, 'check').copiedTo).toMatchObject([{ id: 'leader', by: { id: 'office' } }]);
    expect(taskOf(seen.state, 'check').copiedTo?.[0]?.readAt).toBeDefined();
    expect(seen.when(read(leader)).codes).toEqual(['task/read-already']);
    expect(copied.when(decides(leader, 'check', 'complete')).codes).toEqual(['task/not-yours']);
    expect(start.when(sends(contractor, 'copy', ['check', leader])).codes).toEqual(['task/not-yours']);
  });

  it('asks for an opinion without giving the decision away', () => {
    expect(start.when(sends(tech, 'consult', ['check', leader])).codes).toEqual(['task/not-yours']);
    expect(start.when(sends(office, 'consult', ['check', leader], ' ')).codes).toEqual([
      'task/reason-required',
    ]);
    const asked = start.and(sends(office, 'consult', ['check', owner], '为何分两年?'));
    expect(asked.when(sends(office, 'consult', ['check', owner])).codes).toEqual(['task/consulted-already']);
    expect(asked.when(does(tech, 'answer', 'check')).codes).toEqual(['task/not-consulted']);
    expect(asked.when(decides(owner, 'check', 'complete')).codes).toEqual(['task/not-yours']);
    const told = asked.and(does(owner, 'answer', 'check', '财政安排'));
    expect(taskOf(told.state, 'check').copiedTo).toMatchObject([
      { question: '为何分两年?', answer: '财政安排' },
    ]);
    expect(told.when(does(owner, 'answer', 'check')).codes).toEqual(['task/not-consulted']);
    expect(told.when(decides(office, 'check', 'complete')).codes).toEqual([]);
  });

  it('keeps a confidential case to its readers', () => {
    const secret = given(rules(), [], { process: { readers: ['post:T/office'] } }).and(...atCheck);
    for (const type of ['copy', 'consult'] as const)
      expect(secret.when(sends(office, type, ['check', leader])).codes).toEqual(['task/confidential']);
    expect(secret.when(sends(office, 'copy', ['check', office2])).codes).toEqual([]);
  });
});

describe('an administrator', () => {
  const jumps = (by: Actor, to: string, comment = '走错环节'): Move =>
    acts(by, { type: 'jump', to, comment });
  const wakes = (by: Actor, to?: string): Move =>
    acts(by, { type: 'wakeUp', comment: '重新办理', ...(to === undefined ? {} : { to }) });

  it('moves the route forward or back, with a reason, leaving no task behind', () => {
    const story = given(single, atSecond);
    expect(story.when(jumps(office, 'first')).codes).toEqual(['project/not-permitted']);
    expect(story.when(jumps(admin, 'first', '')).codes).toEqual(['task/reason-required']);
    expect(story.when(jumps(admin, 'second')).codes).toEqual(['task/unknown-target']);
    const moved = story.and(jumps(admin, 'first'));
    expect(openOf(moved.state)).toEqual(['tech']);
    expect(moved.state.rounds['review']).toBe(2);
    expect(moved.when(takesBack(tech)).codes).toEqual(['task/stands']);
  });

  it('who applied for the project does not move it along', () => {
    const self = { ...admin, id: 'owner' };
    expect(given(single, atSecond).when(jumps(self, 'first')).codes).toEqual(['duty/own-submission']);
  });

  it('wakes the finished route of a project in use, which goes on being in use', () => {
    const woken = given(rules(), inUse).and(wakes(admin));
    expect(woken.state).toMatchObject({ status: 'inUse', open: { step: 'putInUse' } });
    expect(openOf(woken.state)).toEqual(['projectOwner']);
    expect(woken.when(decides(owner, 'putInUse')).state).toMatchObject({ status: 'inUse', open: null });
  });

  it('wakes no route of a process that is open or over', () => {
    const story = given(single, atSecond);
    expect(story.when(wakes(admin)).codes).toEqual(['project/illegal-action']);
    const over = story.and(decides(finance, 'second', 'rejected', { comment: '否' }));
    expect(over.when(wakes(admin)).codes).toEqual(['project/over']);
  });

  it('gives a task to the right person, but not to the applicant or a party', () => {
    const story = given(single, atSecond);
    expect(story.when(sends(finance, 'correctAssignee', ['second', leader])).codes).toEqual([
      'project/not-permitted',
    ]);
    expect(story.when(sends(admin, 'correctAssignee', ['second', rival])).codes).toEqual([
      'task/unfit-assignee',
    ]);
    const corrected = story.and(sends(admin, 'correctAssignee', ['second', leader]));
    expect(corrected.when(decides(finance, 'second', 'approved')).codes).toEqual(['task/not-yours']);
    expect(corrected.when(decides(leader, 'second', 'approved')).state.run).toBe('trialRun');
  });
});
