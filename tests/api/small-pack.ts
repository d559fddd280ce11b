/** A measure of one stage: fill in, hand in a form, check. Enough to send real decisions through the API. */
import { randomBytes } from 'node:crypto';
import type { Body, Pack, Step } from '../../domain/pack/types';

const step = (name: string, role: string, more: Partial<Step>): Step => ({
  step: name,
  does: 'submit',
  who: [{ role, count: 1, votes: true }],
  agree: { rule: 'all' },
  inOrder: false,
  outcomes: [{ outcome: 'submitted', to: 'next' }],
  findings: [],
  opinionFor: [],
  ...more,
});

const application: Body = {
  name: 'application',
  phases: [
    {
      phase: 'main',
      onlyByName: false,
      steps: [
        step('fill', 'projectOwner', {}),
        step('check', 'checker', {
          does: 'decide',
          outcomes: [
            { outcome: 'complete', to: 'passed' },
            { outcome: 'returned', to: 'fill' },
          ],
          opinionFor: ['returned'],
        }),
      ],
    },
  ],
  outcomes: ['passed'],
  facts: {},
  materials: {
    form: {
      kind: 'form',
      zh: '申报书',
      en: 'form',
      due: 'submit',
      by: 'projectOwner',
      fields: {},
      optional: false,
      basis: 'T-1',
    },
  },
  gates: {
    tooDear: {
      code: 'tooDear',
      zh: '超出限额',
      en: 'too dear',
      before: 'submit',
      basis: 'T-2',
      check: { check: 'holds', condition: { feel: 'budget <= 500', reads: ['budget'], testsNull: [] } },
    },
  },
  clocks: {},
  documents: {},
  consequences: [],
  options: {},
};

export const smallPack: Pack = {
  ref: { id: 'small', version: '1.0.0', hash: 'a'.repeat(64) },
  measure: { zh: '小办法', inForce: { from: '2020-01-01' } },
  sources: {},
  // Numbers name workflows, and every test file asks the same Temporal: each file numbers on its own.
  numbering: { project: `T${randomBytes(3).toString('hex')}-{year}-{seq:4}` },
  roles: {
    projectOwner: { is: 'party', id: 'projectOwner', zh: '建设单位', en: 'owner' },
    checker: { is: 'post', id: 'checker', zh: '核对员', en: 'checker' },
  },
  powers: { suspend: ['checker'], resume: ['checker'], terminate: ['checker'] },
  facts: { budget: { type: 'money', zh: '预算', en: 'budget', due: 'application.submit', basis: 'T-2' } },
  values: {},
  lifecycle: [{ run: 'application', kind: 'application', outcomes: [{ outcome: 'passed', to: 'filed' }] }],
  stages: { application },
  cases: {},
};
