/** Cases of one type that say the same: when two texts are the same, what is asked of others, and what a gate makes of it (DATA-26.2, GEN-5.3.1, XT-24.1). */
import { caseRules } from '../../../domain/pack/slice';
import type { Fields } from '../../../domain/project/commands';
import { sameWords, twinOf, twinsAskedOf } from '../../../domain/project/twins';
import { begin, cast, county, does, unmet } from './data-resources';
import * as gen from './generic';
import { deciding, material, must, open, policy, tryAct, type World } from './world';
import * as xt from './xiangtan';

const facts: Fields = {
  dataName: '人口',
  upperCatalogue: '第三项',
  stateSecret: false,
  otherSource: false,
  shareType: 'unconditional',
};
const entry = () => begin({ facts, case: { type: 'catalogueEntry' } });
const rules = caseRules(county, 'catalogueEntry');
const others = (...names: readonly string[]) => ({
  head: 1,
  totals: {},
  openCases: [],
  twins: names.map((dataName, index) => ({ id: `C-${String(index + 1)}`, facts: { dataName } })),
});

test.each([
  ['人口', ' 人 口 ', true],
  ['人口 Data', '人口ＤＡＴＡ', true],
  ['人口', '人口信息', false],
  ['人口', undefined, false],
])('%s and %s are one name: %s', (one, other, same) => {
  expect(sameWords(one, other)).toBe(same);
});

test('a case asks by what it says already and by what its next act brings', () => {
  const { state } = entry();
  const act = { type: 'submit', fields: { dataName: '法人' } } as const;
  expect(twinsAskedOf(rules, state, [act])).toEqual({
    caseType: 'catalogueEntry',
    jurisdiction: county.ref.id,
    said: { dataName: ['人口', '法人'] },
  });
  const other = begin({ facts: { wrongData: '住址' }, case: { type: 'dataCorrection' } }).state;
  expect(twinsAskedOf(caseRules(county, 'dataCorrection'), other)).toBeUndefined();
});

test('only what says one of the words is carried along', () => {
  const question = { caseType: 'catalogueEntry', jurisdiction: 'x', said: { dataName: ['人口'] } };
  expect(twinOf({ id: 'C-1', facts: { dataName: '人 口', shareType: 'x' } }, question)).toEqual({
    id: 'C-1',
    facts: { dataName: '人 口' },
  });
  expect(twinOf({ id: 'C-2', facts: { dataName: '法人' } }, question)).toBeUndefined();
});

test('an entry of the same name is refused with the entries that stand; another name is not', () => {
  const world = entry();
  world.outside = others('人 口', '法人');
  const attach = [material('secrecyReview')];
  const [gate] = tryAct(world, cast.owner, deciding(world, 'declare', { attach })).flatMap(
    ({ unmet: rows = [] }) => rows,
  );
  expect([gate?.code, gate?.basis, gate?.missing, gate?.params]).toEqual([
    'registeredTwice',
    'DATA-26.2',
    ['dataName'],
    { cases: ['C-1'] },
  ]);
  world.outside = others('法人');
  expect(unmet(world, 'owner', 'declare', { attach })).toEqual([]);
});

test('what was not gathered is left to the handler', () => {
  expect(unmet(entry(), 'owner', 'declare', { attach: [material('secrecyReview')] })).toEqual([]);
});

interface Listing {
  /** Handed in while its twin was not yet: nothing but the listing is missing. */
  readonly declared: () => World;
  readonly lists: readonly [Parameters<typeof tryAct>[1], string, Parameters<typeof deciding>[2]];
  readonly fact: string;
}

const named = (facts: Fields) => ({ facts, case: { type: 'catalogueEntry' } });
const listings: Readonly<Record<string, Listing>> = {
  registeredTwiceAtListing: {
    declared: () => {
      const world = entry();
      does(world, 'owner', 'declare', { attach: [material('secrecyReview')] });
      return world;
    },
    lists: [cast.data, 'list', { outcome: 'listed' }],
    fact: 'dataName',
  },
  'generic listedTwiceAtLast': {
    declared: () => {
      const said = { entryName: '人口', otherSource: false, updatedEvery: '每日' };
      const world = open({ ...named(said), pack: gen.generic });
      gen.does(world, 'owner', 'declare');
      return world;
    },
    lists: [gen.cast.platform, 'list', { outcome: 'listed' }],
    fact: 'entryName',
  },
  'xiangtan listedTwiceAtLast': {
    declared: () => {
      const said = { entryName: '人口', sourceUnit: '公安', heldElsewhere: false };
      const world = open({ ...named(said), pack: xt.xiangtan });
      xt.does(world, 'owner', 'compile');
      xt.does(world, 'authority', 'check', { role: 'competentAuthority', outcome: 'listed' });
      return world;
    },
    lists: [xt.cast.hall, 'check', { role: 'governmentOffice', outcome: 'listed' }],
    fact: 'entryName',
  },
};

test.each(Object.entries(listings))(
  '%s: of two entries handed in together, neither is listed while the other stands; alone it is',
  (name, { declared, lists: [who, step, more], fact }) => {
    const world = declared();
    const around = (text: string) => ({
      ...{ head: 1, totals: {}, openCases: [] },
      twins: [{ id: 'C-2', facts: { [fact]: text } }],
    });
    world.outside = around(' 人 口');
    const rows = tryAct(world, who, deciding(world, step, more)).flatMap(({ unmet: found = [] }) => found);
    expect(rows.map(({ code, params }) => [code, params])).toEqual([
      [name.split(' ').at(-1), { cases: ['C-2'] }],
    ]);
    world.outside = around('法人');
    must(world, who, deciding(world, step, more));
    expect(world.state.open?.step).not.toBe(step);
  },
);

test.each(['generic.yaml', 'xiangtan.yaml', 'data-resources.yaml'])(
  '%s looks for doubles when an entry is handed in and when it is listed, and says what lifts this',
  (file) => {
    const gates = Object.values(policy(file).cases['catalogueEntry']?.gates ?? {});
    const rows = gates.filter(({ check }) => check.check === 'unique');
    expect(rows.map(({ before }) => before.split('.').at(-1))).toEqual(['submit', 'listed']);
    expect(rows.every(({ zh, en }) => zh?.includes('恢复') && en?.includes('lifts this'))).toBe(true);
  },
);
