/** What people do beside deciding, as moves: lend, sign along, take back, return, inform; and the measures it is tried on. */
import { decision, reviewOf, step } from '../rules';
import { applied, decides, finance, opens, owner, person, submits, taskOf, tech, type Move } from '../story';
import type { Rules } from '../../../domain/pack/types';
import type { Actor, Place, TaskAct } from '../../../domain/project/commands';
import type { ProcessState } from '../../../domain/project/state';

export const office2 = person('office2', 'office');
export const finance2 = person('finance2', 'finance');
export const leader = person('leader', 'leader');
export const rival = { ...person('rival', 'org:c1'), org: 'c1' };
export const atCheck = [opens, submits];

type Plain = 'handBack' | 'getBack' | 'removeSigner' | 'takeBack' | 'urge' | 'answer';
export const does = (by: Actor, type: Plain, of: string, comment = '说明'): Move => ({
  by,
  act: (state) => ({ type, task: taskOf(state, of, by).id, comment }),
});
type Sending = 'delegate' | 'copy' | 'consult' | 'correctAssignee';
export const sends = (by: Actor, type: Sending, [of, to]: [string, Actor], comment = '说明'): Move => ({
  by,
  act: (state) => ({ type, task: taskOf(state, of, by).id, to, comment }),
});
export const adds = (by: Actor, of: string, [to, place]: [Actor, Place], comment = '请会签'): Move => ({
  by,
  act: (state) => ({ type: 'addSigner', task: taskOf(state, of, by).id, to, place, comment }),
});
/** An act on the task this person decided last, or the one they were added with. */
export const onOwn = (
  by: Actor,
  make: (task: string) => TaskAct,
  mine: (each: ProcessState) => string,
): Move => ({
  by,
  act: (state) => make(mine(state)),
});
export const lastOf = (by: Actor) => (state: ProcessState) =>
  Object.values(state.tasks).findLast((each) => each.decidedBy?.id === by.id)?.id ?? 'none';
export const seatOf = (who: Actor) => (state: ProcessState) =>
  Object.values(state.tasks).findLast((each) => each.assignee?.id === who.id)?.id ?? 'none';
export const takesBack = (by: Actor): Move =>
  onOwn(by, (task) => ({ type: 'takeBack', task, comment: '' }), lastOf(by));
export const signs = (by: Actor, outcome: string): Move =>
  onOwn(by, (task) => ({ type: 'decide', task, outcome, comment: '意见' }), seatOf(by));
export const removes = (by: Actor, signer: Actor, comment = '不再需要'): Move =>
  onOwn(by, (task) => ({ type: 'removeSigner', task, comment }), seatOf(signer));

export const two = { approved: 'approved', rejected: 'rejected' };
export const countersign = (more = {}): Rules =>
  reviewOf(decision('sign', ['finance', 'data', 'planning'], two, more));
export const single = reviewOf(
  step('fix', ['projectOwner']),
  decision('first', ['tech'], { passed: 'next', rejected: 'rejected' }),
  decision('second', ['finance'], { approved: 'approved', rejected: 'rejected' }),
);
export const atSecond = [...applied, decides(owner, 'fix'), decides(tech, 'first', 'passed')];
export const openOf = (state: ProcessState) =>
  Object.values(state.tasks)
    .filter((each) => each.status === 'open')
    .map((each) => each.assignee?.id ?? each.role);
export const back = (to?: string, then?: 'again' | 'back'): Move => ({
  by: finance,
  act: (state) => ({
    type: 'return',
    task: taskOf(state, 'second').id,
    comment: '超概算',
    ...(to === undefined ? {} : { to }),
    ...(then === undefined ? {} : { then }),
  }),
});
