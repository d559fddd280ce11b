/** Folding is total and pure: any events in any order, also of a later version. */
import fc from 'fast-check';
import { rules } from '../rules';
import { goodPapers, unborn } from '../story';
import type { ProcessEvent } from '../../../domain/project/events';
import { evolve } from '../../../domain/project/evolve';

describe('folding', () => {
  const name = fc.constantFrom('P1-T1', 'P1-T2', 'review', 'trialRun/minimum', 'x', 'constructor');
  const who = fc.constant({ id: 'p', name: 'p' });
  const text = fc.constantFrom('好', 'approved');
  const number = fc.integer({ min: 0, max: 5 });
  const event: fc.Arbitrary<ProcessEvent> = fc.oneof(
    fc.record({
      type: fc.constant('runEntered' as const),
      run: name,
      kind: fc.constant('acceptance' as const),
      occurrence: number,
      round: number,
    }),
    fc.record({
      type: fc.constant('stepOpened' as const),
      phase: name,
      step: name,
      opening: number,
      tasks: fc.constant([]),
    }),
    fc.record({ type: fc.constant('taskActivated' as const), task: name }),
    fc.record({
      type: fc.constantFrom('taskClaimed' as const, 'taskReleased' as const),
      task: name,
      person: who,
    }),
    fc.record({ type: fc.constant('taskReassigned' as const), task: name, to: who, by: who, reason: text }),
    fc.record({ type: fc.constant('decided' as const), task: name, person: who, outcome: text }),
    fc.record({ type: fc.constant('returned' as const), task: name, person: who, to: name, reason: text }),
    fc.record({
      type: fc.constant('factsDeclared' as const),
      facts: fc.dictionary(fc.string(), fc.integer()),
    }),
    fc.record({ type: fc.constant('materialsAttached' as const), materials: fc.constant(goodPapers) }),
    fc.record({ type: fc.constant('partyBound' as const), role: name, org: text, zh: text }),
    fc.record({ type: fc.constant('gateWaived' as const), code: name, by: text, reason: text }),
    fc.record({ type: fc.constant('tasksCancelled' as const), tasks: fc.array(name) }),
    fc.record({ type: fc.constant('stepDone' as const), step: name, opening: number, outcome: text }),
    fc.record({ type: fc.constant('roundStarted' as const), run: name, round: number }),
    fc.record({ type: fc.constant('phaseDone' as const), phase: name, outcome: text }),
    fc.record({
      type: fc.constant('clockChanged' as const),
      key: name,
      change: fc.constant({ status: 'met' as const }),
    }),
    fc.record({
      type: fc.constant('calendarAdopted' as const),
      years: fc.constant({ '2027': { off: ['2027-01-01'], work: [], revision: 2 } }),
    }),
    fc.record({
      type: fc.constantFrom('suspended' as const, 'resumed' as const, 'faultReported' as const),
      person: who,
      reason: text,
    }),
    fc.record({
      type: fc.constant('statusChanged' as const),
      status: fc.constantFrom('active' as const, 'inUse' as const),
    }),
  );

  function freeze<T>(value: T): T {
    if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value);
      Object.values(value).forEach(freeze);
    }
    return value;
  }

  it('is total and pure: events in any order never throw, change nothing given and fold the same again', () => {
    const at = '2026-01-05T00:00:00Z';
    const fold = (events: readonly ProcessEvent[]) =>
      events.reduce((state, each) => freeze(evolve(state, each, at)), freeze(unborn(rules())));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const once = fold(freeze(events));
        expect(fold(events)).toEqual(once);
        expect(JSON.parse(JSON.stringify(once))).toEqual(once);
      }),
      { numRuns: 300, seed: 20260105 },
    );
  });

  it('keeps the state for an event of a version it does not know', () => {
    const state = unborn(rules());
    const unknown = JSON.parse('{"type":"movedByLaterVersion"}') as ProcessEvent;
    expect(evolve(state, unknown, '2026-01-05T00:00:00Z')).toBe(state);
  });
});
