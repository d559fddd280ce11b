/** Opens side processes on the servers, as whoever may open them, about a project that stands where the pack asks for it. */
import { engineRules } from '../../api/engine';
import { dateOf } from '../../domain/clocks/dates';
import type { CaseType } from '../../domain/pack/types';
import { newProcess } from '../../domain/project/state';
import { newCase } from '../../domain/project/new-case';
import { uniqueName } from '../rig/rig';
import { command } from '../workflows/house';
import { openingFacts } from './dossier';
import { beginProject, owner, type Grounds } from './time-skipping-ground';
import { holderOf, newWalk, walkUntil, type Ground } from './walker';

/** A project that has come to the first run during which the case may be opened; made once for each run. */
async function projectAt(grounds: Grounds, ground: Ground, { during }: CaseType, made: Map<string, string>) {
  const run = during[0] ?? 'operation';
  const known = made.get(run);
  if (known !== undefined) return known;
  const id = await beginProject(grounds, ground);
  await walkUntil(ground, newWalk(id), (state) =>
    run === 'operation' ? state.status === 'inUse' : state.run === run,
  );
  made.set(run, id);
  return id;
}

/** Opens a case; gives its workflow id. `made` remembers the projects of the pack that cases can be about. */
export async function openCaseOf(
  grounds: Grounds,
  ground: Ground,
  type: string,
  made: Map<string, string>,
): Promise<string> {
  const { pack } = ground;
  const row = pack.cases[type];
  if (row === undefined) throw new Error(`${pack.ref.id} has no case ${type}`);
  const about = row.about === 'project' ? await projectAt(grounds, ground, row, made) : undefined;
  const project = about === undefined ? null : await ground.state(about);
  const at = await ground.now();
  const opening = {
    ...{ id: uniqueName('C'), type, row, roles: pack.roles, pack: pack.ref, project, owner, at },
    jurisdiction: pack.ref.id,
    facts: openingFacts(row, dateOf(at)),
  };
  const state = newProcess(newCase(opening));
  const role = row.openedBy ?? 'anyone';
  const post = pack.roles[role];
  const key =
    post === undefined || post.is === 'party' ? `org:${owner.org}` : `post:${pack.ref.id}/${post.id}`;
  const opener = { ...holderOf({ id: type, key }), id: owner.person.id };
  await grounds.house.door.open(await engineRules.newRun(state, pack), command(opener, { type: 'open' }));
  return state.workflowId;
}
