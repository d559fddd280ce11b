/** Clocks that a case of the project stops: with a suspension on top, in a later run, and told by the case itself, once. */
import type { Actor } from '../../../domain/project/commands';
import type { DueEffect } from '../../../domain/project/follow-ups';
import type { OutsideFacts } from '../../../domain/project/outside';
import { cityText } from '../../cities/city-text';
import { deciding, must, open, packFrom, personOf, tryAct, type World } from './world';

const bing = packFrom(cityText('bing.yaml'));
const system: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };
const owner = personOf(bing.ref.id, 'applicant', 'office');
const desk = personOf(bing.ref.id, 'desk', 'hall', 'digitalOffice');
const admin: Actor = { ...personOf(bing.ref.id, 'admin', 'hall'), admin: true };

function toProcurement(before: (world: World) => void = () => undefined): World {
  const world = open({ pack: bing, at: '2026-03-02' });
  const fields = {
    ...{ budget: 100, ownMoney: 12, funding: [{ source: 'own', money: 100 }] },
    contracts: [{ contractName: '软件', contractSum: 100 }],
  };
  must(world, owner, deciding(world, 'apply', { fields }));
  before(world);
  must(world, desk, deciding(world, 'take', { outcome: 'passed' }));
  return world;
}

const effectOf = (what: 'hold' | 'letGo', by = 'case/C1'): DueEffect => ({
  key: `${by}/effect-${what}`,
  deed: { do: what, case: 'complaint', by },
  reason: '投诉 C1',
});
const told = (world: World, at: string, what: 'hold' | 'letGo') => {
  world.at = at;
  must(world, system, { type: 'effect', effect: effectOf(what) });
};
const signing = ({ state }: World) => state.clocks['procurement/signing'];

test('a case that is over during a suspension leaves the clock to the suspension; each stop keeps its own reason', () => {
  const world = toProcurement();
  expect(signing(world)?.due).toBe('2026-04-13');
  told(world, '2026-03-05', 'hold');
  world.at = '2026-03-08';
  must(world, admin, { type: 'suspend', comment: '资金未落实' });
  told(world, '2026-03-10', 'letGo');
  expect(signing(world)).toMatchObject({
    status: 'paused',
    pausedAt: '2026-03-10',
    stoppedFor: { kind: 'suspension', text: '资金未落实' },
  });
  world.at = '2026-03-15';
  must(world, admin, { type: 'resume', comment: '资金已落实' });
  const clock = signing(world);
  expect(clock?.status).toBe('running');
  expect(clock?.why.stops).toEqual([
    { from: '2026-03-05', until: '2026-03-10', reason: { kind: 'case', text: '投诉 C1', basis: 'BING-13' } },
    { from: '2026-03-10', until: '2026-03-15', reason: { kind: 'suspension', text: '资金未落实' } },
  ]);
});

test('a case that began during a suspension, or in an earlier run, holds the clock as soon as it would run', () => {
  const suspended = toProcurement();
  must(suspended, admin, { type: 'suspend', comment: '资金未落实' });
  told(suspended, '2026-03-05', 'hold');
  must(suspended, admin, { type: 'resume', comment: '资金已落实' });
  expect(signing(suspended)?.stoppedFor?.kind).toBe('case');
  const earlier = toProcurement((world) => {
    told(world, '2026-03-03', 'hold');
  });
  expect(signing(earlier)).toMatchObject({ status: 'paused', pausedAt: '2026-03-03' });
  expect(earlier.state.clocks['procurement/statutory']?.status).toBe('running');
  expect(signing(earlier)?.until).toBe('signAll.submitted');
});

test('nobody but the engine tells of a case', () => {
  const world = toProcurement();
  const [refusal] = tryAct(world, admin, { type: 'effect', effect: effectOf('hold') });
  expect(refusal?.code).toBe('project/illegal-action');
});

function complaint(): World {
  const project = toProcurement().state;
  const outside: OutsideFacts = { head: 1, totals: {}, openCases: [], project };
  return open({ pack: bing, case: { type: 'complaint', outside } });
}
const deeds = ({ state }: World) => Object.values(state.effects ?? {}).map(({ deed }) => deed);

test('the case tells its project once when it is handed in and once when it is over, and nothing while it is drafted', () => {
  const world = complaint();
  expect(deeds(world)).toEqual([]);
  must(world, desk, deciding(world, 'lodge'));
  const about = { case: 'complaint', by: world.state.workflowId };
  expect(deeds(world)).toEqual([{ do: 'hold', ...about }]);
  const other = personOf(bing.ref.id, 'other', 'hall', 'digitalOffice');
  must(world, other, deciding(world, 'settle', { outcome: 'settled' }));
  expect(deeds(world)).toEqual([
    { do: 'hold', ...about },
    { do: 'letGo', ...about },
  ]);
});

test('a case that is terminated lets the clocks go; a draft that is terminated never held any', () => {
  const world = complaint();
  must(world, desk, deciding(world, 'lodge'));
  must(world, admin, { type: 'terminate', comment: '撤回' });
  expect(deeds(world).map((deed) => deed.do)).toEqual(['hold', 'letGo']);
  const draft = complaint();
  must(draft, admin, { type: 'terminate', comment: '误开' });
  expect(deeds(draft)).toEqual([]);
});
