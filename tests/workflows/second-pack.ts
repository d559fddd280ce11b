/** A second version of the small pack, and the administrator's act that moves a project to it. */
import { sliceRules } from '../../domain/pack/slice';
import type { Pack } from '../../domain/pack/types';
import type { Actor, CommandResult } from '../../domain/project/commands';
import { command, type House } from './house';
import { smallPack } from './small-pack';

const admin: Actor = { id: 'admin', name: '管理员', org: 'org-z', keys: ['person:admin'], admin: true };

const { review } = smallPack.stages;
if (review === undefined) throw new Error('the small pack has lost its review');
/** The second version does not let a review begin again: its outcome is gone, and a second look is added. */
export const secondPack: Pack = {
  ...smallPack,
  ref: { ...smallPack.ref, version: '2.0.0', hash: 'd'.repeat(64) },
  stages: {
    ...smallPack.stages,
    review: {
      ...review,
      phases: review.phases.map((phase) => ({
        ...phase,
        steps: phase.steps.map((step) => ({
          ...step,
          outcomes: step.outcomes.filter(({ outcome }) => outcome !== 'again'),
        })),
      })),
    },
  },
};

/** Moves a project to a version, as the API builds the act. */
export function moveTo(house: House, id: string, pack: Pack, run: string): Promise<CommandResult> {
  const act = { type: 'movePack' as const, rules: sliceRules(pack, run), comment: '新办法施行' };
  return house.door.act(id, command(admin, act));
}
