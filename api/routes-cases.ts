/** Cases: side processes of a project, or standing alone. */
import { z } from 'zod';
import { dateOf } from '../domain/clocks/dates';
import type { Role } from '../domain/pack/types';
import type { Fields as FieldsOf } from '../domain/project/commands';
import { keyOf as keyOfRole } from '../domain/route/open-step';
import { casePrefix, newCase } from '../domain/project/new-case';
import { newProcess } from '../domain/project/state';
import type { ProcessState } from '../domain/project/state';
import { reserveNumber } from '../models/counters';
import { findOrg } from '../models/orgs';
import { findPack } from '../models/packs';
import type { PublishedPack } from '../models/packs';
import { keyOf } from './decisions';
import { etagOf } from './etag';
import { mayKnowOf } from './permissions';
import { presentProcess } from './present';
import { problem } from './problem';
import { readState, workflowIdOf } from './process-reads';
import type { Ask } from './route';
import { route } from './route';
import { openProcess, packOf, requireDoor } from './routes-projects';
import { Fields, Id, IdParams, ProjectSchema } from './schemas';

interface NewCase {
  readonly type: string;
  readonly jurisdiction: string;
  readonly projectId?: string | undefined;
  readonly facts: FieldsOf;
}

/** The pack a case follows: its project's own pinned version, else the one in force. */
async function casePack(
  project: ProcessState | null,
  jurisdiction: string,
  now: string,
): Promise<PublishedPack> {
  if (project === null) return packOf(jurisdiction, now);
  const found = await findPack(project.pack.id, project.pack.version);
  if (found === null) throw new Error(`pack of ${project.workflowId} is not published`);
  return found;
}

/** During which runs of its project the case may be opened. */
function requireMoment(project: ProcessState | null, type: string, pack: PublishedPack): void {
  const row = pack.pack.cases[type];
  if (row === undefined) throw problem('case/unknown-type', { type, allowed: Object.keys(pack.pack.cases) });
  if (project === null) {
    if (row.about === 'project') throw problem('project/not-found', { projectId: null });
    return;
  }
  const { during } = row;
  if (during.length > 0 && (project.run === null || !during.includes(project.run))) {
    throw problem(
      'case/not-during',
      { type, during, run: project.run },
      row.basis === undefined ? {} : { basis: row.basis },
    );
  }
}

/** A case that stands alone belongs to the organisation that opens it. */
function openerKey(role: string, row: Role | undefined, jurisdiction: string, org: string): string {
  return row?.is === 'party' ? `org:${org}` : `post:${jurisdiction}/${row?.id ?? role}`;
}

/** Who opens a case: the role the pack names, as far as it points to a post or to the project's owner or parties. */
function requireOpener(ask: Ask, project: ProcessState | null, type: string, pack: PublishedPack): void {
  const { cases, roles } = pack.pack;
  const role = cases[type]?.openedBy;
  if (role === undefined) throw problem('project/not-permitted', { action: `openCase:${type}`, roles: [] });
  if (role === 'anyone') return;
  const { actor } = ask.person;
  const key =
    project === null
      ? openerKey(role, roles[role], pack.ref.id, actor.org)
      : keyOfRole(role, project, ask.api.rules.rulesOf(pack.pack, project), project.parties);
  if (!actor.keys.includes(key))
    throw problem('project/not-permitted', { action: `openCase:${type}`, roles: [role] });
}

async function caseState(ask: Ask, body: NewCase): Promise<{ state: ProcessState; pack: PublishedPack }> {
  const { actor } = ask.person;
  const now = await ask.api.clock.now();
  const project =
    body.projectId === undefined ? null : await readState(ask, workflowIdOf('project', body.projectId));
  const pack = await casePack(project, body.jurisdiction, now);
  requireMoment(project, body.type, pack);
  requireOpener(ask, project, body.type, pack);
  const org = await findOrg(actor.org);
  const { pack: rows, ref } = pack;
  const row = rows.cases[body.type];
  if (row === undefined)
    throw problem('case/unknown-type', { type: body.type, allowed: Object.keys(rows.cases) });
  const opening = {
    type: body.type,
    row,
    roles: rows.roles,
    pack: ref,
    project,
    jurisdiction: body.jurisdiction,
    owner: { org: actor.org, orgZh: org?.zh ?? actor.org, person: { id: actor.id, name: actor.name } },
    facts: body.facts,
    at: now,
  };
  await requireDoor(ask, newProcess(newCase({ ...opening, id: 'new' })), pack);
  const { scope, seq } = await reserveNumber(
    keyOf(ask).commandId,
    casePrefix(body.type, project, dateOf(now)),
  );
  return { state: newProcess(newCase({ ...opening, id: `${scope}-${String(seq)}` })), pack };
}

const create = route({
  method: 'post',
  path: '/api/cases',
  tag: 'cases',
  summary: '发起事项 · Open a case',
  permit: 'signedIn',
  change: 'decision',
  body: z.strictObject({ type: Id, jurisdiction: Id, projectId: Id.optional(), facts: Fields.default({}) }),
  answers: { 201: ProjectSchema },
  refuses: [
    'case/unknown-type',
    'case/not-during',
    'project/not-found',
    'project/not-permitted',
    'fields/unknown',
    'fields/invalid',
    'fields/not-yours',
    'gate/unmet',
  ],
  async handle({ body }, ask) {
    const { state, pack } = await caseState(ask, body);
    return openProcess(ask, state, pack);
  },
});

const read = route({
  method: 'get',
  path: '/api/cases/:id',
  tag: 'cases',
  summary: '事项 · One case',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  answers: { 200: ProjectSchema },
  refuses: ['case/not-found', 'auth/not-permitted'],
  async handle({ params }, ask) {
    const state = await readState(ask, workflowIdOf('case', params.id));
    return { headers: { ETag: etagOf(state.seq) }, body: await presentProcess(ask, state) };
  },
});

const ofProject = route({
  method: 'get',
  path: '/api/projects/:id/cases',
  tag: 'cases',
  summary: '项目事项 · The cases of a project',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  answers: { 200: z.object({ items: z.array(z.looseObject({ id: z.string(), status: z.string() })) }) },
  refuses: ['project/not-found', 'auth/not-permitted'],
  async handle({ params }, ask) {
    const state = await readState(ask, workflowIdOf('project', params.id));
    const views = await ask.api.reads.listCases(state.id);
    return { body: { items: views.filter((view) => mayKnowOf(ask.person, view)) } };
  },
});

export const caseRoutes = [create, read, ofProject];
