/** Another applicant (变更申请人): who may be one, what goes along, who stays barred; for projects and cases alike. */
import { standstillOf } from '../../../domain/people/standstill';
import { allowedActions } from '../../../domain/project/allowed';
import type { Actor } from '../../../domain/project/commands';
import type { OutsideFacts } from '../../../domain/project/outside';
import { body, decision, reviewOf, rules, step } from '../rules';
import {
  acts,
  admin,
  applied,
  calendar,
  colleague,
  decides,
  finance,
  given,
  handles,
  office,
  opens,
  owner,
  person,
  submits,
  taskOf,
  type Move,
} from '../story';
import { taskRowsOf } from './task-rows';

const ofOwner = (id: string, ...holds: string[]): Actor => ({
  ...person(id, 'org:o1', `person:${id}`, ...holds),
  org: 'o1',
});
const opener = ofOwner('owner');
const heir = ofOwner('heir');
const becomes = (to: Actor, { by = admin, comment = '调离岗位' } = {}): Move =>
  acts(by, { type: 'correctApplicant', to, comment });
const both = { approved: 'approved', rejected: 'rejected' };

/** A request that its opener fills in, alone by name, and the finance office decides. */
const asking = rules({
  cases: {
    request: {
      ...body('request', { main: [step('ask', ['opener']), decision('answer', ['finance'], both)] }, [
        'approved',
        'rejected',
      ]),
      ...{ openedBy: 'projectOwner', during: [], about: 'year' as const, kind: 'plain' as const },
    },
  },
});
const request = { kind: 'case', caseType: 'request', workflowId: 'case/P1', subject: 'case/P1' } as const;
const opened = given(asking, [opens], { process: request });

describe('an administrator', () => {
  it('names another applicant with a reason, and the record says who was it before', () => {
    const story = given(rules(), applied);
    expect(story.when(becomes(heir, { by: office })).codes).toEqual(['project/not-permitted']);
    expect(story.when(becomes(heir, { comment: ' ' })).codes).toEqual(['task/reason-required']);
    const named = story.when(becomes(heir));
    expect(named.events).toEqual([
      {
        type: 'applicantCorrected',
        ...{ person: { id: 'admin', name: 'admin' }, from: { id: 'owner', name: 'owner' } },
        ...{ to: { id: 'heir', name: 'heir' }, reason: '调离岗位' },
      },
    ]);
    expect(named.state.owner).toMatchObject({ org: 'o1', person: { id: 'heir' } });
  });

  it('is offered it, unless they applied themselves', () => {
    const story = given(rules(), applied);
    const around = { rules: rules(), now: '2026-01-06T00:00:00Z', calendar };
    const offered = (who: Actor) => allowedActions(story.state, around, who).map(({ action }) => action);
    expect(offered(admin)).toContain('correctApplicant');
    expect(offered({ ...admin, id: 'owner' })).not.toContain('correctApplicant');
    expect(story.when(becomes(heir, { by: { ...admin, id: 'owner' } })).codes).toEqual([
      'duty/own-submission',
    ]);
  });

  it('may also while the project is suspended, not once it is over', () => {
    const held = given(rules(), [...applied, acts(admin, { type: 'suspend', comment: '暂停' })]);
    expect(held.when(becomes(heir)).codes).toEqual([]);
    const over = held.and(acts(admin, { type: 'terminate', comment: '终止' }));
    expect(over.when(becomes(heir)).codes).toEqual(['project/over']);
  });
});

describe('the new applicant', () => {
  it('is another person of the organisation that applied', () => {
    const story = given(rules(), applied);
    expect(story.when(becomes({ ...owner, org: 'o1' })).codes).toEqual(['applicant/unfit']);
    expect(story.when(becomes(finance)).codes).toEqual(['applicant/unfit']);
  });

  it('has judged nothing here', () => {
    const judge = ofOwner('judge', 'office');
    const story = given(rules(), [opens, submits, decides(judge, 'check', 'complete')]);
    expect(story.when(becomes(judge)).codes).toEqual(['applicant/judged']);
    expect(story.when(becomes(heir)).codes).toEqual([]);
  });

  it('judges nothing here from then on, and neither does whoever applied before', () => {
    const review = reviewOf(decision('look', ['finance'], both));
    const busy = ofOwner('heir', 'finance');
    const before = { ...owner, keys: ['post:T/finance'] };
    const story = given(review, [
      opens,
      acts(colleague, submits.act as never),
      decides(office, 'check', 'complete'),
    ]).and(becomes(busy));
    for (const by of [busy, before])
      expect(story.when(decides(by, 'look', 'approved')).codes).toEqual(['duty/applicant-decides']);
    expect(story.when(decides(finance, 'look', 'approved')).codes).toEqual([]);
  });

  it('of a project judges no case about it either', () => {
    const project = {
      ...{
        status: 'active' as const,
        run: 'review',
        facts: {},
        materials: {},
        parties: {},
        participants: [],
      },
      ...{ ended: [], owner: { org: 'o1', orgZh: '处室', person: { id: 'heir', name: 'heir' } } },
      applicants: ['heir', 'owner'],
    } satisfies OutsideFacts['project'];
    const outside = { head: 1, totals: {}, openCases: [], project };
    const asked = opened.and(decides(opener, 'ask', 'submitted'));
    const seen = (by: Actor): Move => ({ ...decides(by, 'answer', 'approved'), outside });
    for (const id of ['heir', 'owner']) expect(asked.when(seen(person(id, 'finance'))).codes).not.toEqual([]);
    expect(asked.when(seen(ofOwner('heir', 'finance'))).codes).toEqual(['duty/applicant-decides']);
    expect(asked.when(seen(finance)).codes).toEqual([]);
  });
});

describe('a case', () => {
  it('whose next act is its opener’s by name goes on with the new one', () => {
    const claimed = opened.and(handles(opener, 'claim', 'ask'));
    const gone = claimed.and(becomes(heir));
    const task = taskOf(gone.state, 'ask');
    expect([task.key, task.assignee]).toEqual(['person:heir', undefined]);
    expect(gone.when(decides(opener, 'ask', 'submitted')).codes).toEqual(['task/not-yours']);
    const asked = gone.and(decides(heir, 'ask', 'submitted'));
    const back = asked.and(handles(finance, 'return', 'answer', { comment: '请补充' }));
    expect(taskOf(back.state, 'ask').key).toBe('person:heir');
    expect(taskRowsOf(claimed.state, claimed.when(becomes(heir)).events)).toMatchObject([
      { key: 'person:heir', startedBy: 'heir' },
    ]);
  });

  it('does not stand still because its opener left', () => {
    const judged = (state: typeof opened.state) =>
      standstillOf(state, { rules: asking, now: '2026-01-06T00:00:00Z', calendar }, (task) =>
        task.key === 'person:heir' ? [heir] : [],
      )?.code;
    expect(judged(opened.state)).toBe('seat/person-left');
    expect(judged(opened.and(becomes(heir)).state)).toBeUndefined();
  });

  it('was handed in by whoever left: the successor does not answer it', () => {
    const asked = opened.and(decides(opener, 'ask', 'submitted'), becomes(ofOwner('heir', 'finance')));
    expect(asked.when(decides(ofOwner('heir', 'finance'), 'answer', 'approved')).codes).toEqual([
      'duty/applicant-decides',
    ]);
  });

  it('that few may read goes to one of them only', () => {
    const secret = given(asking, [opens], {
      process: { ...request, readers: ['post:T/discipline'] },
    });
    expect(secret.when(becomes(heir)).codes).toEqual(['task/confidential']);
    expect(secret.when(becomes(ofOwner('heir', 'discipline'))).codes).toEqual([]);
  });
});
