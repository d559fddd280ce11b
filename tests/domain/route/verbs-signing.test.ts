/** Delegation and added signers: who may, where they stand, what waits for them. */
import { rules } from '../rules';
import {
  acts,
  admin,
  applied,
  dataOffice,
  decides,
  finance,
  given,
  handles,
  office,
  opens,
  owner,
  planning,
  taskOf,
  tech,
} from '../story';
import {
  office2,
  leader,
  rival,
  atCheck,
  does,
  sends,
  adds,
  onOwn,
  seatOf,
  signs,
  removes,
  countersign,
  single,
  atSecond,
  openOf,
} from './verb-moves';

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
