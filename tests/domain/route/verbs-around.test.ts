/** Informing people and steering the route: urge, copy, consult; jump, wake up, correct an assignee. */
import { rules } from '../rules';
import {
  acts,
  admin,
  contractor,
  decides,
  finance,
  given,
  office,
  on,
  owner,
  taskOf,
  tech,
  type Move,
} from '../story';
import { inUse } from '../project/moves';
import type { Actor } from '../../../domain/project/commands';
import {
  office2,
  leader,
  rival,
  atCheck,
  does,
  sends,
  takesBack,
  single,
  atSecond,
  openOf,
} from './verb-moves';

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
