/** Walks by the rules alone: no server, and a legal time that moves when a walk waits. */
import type { Pack } from '../../domain/pack/types';
import type { Act, Actor, Fields } from '../../domain/project/commands';
import type { ProcessState } from '../../domain/project/state';
import { open, tryAct } from '../domain/project/world';
import { draftFacts } from './dossier';
import { bindParties, newWalk, walkUntil, type Ground, type Wishes } from './walker';

/** A decision as it was about to be taken. */
export interface Moment {
  readonly state: ProcessState;
  readonly actor: Actor;
  readonly act: Act;
  /** ISO UTC. */
  readonly now: string;
}

const begun = '2026-03-02';
const id = 'project/X';

/** Walks a project of a pack until it is in use or over; gives every decision on the way. */
export async function momentsOf(pack: Pack, wishes: Wishes = {}, facts: Fields = {}): Promise<Moment[]> {
  const world = open({ pack, facts: { ...draftFacts(pack.facts, begun), ...facts }, at: begun });
  world.outside = { head: 1, totals: {}, openCases: [] };
  const moments: Moment[] = [];
  const now = () => (world.at.includes('T') ? world.at : `${world.at}T04:00:00Z`);
  const ground: Ground = {
    pack,
    state: () => Promise.resolve(world.state),
    now: () => Promise.resolve(now()),
    act: (_workflowId, actor, act) => {
      if (act.type === 'decide') moments.push({ state: world.state, actor, act, now: now() });
      return Promise.resolve(tryAct(world, actor, act));
    },
    waitUntil: (date) => {
      world.at = date;
      return Promise.resolve();
    },
  };
  await bindParties(ground, id);
  await walkUntil(ground, newWalk(id, wishes, facts), ({ status }) => status === 'inUse');
  return moments;
}
