/** Measures of one panel each: nine seats that one vote decides, or that must all be heard and may abstain. */
import { randomBytes } from 'node:crypto';
import type { Agree, Body, Pack, Step } from '../../domain/pack/types';
import { smallPack } from './small-pack';

function filled(): Body {
  const { application } = smallPack.stages;
  if (application === undefined) throw new Error('the small pack has lost its stage');
  return application;
}

const application = filled();
const first = application.phases.flatMap(({ steps }) => steps).slice(0, 1);

function panel(agree: Agree, count: number): Step {
  return {
    step: 'panel',
    does: 'decide',
    who: [{ role: 'judge', count, votes: true }],
    agree,
    inOrder: false,
    outcomes: [
      { outcome: 'agreed', to: 'next' },
      { outcome: 'refused', to: 'fill' },
    ],
    findings: [],
    opinionFor: [],
  };
}

const last: Step = {
  ...panel({ rule: 'all' }, 1),
  step: 'last',
  who: [{ role: 'head', count: 1, votes: true }],
};

/** Hand in, a panel of so many judges under this rule, then one head who ends it. */
export function panelPack(id: string, agree: Agree, count: number): Pack {
  const post = (role: string) => ({ is: 'post' as const, id: role, zh: role, en: role });
  const closing = { ...last, outcomes: [{ outcome: 'closed', to: 'passed' }] };
  return {
    ...smallPack,
    ref: { id, version: '1.0.0', hash: 'd'.repeat(64) },
    numbering: { project: `V${randomBytes(3).toString('hex')}-{year}-{seq:4}` },
    roles: { ...smallPack.roles, judge: post('judge'), head: post('head') },
    stages: {
      application: {
        ...application,
        phases: [{ phase: 'main', onlyByName: false, steps: [...first, panel(agree, count), closing] }],
      },
    },
  };
}
