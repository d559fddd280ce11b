/** What moves a process: somebody who may act, a clock or an effect where nobody is asked, and nothing else. */
import { standstillOf, type Holders } from '../../../domain/people/standstill';
import type { Actor } from '../../../domain/project/commands';
import type { ClockState, ProcessState } from '../../../domain/project/state';
import { decision, reviewOf, rules } from '../rules';
import {
  applied,
  calendar,
  decides,
  finance,
  given,
  office,
  opens,
  owner,
  person,
  submits,
  tech,
} from '../story';
import { inUse } from '../project/moves';

const both = { approved: 'approved', rejected: 'rejected' };
const pack = reviewOf(decision('look', ['finance', 'tech'], both));
const around = { rules: pack, now: '2026-02-01T00:00:00Z', calendar };
const people =
  (...all: Actor[]): Holders =>
  (task) =>
    all.filter((each) =>
      task.assignee === undefined ? each.keys.includes(task.key) : task.assignee.id === each.id,
    );
const judged = (state: ProcessState, ...all: Actor[]) => {
  const found = standstillOf(state, around, people(...all));
  return found && [found.code, found.tasks.map(({ task, code }) => [task.role, code])];
};
const atLook = given(pack, applied).state;
const idle = (more: Partial<ProcessState> = {}): ProcessState => ({
  ...atLook,
  open: null,
  tasks: {},
  ...more,
});
const suspendedFrom = (before: ProcessState['status']) => ({
  ...{ reason: '待核实', at: '2026-02-01T00:00:00Z', by: 'office', before },
});
const clock: ClockState = {
  ...{ key: 'k', name: 'k', run: 'review', kind: 'notBefore', status: 'running', from: '2026-01-01' },
  ...{ due: '2026-05-01', wakeAt: '2026-04-30T16:00:00Z', why: {} },
};

it('goes on while one open seat has somebody who may act', () => {
  expect(judged(atLook, finance)).toBeUndefined();
  expect(judged(atLook, tech)).toBeUndefined();
});

it('stands still when every open seat is empty, and names each', () => {
  expect(judged(atLook, office)).toEqual([
    'seat/post-vacant',
    [
      ['finance', 'seat/post-vacant'],
      ['tech', 'seat/post-vacant'],
    ],
  ]);
});

it('stands still when whoever holds a seat is barred by their duties, alone or all of them', () => {
  const applicant = { ...owner, keys: ['post:T/finance'] };
  expect(judged(atLook, applicant)?.[0]).toBe('seat/all-barred');
  expect(judged(atLook, applicant, person('other', 'finance'))).toBeUndefined();
});

it('stands still in the hands of somebody who left', () => {
  const gone = { id: 'gone', name: '某' };
  const tasks = Object.fromEntries(
    Object.values(atLook.tasks).map((task) => [task.id, { ...task, assignee: gone }]),
  );
  expect(judged({ ...atLook, tasks }, finance, tech)?.[0]).toBe('seat/person-left');
});

it('is not moved by a deadline while nobody can act on what is open', () => {
  expect(judged({ ...atLook, clocks: { k: { ...clock, kind: 'deadline' } } })?.[0]).toBe('seat/post-vacant');
});

it.each([
  ['no clock', {}, true],
  ['a running clock', { clocks: { k: clock } }, false],
  ['a clock that was reached', { clocks: { k: { ...clock, status: 'reached' } } }, true],
  ['a paused clock', { clocks: { k: { ...clock, status: 'paused' } } }, true],
  ['an effect under way', { effects: { e: { key: 'e', deed: { do: 'suspend' }, reason: '' } } }, false],
  ['rest in use', { status: 'inUse' }, false],
  ['rest in use while it is suspended', { status: 'suspended', suspension: suspendedFrom('inUse') }, false],
  ['a suspension on its way', { status: 'suspended', suspension: suspendedFrom('active') }, true],
  ['an end', { status: 'terminated' }, false],
] as readonly [string, Partial<ProcessState>, boolean][])(
  'without open tasks and with %s',
  (_what, more, still) => {
    expect(judged(idle(more))).toEqual(still ? ['process/no-task', []] : undefined);
  },
);

it('is never said of a process in use, or of one whose owner has to fill in', () => {
  const used = given(rules(), inUse).state;
  expect(standstillOf(used, { ...around, rules: rules() }, people())).toBeUndefined();
  expect(judged(given(pack, [opens]).state, owner)).toBeUndefined();
  expect(
    judged(given(pack, [opens, submits, decides(office, 'check', 'complete')]).state, tech),
  ).toBeUndefined();
});
