/** A measure of four steps for a crowd: hand in, one of a group checks, three offices countersign, one decides. */
import { randomBytes } from 'node:crypto';
import type { Pack, Step } from '../../domain/pack/types';
import { smallPack } from './small-pack';

export const offices = ['checker', 'finance', 'data', 'planning', 'decider'] as const;

const seat = (role: string) => ({ role, count: 1, votes: true });

function step(name: string, who: readonly string[], good: string): Step {
  return {
    step: name,
    does: 'decide',
    who: who.map(seat),
    agree: { rule: 'all' },
    inOrder: false,
    outcomes: [
      { outcome: 'complete', to: good },
      { outcome: 'returned', to: 'fill' },
    ],
    findings: [],
    opinionFor: ['returned'],
  };
}

const application = smallPack.stages['application'];
const fill = application?.phases[0]?.steps[0];
if (application === undefined || fill === undefined)
  throw new Error('the small pack has lost its first step');

const post = (id: string) => ({ is: 'post' as const, id, zh: id, en: id });

export const crowdPack: Pack = {
  ...smallPack,
  ref: { id: 'crowd', version: '1.0.0', hash: 'c'.repeat(64) },
  numbering: { project: `C${randomBytes(3).toString('hex')}-{year}-{seq:4}` },
  roles: { ...smallPack.roles, ...Object.fromEntries(offices.map((id) => [id, post(id)])) },
  stages: {
    application: {
      ...application,
      phases: [
        {
          phase: 'main',
          onlyByName: false,
          steps: [
            fill,
            step('check', ['checker'], 'next'),
            step('countersign', ['finance', 'data', 'planning'], 'next'),
            step('conclude', ['decider'], 'passed'),
          ],
        },
      ],
    },
  },
};
