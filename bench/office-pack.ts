/** An office made for measuring: three measures, each with a route of its own kind, and the people who sit there. */
import { hashPassword } from '../api/passwords';
import { saveUser } from '../models/users';

export const ways = ['steps', 'votes', 'parallel'] as const;
export type Way = (typeof ways)[number];

/** Seats of the countersigning step. */
export const signers = 9;
/** Who sits side by side at the step that returns. */
export const sides = ['north', 'south', 'east', 'west'] as const;

const approver = (step: string, who: string, to: string, agree = 'all') =>
  `        - { step: ${step}, zh: ${step}, en: ${step}, who: ${who}, does: decide, agree: ${agree}, outcomes: { approved: ${to}, returned: fill }, basis: BB-1 }`;

const routes: Readonly<Record<Way, readonly string[]>> = {
  steps: [
    approver('first', 'one', 'next'),
    approver('second', 'two', 'next'),
    approver('third', 'three', 'approved'),
  ],
  votes: [approver('sign', `[{ role: signer, count: ${String(signers)}, basis: BB-1 }]`, 'approved')],
  parallel: [
    approver('beside', `[${sides.join(', ')}]`, 'next', '{ rule: all, stopAtRefusal: true }'),
    approver('close', 'one', 'approved'),
  ],
};

const roles: Readonly<Record<Way, readonly string[]>> = {
  steps: ['one', 'two', 'three'],
  votes: ['signer'],
  parallel: ['one', ...sides],
};

export const jurisdictionOf = (way: Way): string => `bench-${way}`;

/** A measure of one stage whose route goes one way. */
export function packOf(way: Way): string {
  return `
pack: ${jurisdictionOf(way)}
version: 1.0.0
measure:
  zh: 量测用办法
  en: A measure for measuring
  number: 量测
  issued: 2020-01-01
  inForce: { from: 2020-01-01, basis: BB-1 }
  authority: 量测
sources:
  BB: { zh: 量测, version: 2020-01-01 }
numbering: { project: '${way.toUpperCase()}-{year}-{seq:6}', note: not-from-text }
words:
  submitted: { zh: 已提交, en: submitted }
  approved: { zh: 同意, en: approved }
  returned: { zh: 退回, en: returned }
roles:
  projectOwner: { zh: 建设单位, en: owner, is: party, basis: BB-1 }
${roles[way].map((role) => `  ${role}: { zh: ${role}, en: ${role}, is: post, basis: BB-1 }`).join('\n')}
facts: {}
lifecycle:
  - { run: application, zh: 办理, en: work, kind: application, outcomes: { approved: filed }, basis: BB-1 }
stages:
  application:
    routes:
      main:
        - { step: fill, zh: 提交, en: submit, who: projectOwner, basis: BB-1 }
${routes[way].join('\n')}
`;
}

export interface Officer {
  readonly name: string;
  /** None for whoever applies. */
  readonly post: string | null;
}

const named = (post: string, count: number): Officer[] =>
  Array.from({ length: count }, (_, index) => ({ name: `bench-${post}-${String(index)}`, post }));

export const applicantName = 'bench-applicant';

export const officers: readonly Officer[] = [
  { name: applicantName, post: null },
  ...['one', 'two', 'three'].flatMap((post) => named(post, 1)),
  ...named('signer', signers),
  ...sides.flatMap((post) => named(post, 1)),
];

/** Seats these people, with passwords as the demo's people have them. */
export async function seatOffice(people: readonly Officer[]): Promise<void> {
  const plain = { admin: false, operator: false, auditor: false, active: true, demo: true };
  for (const { name, post } of people)
    await saveUser(
      {
        ...{ id: name, username: name, name, ...plain },
        org: post === null ? 'org-project-office' : 'org-bureau',
        posts: post === null ? [] : ways.map((way) => ({ jurisdiction: jurisdictionOf(way), post })),
      },
      await hashPassword(`demo-${name}`),
    );
}
