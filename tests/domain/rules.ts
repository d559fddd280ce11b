/** A compact measure built by hand: application, review, trial run, acceptance, rectification, operation and a payment. */
import type { CaseType, Role, Rules, Run, Step } from '../../domain/pack/types';
import { body, clock, condition, decision, gate, material, seat, step } from './rows';

export { body, clock, decision, gate, material, seat, step } from './rows';

const role = (id: string, is: Role['is'], more: Partial<Role> = {}): Role => ({ id, is, ...more });

const run = (name: string, kind: Run['kind'], outcomes: Readonly<Record<string, string>>): Run => ({
  run: name,
  kind,
  outcomes: Object.entries(outcomes).map(([outcome, to]) => ({ outcome, to })),
});

/** The steps of the review that most tests replace by their own. */
export const reviewSteps: readonly Step[] = [
  step('discuss', ['office', 'tech'], { does: 'advise', outcomes: [{ outcome: 'given', to: 'next' }] }),
  step('improve', ['projectOwner']),
  decision('budgetCheck', ['finance'], { passed: 'next', returned: 'improve' }),
  decision('approve', ['board', 'data', 'planning'], {
    approved: 'next',
    returned: 'improve',
    rejected: 'rejected',
  }),
];

const application = body(
  'application',
  {
    main: [
      step('fill', ['projectOwner']),
      decision('check', ['office'], { complete: 'passed', returned: 'fill', outOfScope: 'outOfScope' }),
    ],
  },
  ['passed', 'outOfScope'],
  {
    materials: [
      material('form', 'submit'),
      material('study', 'submit', { fields: { chapter: { type: 'boolean' } } }),
    ],
    gates: [
      gate('share', 'submit', {
        check: 'holds',
        condition: condition('securityCost * 100 >= budget * minShare', 'securityCost', 'budget', 'minShare'),
      }),
      gate(
        'chapter',
        'submit',
        { check: 'holds', condition: condition('study.chapter', 'study.chapter') },
        { waiver: { by: 'office' } },
      ),
    ],
  },
);

const trialRun = body(
  'trialRun',
  {
    entry: [step('admit', ['projectOwner'])],
    exit: [decision('leave', ['supervisor'], { stable: 'stable', unstable: 'unstable' })],
  },
  ['stable', 'unstable'],
  {
    options: { faultResets: true },
    clocks: [
      clock('minimum', 'notBefore', 'admit.submitted', {
        until: 'leave.stable',
        length: {
          take: 'longest',
          rows: [
            { when: condition('software', 'software'), is: 3 },
            { when: condition('hardware', 'hardware'), is: 1 },
          ],
        },
        unit: 'months',
      }),
    ],
  },
);

const acceptance = body(
  'acceptance',
  {
    apply: [step('request', ['contractor'])],
    conclude: [
      decision(
        'panel',
        ['tech', seat('expert', { count: 2 })],
        { passed: 'passed', reconsideration: 'notify', failed: 'failed' },
        { agree: { rule: 'majority' } },
      ),
    ],
    notify: [step('tell', ['supervisor'], { outcomes: [{ outcome: 'submitted', to: 'apply' }] })],
  },
  ['passed', 'failed'],
  {
    clocks: [
      clock('reapply', 'notBefore', 'tell.submitted', {
        until: 'request.submitted',
        length: 1,
        unit: 'months',
      }),
    ],
  },
);

const operation = body('operation', { entry: [step('putInUse', ['projectOwner'])] }, [], {
  gates: [gate('notAccepted', 'submit', { check: 'ended', ended: 'acceptance.passed' })],
  clocks: [clock('warranty', 'validity', 'acceptance.passed', { length: 24, unit: 'months' })],
});

const total = condition(
  'paidTotal + amount <= contract.amount and paidTotal + amount <= budget',
  'paidTotal',
  'amount',
  'contract.amount',
  'budget',
);

/** Payment of part of the contract: by the project office, checked by the finance office. */
export const payment: CaseType = {
  ...body(
    'payment',
    {
      main: [
        step('ask', ['projectOwner']),
        decision('pay', ['finance'], { paid: 'paid', returned: 'ask', refused: 'refused' }),
      ],
    },
    ['paid', 'refused'],
    {
      facts: { amount: { type: 'money', due: 'ask' } },
      gates: [gate('overContract', 'ask', { check: 'holds', condition: total })],
    },
  ),
  openedBy: 'projectOwner',
  during: [],
  about: 'project',
  kind: 'money',
};

const posts = ['office', 'tech', 'finance', 'data', 'planning', 'expert'];
const parties = ['projectOwner', 'contractor', 'supervisor', 'auditor', 'testBody'];

/** The whole measure; tests replace bodies to put one step under the lens. */
export function rules(replaced: { stages?: Rules['stages']; cases?: Rules['cases'] } = {}): Rules {
  return {
    pack: { id: 'small', version: '1.0.0', hash: 'small' },
    measure: { zh: '办法', inForce: { from: '2026-01-01' } },
    roles: {
      ...Object.fromEntries(posts.map((id) => [id, role(id, 'post')])),
      ...Object.fromEntries(parties.map((id) => [id, role(id, 'party')])),
      board: role('board', 'body', { recordedBy: 'office' }),
    },
    powers: { suspend: ['office'], resume: ['office'], terminate: ['office'] },
    facts: {
      budget: { type: 'money', due: 'draft' },
      securityCost: { type: 'money', due: 'draft' },
      software: { type: 'boolean', due: 'draft' },
      hardware: { type: 'boolean', due: 'draft' },
      paidTotal: { type: 'money', due: 'never', total: { case: 'payment', field: 'amount' } },
    },
    values: { minShare: { is: 5, unit: 'percent' } },
    lifecycle: [
      run('application', 'application', { passed: 'next', outOfScope: 'outOfScope' }),
      run('review', 'feasibilityReview', { approved: 'next', rejected: 'rejected' }),
      run('trialRun', 'trialRun', { stable: 'next', unstable: 'terminated' }),
      run('acceptance', 'acceptance', { passed: 'operation', failed: 'rectify' }),
      run('rectify', 'rectification', { fixed: 'acceptance' }),
      run('operation', 'operation', {}),
    ],
    stages: {
      application,
      review: body('review', { main: reviewSteps }, ['approved', 'rejected']),
      trialRun,
      acceptance,
      rectify: body(
        'rectify',
        {
          fix: [
            step('repair', ['contractor']),
            decision('recheck', ['supervisor'], { fixed: 'fixed', returned: 'repair' }),
          ],
        },
        ['fixed'],
      ),
      operation,
      ...replaced.stages,
    },
    cases: { payment, ...replaced.cases },
  };
}

/** The measure with a review of these steps only. */
export function reviewOf(...steps: Step[]): Rules {
  return rules({ stages: { review: body('review', { main: steps }, ['approved', 'rejected']) } });
}
