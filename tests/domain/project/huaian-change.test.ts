/** Huai'an, change of a system in use: three parts, filed in time, together at most ten percent of the original cost. */
import type { Fields } from '../../../domain/project/commands';
import { openCase } from './cases';
import { toOperation } from './course';
import { deciding, huaian, material, must, reachClock, tryAct, unmetCodes, type World } from './world';

/** The contract is 90,000,000 fen: ten percent are 9,000,000. */
let operation: World;
beforeAll(() => {
  operation = toOperation();
});

const parts = () => [material('changeScheme'), material('emergencyMeasures')];

const change = (facts: Fields, changesTotal = 0) =>
  openCase(operation, 'changeInUse', {
    facts: { finishBy: '2026-08-01', ...facts },
    totals: { changesTotal },
  });

const propose = (world: World, attach = parts()) =>
  tryAct(world, 'applicant', deciding(world, 'propose', { attach }));

describe('change in use (HA-20.1, HA-20.2)', () => {
  test.each([
    [0, 9_000_000, []],
    [0, 9_000_001, ['changeTooLarge']],
    [4_000_000, 5_000_000, []],
    [4_000_000, 5_000_001, ['changeTooLarge']],
    [9_000_000, 1, ['changeTooLarge']],
  ])('after changes of %i fen, one of %i answers %j (HA-20.2)', (before, cost, codes) => {
    expect(unmetCodes(propose(change({ cost }, before)))).toEqual(codes);
  });

  test('what is larger is told to apply as a new project (HA-20.2)', () => {
    const [refusal] = propose(change({ cost: 9_000_001 }));
    const [gate] = refusal?.unmet ?? [];
    expect([gate?.basis, gate?.zh.includes('新项目'), gate?.en.includes('new project')]).toEqual([
      'HA-20.2',
      true,
      true,
    ]);
  });

  test('changes that are filed or under way count, not only those carried out (HA-20.2)', () => {
    expect(huaian.facts['changesTotal']?.total).toEqual({
      case: 'changeInUse',
      field: 'cost',
      underway: true,
    });
  });

  test.each([
    ['changeScheme', ['material/missing']],
    ['emergencyMeasures', ['material/missing']],
  ])('without %s it is not proposed (HA-20.1)', (part, codes) => {
    const attach = parts().filter(({ kind }) => kind !== part);
    expect(unmetCodes(propose(change({ cost: 1 }), attach))).toEqual(codes);
  });

  test('it has a date to finish by, which lies ahead (HA-20.1)', () => {
    expect(unmetCodes(propose(change({ cost: 1, finishBy: null })))).toEqual([
      'fact/missing',
      'finishByPassed',
    ]);
    expect(unmetCodes(propose(change({ cost: 1, finishBy: '2026-06-02' })))).toEqual(['finishByPassed']);
    expect(propose(change({ cost: 1, finishBy: '2026-06-03' }))).toEqual([]);
  });

  test('it is filed with the Cyberspace Office within five working days, or marked as late (HA-20.1)', () => {
    const world = change({ cost: 1 });
    expect(propose(world)).toEqual([]);
    expect(world.state.clocks['changeInUse/filing']).toMatchObject({ due: '2026-06-09', basis: 'HA-20.1' });
    expect(reachClock(world, 'changeInUse/filing')).toMatchObject({ overdue: true });
    must(world, 'cyberspace', deciding(world, 'file'));
    must(world, 'applicant', deciding(world, 'carryOut'));
    expect([world.state.status, world.state.clocks['changeInUse/finish']?.status]).toEqual(['closed', 'met']);
  });

  test('only a system in use is changed this way (HA-20.1)', () => {
    expect(huaian.cases['changeInUse']?.during).toEqual(['operation']);
  });
});
