/** The small measure with what may follow a decision: a numbered approval, a case opened by it, one that suspends, one that sets a fact, one that is about no project. */
import type { Body, CaseType, Effect, Expression, Pack, Step } from '../../domain/pack/types';
import { smallPack } from './small-pack';

const plain: Body = {
  name: '',
  phases: [],
  outcomes: ['closed'],
  facts: {},
  materials: {},
  gates: {},
  clocks: {},
  documents: {},
  consequences: [],
  options: {},
};

const decides: Step = {
  step: 'agree',
  does: 'decide',
  who: [{ role: 'checker', count: 1, votes: true }],
  agree: { rule: 'all' },
  inOrder: false,
  outcomes: [
    { outcome: 'yes', to: 'agreed' },
    { outcome: 'no', to: 'refused' },
  ],
  findings: [],
  opinionFor: [],
};

function caseOf(name: string, then: readonly Effect[], about: CaseType['about'] = 'project'): CaseType {
  return {
    ...plain,
    name,
    outcomes: ['agreed', 'refused'],
    phases: [{ phase: 'main', onlyByName: false, steps: [decides] }],
    consequences: [{ after: 'agreed', then }],
    openedBy: 'projectOwner',
    during: [],
    about,
    kind: 'plain',
  };
}

const seven: Expression = { feel: '7', reads: [], testsNull: [] };
const { review } = smallPack.stages;
if (review === undefined) throw new Error('the small measure has a review');

export const followPack: Pack = {
  ...smallPack,
  ref: { id: 'follow', version: '1.0.0', hash: 'f'.repeat(64) },
  facts: {
    ...smallPack.facts,
    score: { type: 'number', zh: '得分', en: 'score', due: 'draft', set: ['rate'] },
  },
  stages: {
    ...smallPack.stages,
    review: {
      ...review,
      documents: {
        approval: { document: 'approval', after: 'look.approve', number: '批〔{year}〕{seq}号', zh: '批复' },
      },
      consequences: [{ after: 'passed', then: [{ do: 'open', case: 'rate' }] }],
    },
  },
  cases: {
    pause: caseOf('pause', [{ do: 'suspend' }]),
    stop: caseOf('stop', [{ do: 'end', end: 'terminated' }]),
    rate: caseOf('rate', [{ do: 'set', fact: 'score', to: seven }]),
    notice: caseOf('notice', [{ do: 'open', case: 'answer' }], 'organisation'),
    answer: caseOf('answer', [], 'organisation'),
  },
};
