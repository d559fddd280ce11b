/** Xiangtan, a project from its application to its completion: what is refused and why, what two ways there are, who decides. */
import type { Fields } from '../../../domain/project/commands';
import { openCase } from './cases';
import { must, material, task, tryAct, tryOpen, unmetCodes } from './world';
import {
  begin,
  bindSupervisor,
  cast,
  does,
  finishPapers,
  goodFacts,
  scheme,
  startPapers,
  toBuilding,
  toCheck,
  toInitiation,
  toReview,
  toStart,
  unmet,
  xiangtan,
} from './xiangtan';

const submit = (facts: Fields, attach = [scheme()]) =>
  unmetCodes(tryAct(begin(), cast.owner, { type: 'submit', fields: facts, attach }));

describe('application (XT-6.2, XT-7.1, XT-9.1, XT-19.1, XT-27.1, XT-28.2)', () => {
  test.each([
    ['planLink', ['fact/missing']],
    ['managedBy', ['fact/missing']],
    ['operatedBy', ['fact/missing']],
  ])('without %s it is sent back (XT-7.1, XT-27.1)', (fact, codes) => {
    expect(submit({ ...goodFacts, [fact]: null })).toEqual(codes);
  });

  test('a scheme says which plans it fits and which standards it follows (XT-6.2)', () => {
    expect(submit(goodFacts, [])).toContain('material/missing');
    expect(submit(goodFacts, [material('constructionScheme', { securityDesign: true })])).toEqual([
      'material/fields',
    ]);
  });

  test.each([
    [0, ['securityNotInBudget']],
    [1, []],
    [10_000_000, []],
    [10_000_001, ['securityNotInBudget']],
  ])('security for %i of 10,000,000 fen answers %j (XT-28.2)', (securityCost, codes) => {
    expect(submit({ ...goodFacts, securityCost })).toEqual(codes);
  });

  test('security is designed with the main work (XT-28.2)', () => {
    expect(submit(goodFacts, [scheme({ securityDesign: false })])).toEqual(['securityNotDesigned']);
  });

  test('a backbone network of its own is refused at the door (XT-9.1)', () => {
    const refusals = tryOpen({ ownBackbone: true }, xiangtan);
    expect(refusals.map(({ code, basis }) => [code, basis])).toEqual([['gate/unmet', 'XT-9.1']]);
    expect(submit({ ...goodFacts, ownBackbone: true })).toEqual(['ownBackbone']);
  });

  test('an application across departments stands on the local platform, or has leave not to (XT-19.1)', () => {
    const across = { ...goodFacts, crossDepartment: true };
    expect(submit({ ...across, onLocalPlatform: true })).toEqual([]);
    expect(submit(across)).toEqual(['notOnPlatform']);
    const world = begin();
    const waive = { type: 'waive', code: 'notOnPlatform', comment: '国家系统统一部署' } as const;
    expect(tryAct(world, cast.owner, waive).map(({ code }) => code)).toEqual(['project/not-permitted']);
    must(world, cast.authority, waive);
    const act = { type: 'submit', fields: across, attach: [scheme()] } as const;
    expect(tryAct(world, cast.owner, act)).toEqual([]);
  });

  test('is returned for another round, or found to be out of scope', () => {
    const world = toCheck();
    does(world, 'authority', 'check', { outcome: 'returned' });
    expect([world.state.open?.step, world.state.rounds['application']]).toEqual(['fill', 2]);
    const other = toCheck();
    does(other, 'authority', 'check', { outcome: 'outOfScope' });
    expect(other.state.status).toBe('outOfScope');
  });

  test('whether it is major is said by the competent authority, not by the builder (XT-7.6)', () => {
    const refusals = tryOpen({ major: false }, xiangtan);
    expect(refusals.map(({ code }) => code)).toEqual(['fields/not-yours']);
    const bare = unmet(toCheck(), 'authority', 'check', { outcome: 'complete' });
    expect(bare).toEqual(['fact/missing']);
  });
});

describe('review before initiation and money (XT-4.2, XT-7.2)', () => {
  test('a fiscal project is reviewed, with the opinion of the expert committee first (XT-4.2, XT-7.2)', () => {
    const world = toReview();
    expect([world.state.run, world.state.open?.step]).toEqual(['review', 'support']);
    does(world, 'experts', 'support');
    const act = { outcome: 'passed', findings: { planFit: '符合' } };
    const open = { type: 'decide', task: task(world, 'opinion').id, ...act } as const;
    const [refusal] = tryAct(world, cast.authority, open);
    expect([refusal?.code, refusal?.params['missing']]).toEqual([
      'task/findings-required',
      ['standardsFit', 'interconnection'],
    ]);
    does(world, 'authority', 'opinion', { outcome: 'passed' });
    expect(world.state.run).toBe('initiation');
    expect(world.state.documents?.map(({ document }) => document)).toEqual(['reviewOpinion']);
  });

  test('one without fiscal money goes straight to its initiation (XT-7.2)', () => {
    const world = toReview({ ...goodFacts, fiscal: false });
    expect(world.state.run).toBe('initiation');
    does(world, 'owner', 'propose');
    does(world, 'approver', 'approve', { outcome: 'approved' });
    expect(world.state.run).toBe('procurement');
  });

  test('returned, the scheme is amended and assessed again; failed, the project is refused', () => {
    const world = toReview();
    does(world, 'experts', 'support');
    does(world, 'authority', 'opinion', { outcome: 'returned' });
    expect(unmet(world, 'owner', 'amend')).toEqual(['material/missing']);
    does(world, 'owner', 'amend', { attach: [material('amendedScheme')] });
    expect([world.state.open?.step, world.state.rounds['review']]).toEqual(['support', 2]);
    does(world, 'experts', 'support');
    does(world, 'authority', 'opinion', { outcome: 'failed' });
    expect(world.state.status).toBe('rejected');
  });

  test('whoever approves may refuse the initiation for good', () => {
    const world = toInitiation();
    does(world, 'owner', 'propose');
    does(world, 'approver', 'approve', { outcome: 'rejected' });
    expect(world.state.status).toBe('rejected');
  });

  const fund = (project: ReturnType<typeof begin>, amount: number, before = 0) => {
    const totals = { requestedTotal: before };
    const world = openCase(project, 'fundApplication', { facts: { amount }, totals });
    return { world, codes: unmet(world, 'owner', 'ask') };
  };

  test('money is not asked for before the review has passed (XT-7.2)', () => {
    expect(fund(toReview(), 1).codes).toEqual(['notReviewedForMoney']);
    expect(fund(toInitiation(), 1).codes).toEqual([]);
    expect(fund(toReview({ ...goodFacts, fiscal: false }), 1).codes).toEqual([]);
  });

  test.each([
    [0, 0, ['amountNotPositive']],
    [0, 10_000_000, []],
    [0, 10_000_001, ['overBudget']],
    [9_999_999, 1, []],
    [9_999_999, 2, ['overBudget']],
  ])('after %i fen, a request for %i answers %j', (before, amount, codes) => {
    expect(fund(toInitiation(), amount, before).codes).toEqual(codes);
  });

  test('finance says what the assessment weighed (XT-33.2)', () => {
    const { world } = fund(toInitiation(), 5);
    const bare = { type: 'decide', task: task(world, 'arrange').id, outcome: 'granted' } as const;
    expect(tryAct(world, cast.finance, bare).map(({ code }) => code)).toEqual(['task/findings-required']);
    does(world, 'finance', 'arrange', { outcome: 'granted' });
    expect(world.state.ended.at(-1)?.outcome).toBe('granted');
  });
});

describe('building (XT-7.3, XT-27.2, XT-28.1, XT-28.2)', () => {
  const startWithout = (kind?: string) => {
    const world = toStart();
    bindSupervisor(world);
    return unmet(world, 'owner', 'startOrder', {
      attach: startPapers().filter((each) => each.kind !== kind),
    });
  };

  test.each(['legalPersonLetter', 'supervisionContract', 'qualityLetter', 'gradingRecord'])(
    'no work starts without %s (XT-7.3, XT-27.2)',
    (kind) => {
      expect(startWithout(kind)).toEqual(['material/missing']);
    },
  );

  test('with all of them it does', () => {
    expect(startWithout()).toEqual([]);
  });

  test('nor without a supervisor, who is not the contractor (XT-7.3)', () => {
    const world = toStart();
    const attach = startPapers();
    expect(unmet(world, 'owner', 'startOrder', { attach })).toEqual(['partiesNotSet']);
    const same = { type: 'bindParty', role: 'supervisor', org: 'builder', orgZh: '承建' } as const;
    const refusals = tryAct(world, cast.owner, same).map(({ code, basis }) => [code, basis]);
    expect(refusals).toEqual([['duty/party-conflict', 'XT-7.3']]);
  });

  test('nor without bidding or government procurement (XT-7.3)', () => {
    const world = toInitiation();
    does(world, 'owner', 'propose');
    does(world, 'approver', 'approve', { outcome: 'approved' });
    expect(unmet(world, 'owner', 'awardResult')).toEqual(['contractorNotSet', 'material/missing']);
  });

  test('products without a certificate are sent back; so is work without proof that security was built (XT-28.1, XT-28.2)', () => {
    const world = toBuilding();
    expect(unmet(world, 'contractor', 'report', { attach: finishPapers(false) })).toEqual([
      'productNotCertified',
    ]);
    const [list] = finishPapers();
    const attach = list === undefined ? [] : [list];
    expect(unmet(world, 'contractor', 'report', { attach })).toEqual(['material/missing']);
    expect(unmet(world, 'contractor', 'report', { attach: finishPapers() })).toEqual([]);
  });

  test('a security level is one of five (XT-27.2)', () => {
    const world = toStart();
    bindSupervisor(world);
    const attach = startPapers().map((each) =>
      each.kind === 'gradingRecord' ? material('gradingRecord', { level: 'level6' }) : each,
    );
    expect(unmet(world, 'owner', 'startOrder', { attach })).toEqual(['material/fields']);
  });
});
