/** Separation of duties: applicant, reviewer and decider differ, one person one seat, parties that watch each other differ. */
import { decision, reviewOf, rules, seat, step } from '../rules';
import {
  acts,
  applied,
  decides,
  expert1,
  expert2,
  finance,
  given,
  handles,
  office,
  opens,
  owner,
  person,
  submits,
  taskOf,
  tech,
} from '../story';

const both = { approved: 'approved', rejected: 'rejected' };

describe('separation of duties', () => {
  it('keeps the applicant from every voting seat, whatever post they hold', () => {
    const both_ = { ...owner, keys: [...owner.keys, 'post:T/office', 'post:T/finance'] };
    const story = given(rules(), [opens, { ...submits, by: both_ }]);
    expect(story.when(decides(both_, 'check', 'complete')).codes).toEqual(['duty/own-submission']);
    expect(story.when(handles(both_, 'claim', 'check')).codes).toEqual(['duty/own-submission']);
    const later = given(reviewOf(decision('look', ['finance'], both)), [
      opens,
      { ...submits, by: both_ },
      decides(office, 'check', 'complete'),
    ]);
    expect(later.when(decides(both_, 'look', 'approved')).codes).toEqual(['duty/applicant-decides']);
  });

  it('keeps a colleague who submitted and the owner’s handler from deciding later', () => {
    const colleague = person('colleague', 'org:o1', 'finance');
    const story = given(reviewOf(decision('look', ['finance'], both)), [
      opens,
      { ...submits, by: colleague },
      decides(office, 'check', 'complete'),
    ]);
    expect(story.when(decides(colleague, 'look', 'approved')).codes).toEqual(['duty/applicant-decides']);
    const handler = { ...owner, keys: ['post:T/finance'] };
    expect(story.when(decides(handler, 'look', 'approved')).codes).toEqual(['duty/applicant-decides']);
  });

  it('cannot be evaded by reassigning', () => {
    const withPost = { ...owner, keys: [...owner.keys, 'post:T/office'] };
    const story = given(rules(), [opens, submits]);
    const to = acts(office, {
      type: 'reassign',
      task: taskOf(story.state, 'check').id,
      to: withPost,
      comment: '转',
    });
    expect(story.when(to).codes).toEqual(['duty/own-submission']);
  });

  it('keeps a reviewer of the stage from deciding in it, but lets them decide in a later one', () => {
    const two = person('two', 'tech', 'finance');
    const advise = step('discuss', ['tech'], {
      does: 'advise',
      outcomes: [{ outcome: 'given', to: 'next' }],
    });
    const reviewed = given(reviewOf(advise, decision('look', ['finance'], both)), [
      ...applied,
      decides(two, 'discuss'),
    ]);
    expect(reviewed.when(decides(two, 'look', 'approved')).codes).toEqual(['duty/reviewer-decides']);
    expect(reviewed.when(decides(finance, 'look', 'approved')).codes).toEqual([]);
    const checker = person('checker', 'office', 'finance');
    const later = given(reviewOf(decision('look', ['finance'], both)), [
      opens,
      submits,
      decides(checker, 'check', 'complete'),
    ]);
    expect(later.when(decides(checker, 'look', 'approved')).codes).toEqual([]);
  });

  it('gives one person one seat of a step', () => {
    const panel = reviewOf(decision('panel', [seat('expert', { count: 2 }), 'tech'], both));
    const story = given(panel, [...applied, decides(expert1, 'panel', 'approved')]);
    expect(story.when(decides(expert1, 'panel', 'approved')).codes).toEqual(['duty/two-seats']);
    expect(story.when(handles(expert1, 'claim', 'panel')).codes).toEqual(['duty/two-seats']);
    expect(story.when(decides(expert2, 'panel', 'approved')).codes).toEqual([]);
  });

  it('lets a recorder enter the decisions of several bodies', () => {
    const bodies = reviewOf(decision('meet', ['board', 'board'], both));
    const story = given(bodies, [...applied, decides(office, 'meet', 'approved')]);
    expect(story.when(decides(office, 'meet', 'approved')).state.run).toBe('trialRun');
    expect(story.state.participants.at(-1)).toMatchObject({ person: 'office', act: 'recorded' });
  });

  it('counts a new opening anew: the same people decide again in the next round', () => {
    const again = reviewOf(decision('look', ['finance', 'tech'], { approved: 'approved', returned: 'look' }));
    const story = given(again, [
      ...applied,
      decides(finance, 'look', 'approved'),
      decides(tech, 'look', 'returned'),
    ]);
    expect(
      story.and(decides(finance, 'look', 'approved')).when(decides(tech, 'look', 'approved')).state.run,
    ).toBe('trialRun');
  });
});

describe('a party', () => {
  const bind = (role: string, org: string, by = owner) =>
    acts(by, { type: 'bindParty', role, org, orgZh: org });

  it('may not be an organisation that it would have to watch', () => {
    const story = given(rules(), [opens, submits]);
    expect(story.when(bind('auditor', 'c1')).codes).toEqual(['duty/party-conflict']);
    expect(story.when(bind('testBody', 's1')).codes).toEqual(['duty/party-conflict']);
    expect(story.when(bind('contractor', 's1')).codes).toEqual(['duty/party-conflict']);
    expect(story.when(bind('auditor', 'a1')).codes).toEqual([]);
    expect(story.when(bind('contractor', 'c2')).codes).toEqual([]);
  });

  it('is bound by the owner, to a party role of the pack', () => {
    const story = given(rules(), [opens, submits]);
    expect(story.when(bind('auditor', 'a1', tech)).codes).toEqual(['project/not-permitted']);
    expect(story.when(bind('office', 'a1')).codes).toEqual(['party/unknown-role']);
    expect(story.when(bind('projectOwner', 'a1')).codes).toEqual(['party/unknown-role']);
  });

  it('that is bound while its task is open takes that task over', () => {
    const story = given(reviewOf(step('audit', ['auditor'])), applied);
    const auditor = person('auditor', 'org:a1');
    expect(story.when(decides(auditor, 'audit')).codes).toEqual(['task/not-yours']);
    expect(story.and(bind('auditor', 'a1')).when(decides(auditor, 'audit')).codes).toEqual([]);
  });
});
