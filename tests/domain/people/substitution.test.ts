/** Substitutes: what they may do, whose task it is, and that no detour lets either person judge their own submission. */
import {
  actingFor,
  circleOf,
  isDuring,
  onBehalfOf,
  reaches,
  substituteActs,
  type Link,
  type StandIn,
} from '../../../domain/people/substitution';
import { lifeActs, type Actor, type TaskAct } from '../../../domain/project/commands';
import { allowedActions } from '../../../domain/project/allowed';
import type { ProcessState } from '../../../domain/project/state';
import { decision, reviewOf, rules, seat, step } from '../rules';
import {
  acts,
  admin,
  applied,
  calendar,
  decides,
  finance,
  given,
  goodFacts,
  goodPapers,
  office,
  opens,
  owner,
  person,
  submits,
  taskOf,
  tech,
  type Move,
} from '../story';

const standIn = (absent: Actor): StandIn => ({ id: 'S', absent, only: {} });
/** One person acting for another. */
const forThem = (by: Actor, absent: Actor): Actor => onBehalfOf(by, standIn(absent));
const sub = person('sub', 'planning');
const both = { approved: 'approved', rejected: 'rejected' };
const look = reviewOf(decision('look', ['finance'], both));
const atLook = given(look, applied);
const subForFinance = forThem(sub, finance);

/** An act of a substitute on the open task of a step. */
const does = (by: Actor, of: string, more: { type: TaskAct['type'] } & Record<string, unknown>): Move => ({
  by,
  act: (state) => ({ task: taskOf(state, of).id, comment: '说明', ...more }) as TaskAct,
});
const on = (by: Actor, task: string, more: { type: TaskAct['type'] } & Record<string, unknown>): Move =>
  acts(by, { task, comment: '说明', ...more } as TaskAct);

describe('a substitute', () => {
  it('decides in the place of the absent person, and both stand on the record', () => {
    const { events, state } = atLook.when(decides(subForFinance, 'look', 'approved'));
    const named = { id: 'sub', name: 'sub', onBehalf: { id: 'finance', name: 'finance' } };
    expect(events.find(({ type }) => type === 'decided')).toMatchObject({ person: named });
    expect(state.participants.at(-1)).toMatchObject({ person: 'sub', onBehalf: 'finance', act: 'decided' });
  });

  it('cannot decide as themselves, nor use keys of their own in the place of another', () => {
    expect(atLook.when(decides(sub, 'look', 'approved')).codes).toEqual(['task/not-yours']);
    const financier = person('financier', 'finance');
    expect(atLook.when(decides(forThem(financier, tech), 'look', 'approved')).codes).toEqual([
      'task/not-yours',
    ]);
  });

  it('brings no rank of their own into the seat', () => {
    const claimed = atLook.and(does(finance, 'look', { type: 'claim' }));
    const asAdmin = forThem({ ...admin, org: 'o' }, tech);
    expect(claimed.when(does(asAdmin, 'look', { type: 'release' })).codes).toEqual(['task/not-yours']);
    expect(claimed.when(does(admin, 'look', { type: 'release' })).codes).toEqual([]);
  });

  it('claims and releases for the absent person: the task is theirs, not the substitute’s', () => {
    const claimed = atLook.and(does(subForFinance, 'look', { type: 'claim' }));
    expect(taskOf(claimed.state, 'look').assignee).toEqual({ id: 'finance', name: 'finance' });
    expect(claimed.when(decides(sub, 'look', 'approved')).codes).toEqual(['task/not-yours']);
    expect(claimed.when(decides(finance, 'look', 'approved')).codes).toEqual([]);
    expect(claimed.when(does(subForFinance, 'look', { type: 'claim' })).codes).toEqual(['task/claimed']);
    const released = claimed.and(does(subForFinance, 'look', { type: 'release' }));
    expect(taskOf(released.state, 'look').assignee).toBeUndefined();
  });

  it('takes over what was running already', () => {
    const running = atLook.and(does(finance, 'look', { type: 'claim' }));
    expect(running.when(decides(subForFinance, 'look', 'approved')).codes).toEqual([]);
    expect(running.when(decides(forThem(sub, tech), 'look', 'approved')).codes).toEqual(['task/not-yours']);
  });

  it('does not decide what the absent person has lent out for advice', () => {
    const lent = atLook.and(does(finance, 'look', { type: 'delegate', to: tech }));
    expect(lent.when(decides(subForFinance, 'look', 'approved')).codes).toEqual(['task/delegated']);
    const advised = lent.and(does(tech, 'look', { type: 'handBack' }));
    expect(advised.when(decides(subForFinance, 'look', 'approved')).codes).toEqual([]);
    expect(advised.when(decides(forThem(tech, finance), 'look', 'approved')).codes).toEqual([
      'duty/two-seats',
    ]);
  });

  const others = ['reassign', 'delegate', 'handBack', 'getBack', 'removeSigner', 'takeBack', 'urge', 'copy'];
  const more = ['markRead', 'answer', 'correctAssignee', ...lifeActs, 'submit', 'jump', 'bindParty', 'waive'];
  it.each([...others, ...more])('may not %s for another', (type) => {
    const { refusals } = atLook.when(
      does(subForFinance, 'look', { type: type as TaskAct['type'], to: tech }),
    );
    expect(refusals).toMatchObject([{ code: 'substitute/act', params: { allowed: substituteActs } }]);
  });

  it('is nobody’s own, and no outsider of the project: owner and parties stay out of seats of judgement', () => {
    expect(atLook.when(decides(forThem(finance, finance), 'look', 'approved')).codes).toEqual([
      'substitute/self',
    ]);
    const rival = { ...person('rival', 'org:c1'), org: 'c1' };
    expect(atLook.when(decides(forThem(rival, finance), 'look', 'approved')).codes).toEqual([
      'substitute/outsider',
    ]);
    const builder = { ...person('builder', 'org:c1'), org: 'c1' };
    const request = given(reviewOf(step('request', ['contractor'])), applied);
    expect(request.when(decides(forThem(rival, builder), 'request')).codes).toEqual([]);
  });

  it('does not come to know a confidential matter', () => {
    const process = { readers: ['post:T/office', 'post:T/finance'] };
    const told = given(look, applied, { process });
    expect(told.when(decides(subForFinance, 'look', 'approved')).codes).toEqual(['task/confidential']);
    const reader = forThem(person('reader', 'office'), finance);
    expect(told.when(decides(reader, 'look', 'approved')).codes).toEqual([]);
  });

  it('is offered what they may do for the absent person, and nothing else', () => {
    const around = { rules: look, now: '2026-02-01T00:00:00Z', calendar };
    const offered = allowedActions(atLook.state, around, subForFinance);
    expect(offered.map(({ action }) => action).sort()).toEqual([
      ...['addSigner', 'claim', 'comment', 'consult', 'decide'],
    ]);
    for (const each of offered) expect(each.onBehalf).toEqual({ id: 'finance', name: 'finance' });
    expect(allowedActions(atLook.state, around, sub).map(({ action }) => action)).not.toContain('decide');
  });
});

describe('nobody decides on their own submission, also not as a substitute', () => {
  const atCheck = given(rules(), [opens, submits]);
  const checks = (by: Actor) => decides(by, 'check', 'complete');

  it.each([
    ['the substitute handed it in', forThem(owner, office)],
    ['the absent person handed it in', forThem(sub, { ...owner, keys: ['post:T/office'] })],
  ])('%s', (_why, by) => {
    expect(atCheck.when(checks(by)).codes).toEqual(['duty/own-submission']);
    for (const type of ['claim', 'return', 'addSigner'] as const) {
      const { codes } = atCheck.when(does(by, 'check', { type, to: tech, place: 'beside' }));
      expect([type, codes]).toEqual([type, ['duty/own-submission']]);
    }
  });

  it('a substitute handed it in for somebody: neither of the two decides, then or later', () => {
    const colleague = person('colleague', 'org:o1');
    const fill: Move = {
      by: forThem(sub, colleague),
      act: (state: ProcessState) => ({
        ...{ type: 'decide', task: taskOf(state, 'fill').id, outcome: 'submitted' },
        ...{ fields: goodFacts, attach: goodPapers },
      }),
    };
    const story = given(rules(), [opens, fill]);
    for (const id of ['sub', 'colleague'])
      expect(story.when(checks(person(id, 'office'))).codes).toEqual(['duty/own-submission']);
    const later = given(look, [opens, fill, checks(office)]);
    for (const id of ['sub', 'colleague'])
      expect(later.when(decides(person(id, 'finance'), 'look', 'approved')).codes).toEqual([
        'duty/applicant-decides',
      ]);
    expect(later.when(decides(forThem(person('colleague'), finance), 'look', 'approved')).codes).toEqual([
      'duty/applicant-decides',
    ]);
  });

  it('a later stage: applicant as substitute, and substitute of an applicant who holds a post', () => {
    const applicant = forThem(owner, finance);
    const ofApplicant = forThem(sub, { ...owner, keys: ['post:T/finance'] });
    for (const by of [applicant, ofApplicant])
      expect(atLook.when(decides(by, 'look', 'approved')).codes).toEqual(['duty/applicant-decides']);
  });

  it('being asked to sign is no way round: neither is added to the seat the other fills', () => {
    for (const to of [sub, finance])
      expect(
        atLook.when(does(subForFinance, 'look', { type: 'addSigner', to, place: 'beside' })).codes,
      ).toEqual(['duty/two-seats']);
    const wide = given(reviewOf(decision('look', ['finance', 'tech', 'data'], both)), applied);
    const [first] = Object.values(wide.state.tasks).filter(({ step: name }) => name === 'look');
    const voted = wide.and(on(subForFinance, first?.id ?? '', { type: 'decide', outcome: 'approved' }));
    for (const to of [sub, finance])
      expect(voted.when(does(tech, 'look', { type: 'addSigner', to, place: 'beside' })).codes).toEqual([
        'duty/two-seats',
      ]);
  });
});

describe('duties bind both persons', () => {
  const panel = reviewOf(decision('panel', [seat('expert', { count: 2 }), 'tech'], both));
  const atPanel = given(panel, applied);
  const [e1, e2, e3] = ['e1', 'e2', 'e3'].map((id) => person(id, 'expert')) as [Actor, Actor, Actor];
  const votes = (by: Actor): Move => ({
    by,
    act: (state) => ({
      type: 'decide',
      task:
        Object.values(state.tasks).find((each) => each.role === 'expert' && each.status === 'open')?.id ?? '',
      outcome: 'approved',
      comment: '意见',
    }),
  });

  it.each([
    ['for somebody, then as themselves', forThem(sub, e1), e1],
    ['for the same person twice', forThem(sub, e1), forThem(sub, e1)],
    ['for two people', forThem(sub, e1), forThem(sub, e2)],
    ['as themselves, then for somebody', e2, forThem(e2, e1)],
    ['for somebody whose other substitute voted', forThem(sub, e1), forThem(tech, e1)],
  ])('one step gives no second seat: %s', (_how, first, second) => {
    expect(atPanel.and(votes(first)).when(votes(second)).codes).toEqual(['duty/two-seats']);
  });

  it('gives the second seat to somebody who is neither', () => {
    expect(atPanel.and(votes(forThem(sub, e1))).when(votes(e3)).codes).toEqual([]);
  });

  it('a reviewer does not decide: whether either of the two reviewed', () => {
    const advise = step('discuss', ['tech'], {
      does: 'advise',
      outcomes: [{ outcome: 'given', to: 'next' }],
    });
    const reviewed = (by: Actor) =>
      given(reviewOf(advise, decision('look', ['finance'], both)), [...applied, decides(by, 'discuss')]);
    const twice = (id: string) => person(id, 'tech', 'finance');
    for (const by of [forThem(twice('two'), finance), forThem(sub, twice('two'))])
      expect(reviewed(twice('two')).when(decides(by, 'look', 'approved')).codes).toEqual([
        'duty/reviewer-decides',
      ]);
    for (const id of ['sub', 'tech'])
      expect(
        reviewed(forThem(sub, tech)).when(decides(person(id, 'finance'), 'look', 'approved')).codes,
      ).toEqual(['duty/reviewer-decides']);
  });
});

describe('what was done for somebody', () => {
  const two = reviewOf(
    step('fix', ['projectOwner']),
    decision('first', ['tech'], { passed: 'next', rejected: 'rejected' }),
    decision('second', ['finance'], both),
  );
  const atFirst = given(two, [...applied, decides(owner, 'fix')]);
  const done = atFirst.and(decides(forThem(sub, tech), 'first', 'passed'));
  const decided = Object.values(done.state.tasks).find(({ step: name }) => name === 'first')?.id ?? '';

  it.each([sub, tech])('is taken back by either, and the task is the absent person’s again', (by) => {
    const undone = done.and(on(by, decided, { type: 'takeBack' }));
    expect(undone.state.tasks[decided]).toMatchObject({ status: 'open', assignee: { id: 'tech' } });
    expect(undone.state.participants.some(({ person: who }) => who === 'sub')).toBe(false);
    expect(undone.when(on(sub, decided, { type: 'decide', outcome: 'passed' })).codes).toEqual([
      'task/not-yours',
    ]);
    expect(undone.when(on(forThem(sub, tech), decided, { type: 'decide', outcome: 'passed' })).codes).toEqual(
      [],
    );
  });

  it('is not taken back by a third person', () => {
    expect(done.when(on(office, decided, { type: 'takeBack' })).codes).toEqual(['task/not-yours']);
  });

  it('a return that jumps back leads to the absent person', () => {
    const returned = done.and(
      does(forThem(sub, finance), 'second', { type: 'return', to: 'fix', then: 'back' }),
    );
    const again = returned.and(decides(owner, 'fix'));
    expect(taskOf(again.state, 'second').assignee).toEqual({ id: 'finance', name: 'finance' });
  });

  it('a signer asked for in their place is removed by either', () => {
    const added = done.and(does(subForFinance, 'second', { type: 'addSigner', to: office, place: 'before' }));
    const signer = Object.values(added.state.tasks).at(-1)?.id ?? '';
    for (const by of [sub, finance])
      expect(added.when(on(by, signer, { type: 'removeSigner' })).codes).toEqual([]);
    expect(added.when(on(tech, signer, { type: 'removeSigner' })).codes).toEqual(['task/not-yours']);
  });
});

describe('a substitution', () => {
  const place = { jurisdiction: 'T', caseType: null, stage: 'feasibilityReview' } as const;
  const open = { key: 'post:T/finance', role: 'finance', ...place };

  it.each([
    [{}, true],
    [{ post: 'T/finance' }, true],
    [{ post: 'T/office' }, false],
    [{ role: 'finance' }, true],
    [{ role: 'office' }, false],
    [{ jurisdiction: 'T' }, true],
    [{ jurisdiction: 'U' }, false],
    [{ stage: 'feasibilityReview' }, true],
    [{ stage: 'acceptance' }, false],
    [{ caseType: 'payment' }, false],
    [{ role: 'finance', stage: 'acceptance' }, false],
  ])('limited to %j reaches a review task of the finance office: %s', (only, is) => {
    expect(reaches({ ...standIn(finance), only }, open)).toBe(is);
  });

  it('reaches what is in the hands of the absent person, not what somebody else holds', () => {
    expect(reaches(standIn(finance), { ...open, key: 'post:T/x', assignee: finance })).toBe(true);
    expect(reaches(standIn(finance), { ...open, assignee: tech })).toBe(false);
  });

  it('is used only where the person does not hold the task themselves', () => {
    expect(actingFor(open, person('fin2', 'finance'), [standIn(finance)])).toBeUndefined();
    expect(actingFor(open, sub, [standIn(tech), standIn(finance)])?.absent.id).toBe('finance');
    expect(actingFor(open, sub, [standIn(tech)])).toBeUndefined();
  });

  it('holds from its first to its last day', () => {
    const days = ['2026-02-28', '2026-03-01', '2026-03-05', '2026-03-06'];
    const period = { from: '2026-03-01', until: '2026-03-05' };
    expect(days.map((day) => isDuring(period, day))).toEqual([false, true, true, false]);
  });

  const link = (absent: string, substitute: string, from = '2026-03-01', until = '2026-03-31'): Link => ({
    ...{ absent, substitute, from, until },
  });
  it.each([
    [[], undefined],
    [[link('b', 'a')], ['b', 'a']],
    [
      [link('b', 'c'), link('c', 'a')],
      ['b', 'c', 'a'],
    ],
    [[link('b', 'c'), link('c', 'b')], undefined],
    [[link('b', 'a', '2026-04-01', '2026-04-30')], undefined],
    [[link('b', 'c', '2026-03-01', '2026-03-10'), link('c', 'a', '2026-03-11', '2026-03-20')], undefined],
    [
      [link('b', 'c', '2026-03-01', '2026-03-11'), link('c', 'a', '2026-03-11', '2026-03-20')],
      ['b', 'c', 'a'],
    ],
  ])('a → b beside %j closes a circle over %j', (links, through) => {
    expect(circleOf(link('a', 'b'), links)).toEqual(through);
  });
});
