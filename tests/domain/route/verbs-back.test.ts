/** Taking back and returning: what opens again, for whom, and when it is too late. */
import { decision, reviewOf, rules, seat, step } from '../rules';
import { applied, dataOffice, decides, finance, given, office, owner, tech } from '../story';
import {
  finance2,
  does,
  onOwn,
  lastOf,
  takesBack,
  two,
  countersign,
  single,
  atSecond,
  openOf,
  back,
} from './verb-moves';

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
