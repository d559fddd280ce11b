/** Side processes of a project: what they read of it, and how they are opened in a test. */
import type { Fields } from '../../../domain/project/commands';
import type { OutsideFacts } from '../../../domain/project/outside';
import type { ProcessState } from '../../../domain/project/state';
import { open, type World } from './world';

/** What a case is told about its project. */
export function outsideOf(state: ProcessState, totals: Readonly<Record<string, number>> = {}): OutsideFacts {
  const { status, run, facts, materials, parties, participants, ended, owner } = state;
  return {
    head: 1,
    totals,
    openCases: [],
    project: { status, run, facts, materials, parties, participants, ended, owner },
  };
}

/** Opens a case about a project as it stands, on the same day. */
export function openCase(
  project: World,
  type: string,
  { facts = {}, totals = {} }: { facts?: Fields; totals?: Readonly<Record<string, number>> } = {},
): World {
  return open({
    pack: project.pack,
    facts,
    at: project.at,
    case: { type, outside: outsideOf(project.state, totals) },
  });
}

/** What a process lets follow elsewhere: `open assetRegistration`, `set lastScore`, `suspend`. */
export function dueOf(world: World): string[] {
  return Object.values(world.state.effects ?? {}).map(({ deed }) => {
    if (deed.do === 'open') return `open ${deed.case}`;
    if (deed.do === 'set') return `set ${deed.fact} ${JSON.stringify(deed.value)}`;
    return deed.do;
  });
}
