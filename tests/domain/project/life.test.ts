/** The process as a whole: suspend, resume, withdraw, terminate at every stage; use; waivers. */
import { rules } from '../rules';
import {
  acts,
  admin,
  engine,
  given,
  goodFacts,
  type Move,
  office,
  on,
  opens,
  owner,
  paper,
  submits,
} from '../story';
import { accepted, does, failed, inAcceptance, inReview, inTrial, inUse } from './moves';
import { nextWake } from '../../../domain/project/clock-reached';

const stages: readonly (readonly [string, readonly Move[]])[] = [
  ['the draft', [opens]],
  ['application', [opens, submits]],
  ['review', inReview],
  ['the trial run', inTrial],
  ['acceptance', inAcceptance],
  ['rectification', failed],
  ['operation before use', accepted],
];

describe.each(stages)('in %s', (_, moves) => {
  const story = given(rules(), moves);

  it('a project is withdrawn by its owner and terminated by the office, once and with a reason', () => {
    expect(story.when(does(office, 'withdraw')).codes).toEqual(['project/not-permitted']);
    expect(story.when(does(owner, 'terminate')).codes).toEqual(['project/not-permitted']);
    expect(story.when(does(owner, 'withdraw', ' ')).codes).toEqual(['task/reason-required']);
    for (const [by, type, status] of [
      [owner, 'withdraw', 'withdrawn'],
      [office, 'terminate', 'terminated'],
    ] as const) {
      const over = story.when(does(by, type)).state;
      expect(over.status).toBe(status);
      expect(Object.values(over.tasks).filter((task) => task.status === 'open')).toEqual([]);
      expect(nextWake(over)).toBeUndefined();
      expect(story.and(does(by, type)).when(does(office, 'suspend')).codes).toEqual(['project/over']);
    }
  });

  it('a project is suspended and resumed, and in between takes no decision', () => {
    expect(story.when(does(office, 'resume')).codes).toEqual(['project/not-suspended']);
    const still = story.and(does(office, 'suspend'));
    expect(still.state.suspension).toMatchObject({ reason: '原因', by: 'office' });
    expect(still.when(acts(owner, { type: 'submit' })).codes).toEqual(['project/suspended']);
    expect(still.when(does(office, 'suspend')).codes).toEqual(['project/suspended']);
    const open = Object.values(still.state.tasks).find((task) => task.status === 'open')?.id ?? '';
    expect(still.when(acts(admin, { type: 'decide', task: open })).codes).toEqual(['project/suspended']);
    const again = still.and(does(office, 'resume'));
    expect(again.state).toMatchObject({ status: story.state.status, suspension: null });
    expect(again.state.tasks).toEqual(story.state.tasks);
    expect(still.when(does(office, 'terminate')).state.status).toBe('terminated');
    expect(still.when(does(owner, 'withdraw')).state.status).toBe('withdrawn');
  });
});

describe('a project in use', () => {
  const story = given(rules(), inUse);

  it('is no longer withdrawn, but may be suspended and go on in use', () => {
    expect(story.state.status).toBe('inUse');
    expect(story.when(does(owner, 'withdraw')).codes).toEqual(['project/illegal-action']);
    const still = story.and(does(office, 'suspend'));
    expect(still.when(does(owner, 'withdraw')).codes).toEqual(['project/illegal-action']);
    expect(still.when(does(office, 'resume')).state.status).toBe('inUse');
  });

  it('has a warranty from its acceptance that suspension does not stop', () => {
    const warranty = { from: '2026-04-30', due: '2028-04-30', status: 'running' };
    expect(story.state.clocks['operation/warranty']).toMatchObject(warranty);
    expect(story.and(does(office, 'suspend')).state.clocks['operation/warranty']).toMatchObject(warranty);
    const reached = acts(engine, { type: 'clockReached', clock: 'operation/warranty', due: '2028-04-30' });
    expect(story.when(on('2028-04-30', reached)).codes).toEqual(['project/illegal-action']);
    expect(story.when(on('2028-05-01', reached)).state.clocks['operation/warranty']).toMatchObject({
      status: 'reached',
    });
  });
});

describe('a waiver', () => {
  const story = given(rules(), [opens]);
  const waive = (by: Move['by'], code: string, comment = '市领导批示') =>
    acts(by, { type: 'waive', code, comment });

  it('lets a gate go where the pack allows it: by its role, with a reason', () => {
    expect(story.when(waive(owner, 'chapter')).codes).toEqual(['project/not-permitted']);
    expect(story.when(waive(office, 'share')).codes).toEqual(['project/illegal-action']);
    expect(story.when(waive(office, 'chapter', '')).codes).toEqual(['task/reason-required']);
    const bad = acts(owner, {
      type: 'submit',
      fields: goodFacts,
      attach: [paper('form'), paper('study', { chapter: false })],
    });
    expect(story.when(bad).unmet).toEqual(['chapter']);
    expect(story.and(waive(office, 'chapter')).when(bad).codes).toEqual([]);
  });
});
