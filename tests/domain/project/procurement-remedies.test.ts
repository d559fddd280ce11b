/** Query, challenge and complaint of suppliers (政府采购法 51–57, 实施条例 52–58, 财政部令第94号): their time limits, and how they hold up the contract. */
import type { Actor, Fields } from '../../../domain/project/commands';
import { openCase } from './cases';
import {
  contract,
  toBuilding as toHuaianBuilding,
  toContract as toHuaianContract,
  toStart as toHuaianStart,
} from './course';
import * as gen from './generic';
import * as lh from './luohe';
import {
  deciding,
  must,
  material,
  people,
  person,
  personOf,
  policy,
  reachClock,
  tryAct,
  unmetCodes,
  type World,
} from './world';
import * as xt from './xiangtan';

const finance = person('treasurer', 'treasury', 'financeAuthority');
const decider = person('treasurer2', 'treasury', 'financeAuthority');

/** A Huai'an project whose contract only waits to be signed. */
function toSigning(): World {
  const world = toHuaianContract();
  must(world, 'applicant', deciding(world, 'draft', { attach: [contract(24)] }));
  must(world, 'legal', deciding(world, 'legality', { outcome: 'passed' }));
  return world;
}

/** Luohe's work ordered: the contractor builds. */
function luoheBuilding(): World {
  const world = lh.toStart();
  lh.does(world, 'owner', 'startOrder');
  return world;
}

const query: Fields = { asker: '甲公司', question: '评分办法', receivedOn: '2026-03-02' };
const challenge: Fields = {
  challenger: '甲公司',
  challenged: '评审不公',
  knownOn: '2026-02-25',
  receivedOn: '2026-03-02',
};
const complaint: Fields = {
  complainant: '甲公司',
  complained: '评审不公',
  answerDueOn: '2026-02-25',
  receivedOn: '2026-03-02',
};

const clock = (world: World, name: string) => world.state.clocks[`${String(world.state.caseType)}/${name}`];
const standing = (world: World) => world.state.open?.step ?? world.state.ended.at(-1)?.outcome;

function opened(type: string, facts: Fields): World {
  return openCase(toSigning(), `procurement${type}`, { facts });
}

function challenged(facts: Fields = challenge): World {
  const world = opened('Challenge', facts);
  must(world, 'applicant', deciding(world, 'register', { attach: [material('challengeLetter')] }));
  return world;
}

function complained(facts: Fields = complaint): World {
  const world = opened('Complaint', facts);
  must(world, finance, deciding(world, 'register', { attach: [material('complaintLetter')] }));
  return world;
}

function accepted(): World {
  const world = complained();
  must(world, decider, deciding(world, 'examine', { outcome: 'accepted' }));
  must(world, finance, deciding(world, 'tellParties'));
  must(world, finance, deciding(world, 'explain'));
  must(world, decider, deciding(world, 'investigate', { outcome: 'investigated' }));
  return world;
}

describe('query (政府采购法 51, 实施条例 52)', () => {
  test('is answered within three working days of its receipt, and marked when late', () => {
    const world = opened('Query', query);
    must(world, 'applicant', deciding(world, 'register'));
    expect(clock(world, 'answering')).toMatchObject({
      from: '2026-03-02',
      due: '2026-03-05',
      basis: 'CGT-52',
    });
    expect(reachClock(world, 'procurementQuery/answering')).toMatchObject({ overdue: true });
    must(world, 'applicant', deciding(world, 'answer', { attach: [material('queryReply')] }));
    expect(world.state.status).toBe('closed');
  });

  test('is not received tomorrow', () => {
    const world = opened('Query', { ...query, receivedOn: '2026-03-03' });
    expect(unmetCodes(tryAct(world, 'applicant', deciding(world, 'register')))).toEqual(['receivedLater']);
  });
});

describe('challenge (政府采购法 52, 53, 55)', () => {
  test('is raised within seven working days of knowing; what comes later is marked, not lost', () => {
    expect(clock(challenged(), 'raising')).toMatchObject({
      due: '2026-03-06',
      status: 'met',
      basis: 'CG-52',
    });
    const late = opened('Challenge', { ...challenge, knownOn: '2026-02-10' });
    expect(reachClock(late, 'procurementChallenge/raising')).toMatchObject({ overdue: true });
    expect(standing(late)).toBe('register');
  });

  test('taken back and registered with another day, it counts from that', () => {
    const { knownOn: _known, ...rest } = challenge;
    const world = opened('Challenge', rest);
    const registers = (knownOn: string) =>
      must(
        world,
        'applicant',
        deciding(world, 'register', { fields: { knownOn }, attach: [material('challengeLetter')] }),
      );
    registers('2026-02-10');
    expect(clock(world, 'raising')).toMatchObject({ status: 'met', overdue: true });
    const task = Object.values(world.state.tasks).find((each) => each.step === 'register')?.id ?? '';
    must(world, 'applicant', { type: 'takeBack', task, comment: '日期有误' });
    registers('2026-02-25');
    expect(clock(world, 'raising')).toMatchObject({ status: 'met', due: '2026-03-06' });
    expect(clock(world, 'raising')?.overdue).not.toBe(true);
  });

  test('is answered within seven working days, escalates to the finance authority, and opens 15 working days to complain', () => {
    const world = challenged();
    expect(clock(world, 'answering')).toMatchObject({ due: '2026-03-11', basis: 'CG-53' });
    expect(reachClock(world, 'procurementChallenge/answering')).toMatchObject({ overdue: true });
    world.at = '2026-03-12';
    const reply = { fields: { challengeFounded: false }, attach: [material('challengeReply')] };
    must(world, 'applicant', deciding(world, 'answer', reply));
    // From the end of the time to answer, whenever the answer came: seven and fifteen working days from receipt.
    expect(clock(world, 'complaining')).toMatchObject({
      from: '2026-03-02',
      due: '2026-04-01',
      basis: 'CG-55',
    });
    expect(world.state.status).toBe('closed');
  });

  test('founded, it stays open until the procurement was done anew (94号令 16)', () => {
    const world = challenged();
    const reply = { fields: { challengeFounded: true }, attach: [material('challengeReply')] };
    must(world, 'applicant', deciding(world, 'answer', reply));
    expect(unmetCodes(tryAct(world, 'applicant', deciding(world, 'redo')))).toEqual(['material/missing']);
    must(world, 'applicant', deciding(world, 'redo', { attach: [material('newAward')] }));
    expect(world.state.status).toBe('closed');
  });
});

describe('complaint (政府采购法 55–57, 实施条例 58, 94号令 21)', () => {
  test('is examined in 5, told to the parties in 8 and decided in 30 working days; the pause lasts 30 days', () => {
    const world = complained();
    const dues = ['examining', 'telling', 'deciding'].map((name) => clock(world, name)?.due);
    expect(dues).toEqual(['2026-03-09', '2026-03-12', '2026-04-13']);
    must(world, decider, deciding(world, 'examine', { outcome: 'accepted' }));
    expect(clock(world, 'pausing')).toMatchObject({ due: '2026-04-01', basis: 'CG-57' });
    for (const name of ['telling', 'deciding'])
      expect(reachClock(world, `procurementComplaint/${name}`)).toMatchObject({ overdue: true });
    // The pause ends; the decision, which has thirty working days, is not late by that.
    expect(reachClock(world, 'procurementComplaint/pausing')).not.toMatchObject({ overdue: true });
  });

  test('the time of a supplement and of experts does not count (实施条例 58)', () => {
    const world = complained();
    must(world, decider, deciding(world, 'examine', { outcome: 'incomplete' }));
    expect(clock(world, 'deciding')?.status).toBe('paused');
    world.at = '2026-03-04';
    must(world, finance, deciding(world, 'supplement'));
    expect(clock(world, 'deciding')).toMatchObject({ due: '2026-04-15', status: 'running' });
    // Once only: after the supplement it is accepted or not (94号令 21).
    expect(standing(world)).toBe('reexamine');
    must(world, decider, deciding(world, 'reexamine', { outcome: 'accepted' }));
    must(world, finance, deciding(world, 'tellParties'));
    expect(clock(world, 'explaining')).toMatchObject({ due: '2026-03-11', basis: 'CGTS-22' });
    must(world, finance, deciding(world, 'explain'));
    must(world, decider, deciding(world, 'investigate', { outcome: 'toExpert' }));
    world.at = '2026-03-09';
    must(world, finance, deciding(world, 'assess'));
    expect(clock(world, 'deciding')).toMatchObject({ due: '2026-04-20', status: 'running' });
  });

  test.each([
    ['dismissed', 'dismissed'],
    ['upheld', 'redo'],
  ])('decided as %s, in writing, it goes to %s', (outcome, next) => {
    const world = accepted();
    const silent = tryAct(world, decider, deciding(world, 'decide', { outcome }));
    expect(unmetCodes(silent)).toEqual(['material/missing']);
    const paper = outcome === 'dismissed' ? 'dismissalDecision' : 'complaintDecision';
    must(world, decider, deciding(world, 'decide', { outcome, attach: [material(paper)] }));
    expect(standing(world)).toBe(next);
  });

  test('upheld, it ends when the procurement was done anew; whoever registered it does not decide it', () => {
    const world = accepted();
    const decision = { outcome: 'upheld', attach: [material('complaintDecision')] };
    const own = tryAct(world, finance, deciding(world, 'decide', decision));
    expect(own.map(({ code }) => code)).toEqual(['duty/own-submission']);
    must(world, decider, deciding(world, 'decide', decision));
    must(world, 'applicant', deciding(world, 'redo', { attach: [material('newAward')] }));
    expect(standing(world)).toBe('redone');
  });

  test('not accepted, it is over', () => {
    const world = complained();
    must(world, decider, deciding(world, 'examine', { outcome: 'notAccepted' }));
    expect(standing(world)).toBe('notAccepted');
  });

  test('the body complained of neither opens nor withdraws it; the finance authority does', () => {
    const withdraw = { type: 'withdraw', comment: '供应商撤回投诉' } as const;
    const world = complained();
    expect(tryAct(world, 'applicant', withdraw)).toMatchObject([
      { code: 'project/not-permitted', params: { roles: ['financeAuthority'] } },
    ]);
    must(world, finance, withdraw);
    expect(world.state.status).toBe('withdrawn');
  });
});

describe('what an open challenge or complaint holds up (实施条例 54, 政府采购法 57)', () => {
  const around = (world: World, ...openCases: readonly string[]) => {
    world.outside = { head: 1, totals: {}, openCases: openCases.map((name) => `procurement${name}`) };
    return world;
  };

  test.each([
    ['huaian', 'Challenge', 'challengeOpen', 'CGT-54'],
    ['huaian', 'Complaint', 'complaintOpen', 'CG-57'],
    ['luohe', 'Challenge', 'challengeOpen', 'CGT-54'],
    ['luohe', 'Complaint', 'complaintOpen', 'CG-57'],
  ])(
    'in %s an open %s refuses the signature as %s by %s; without it the contract is signed',
    (city, open, code, basis) => {
      const world = city === 'huaian' ? toSigning() : lh.toContract();
      const papers =
        city === 'huaian' ? {} : { attach: [material('contract', { amount: 1, dataClause: true })] };
      const who = city === 'huaian' ? people.applicant : lh.cast.owner;
      const refusals = tryAct(around(world, open), who, deciding(world, 'sign', papers));
      expect(refusals.flatMap(({ unmet }) => unmet ?? [])).toMatchObject([{ code, basis }]);
      must(around(world), who, deciding(world, 'sign', papers));
      expect(world.state.run).toBe('building');
    },
  );

  test('where a measure has no stage of procurement, work does not start (GEN)', () => {
    const world = gen.toStart();
    const refusals = tryAct(around(world, 'Challenge'), gen.cast.owner, deciding(world, 'startOrder'));
    expect(unmetCodes(refusals)).toEqual(['challengeOpen']);
    must(around(world), gen.cast.owner, deciding(world, 'startOrder'));
  });

  describe.each([
    {
      city: 'huaian',
      signed: toHuaianStart,
      starter: people.applicant,
      building: toHuaianBuilding,
      builder: people.contractor,
    },
    {
      city: 'luohe',
      signed: lh.toStart,
      starter: lh.cast.owner,
      building: luoheBuilding,
      builder: lh.cast.contractor,
    },
    {
      city: 'xiangtan',
      signed: xt.toStart,
      starter: xt.cast.owner,
      building: xt.toBuilding,
      builder: xt.cast.contractor,
    },
    {
      city: 'generic',
      signed: gen.toStart,
      starter: gen.cast.owner,
      building: gen.toBuilding,
      builder: gen.cast.builder,
    },
  ])('once the contract is signed, in $city', ({ city, signed, starter, building, builder }) => {
    const codesOf = (world: World, who: Actor, step: string) =>
      unmetCodes(tryAct(world, who, deciding(world, step))).filter((code) => code.includes('Open'));

    test.each([
      ['Challenge', 'challengeOpen', 'challengeOpenInWork'],
      ['Complaint', 'complaintOpen', 'complaintOpenInWork'],
    ])('a %s stops it from being carried out: %s at the start, %s in the work', (type, start, work) => {
      expect(codesOf(around(signed(), type), starter, 'startOrder')).toEqual([start]);
      expect(codesOf(around(building(), type), builder, 'report')).toEqual([work]);
      expect(codesOf(around(signed()), starter, 'startOrder')).toEqual([]);
      expect(codesOf(around(building()), builder, 'report')).toEqual([]);
      const { cases, stages } = policy(`${city}.yaml`);
      expect(cases[`procurement${type}`]?.during).toContain('building');
      const rows = stages['building']?.gates;
      const articles = type === 'Challenge' ? 'CGT-54' : 'CG-57';
      expect([rows?.[start]?.basis, rows?.[work]?.basis]).toEqual([articles, articles]);
    });

    test('the finance authority alone lets the work go on while a complaint is open', () => {
      const place = policy(`${city}.yaml`).ref.id;
      const treasurer = personOf(place, 'treasurer', 'treasury', 'financeAuthority');
      const world = around(building(), 'Complaint');
      const waive = { type: 'waive', code: 'complaintOpenInWork', comment: '暂停满 30 日' } as const;
      expect(tryAct(world, starter, waive).map(({ code }) => code)).toEqual(['project/not-permitted']);
      must(world, treasurer, waive);
      expect(codesOf(world, builder, 'report')).toEqual([]);
    });
  });

  test('a query holds the signature up as well (实施条例 54)', () => {
    const world = around(toSigning(), 'Query');
    expect(unmetCodes(tryAct(world, 'applicant', deciding(world, 'sign')))).toEqual(['challengeOpen']);
  });

  test('after 30 days the finance authority alone lets the contract be signed', () => {
    const world = toSigning();
    const waive = { type: 'waive', code: 'complaintOpen', comment: '暂停满 30 日' } as const;
    around(world, 'Complaint');
    expect(tryAct(world, 'applicant', waive).map(({ code }) => code)).toEqual(['project/not-permitted']);
    must(world, finance, waive);
    must(world, 'applicant', deciding(world, 'sign'));
    expect(world.state.run).toBe('building');
  });

  test.each(['generic', 'huaian', 'luohe', 'xiangtan', 'office'])(
    '%s has all three, with the articles of the law',
    (file) => {
      const { cases } = policy(`${file}.yaml`);
      const articles = ['Query', 'Challenge', 'Complaint'].map((name) =>
        Object.values(cases[`procurement${name}`]?.clocks ?? {}).map(({ basis }) => basis),
      );
      expect(articles).toEqual([
        ['CGT-52'],
        ['CG-52', 'CG-53', 'CG-55'],
        ['CG-55', 'CGTS-21', 'CGTS-21', 'CGTS-22', 'CG-56', 'CG-57'],
      ]);
    },
  );
});
