/** A measure of two stages that can go round for ever, with a clock, and payments that must fit into the budget together. */
import { randomBytes } from 'node:crypto';
import type { Body, Clock, Expression, Pack, Step } from '../../domain/pack/types';

const step = (name: string, role: string, outcomes: Step['outcomes'], more: Partial<Step> = {}): Step => ({
  step: name,
  does: 'decide',
  who: [{ role, count: 1, votes: true }],
  agree: { rule: 'all' },
  inOrder: false,
  outcomes,
  findings: [],
  opinionFor: [],
  ...more,
});

const body = (name: string, steps: readonly Step[], more: Partial<Body> = {}): Body => ({
  name,
  phases: [{ phase: 'main', onlyByName: false, steps }],
  outcomes: ['passed'],
  facts: {},
  materials: {},
  gates: {},
  clocks: {},
  documents: {},
  consequences: [],
  options: {},
  ...more,
});

const checkInTime: Clock = {
  name: 'checkInTime',
  kind: 'deadline',
  from: 'check.opened',
  until: 'check.done',
  length: 5,
  unit: 'days',
  pausedBy: [],
  then: [{ do: 'mark' }],
};

const fitsTheBudget: Expression = {
  feel: 'paid + amount <= budget',
  reads: ['paid', 'amount', 'budget'],
  testsNull: [],
};

const application = body(
  'application',
  [
    step('fill', 'projectOwner', [{ outcome: 'submitted', to: 'next' }], { does: 'submit' }),
    step('check', 'checker', [
      { outcome: 'complete', to: 'passed' },
      { outcome: 'returned', to: 'fill' },
    ]),
  ],
  { clocks: { checkInTime } },
);

const review = body(
  'review',
  [
    step('look', 'reviewer', [
      { outcome: 'approve', to: 'passed' },
      { outcome: 'again', to: 'again' },
      { outcome: 'reject', to: 'failed' },
    ]),
  ],
  { outcomes: ['passed', 'again', 'failed'] },
);

const payment = body(
  'payment',
  [
    step('ask', 'projectOwner', [{ outcome: 'submitted', to: 'next' }], { does: 'submit' }),
    step('pay', 'checker', [{ outcome: 'paid', to: 'passed' }]),
  ],
  {
    facts: { amount: { type: 'money', zh: '金额', en: 'amount', due: 'ask' } },
    gates: {
      overpaid: {
        code: 'overpaid',
        zh: '超出预算',
        en: 'over budget',
        before: 'pay',
        check: { check: 'holds', condition: fitsTheBudget },
      },
    },
  },
);

export const smallPack: Pack = {
  ref: { id: 'mini', version: '1.0.0', hash: 'b'.repeat(64) },
  measure: { zh: '小办法', inForce: { from: '2020-01-01' } },
  sources: {},
  // Test files share one Temporal, where a process is known by its number alone.
  numbering: { project: `M${randomBytes(3).toString('hex')}-{year}-{seq:4}` },
  roles: {
    projectOwner: { is: 'party', id: 'projectOwner', zh: '建设单位', en: 'owner' },
    checker: { is: 'post', id: 'checker', zh: '核对员', en: 'checker' },
    reviewer: { is: 'post', id: 'reviewer', zh: '评审员', en: 'reviewer' },
  },
  powers: { suspend: ['checker'], resume: ['checker'], terminate: ['checker'] },
  facts: {
    budget: { type: 'money', zh: '预算', en: 'budget', due: 'application.fill' },
    paid: {
      type: 'money',
      zh: '已付',
      en: 'paid',
      due: 'draft',
      total: { case: 'payment', field: 'amount' },
    },
  },
  values: {},
  lifecycle: [
    { run: 'application', kind: 'application', outcomes: [{ outcome: 'passed', to: 'next' }] },
    {
      run: 'review',
      kind: 'feasibilityReview',
      outcomes: [
        { outcome: 'passed', to: 'filed' },
        { outcome: 'again', to: 'application' },
        { outcome: 'failed', to: 'rejected' },
      ],
    },
  ],
  stages: { application, review },
  cases: { payment: { ...payment, openedBy: 'projectOwner', during: [], about: 'project', kind: 'plain' } },
};
