/** What a crowd begins: projects with their parties, side processes, and what is done to a project as a whole. */
import { z } from 'zod';
import { dateOf } from '../../domain/clocks/dates';
import type { Pack } from '../../domain/pack/types';
import { draftFacts, openingFacts } from '../walks/dossier';
import { pick } from './chance';
import { partiesOf, partyOrg, type Townsman } from './town';
import { allowedAction, type Crowd } from './turn';

const page = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });
const view = z.looseObject({ allowedActions: z.array(allowedAction) });
const comment = '众人办理';

/** Ending a project is rare, or none would be left. */
const endsShare = 0.1;

const today = () => dateOf(new Date().toISOString());

/** Begins a project of a pack and binds its parties; `made` hears its id. */
export async function beginProject(
  crowd: Crowd,
  who: Townsman,
  pack: Pack,
  made: (id: string) => void,
): Promise<void> {
  const facts = draftFacts(pack.facts, today());
  const wish = { jurisdiction: pack.ref.id, name: '众人项目', facts };
  const answer = await crowd.open(who, { verb: 'begin', path: '/api/projects', body: wish });
  if (answer === undefined) return;
  made(answer);
  for (const role of partiesOf(pack)) {
    const body = { action: 'bindParty', fields: { role, org: partyOrg(role) } };
    await crowd.send(who, { verb: 'bindParty', path: `/api/projects/${answer}/actions`, body });
  }
}

/** Opens a side process that anybody may open. */
export async function beginCase(crowd: Crowd, who: Townsman, pack: Pack): Promise<boolean> {
  const free = Object.entries(pack.cases).filter(
    ([, { about, openedBy }]) => about === 'organisation' && openedBy === 'anyone',
  );
  const [type, row] = pick(crowd.random, free) ?? [];
  if (type === undefined || row === undefined) return false;
  await openCase(crowd, who, { type, jurisdiction: pack.ref.id, facts: openingFacts(row, today()) });
  return true;
}

async function openCase(crowd: Crowd, who: Townsman, body: object): Promise<void> {
  const id = await crowd.open(who, { verb: 'openCase', path: '/api/cases', body });
  if (id !== undefined) crowd.places.push(`/api/cases/${id}`);
}

/** Does something to a whole project that somebody may read: suspends, resumes, opens a side process of it, seldom ends it; false where they find none. */
export async function actOnProject(crowd: Crowd, who: Townsman): Promise<boolean> {
  const { line, random } = crowd;
  const status = pick(random, ['suspended', 'active', 'inUse']) ?? 'active';
  const found = page.parse((await line.get(who.name, `/api/projects?limit=50&status=${status}`)).body);
  const id = pick(random, found.items)?.id;
  if (id === undefined) return false;
  const seen = view.parse((await line.get(who.name, `/api/projects/${id}`)).body);
  const wholes = seen.allowedActions.filter(
    ({ action }) => action.startsWith('openCase:') || ['suspend', 'resume', 'reportFault'].includes(action),
  );
  const ends = seen.allowedActions.filter(({ action }) => ['withdraw', 'terminate'].includes(action));
  const action = pick(random, random() < endsShare ? ends : wholes)?.action;
  if (action === undefined) return false;
  if (action.startsWith('openCase:')) {
    await openAbout(crowd, who, id, action.slice('openCase:'.length));
    return true;
  }
  const path = `/api/projects/${id}/actions`;
  await crowd.send(who, { verb: action, path, body: { action, comment } });
  return true;
}

async function openAbout(crowd: Crowd, who: Townsman, projectId: string, type: string): Promise<void> {
  const seen = await crowd.line.get(who.name, `/api/projects/${projectId}`);
  const { jurisdiction } = z.looseObject({ jurisdiction: z.string() }).parse(seen.body);
  const row = crowd.packs.get(jurisdiction)?.cases[type];
  if (row === undefined) throw new Error(`${jurisdiction} has no case ${type}`);
  await openCase(crowd, who, { type, jurisdiction, projectId, facts: openingFacts(row, today()) });
}
