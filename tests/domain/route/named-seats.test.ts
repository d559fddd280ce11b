/** Somebody who was added to a seat and also holds a post of the step: one voice, and a step that never waits for nobody. */
import { standstillOf } from '../../../domain/people/standstill';
import { allowedActions } from '../../../domain/project/allowed';
import type { Actor, Place, TaskAct } from '../../../domain/project/commands';
import type { ProcessState } from '../../../domain/project/state';
import { body, decision, material, reviewOf, rules } from '../rules';
import {
  applied,
  calendar,
  dataOffice,
  decides,
  finance,
  given,
  handles,
  office,
  person,
  planning,
  taskOf,
  type Move,
} from '../story';
import { adds, countersign, finance2, leader, openOf, seatOf, signs, takesBack, two } from './verb-moves';

const asks = (by: Actor, of: string, to: Actor, more: { place?: Place; soleKeys?: string[] } = {}): Move => ({
  by,
  act: (state) => ({
    ...{ type: 'addSigner', task: taskOf(state, of, by).id, to, comment: '请会签', yields: true },
    ...{ place: 'beside', ...more },
  }),
});
const named = (state: ProcessState, who: Actor) => state.tasks[seatOf(who)(state)];
const everybody = [finance, finance2, dataOffice, planning, leader];
const standsStill = (state: ProcessState) =>
  standstillOf(state, { rules: countersign(), now: '2026-02-01T00:00:00Z', calendar }, (task) =>
    everybody.filter((each) =>
      task.assignee === undefined ? each.keys.includes(task.key) : task.assignee.id === each.id,
    ),
  );

describe('a signer who decides another seat of the step', () => {
  const start = given(countersign(), applied).and(asks(finance, 'sign', dataOffice));
  const dataSeat = (state: ProcessState) =>
    Object.values(state.tasks).find((each) => each.role === 'data' && each.added === undefined)?.id ?? '';
  const decidesData: Move = {
    by: dataOffice,
    act: (state) => ({ type: 'decide', task: dataSeat(state), outcome: 'approved', comment: '同意' }),
  };

  it('has been heard: the seat they were added with falls away, on the record and with the reason', () => {
    const voted = start.when(decidesData);
    const fallen = voted.events.find((event) => event.type === 'signerRemoved');
    expect(fallen).toMatchObject({ person: { id: 'data' } });
    expect(fallen?.reason).toMatch(/另一席位.*\n.*another seat/);
    expect(openOf(voted.state)).toEqual(['finance', 'planning']);
  });

  it('leaves a step that the others can close, and that nothing holds up', () => {
    const voted = start.and(decidesData, decides(finance, 'sign', 'approved'));
    expect(standsStill(voted.state)).toBeUndefined();
    expect(voted.when(decides(planning, 'sign', 'approved')).state.run).toBe('trialRun');
  });

  it('may be the last one: the same decision closes the step, once', () => {
    const last = start
      .and(decides(finance, 'sign', 'approved'), decides(planning, 'sign', 'approved'))
      .when(decidesData);
    expect(last.state.run).toBe('trialRun');
    expect(last.events.filter(({ type }) => type === 'stepDone')).toHaveLength(1);
  });

  it('is asked, as the last one, for what the closing vote is asked for', () => {
    // The planning office would bring the minutes, and votes against; the majority passes without them.
    const counted = { agree: { rule: 'majority' as const } };
    const panel = decision('sign', ['finance', 'data', 'planning'], two, counted);
    const minutes = material('minutes', 'sign.approved', { by: 'planning' });
    const ends = ['approved', 'rejected'];
    const review = body('review', { main: [panel] }, ends, { materials: [minutes] });
    const story = given(rules({ stages: { review } }), applied)
      .and(asks(finance, 'sign', dataOffice))
      .and(decides(planning, 'sign', 'rejected'), decides(finance, 'sign', 'approved'));
    expect(story.when(decidesData).unmet).toEqual(['material/missing:minutes']);
  });

  it('takes it back with the decision: both seats stand as before', () => {
    const undone = start.and(decidesData, takesBack(dataOffice));
    expect(openOf(undone.state)).toEqual(['finance', 'data', 'planning', 'data']);
    expect(named(undone.state, dataOffice)?.added?.yields).toBe(true);
  });

  it('lets whom they had asked go with them, and the seat that waited for them go on', () => {
    const before = given(countersign(), applied).and(asks(finance, 'sign', dataOffice, { place: 'before' }));
    const asked = before.and({
      by: dataOffice,
      act: (state) => ({
        ...{ type: 'addSigner', task: seatOf(dataOffice)(state), to: leader, place: 'before' },
        ...{ comment: '请先会签', yields: true },
      }),
    });
    const voted = asked.when(decidesData);
    expect(openOf(voted.state)).toEqual(['finance', 'planning']);
    expect(named(voted.state, leader)?.status).toBe('cancelled');
  });

  it('counts for both when a substitute decides in the place of whoever was added', () => {
    const stands: Actor = { ...person('sub'), onBehalf: dataOffice };
    const voted = start.when({ ...decidesData, by: stands });
    expect(openOf(voted.state)).toEqual(['finance', 'planning']);
  });

  const onNamed = (type: 'release' | 'delegate', more = {}): Move => ({
    by: dataOffice,
    act: (state) => ({ type, task: seatOf(dataOffice)(state), comment: '说明', ...more }) as TaskAct,
  });

  it('is waited for after they gave the seat back: nobody else speaks for them', () => {
    const released = start.and(onNamed('release'));
    const others = released.and(decides(planning, 'sign', 'approved'));
    expect(openOf(others.state)).toEqual(['finance', 'data', 'finance']);
    expect(openOf(others.when(decidesData).state)).toEqual(['finance']);
  });

  it('has been heard also where they lent the seat they were added with', () => {
    const lent = start.and(onNamed('delegate', { to: leader }));
    expect(openOf(lent.state)).toContain('leader');
    expect(openOf(lent.when(decidesData).state)).toEqual(['finance', 'planning']);
  });

  it('as a command of an older version had it, stays: what was recorded means what it meant', () => {
    const older = given(countersign(), applied).and(adds(finance, 'sign', [dataOffice, 'beside']));
    expect(openOf(older.when(decidesData).state)).toEqual(['finance', 'planning', 'data']);
  });
});

describe('whoever signs first with the seat they were added with', () => {
  it('leaves the seat of their post to a colleague', () => {
    const story = given(countersign(), applied)
      .and(asks(dataOffice, 'sign', finance2))
      .and(signs(finance2, 'approved'));
    expect(story.when(decides(finance2, 'sign', 'approved')).codes).toEqual(['duty/two-seats']);
    expect(story.when(decides(finance, 'sign', 'approved')).codes).toEqual([]);
  });

  it('is not added where they alone can take another seat of the step', () => {
    const story = given(countersign(), applied);
    const alone = asks(finance, 'sign', dataOffice, { soleKeys: ['post:T/data', 'person:data'] });
    expect(story.when(alone)).toMatchObject({
      codes: ['task/needed-at-seat'],
      refusals: [{ params: { role: 'data', to: 'data' } }],
    });
    const voted = story.and(decides(dataOffice, 'sign', 'approved'));
    const again = asks(planning, 'sign', dataOffice, { soleKeys: ['post:T/data'] });
    expect(voted.when(again).codes).toEqual(['duty/two-seats']);
    const elsewhere = asks(finance, 'sign', leader, { soleKeys: ['post:T/leader', 'person:leader'] });
    expect(story.when(elsewhere).codes).toEqual([]);
  });
});

describe('a seat in the hands of somebody whom the duties bar meanwhile', () => {
  const twoSeats = reviewOf(decision('sign', ['finance', 'finance'], two));
  const story = given(twoSeats, applied)
    .and(handles(finance, 'claim', 'sign'))
    .and({
      by: finance,
      act: (state) => ({
        type: 'decide',
        outcome: 'approved',
        task: Object.values(state.tasks).find((each) => each.assignee === undefined)?.id ?? '',
      }),
    });
  const offered = (who: Actor) =>
    allowedActions(story.state, { rules: twoSeats, now: '2026-02-01T00:00:00Z', calendar }, who)
      .filter(({ task }) => task === taskOf(story.state, 'sign').id)
      .map(({ action }) => action);

  it('is offered to be let go, and not to be decided', () => {
    expect(story.when(decides(finance, 'sign', 'approved')).codes).toEqual(['duty/two-seats']);
    expect(offered(finance)).toEqual(expect.arrayContaining(['release', 'reassign']));
    expect(offered(finance)).not.toContain('decide');
    expect(offered(office)).not.toContain('release');
  });

  it('goes on in the hands of a colleague', () => {
    const free = story.and(handles(finance, 'release', 'sign'));
    expect(free.when(decides(finance2, 'sign', 'approved')).state.run).toBe('trialRun');
  });
});
