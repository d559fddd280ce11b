/** Gates: every unmet one is named at once, boundaries are exact, and a preview says the same. */
import { body, decision, gate, material, payment, rules, step } from '../rules';
import {
  acts,
  applied,
  calendar,
  decides,
  finance,
  given,
  goodFacts,
  goodPapers,
  office,
  opens,
  owner,
  paper,
  person,
  tech,
  type Move,
} from '../story';
import { previewGates } from '../../../domain/project/allowed';
import type { Fields } from '../../../domain/project/commands';
import type { OutsideFacts } from '../../../domain/project/outside';

const submit = (fields: Fields, attach = goodPapers): Move => acts(owner, { type: 'submit', fields, attach });

describe('a submission', () => {
  const story = given(rules(), [opens]);

  it('is told everything it lacks at once', () => {
    expect(story.when(submit({}, [])).unmet).toEqual([
      'fact/missing:budget',
      'fact/missing:securityCost',
      'fact/missing:software',
      'fact/missing:hardware',
      'material/missing:form',
      'material/missing:study',
      'share',
      'chapter',
    ]);
  });

  it('that is refused leaves nothing behind', () => {
    const refused = story.when(submit({ ...goodFacts, securityCost: 1 }));
    expect(refused.events).toEqual([]);
    expect(refused.refusals).toHaveLength(1);
    expect(refused.refusals[0]).toMatchObject({ code: 'gate/unmet', params: { count: 1 }, basis: 'T-share' });
  });

  it.each([
    [10_000, 500, []],
    [10_000, 499, ['share']],
    [1_981_390_000, 99_069_500, []],
    [1_981_390_000, 99_069_499, ['share']],
    [10_001, 500, ['share']],
    [0, 0, []],
  ])('of %i fen with %i for security: %j', (budget, securityCost, unmet) => {
    expect(story.when(submit({ ...goodFacts, budget, securityCost })).unmet).toEqual(unmet);
  });

  it('is told the same by a preview', () => {
    const act = {
      type: 'submit',
      fields: { budget: 100, securityCost: 1 },
      attach: [paper('form')],
    } as const;
    const refused = story.when(acts(owner, act));
    const around = { rules: rules(), calendar, now: '2026-01-05T00:00:00Z' };
    const reports = previewGates(story.state, act, around, owner);
    const unmet = reports.filter((report) => !report.met).map((report) => report.gate);
    expect(unmet).toEqual(refused.refusals[0]?.unmet);
    expect(reports.filter((report) => report.met).map((report) => report.gate.missing)).not.toContainEqual([
      'budget',
    ]);
  });

  it('of a field the step does not take is refused', () => {
    expect(story.when(submit({ ...goodFacts, paidTotal: 0 })).codes).toEqual(['fields/unknown']);
    expect(story.when(submit({ ...goodFacts, budget: 0.5 })).codes).toEqual(['fields/invalid']);
  });
});

describe('a gate of parties', () => {
  const gated = rules({
    stages: {
      review: body('review', { main: [step('start', ['projectOwner'])] }, ['approved'], {
        gates: [
          gate('parties', 'start', { check: 'parties', roles: ['contractor', 'supervisor', 'auditor'] }),
        ],
      }),
    },
  });

  it('wants them all, and different', () => {
    const story = given(gated, applied);
    expect(story.when(decides(owner, 'start')).refusals[0]?.unmet?.[0]?.missing).toEqual(['auditor']);
    const bound = story.and(acts(owner, { type: 'bindParty', role: 'auditor', org: 'a1', orgZh: '审计' }));
    expect(bound.when(decides(owner, 'start')).codes).toEqual([]);
    const same = {
      contractor: { org: 'c', zh: '' },
      supervisor: { org: 'c', zh: '' },
      auditor: { org: 'a', zh: '' },
    };
    const doubled = given(gated, applied, { process: { parties: same } });
    expect(doubled.when(decides(owner, 'start')).refusals[0]?.unmet?.[0]?.missing).toEqual([
      'contractor',
      'supervisor',
    ]);
  });
});

describe('a gate of valid materials', () => {
  const gated = rules({
    stages: {
      review: body('review', { main: [step('start', ['projectOwner'])] }, ['approved'], {
        materials: [
          material('report', 'start', {
            fields: { verdict: { type: 'verdict' }, validUntil: { type: 'date', optional: true } },
          }),
        ],
        gates: [gate('tested', 'start', { check: 'valid', materials: [['report']] })],
      }),
    },
  });
  const story = given(gated, applied);

  it.each<[Fields, readonly string[]]>([
    [{ verdict: 'passed' }, []],
    [{ verdict: 'passedAfterFixes' }, []],
    [{ verdict: 'failed' }, ['tested']],
    [{ verdict: null }, ['material/fields:report.verdict', 'tested']],
    [{}, ['material/fields:report.verdict', 'tested']],
    [{ verdict: 'passed', validUntil: '2026-01-05' }, []],
    [{ verdict: 'passed', validUntil: '2026-01-04' }, ['tested']],
  ])('for %j names %j', (fields, unmet) => {
    expect(
      story.when(decides(owner, 'start', undefined, { attach: [paper('report', fields)] })).unmet,
    ).toEqual(unmet);
  });
});

describe('a material with an author', () => {
  const gated = rules({
    stages: {
      review: body('review', { main: [step('start', ['projectOwner'])] }, ['approved'], {
        materials: [material('audit', 'start', { author: 'supervisor' })],
      }),
    },
  });
  const by = (org: string, qualifiedUntil: string | null) => ({
    ...paper('audit'),
    author: { org, zh: org, qualifiedUntil },
  });

  it('must be made by the bound party, qualified today', () => {
    const story = given(gated, applied);
    const start = (attach: ReturnType<typeof by>) =>
      story.when(decides(owner, 'start', undefined, { attach: [attach] })).unmet;
    expect(start(by('s1', '2026-01-05'))).toEqual([]);
    expect(start(by('s1', '2026-01-04'))).toEqual(['material/author:audit']);
    expect(start(by('s1', null))).toEqual(['material/author:audit']);
    expect(start(by('c1', '2030-01-01'))).toEqual(['material/author:audit']);
  });
});

describe('a payment', () => {
  const paying = (contract: Fields | undefined, more: Fields = { budget: 1_000 }, paidTotal = 0) => {
    const project: OutsideFacts['project'] = {
      status: 'active',
      run: 'trialRun',
      facts: more,
      materials: contract === undefined ? {} : { contract: paper('contract', contract) },
      parties: {},
      participants: [],
      ended: [],
      owner: { org: 'o1', orgZh: '', person: { id: 'owner', name: 'owner' } },
    };
    const process = { kind: 'case', caseType: 'payment', projectId: 'P1', id: 'C1' } as const;
    return given(rules(), [opens], {
      process,
      outside: { head: 1, totals: { paidTotal }, openCases: [], project },
    });
  };
  const ask = (amount: number) => decides(owner, 'ask', undefined, { fields: { amount } });

  it('up to the contract is paid, one fen above is refused', () => {
    const story = paying({ amount: 900 });
    expect(story.when(ask(901)).unmet).toEqual(['overContract']);
    const paid = story.and(ask(900)).when(decides(finance, 'pay', 'paid'));
    expect(paid.state).toMatchObject({ status: 'closed', ended: [{ outcome: 'paid', good: true }] });
  });

  it('counts what was paid before', () => {
    const story = paying({ amount: 900 }, { budget: 1_000 }, 300);
    expect(story.when(ask(601)).unmet).toEqual(['overContract']);
    expect(story.when(ask(600)).codes).toEqual([]);
  });

  it('without contract or budget is refused, whatever a pack says', () => {
    expect(paying(undefined).when(ask(1)).codes).toEqual(['gate/unmet']);
    expect(paying({ amount: 900 }, {}).when(ask(1)).codes).toEqual(['gate/unmet']);
    const bare = rules({ cases: { payment: { ...payment, gates: {}, basis: 'T-money' } } });
    const process = { kind: 'case', caseType: 'payment', projectId: 'P1', id: 'C1' } as const;
    const outside: OutsideFacts = { head: 1, totals: {}, openCases: [] };
    const story = given(bare, [opens, ask(1)], { process, outside });
    const { refusals } = story.when(decides(finance, 'pay', 'paid'));
    expect(refusals.map(({ code, basis }) => [code, basis])).toEqual([['project/no-contract', 'T-money']]);
    expect(story.when(decides(finance, 'pay', 'refused')).state.status).toBe('closed');
  });

  it('is not checked by whoever asked for it', () => {
    const two = person('two', 'org:o1', 'finance');
    const story = paying({ amount: 900 }).and(decides(two, 'ask', undefined, { fields: { amount: 1 } }));
    expect(story.when(decides(two, 'pay', 'paid')).codes).toEqual(['duty/own-submission']);
    expect(story.when(decides(tech, 'pay', 'paid')).codes).toEqual(['task/not-yours']);
    expect(story.when(decides(office, 'pay', 'paid')).codes).toEqual(['task/not-yours']);
  });
});

describe('a gate before one outcome', () => {
  it('does not stand before the others', () => {
    const gated = rules({
      stages: {
        review: body(
          'review',
          { main: [decision('look', ['finance'], { approved: 'approved', rejected: 'rejected' })] },
          ['approved', 'rejected'],
          {
            gates: [gate('ended', 'look.approved', { check: 'ended', ended: 'acceptance.passed' })],
            materials: [material('minutes', 'look')],
          },
        ),
      },
    });
    const story = given(gated, applied);
    expect(story.when(decides(finance, 'look', 'approved')).unmet).toEqual([
      'material/missing:minutes',
      'ended',
    ]);
    expect(story.when(decides(finance, 'look', 'rejected')).state.status).toBe('rejected');
  });
});
