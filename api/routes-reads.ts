/** What happened to a project or case: timeline, changes since a round, audit lines with their proof, Temporal runs. */
import { z } from 'zod';
import { listAttempts } from '../models/attempts';
import { problem } from './problem';
import { withNames } from './course-names';
import { allLines, mayReadChain, packOf, readState, workflowIdOf, type ProcessKind } from './process-reads';
import { route, type Route } from './route';
import { documentRoutes } from './routes-documents';
import { Cursor, IdParams, Limit, pageOf } from './schemas';
import { changesSince, timelineOf } from './timeline';

const signedIn = { method: 'get', permit: 'signedIn', change: 'none', params: IdParams } as const;
const Items = z.object({ items: z.array(z.looseObject({})) });

/** Where a kind of process is read, and how its absence is told. */
const places = {
  project: { at: '/api/projects/:id', tag: 'projects', refuses: ['project/not-found', 'auth/not-permitted'] },
  case: { at: '/api/cases/:id', tag: 'cases', refuses: ['case/not-found', 'auth/not-permitted'] },
} as const;

/** Reads that projects and cases have alike: timeline, changes, audit lines and their proof. */
function storyRoutes(kind: ProcessKind): Route[] {
  const { at, tag, refuses } = places[kind];
  const timeline = route({
    ...signedIn,
    path: `${at}/timeline`,
    tag,
    summary: '办理过程 · Past, present and predicted steps',
    answers: { 200: Items },
    refuses,
    async handle({ params }, ask) {
      const state = await readState(ask, workflowIdOf(kind, params.id));
      const lines = await allLines(ask, state.subject, state.workflowId);
      const pack = await packOf(state);
      const items = timelineOf(lines, state, pack);
      return { body: { items: await Promise.all(items.map((item) => withNames(item, state, pack))) } };
    },
  });
  const changes = route({
    ...signedIn,
    path: `${at}/changes`,
    tag,
    summary: '变更对比 · What changed since a round of the present stage or case',
    query: z.strictObject({ sinceRound: z.coerce.number().int().min(0).max(10_000) }),
    answers: { 200: Items },
    refuses,
    async handle({ params, query: { sinceRound } }, ask) {
      const state = await readState(ask, workflowIdOf(kind, params.id));
      const lines = await allLines(ask, state.subject, state.workflowId);
      const { run } = state;
      return { body: { run, sinceRound, items: changesSince(lines, run, sinceRound) } };
    },
  });
  return [timeline, changes, ...chainRoutes(kind)];
}

const Proof = z.looseObject({
  ok: z.boolean(),
  lines: z.number().int(),
  head: z.string(),
  faults: z.array(z.unknown()),
});

/** The audit trail and its proof. A case about a project writes into the project's chain: of that its own lines are shown. */
function chainRoutes(kind: ProcessKind): Route[] {
  const { at, refuses } = places[kind];
  const records = route({
    ...signedIn,
    path: `${at}/records`,
    tag: 'records',
    summary: '留痕 · Lines of the audit trail, oldest first',
    query: z.strictObject({ limit: Limit, cursor: Cursor }),
    answers: {
      200: pageOf(z.looseObject({ seq: z.number().int(), prevHash: z.string(), hash: z.string() })),
    },
    refuses,
    async handle({ params, query }, ask) {
      const { subject, workflowId } = await readState(ask, workflowIdOf(kind, params.id));
      const after = query.cursor === undefined ? 0 : Number(query.cursor);
      if (!Number.isSafeInteger(after)) throw problem('request/invalid', { cursor: query.cursor });
      const { limit } = query;
      const lines = await ask.api.reads.listRecords(
        subject,
        kind === 'project' ? { after, limit } : { after, limit, workflowId },
      );
      const last = lines.at(-1);
      const nextCursor = last !== undefined && lines.length === limit ? String(last.seq) : null;
      return { body: { items: lines, nextCursor } };
    },
  });
  const verify = route({
    ...signedIn,
    path: `${at}/records/verify`,
    tag: 'records',
    summary:
      kind === 'project'
        ? '校验留痕 · Walks the hash chain and names every fault'
        : '校验留痕 · Walks the hash chain and names every fault; of a project’s chain whoever may not read the project hears only whether it holds',
    answers: { 200: kind === 'project' ? Proof : Proof.partial({ lines: true, head: true, faults: true }) },
    refuses,
    async handle({ params }, ask) {
      const state = await readState(ask, workflowIdOf(kind, params.id));
      const proof = await ask.api.reads.verifyChain(state.subject);
      const ok = proof.faults.length === 0;
      return { body: (await mayReadChain(ask, state)) ? { ok, ...proof } : { ok } };
    },
  });
  return [records, verify];
}

/** A thousand events are about a megabyte; a project of usual length still comes in one page. */
const EventLimit = z.coerce.number().int().min(1).max(1_000).default(1_000);
/** Run, event, and when the run before it started. */
const HistoryCursor = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}:\d{1,7}:\d{1,15}$/u)
  .optional();
const RunItem = z.looseObject({
  runId: z.string(),
  workflowType: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  outcome: z.string(),
  nextRunId: z.string().nullable(),
  archived: z.boolean(),
  eventCount: z.number().int(),
  events: z.array(z.looseObject({ eventId: z.string(), eventType: z.string() })),
});

/** What operators see of a project or case: its runs in Temporal, and what was refused. */
function operatorRoutes(kind: ProcessKind): Route[] {
  const { at, refuses } = places[kind];
  const history = route({
    ...signedIn,
    permit: 'history.read',
    path: `${at}/history`,
    tag: 'records',
    summary:
      '流程运行 · The Temporal runs of a project or case with their events, oldest first (operators); `limit` counts events, and a run that does not fit goes on in the next page',
    query: z.strictObject({ limit: EventLimit, cursor: HistoryCursor }),
    answers: { 200: pageOf(RunItem) },
    refuses: [...refuses, 'service/unavailable'],
    async handle({ params, query }, ask) {
      const state = await readState(ask, workflowIdOf(kind, params.id));
      return { body: await ask.api.history.page(state.workflowId, query) };
    },
  });
  const attempts = route({
    ...signedIn,
    permit: 'operations.read',
    path: `${at}/attempts`,
    tag: 'records',
    summary: '被拒绝的操作 · Refused attempts, newest first; kept for 180 days (operators)',
    query: z.strictObject({ limit: Limit }),
    answers: { 200: Items },
    refuses,
    async handle({ params, query }, ask) {
      const state = await readState(ask, workflowIdOf(kind, params.id));
      return { body: { items: await listAttempts(state.workflowId, query.limit) } };
    },
  });
  return [history, attempts];
}

export const readRoutes = [
  ...storyRoutes('project'),
  ...operatorRoutes('project'),
  ...documentRoutes,
  ...storyRoutes('case'),
  ...operatorRoutes('case'),
];
