/** What an open incident of a project freezes: its acceptance is neither asked for nor passed until the incident is dealt with, under every pack. */
import type { Actor } from '../../../domain/project/commands';
import { askForAcceptance, toAcceptance as huaianAcceptance } from './course';
import * as county from './data-resources';
import * as gen from './generic';
import * as lh from './luohe';
import * as oa from './office';
import * as xt from './xiangtan';
import { deciding, material, must, people, policy, tryAct, type World } from './world';

const bad = { head: 1, totals: {} };
const around = (world: World, ...openCases: readonly string[]): World =>
  Object.assign(world, { outside: { ...bad, openCases } });
const unmet = (world: World, who: Actor, step: string, more: Parameters<typeof deciding>[2]) =>
  tryAct(world, who, deciding(world, step, more)).flatMap((refusal) => refusal.unmet ?? []);

interface Frozen {
  readonly to: () => World;
  readonly asks: readonly [Actor, ReturnType<typeof material>[], Parameters<typeof deciding>[2]?];
  /** Asked for in every way: the conclusion alone is missing. */
  readonly asked: (world: World) => void;
  readonly concludes: readonly [Actor, string, Parameters<typeof deciding>[2]];
}

/** An office project with its contract signed. */
function officeAcceptance(): World {
  const world = oa.begun();
  const needs = [material('needsAnalysis', { compatible: true })];
  must(world, oa.cast.owner, { type: 'submit', fields: { reuseWeighed: '已比较' }, attach: needs });
  oa.does(world, 'group', 'check', { outcome: 'complete' });
  must(world, oa.cast.owner, { type: 'bindParty', role: 'contractor', org: 'builder', orgZh: '承建' });
  around(world);
  const proof = material('teamQualification', {}, { org: 'builder', until: '2099-12-31' });
  oa.does(world, 'owner', 'choose', { attach: [proof] });
  oa.does(world, 'owner', 'sign', { attach: [material('contract')] });
  return world;
}

const cities: Readonly<Record<string, Frozen>> = {
  generic: {
    to: gen.toAcceptance,
    asks: [gen.cast.builder, [material('acceptanceApplication')]],
    asked: (world) => {
      gen.does(world, 'builder', 'request', { attach: [material('acceptanceApplication')] });
      gen.does(world, 'authority', 'panel', {
        role: 'competentAuthority',
        outcome: 'passed',
        attach: [material('acceptanceMinutes')],
      });
      for (const who of ['expert1', 'expert2'] as const)
        gen.does(world, who, 'panel', { role: 'reviewExpert', outcome: 'passed' });
    },
    concludes: [gen.cast.expert3, 'panel', { role: 'reviewExpert', outcome: 'passed' }],
  },
  huaian: {
    to: huaianAcceptance,
    asks: [people.contractor, [material('acceptanceApplication'), material('softwareTestReport')]],
    asked: (world) => {
      askForAcceptance(world);
      must(world, 'lead', deciding(world, 'panel', { role: 'projectOwner', outcome: 'passed' }));
      must(world, 'tech2', deciding(world, 'panel', { role: 'networkTechOffice', outcome: 'passed' }));
      must(world, 'supervisor', deciding(world, 'panel', { role: 'supervisor', outcome: 'passed' }));
      must(world, 'contractor', deciding(world, 'panel', { role: 'contractor', outcome: 'passed' }));
      for (const who of ['expert1', 'expert2'] as const)
        must(world, who, deciding(world, 'panel', { role: 'reviewExpert', outcome: 'passed' }));
    },
    concludes: [people.expert3, 'panel', { role: 'reviewExpert', outcome: 'passed' }],
  },
  luohe: {
    to: lh.toAcceptance,
    asks: [lh.cast.owner, lh.acceptancePapers()],
    asked: (world) => {
      lh.does(world, 'owner', 'request', { attach: lh.acceptancePapers() });
      lh.does(world, 'authority', 'panel', { role: 'competentAuthority', outcome: 'passed' });
      for (const who of ['expert1', 'expert2'] as const)
        lh.does(world, who, 'panel', { role: 'reviewExpert', outcome: 'passed' });
    },
    concludes: [lh.cast.expert3, 'panel', { role: 'reviewExpert', outcome: 'passed' }],
  },
  xiangtan: {
    to: xt.toAcceptance,
    asks: [xt.cast.owner, [material('acceptanceApplication')]],
    asked: (world) => {
      xt.does(world, 'owner', 'request', { attach: [material('acceptanceApplication')] });
      xt.does(world, 'authority', 'panel', { role: 'competentAuthority', outcome: 'passed' });
    },
    concludes: [xt.cast.department, 'panel', { role: 'concernedDepartment', outcome: 'passed' }],
  },
  'data-resources': {
    to: county.toAcceptance,
    asks: [county.cast.owner, county.acceptancePapers(), { fields: county.allAssets }],
    asked: (world) => {
      county.does(world, 'owner', 'request', { fields: county.allAssets, attach: county.acceptancePapers() });
      county.does(world, 'data', 'file');
    },
    concludes: [county.cast.data, 'accept', { outcome: 'passed' }],
  },
  office: {
    to: officeAcceptance,
    asks: [oa.cast.owner, [material('testReport', { verdict: 'passed' })]],
    asked: (world) =>
      oa.does(world, 'owner', 'request', { attach: [material('testReport', { verdict: 'passed' })] }),
    concludes: [oa.cast.group, 'accept', { outcome: 'passed' }],
  },
};

test('whoever reported an incident does not withdraw it once it is reported; the authority that takes note of it may (LH-22.2)', () => {
  const withdraw = { type: 'withdraw', comment: '误报' } as const;
  const reported = () => {
    const world = lh.begin({
      facts: { incident: '数据泄露', foundOn: '2026-03-02' },
      case: { type: 'dataIncident' },
    });
    return world;
  };
  const draft = reported();
  must(draft, lh.cast.owner, withdraw);
  expect(draft.state.status).toBe('withdrawn');
  const world = reported();
  lh.does(world, 'owner', 'report');
  expect(tryAct(world, lh.cast.owner, withdraw)).toMatchObject([
    { code: 'project/not-permitted', params: { roles: ['securityAuthority'] } },
  ]);
  must(world, lh.cast.security, withdraw);
  expect(world.state.status).toBe('withdrawn');
});

describe.each([
  ['generic', 'securityIncident', 'SJ-29'],
  ['huaian', 'securityIncident', 'SJ-29'],
  ['luohe', 'dataIncident', 'LH-22.2'],
  ['xiangtan', 'securityIncident', 'XT-30.1'],
  ['data-resources', 'dataIncident', 'SJ-29'],
  ['office', 'incident', 'OA-8.5'],
])('an open incident in %s (%s, %s)', (city, type, basis) => {
  const { to, asks, asked, concludes } = cities[city] as Frozen;
  const [asker, attach, more = {}] = asks;

  test('keeps the acceptance from being asked for, and lets it go when it is over', () => {
    const world = around(to(), type);
    expect(unmet(world, asker, 'request', { attach, ...more })).toMatchObject([
      { code: 'incidentOpen', basis, missing: [type] },
    ]);
    must(around(world), asker, deciding(world, 'request', { attach, ...more }));
  });

  test('that begins while the acceptance is asked for keeps it from passing, until it is over', () => {
    const world = around(to());
    asked(world);
    const [who, step, vote] = concludes;
    expect(unmet(around(world, type), who, step, vote)).toMatchObject([
      { code: 'incidentOpenAtConclusion', basis },
    ]);
    must(around(world), who, deciding(world, step, vote));
    expect(world.state.run).not.toBe('acceptance');
  });

  test('is reported by anyone on the day it is found, and marked when it is late', () => {
    const row = policy(`${city}.yaml`).cases[type];
    expect([row?.openedBy, row?.about]).toEqual(['anyone', 'organisation']);
    const clocks = Object.values(row?.clocks ?? {});
    const atOnce = clocks.filter(({ length, date }) => length === 0 || date === 'foundOn');
    expect(atOnce).not.toEqual([]);
    for (const { then } of atOnce) expect(then.map((effect) => effect.do)).toContain('mark');
  });
});
