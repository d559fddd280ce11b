/** A running project goes on under another version of its pack: what was decided stands, what comes later follows the new rules. */
import type { Rules } from '../../../domain/pack/types';
import { allowedActions } from '../../../domain/project/allowed';
import { decide } from '../../../domain/project/decide';
import {
  acts,
  admin,
  applied,
  calendar,
  decides,
  finance,
  given,
  office,
  opens,
  owner,
  tech,
} from '../story';
import { gate, reviewSteps, rules, seat, step, decision } from '../rules';

const old = rules();

/** Version 2 of the same pack, with parts replaced. */
function next(change: (version: Rules) => Partial<Rules> = () => ({})): Rules {
  const version = { ...old, pack: { id: 'small', version: '2.0.0', hash: 'small-2' } };
  return { ...version, ...change(version) };
}

const moves = (to: Rules, comment = '新办法施行') => acts(admin, { type: 'movePack', rules: to, comment });
const misfits = (to: Rules, moved = applied) => {
  const { refusals, codes } = given(old, moved).when(moves(to));
  return { codes, misfits: refusals[0]?.params['misfits'] };
};

const review = (steps: typeof reviewSteps, version: Rules = old) => {
  const body = version.stages['review'];
  if (body === undefined) throw new Error('no review');
  return { stages: { ...version.stages, review: { ...body, phases: [{ ...body.phases[0]!, steps }] } } };
};

test('the move is recorded with who, why, and both versions; nothing that was decided changes', () => {
  const before = given(old, applied).state;
  const { events, state } = given(old, applied).when(moves(next()));
  expect(events).toEqual([
    {
      type: 'packMoved',
      person: { id: 'admin', name: 'admin' },
      from: old.pack,
      to: next().pack,
      reason: '新办法施行',
    },
  ]);
  expect(state).toEqual({ ...before, pack: next().pack, seq: before.seq + 1, updatedAt: state.updatedAt });
});

test('what comes later follows the new rules: a gate that the old version did not have', () => {
  const stricter = next((version) => {
    const body = version.stages['review']!;
    const late = gate('planNeeded', 'budgetCheck', { check: 'parties', roles: ['auditor'] });
    return { stages: { ...version.stages, review: { ...body, gates: { planNeeded: late } } } };
  });
  const talk = [decides(office, 'discuss', 'given', { comment: '可' })];
  const here = [
    ...applied,
    ...talk,
    decides(tech, 'discuss', 'given', { comment: '可' }),
    decides(owner, 'improve'),
  ];
  const passes = decides(finance, 'budgetCheck', 'passed');
  expect(given(old, here).when(passes).codes).toEqual([]);
  const { state } = given(old, here).when(moves(stricter));
  const task = Object.values(state.tasks).find(
    ({ status, step: at }) => status === 'open' && at === 'budgetCheck',
  );
  const around = { rules: stricter, calendar, now: '2026-01-05T01:00:00Z' };
  const decision = decide(
    state,
    { actor: finance, act: { type: 'decide', task: task?.id ?? '', outcome: 'passed' } },
    around,
  );
  expect(decision).toMatchObject({ refusals: [{ unmet: [{ code: 'planNeeded' }] }] });
});

test('only an administrator who gains nothing by it moves a project, and says why', () => {
  const told = given(old, applied);
  expect(told.when(acts(owner, { type: 'movePack', rules: next(), comment: 'x' })).codes).toEqual([
    'project/not-permitted',
  ]);
  expect(
    told.when(acts({ ...owner, admin: true }, { type: 'movePack', rules: next(), comment: 'x' })).codes,
  ).toEqual(['duty/own-submission']);
  expect(told.when(moves(next(), ' ')).codes).toEqual(['task/reason-required']);
});

test('it is offered to whoever may do it, and to nobody else', () => {
  const { state } = given(old, applied);
  const around = { rules: old, calendar, now: '2026-02-01T00:00:00Z' };
  const offers = (actor: typeof admin) =>
    allowedActions(state, around, actor).some(({ action }) => action === 'movePack');
  expect([admin, owner, office, { ...owner, admin: true }].map(offers)).toEqual([true, false, false, false]);
});

test('a version that has not the present run, or has it as another kind, is refused', () => {
  const without = next(({ lifecycle }) => ({ lifecycle: lifecycle.filter(({ run }) => run !== 'review') }));
  expect(misfits(without)).toEqual({
    codes: ['pack/does-not-fit'],
    misfits: [{ what: 'run', name: 'review' }],
  });
  const other = next(({ lifecycle }) => ({
    lifecycle: lifecycle.map((row) => (row.run === 'review' ? { ...row, kind: 'planning' as const } : row)),
  }));
  expect(misfits(other).misfits).toEqual([{ what: 'run', name: 'review' }]);
});

test('a version that has not a step at which somebody acted in this run is refused', () => {
  const walked = [
    ...applied,
    decides(office, 'discuss', 'given', { comment: '可' }),
    decides(tech, 'discuss', 'given', { comment: '可' }),
  ];
  const without = next((version) => review(reviewSteps.slice(1), version));
  expect(misfits(without, walked).misfits).toEqual([{ what: 'step', name: 'discuss' }]);
});

test('an open step must not change under the people who decide it; its words and articles may', () => {
  const seats = next((version) =>
    review(
      [
        step('discuss', ['office', 'tech', seat('finance')], {
          does: 'advise',
          outcomes: [{ outcome: 'given', to: 'next' }],
        }),
        ...reviewSteps.slice(1),
      ],
      version,
    ),
  );
  expect(misfits(seats).misfits).toEqual([{ what: 'stepChanged', name: 'discuss' }]);
  const [discuss, ...rest] = reviewSteps;
  const words = next((version) => review([{ ...discuss!, zh: '研讨', basis: 'T-9' }, ...rest], version));
  expect(misfits(words).codes).toEqual([]);
  const later = next((version) =>
    review(
      [
        ...reviewSteps.slice(0, 3),
        decision('approve', ['board'], { approved: 'next', rejected: 'rejected' }),
      ],
      version,
    ),
  );
  expect(misfits(later).codes).toEqual([]);
});

test('a role that open tasks wait for must be found in the same way', () => {
  const moved = next(({ roles }) => ({ roles: { ...roles, tech: { ...roles['tech']!, id: 'elsewhere' } } }));
  expect(misfits(moved).misfits).toEqual([{ what: 'role', name: 'tech' }]);
});

test('the same version, another pack and a case are refused', () => {
  expect(misfits(old).misfits).toEqual([{ what: 'version', name: '1.0.0' }]);
  const other = { ...next(), pack: { id: 'other', version: '1.0.0', hash: 'x' } };
  expect(misfits(other).misfits).toEqual([{ what: 'pack', name: 'other' }]);
  const payment = { kind: 'case' as const, caseType: 'payment', facts: { amount: 1 } };
  const opened = given(old, [], { process: payment });
  const outcome = opened.and({ ...opens, by: { ...owner, system: true } }).when(moves(next()));
  expect(outcome.codes).toEqual(['project/illegal-action']);
});

test('an act before the move is not taken back after it', () => {
  const talk = decides(office, 'discuss', 'given', { comment: '可' });
  const takesBack = (story: ReturnType<typeof given>) => {
    const task =
      Object.values(story.state.tasks).find(({ decidedBy }) => decidedBy?.id === 'office')?.id ?? '';
    return story.when(acts(office, { type: 'takeBack', task, comment: '看错了' })).codes;
  };
  expect(takesBack(given(old, [...applied, talk]))).toEqual([]);
  expect(takesBack(given(old, [...applied, talk, moves(next())]))).not.toEqual([]);
});
