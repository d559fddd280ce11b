/** Projects: open one, edit its draft, search, read. */
import { z } from 'zod';
import type { Command, Fields } from '../domain/project/commands';
import { dateOf } from '../domain/clocks/dates';
import { numberOf, scopeOf } from '../domain/documents/issue';
import { doorReports } from '../domain/project/door';
import { checkDraftFacts, checkOpeningFacts, leavesDraft } from '../domain/project/opening-facts';
import { refusedGates } from '../domain/gates/report';
import { newProcess } from '../domain/project/state';
import type { ProcessState } from '../domain/project/state';
import { reserveNumber } from '../models/counters';
import { mergeDraft } from '../models/drafts';
import { findOrg } from '../models/orgs';
import type { PublishedPack } from '../models/packs';
import { findPackInForce, listPacks } from '../models/packs';
import { findRecorded, keyOf, sendOrFind } from './decisions';
import { etagOf, requireFresh } from './etag';
import { mayHandIn } from './permissions';
import { presentProcess } from './present';
import { Problem, problem } from './problem';
import { readState, rulesFor, workflowIdOf } from './process-reads';
import type { Answer, Ask } from './route';
import { route } from './route';
import { reminders } from './routes-reminders';
import { Cursor, Fields as FieldsSchema, Flag, Id, IdParams, Limit, ProjectSchema, pageOf } from './schemas';
import { isOwners } from '../domain/project/task';

/** The pack of a jurisdiction (its id) in force today, or jurisdiction/unknown. */
export async function packOf(jurisdiction: string, now: string): Promise<PublishedPack> {
  const found = await findPackInForce(jurisdiction, dateOf(now));
  if (found !== null) return found;
  const allowed = [...new Set((await listPacks()).map(({ ref }) => ref.id))];
  throw problem('jurisdiction/unknown', { jurisdiction, allowed });
}

/** What is not theirs to declare, or decides against it already, is refused before anything is opened or a number taken. */
export async function requireDoor(ask: Ask, state: ProcessState, { pack }: PublishedPack): Promise<void> {
  const [now, calendar] = await Promise.all([
    ask.api.clock.now(),
    ask.api.reads.calendar(state.jurisdiction),
  ]);
  const around = { rules: ask.api.rules.rulesOf(pack, state), now, calendar };
  const mistakes = checkOpeningFacts(state, around);
  if (mistakes.length > 0) throw new Problem(mistakes);
  const unmet = doorReports(state, around);
  if (unmet.length > 0) throw new Problem(refusedGates(unmet));
}

interface NewProject {
  readonly jurisdiction: string;
  readonly name: string;
  readonly ownerOrg?: string | undefined;
  readonly facts: Fields;
}

async function startingState(
  ask: Ask,
  body: NewProject,
): Promise<{ state: ProcessState; pack: PublishedPack }> {
  const { actor } = ask.person;
  const now = await ask.api.clock.now();
  const pack = await packOf(body.jurisdiction, now);
  const org = await findOrg(body.ownerOrg ?? actor.org);
  if (org === null) throw problem('org/unknown', { org: body.ownerOrg ?? actor.org });
  if (org.id !== actor.org) throw problem('org/not-yours', { org: org.id });
  const owner = { org: org.id, orgZh: org.zh, person: { id: actor.id, name: actor.name } };
  const { jurisdiction, name, facts } = body;
  const opening = {
    kind: 'project' as const,
    name,
    jurisdiction,
    pack: pack.ref,
    owner,
    facts,
    parties: { projectOwner: { org: org.id, zh: org.zh } },
    at: now,
  };
  await requireDoor(ask, newProcess({ ...opening, workflowId: '', subject: '', id: '' }), pack);
  const { scope, seq } = await reserveNumber(
    keyOf(ask).commandId,
    scopeOf(pack.pack.numbering.project, dateOf(now).slice(0, 4)),
  );
  const id = numberOf(scope, seq);
  const workflowId = workflowIdOf('project', id);
  return { state: newProcess({ ...opening, workflowId, subject: workflowId, id }), pack };
}

/** The first command of a process, sent on behalf of whoever opens it. */
export async function openProcess(ask: Ask, state: ProcessState, pack: PublishedPack): Promise<Answer> {
  const { workflowId } = state;
  const { commandId, bodyHash } = keyOf(ask);
  const command: Command = {
    id: commandId,
    bodyHash,
    actor: ask.person.actor,
    seenSeq: 0,
    act: { type: 'open' },
  };
  const recorded = await findRecorded(ask, workflowId);
  const result =
    recorded ??
    (await sendOrFind(ask, workflowId, async () =>
      ask.api.door.open(await ask.api.rules.newRun(state, pack.pack), command),
    ));
  const shown = await presentProcess(ask, await readState(ask, workflowId));
  return {
    status: 201,
    headers: {
      Location: `/api/${state.kind === 'case' ? 'cases' : 'projects'}/${state.id}`,
      ETag: etagOf(shown.seq),
      ...(recorded === null ? {} : { 'Idempotent-Replayed': 'true' }),
    },
    body: { ...shown, result },
  };
}

const create = route({
  method: 'post',
  path: '/api/projects',
  tag: 'projects',
  summary: '立项申报(草稿) · Open a project file as a draft',
  permit: 'project.create',
  change: 'decision',
  body: z.strictObject({
    jurisdiction: Id,
    name: z.string().trim().min(1).max(200),
    ownerOrg: Id.optional(),
    facts: FieldsSchema.default({}),
  }),
  answers: { 201: ProjectSchema },
  refuses: [
    'jurisdiction/unknown',
    'org/unknown',
    'org/not-yours',
    'fields/unknown',
    'fields/invalid',
    'fields/not-yours',
    'gate/unmet',
    'idempotency/key-reused',
  ],
  async handle({ body }, ask) {
    const { state, pack } = await startingState(ask, body);
    return openProcess(ask, state, pack);
  },
});

const editDraft = route({
  method: 'patch',
  path: '/api/projects/:id',
  tag: 'projects',
  summary: '修改草稿 · Edit what is not yet submitted',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  body: z.strictObject({ facts: FieldsSchema }),
  answers: { 200: ProjectSchema },
  refuses: [
    'project/not-found',
    'draft/closed',
    'precondition/stale',
    'fields/unknown',
    'fields/invalid',
    'fields/not-yours',
    'gate/unmet',
  ],
  async handle({ params, body }, ask) {
    const workflowId = workflowIdOf('project', params.id);
    const state = await readState(ask, workflowId);
    if (state.owner.org !== ask.person.actor.org || !mayHandIn(ask.person, state)) {
      throw problem('auth/not-permitted', { permission: 'draft.edit' });
    }
    if (!Object.values(state.tasks).some(isOwners)) throw problem('draft/closed', { status: state.status });
    requireFresh(ask.ifMatch, state.seq);
    const rules = await rulesFor(ask, state);
    const [now, calendar] = await Promise.all([
      ask.api.clock.now(),
      ask.api.reads.calendar(state.jurisdiction),
    ]);
    const around = { rules, now, calendar };
    const mistakes = checkDraftFacts(body.facts, state, around);
    if (mistakes.length > 0) throw new Problem(mistakes);
    const edited = { ...state, facts: { ...state.facts, ...body.facts } };
    const unmet = doorReports(edited, around);
    if (unmet.length > 0) throw new Problem(refusedGates(unmet));
    await mergeDraft({
      workflowId,
      facts: body.facts,
      removed: leavesDraft(body.facts, state, around),
      updatedBy: ask.person.actor.id,
      updatedAt: now,
    });
    return { headers: { ETag: etagOf(state.seq) }, body: await presentProcess(ask, state) };
  },
});

const search = route({
  method: 'get',
  path: '/api/projects',
  tag: 'projects',
  summary: '项目列表 · Search projects',
  permit: 'signedIn',
  change: 'none',
  query: z.strictObject({
    text: z.string().min(1).max(100).optional(),
    stage: Id.optional(),
    status: Id.optional(),
    owner: Id.optional(),
    overdue: Flag.optional(),
    jurisdiction: Id.optional(),
    limit: Limit,
    cursor: Cursor,
  }),
  answers: { 200: pageOf(z.looseObject({ id: z.string(), name: z.string(), status: z.string() })) },
  refuses: [],
  async handle({ query }, ask) {
    const { limit, ...rest } = query;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const { admin, operator, auditor } = ask.person.user;
    const visibleTo = admin || operator || auditor ? null : ask.person.actor.keys;
    return { body: await ask.api.reads.searchProjects({ ...given, limit, visibleTo }) };
  },
});

const read = route({
  method: 'get',
  path: '/api/projects/:id',
  tag: 'projects',
  summary: '项目 · One project',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  answers: { 200: ProjectSchema },
  refuses: ['project/not-found', 'auth/not-permitted'],
  async handle({ params }, ask) {
    const state = await readState(ask, workflowIdOf('project', params.id));
    return { headers: { ETag: etagOf(state.seq) }, body: await presentProcess(ask, state) };
  },
});

export const projectRoutes = [create, search, read, editDraft, reminders];
