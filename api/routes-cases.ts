/** Cases: side processes of a project, or standing alone. */
import { z } from 'zod';
import { dateOf } from '../domain/clocks/dates';
import type { Fields as FieldsOf } from '../domain/project/commands';
import { checkCaseOpening } from '../domain/project/case-door';
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
import { Problem, problem } from './problem';
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

async function caseState(ask: Ask, body: NewCase): Promise<{ state: ProcessState; pack: PublishedPack }> {
  const { actor } = ask.person;
  const now = await ask.api.clock.now();
  const project =
    body.projectId === undefined ? null : await readState(ask, workflowIdOf('project', body.projectId));
  const pack = await casePack(project, body.jurisdiction, now);
  ask.about.confidential ||= pack.pack.cases[body.type]?.readers !== undefined;
  const org = await findOrg(actor.org);
  const { pack: rules, ref } = pack;
  const row = rules.cases[body.type];
  if (row === undefined)
    throw problem('case/unknown-type', { type: body.type, allowed: Object.keys(rules.cases) });
  const opening = {
    type: body.type,
    row,
    roles: rules.roles,
    pack: ref,
    project,
    jurisdiction: body.jurisdiction,
    owner: { org: actor.org, orgZh: org?.zh ?? actor.org, person: { id: actor.id, name: actor.name } },
    facts: body.facts,
    at: now,
  };
  const unborn = newProcess(newCase({ ...opening, id: 'new' }));
  const barred = checkCaseOpening({ state: unborn, rules, project, actor });
  if (barred.length > 0) throw new Problem(barred);
  await requireDoor(ask, unborn, pack);
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
    'project/over',
    'project/suspended',
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
