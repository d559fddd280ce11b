/** What people do with a task: claim, release, reassign, comment, return, decide; and what is refused. */
import { decision, reviewOf, rules, step } from '../rules';
import {
  acts,
  admin,
  applied,
  colleague,
  contractor,
  dataOffice,
  decides,
  expert1,
  finance,
  given,
  goodFacts,
  goodPapers,
  handles,
  office,
  opens,
  owner,
  paper,
  person,
  planning,
  submits,
  taskOf,
  tech,
  type Move,
} from '../story';

const office2 = person('office2', 'office');
const atCheck = [opens, submits];

const reassigns = (by: Move['by'], to: Move['by'], comment = '休假'): Move => ({
  by,
  act: (state) => ({ type: 'reassign', task: taskOf(state, 'check').id, to, comment }),
});

describe('a task of a group', () => {
  it('is claimed by one of them, and is then closed to the others', () => {
    const story = given(rules(), [...atCheck, handles(office, 'claim', 'check')]);
    expect(taskOf(story.state, 'check').assignee).toEqual({ id: 'office', name: 'office' });
    expect(story.when(decides(office2, 'check', 'complete')).codes).toEqual(['task/claimed']);
    expect(story.when(handles(office2, 'claim', 'check')).codes).toEqual(['task/claimed']);
    expect(story.when(decides(office, 'check', 'complete')).state.run).toBe('review');
  });

  it('is released by its holder only, and can then be claimed again', () => {
    const story = given(rules(), [...atCheck, handles(office, 'claim', 'check')]);
    expect(story.when(handles(office2, 'release', 'check')).codes).toEqual(['task/not-yours']);
    const free = story.and(handles(office, 'release', 'check'));
    expect(free.when(handles(office, 'release', 'check')).codes).toEqual(['task/not-claimed']);
    expect(free.when(handles(office2, 'claim', 'check')).codes).toEqual([]);
    expect(story.when(handles(admin, 'release', 'check')).codes).toEqual([]);
  });

  it('is not open to other posts', () => {
    const story = given(rules(), atCheck);
    for (const move of [
      handles(tech, 'claim', 'check'),
      decides(tech, 'check', 'complete'),
      handles(tech, 'return', 'check', { comment: '补' }),
    ])
      expect(story.when(move).codes).toEqual(['task/not-yours']);
  });

  it('is handed to another holder of the role with a reason', () => {
    const story = given(rules(), atCheck);
    expect(story.when(reassigns(office, office2, ' ')).codes).toEqual(['task/reason-required']);
    expect(story.when(reassigns(office, tech)).codes).toEqual(['task/unfit-assignee']);
    expect(story.when(reassigns(tech, office2)).codes).toEqual(['task/not-yours']);
    expect(story.when(reassigns(admin, office2)).codes).toEqual([]);
    const handed = story.and(reassigns(office, office2));
    expect(handed.when(decides(office, 'check', 'complete')).codes).toEqual(['task/not-yours']);
    expect(handed.when(decides(office2, 'check', 'complete')).state.run).toBe('review');
  });

  it('takes a remark from who stands beside it and from the owner, not from strangers', () => {
    const story = given(rules(), atCheck);
    expect(story.when(handles(office, 'comment', 'check', { comment: '阅' })).events).toHaveLength(1);
    expect(story.when(handles(colleague, 'comment', 'check', { comment: '急' })).codes).toEqual([]);
    expect(story.when(handles(contractor, 'comment', 'check', { comment: '?' })).codes).toEqual([
      'task/not-yours',
    ]);
    expect(story.when(handles(office, 'comment', 'check')).codes).toEqual(['task/reason-required']);
  });

  it('that is done or unknown refuses everything', () => {
    const story = given(rules(), [...applied, decides(tech, 'discuss')]);
    expect(story.when(acts(office, { type: 'claim', task: 'P1-T99' })).codes).toEqual(['task/not-found']);
    const done = Object.values(story.state.tasks).find((task) => task.status === 'done')?.id ?? '';
    expect(story.when(acts(tech, { type: 'decide', task: done })).codes).toEqual(['task/closed']);
  });
});

describe('seats in order', () => {
  const inOrder = reviewOf(
    decision(
      'sign',
      ['finance', 'data', 'planning'],
      { approved: 'approved', rejected: 'rejected' },
      { inOrder: true },
    ),
  );

  it('act one after another', () => {
    const story = given(inOrder, applied);
    const waiting = Object.values(story.state.tasks).filter((task) => task.status === 'waiting');
    expect(waiting.map((task) => task.role)).toEqual(['data', 'planning']);
    const early = acts(planning, { type: 'decide', task: waiting[1]?.id ?? '', outcome: 'approved' });
    expect(story.when(early).codes).toEqual(['task/waiting']);
    const second = story.when(decides(finance, 'sign', 'approved'));
    expect(second.events).toContainEqual({ type: 'taskActivated', task: waiting[0]?.id });
    const rest = story.and(decides(finance, 'sign', 'approved'), decides(dataOffice, 'sign', 'approved'));
    expect(rest.when(decides(planning, 'sign', 'approved')).state.run).toBe('trialRun');
  });
});

describe('a decision', () => {
  it('names one of the outcomes of its step', () => {
    const story = given(rules(), atCheck);
    expect(story.when(decides(office, 'check', 'approved')).codes).toEqual(['task/unknown-outcome']);
    expect(story.when(decides(office, 'check')).codes).toEqual(['task/unknown-outcome']);
  });

  it('brings the opinion, findings and grounds the step asks for, and all that lack are named', () => {
    const strict = reviewOf({
      ...decision('look', ['finance'], { approved: 'approved', rejected: 'rejected' }),
      findings: ['cost', 'need'],
      opinionFor: ['rejected'],
      outcomes: [
        { outcome: 'approved', to: 'approved' },
        { outcome: 'rejected', to: 'rejected', grounds: ['duplicate'] },
      ],
    });
    const story = given(strict, applied);
    expect(story.when(decides(finance, 'look', 'rejected')).codes).toEqual([
      'task/opinion-required',
      'task/findings-required',
      'task/grounds-required',
    ]);
    const full = { comment: '重复', findings: { cost: '高', need: '无' }, grounds: 'duplicate' };
    expect(story.when(decides(finance, 'look', 'rejected', full)).state.status).toBe('rejected');
  });

  it('on a material that has changed since it was shown is refused', () => {
    const story = given(rules(), atCheck);
    const seen = (sha256: string) =>
      decides(office, 'check', 'complete', { seen: [{ id: 'form-1', sha256 }] });
    expect(story.when(seen('hash-form-1')).codes).toEqual([]);
    expect(story.when(seen('other')).codes).toEqual(['material/changed']);
    const again = story.and(
      decides(office, 'check', 'returned'),
      acts(owner, {
        type: 'submit',
        fields: goodFacts,
        attach: [paper('form', {}, 2), ...goodPapers.slice(1)],
      }),
    );
    expect(again.when(seen('hash-form-1')).codes).toEqual(['material/changed']);
  });
});

describe('a return', () => {
  const atBudget = [
    ...applied,
    decides(office, 'discuss'),
    decides(tech, 'discuss'),
    decides(owner, 'improve'),
  ];

  it('needs a reason and goes to the applicant unless an earlier step is named', () => {
    const story = given(rules(), atBudget);
    expect(story.when(handles(finance, 'return', 'budgetCheck')).codes).toEqual(['task/reason-required']);
    expect(story.when(handles(finance, 'return', 'budgetCheck', { comment: '超' })).state.open?.step).toBe(
      'improve',
    );
    const far = handles(finance, 'return', 'budgetCheck', { comment: '超', to: 'discuss' });
    expect(story.when(far).state.open?.step).toBe('discuss');
    const forward = handles(finance, 'return', 'budgetCheck', { comment: '超', to: 'approve' });
    expect(story.when(forward).codes).toEqual(['task/unknown-target']);
  });

  it('starts the next round each time', () => {
    const back = handles(finance, 'return', 'budgetCheck', { comment: '超' });
    const once = given(rules(), [...atBudget, back]);
    expect(once.state.rounds['review']).toBe(2);
    const twice = once.and(decides(owner, 'improve'), decides(finance, 'budgetCheck', 'returned'));
    expect(twice.state.rounds['review']).toBe(3);
    expect(taskOf(twice.state, 'improve').round).toBe(3);
  });

  it('from a step of several people is one of its outcomes', () => {
    const story = given(rules(), [...atBudget, decides(finance, 'budgetCheck', 'passed')]);
    const single = story.when(handles(dataOffice, 'return', 'approve', { comment: '改' }));
    expect(single.refusals[0]).toMatchObject({
      code: 'task/return-by-outcome',
      params: { allowed: ['returned', 'rejected'] },
    });
  });

  it('from the first step has nowhere to go', () => {
    const alone = reviewOf(decision('first', ['expert'], { approved: 'approved' }), step('last', ['office']));
    const story = given(alone, applied);
    expect(story.when(handles(expert1, 'return', 'first', { comment: '改' })).codes).toEqual([
      'task/unknown-target',
    ]);
  });
});
