/** Planning by the pure rules: screening, a place in the yearly plan, the government's leave to go without; the plan itself as a case. */
import type { Fields } from '../../../domain/project/commands';
import { planningText } from '../planning-pack';
import { deciding, material, must, open, packFrom, personOf, reachClock, tryAct, unmetCodes } from './world';
import type { World } from './world';

const pack = packFrom(planningText);
const place = (id: string, org: string, ...posts: string[]) => personOf(pack.ref.id, id, org, ...posts);
const owner = place('applicant', 'office');
const authority = place('authority', 'bureau', 'competentAuthority');
const drafter = place('drafter', 'bureau', 'competentAuthority');
const recorder = place('recorder', 'hall', 'governmentOffice');
const invest = place('invest', 'ndrc', 'investmentAuthority');

const item = () => [material('planItem')];

function reported(urgent = false): World {
  const world = open({ pack });
  must(world, owner, { type: 'submit', fields: { urgent }, attach: item() });
  return world;
}

const decides = (world: World, step: string, outcome: string, more: Parameters<typeof deciding>[2] = {}) =>
  deciding(world, step, { outcome, ...more });

describe('screening and listing', () => {
  test('what passes the screening and is listed may be applied for; the approved plan proves it', () => {
    const world = reported();
    must(world, authority, decides(world, 'screen', 'passed'));
    const bare = decides(world, 'enlist', 'listed');
    expect(unmetCodes(tryAct(world, drafter, bare))).toEqual(['fact/missing', 'material/missing']);
    const proven = { fields: { planYear: 2027 }, attach: [material('issuedPlan')] };
    must(world, drafter, decides(world, 'enlist', 'listed', proven));
    expect([world.state.run, world.state.ended.at(-1)?.outcome]).toEqual(['application', 'listed']);
  });

  test('what fails the screening is refused for good: no place in the plan, no application', () => {
    const world = reported();
    must(world, authority, decides(world, 'screen', 'failed'));
    expect(world.state.status).toBe('rejected');
  });

  test('a return starts the next round and keeps the project', () => {
    const world = reported();
    must(world, authority, decides(world, 'screen', 'returned'));
    expect([world.state.open?.step, world.state.rounds['planning']]).toEqual(['report', 2]);
    must(world, owner, deciding(world, 'report', { attach: item() }));
    must(world, authority, decides(world, 'screen', 'passed'));
    must(world, authority, decides(world, 'enlist', 'returned'));
    expect([world.state.open?.step, world.state.rounds['planning']]).toEqual(['report', 3]);
  });

  test.each([
    ['2026-09-30', undefined],
    ['2026-10-01', true],
  ])('a report due by 30 September, made on %s, is late: %s', (day, late) => {
    const world = open({ pack, at: '2026-09-01' });
    expect(world.state.clocks['planning/reporting']?.due).toBe('2026-09-30');
    if (late === true) reachClock(world, 'planning/reporting');
    world.at = day;
    must(world, owner, { type: 'submit', fields: { urgent: false }, attach: item() });
    expect(world.state.clocks['planning/reporting']?.overdue).toBe(late);
  });
});

describe('bypass', () => {
  test('an urgent project goes without screening and plan, with the leave of the government in writing', () => {
    const world = reported(true);
    must(world, owner, deciding(world, 'plead'));
    const silent = decides(world, 'allow', 'approved');
    expect(unmetCodes(tryAct(world, recorder, silent))).toEqual(['material/missing']);
    must(world, recorder, decides(world, 'allow', 'approved', { attach: [material('governmentLeave')] }));
    expect([world.state.run, world.state.ended.at(-1)]).toMatchObject([
      'application',
      { run: 'planning', outcome: 'bypassed', good: false },
    ]);
  });

  test('refused, it goes the way of every project, in the next round', () => {
    const world = reported(true);
    must(world, owner, deciding(world, 'plead'));
    must(world, recorder, decides(world, 'allow', 'refused'));
    expect([world.state.open?.step, world.state.rounds['planning']]).toEqual(['report', 2]);
    must(world, owner, deciding(world, 'report', { fields: { urgent: false }, attach: item() }));
    expect(world.state.open?.step).toBe('screen');
  });

  test('nobody who is not urgent can plead', () => {
    expect(reported().state.open?.step).toBe('screen');
  });
});

describe('the yearly plan as a case', () => {
  const collected = (facts: Fields, at: string): World => {
    const world = open({ pack, at, facts, case: { type: 'annualPlan' } });
    must(world, authority, deciding(world, 'collect', { fields: facts }));
    return world;
  };
  const draft = (world: World) =>
    tryAct(world, authority, deciding(world, 'compile', { attach: [material('planDraft')] }));
  const yearly = { forYear: 2027, supplementary: false };

  test.each([
    ['2026-09-30', ['clock/not-before']],
    ['2026-10-01', []],
  ])('collection closes on 30 September: a draft on %s answers %j', (day, codes) => {
    const world = collected(yearly, '2026-08-01');
    world.at = day;
    expect(unmetCodes(draft(world))).toEqual(codes);
  });

  test('goes to the investment authority and the government in this order, and is issued', () => {
    const world = collected(yearly, '2026-08-01');
    world.at = '2026-10-08';
    expect(draft(world)).toEqual([]);
    must(world, invest, decides(world, 'invest', 'passed'));
    must(world, recorder, decides(world, 'approve', 'returned'));
    expect(draft(world)).toEqual([]);
    must(world, invest, decides(world, 'invest', 'passed'));
    must(world, recorder, decides(world, 'approve', 'approved'));
    must(world, authority, deciding(world, 'issue'));
    expect([world.state.status, world.state.ended.at(-1)?.outcome]).toEqual(['closed', 'issued']);
  });

  test('a supplementary plan walks the same chain in any month', () => {
    const world = collected({ forYear: 2026, supplementary: true }, '2026-05-06');
    expect(draft(world)).toEqual([]);
    expect(world.state.open?.step).toBe('invest');
  });
});
