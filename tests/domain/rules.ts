/** A compact measure built by hand: application, review, trial run, acceptance, rectification, operation and a payment. */
import type {
  Body,
  CaseType,
  Clock,
  Expression,
  Gate,
  Material,
  Role,
  Rules,
  Run,
  Seat,
  Step,
} from '../../domain/pack/types';

/** A condition with the names it reads. */
export function condition(feel: string, ...reads: string[]): Expression {
  return { feel, reads, testsNull: [] };
}

/** A voting seat. */
export function seat(role: string, more: Partial<Seat> = {}): Seat {
  return { role, count: 1, votes: true, ...more };
}

/** A step of roles; a submit step of one seat unless said otherwise. */
export function step(name: string, who: readonly (string | Seat)[], more: Partial<Step> = {}): Step {
  return {
    step: name,
    does: 'submit',
    who: who.map((each) => (typeof each === 'string' ? seat(each) : each)),
    agree: { rule: 'all' },
    inOrder: false,
    outcomes: [{ outcome: 'submitted', to: 'next' }],
    findings: [],
    opinionFor: [],
    ...more,
  };
}

/** A deciding step; outcomes are written `outcome: target`, best first. */
export function decision(
  name: string,
  who: readonly (string | Seat)[],
  outcomes: Readonly<Record<string, string>>,
  more: Partial<Step> = {},
): Step {
  const rows = Object.entries(outcomes).map(([outcome, to]) => ({ outcome, to }));
  return step(name, who, { does: 'decide', outcomes: rows, ...more });
}

/** A gate on a condition. */
export function gate(code: string, before: string, check: Gate['check'], more: Partial<Gate> = {}): Gate {
  return { code, before, check, basis: `T-${code}`, zh: code, en: code, ...more };
}

/** A required material. */
export function material(kind: string, due: string, more: Partial<Material> = {}): Material {
  return { kind, due, by: 'projectOwner', fields: {}, optional: false, zh: kind, en: kind, ...more };
}

/** A clock that starts and ends with events. */
export function clock(name: string, kind: Clock['kind'], from: string, more: Partial<Clock> = {}): Clock {
  return { name, kind, from, pausedBy: [], then: [], ...more };
}

type Keyed = Readonly<{
  materials?: readonly Material[];
  gates?: readonly Gate[];
  clocks?: readonly Clock[];
}>;

/** A body of one or more phases. */
export function body(
  name: string,
  phases: Readonly<Record<string, readonly Step[]>>,
  outcomes: readonly string[],
  { materials = [], gates = [], clocks = [], ...more }: Keyed & Partial<Pick<Body, 'facts' | 'options'>> = {},
): Body {
  return {
    name,
    phases: Object.entries(phases).map(([phase, steps]) => ({
      phase,
      steps,
      onlyByName: phase === 'notify',
    })),
    outcomes,
    facts: {},
    materials: Object.fromEntries(materials.map((each) => [each.kind, each])),
    gates: Object.fromEntries(gates.map((each) => [each.code, each])),
    clocks: Object.fromEntries(clocks.map((each) => [each.name, each])),
    documents: {},
    consequences: [],
    options: {},
    ...more,
  };
}

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
