/** For operators: what is wrong with the engine, and the recorded acts that mend it. */
import { z } from 'zod';
import { listOperations } from '../models/operations';
import type { Trouble } from './operations-words';
import { repairs, troubleRows } from './operations-words';
import { keyOf } from './decisions';
import { inBoth, problem } from './problem';
import type { Ask } from './route';
import { route } from './route';
import { Cursor, Id, Reason, pageOf } from './schemas';
import { recipient } from './task-acts';

const Plain = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const TroubleItem = z
  .object({
    kind: z.enum(Object.keys(troubleRows) as [keyof typeof troubleRows]),
    target: z.string(),
    title: z.string(),
    next: z.string(),
    acts: z.array(z.enum(repairs)),
    facts: Plain,
  })
  .meta({ id: 'Trouble', description: '故障:是什么、下一步做什么 · What is wrong and what to do next' });

const Summary = z.looseObject({
  counts: z.object({
    openProcesses: z.number().int(),
    openTasks: z.number().int(),
    overdueProcesses: z.number().int(),
  }),
  workers: z.number().int().nullable(),
  engineUp: z.boolean(),
  chains: z.looseObject({ lastExportAt: z.string().nullable() }),
  archive: z.looseObject({
    archivedUntil: z.string().nullable(),
    failedRuns: z.number().int(),
    failed: z.array(z.looseObject({ workflowId: z.string(), runId: z.string(), reason: z.string() })),
  }),
  notices: z.looseObject({ dead: z.number().int(), lost: z.number().int(), untold: z.number().int() }),
});

function presented({ kind, target, facts }: Trouble, ask: Ask) {
  const row = troubleRows[kind];
  const title = inBoth(row, ask.language);
  return { kind, target, title, next: inBoth(row.next, ask.language), acts: row.acts, facts };
}

const list = route({
  method: 'get',
  path: '/api/operations',
  tag: 'operations',
  summary:
    '运行状况 · What is wrong with the engine, and what to do next (operators); the first page also tells of the house as a whole',
  permit: 'operations.read',
  change: 'none',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(50), cursor: Cursor }),
  answers: {
    200: z.object({
      items: z.array(TroubleItem),
      nextCursor: z.string().nullable(),
      looked: z
        .number()
        .int()
        .meta({ description: '本页查看的在办流程数 · Open processes this page looked at' }),
      compared: z.number().int().meta({
        description:
          '其中与留痕比对位置的流程数；有任务在失败时不比对 · Of these, compared with the record; none while a task fails',
      }),
      moving: z.number().int().meta({
        description:
          '已证明在推进的流程数：有在职人员可办，或有时限在等 · Proved to go on: somebody can act, or a clock is waited for',
      }),
      summary: Summary.nullable(),
    }),
  },
  refuses: ['service/uncertain'],
  async handle({ query: { limit, cursor } }, ask) {
    const { operations, clock } = ask.api;
    const now = await clock.now();
    const first = cursor === undefined ? await operations.summary(now) : null;
    // Without an engine or a worker every single process would be found silent: one line says it.
    const isSilent = first !== null && (!first.summary.engineUp || first.summary.workers === 0);
    const page = isSilent
      ? { troubles: [], looked: 0, compared: 0, moving: 0, nextCursor: null }
      : await operations.page({ limit, now, ...(cursor === undefined ? {} : { after: cursor }) });
    const items = [...(first?.troubles ?? []), ...page.troubles].map((each) => presented(each, ask));
    const { looked, compared, moving, nextCursor } = page;
    return { body: { items, nextCursor, looked, compared, moving, summary: first?.summary ?? null } };
  },
});

const act = route({
  method: 'post',
  path: '/api/operations/actions',
  tag: 'operations',
  summary: '修复 · Mend one trouble; who, what, when and why go into the audit chain of the operators',
  permit: 'operations.act',
  change: 'decision',
  // Longer than a repair may take.
  answerMs: 35_000,
  body: z.strictObject({
    action: z.enum(repairs),
    target: Id,
    reason: Reason,
    /** A person, for assignTasks. */
    to: Id.optional(),
  }),
  answers: {
    200: z.object({
      commandId: z.string(),
      action: z.enum(repairs),
      target: z.string(),
      outcome: Plain,
    }),
  },
  refuses: [
    'operations/unknown-target',
    'operations/not-needed',
    'operations/would-lose',
    'operations/no-good-task',
    'operations/not-provable',
    'project/not-permitted',
    'project/illegal-action',
    'person/unknown',
    'duty/own-submission',
    'task/unfit-assignee',
    'idempotency/key-reused',
    'service/uncertain',
  ],
  async handle({ body }, ask) {
    ask.about.workflowId = body.target;
    const { commandId, bodyHash } = keyOf(ask);
    const { id, name, org } = ask.person.actor;
    const { action, target, reason, to } = body;
    const { outcome, replayed } = await ask.api.operations.repair({
      action,
      target,
      reason,
      as: ask.person.actor,
      to: to === undefined ? undefined : await recipient(to),
      commandId,
      bodyHash,
      at: await ask.api.clock.now(),
      actor: { id, name, org },
    });
    return {
      headers: replayed ? { 'Idempotent-Replayed': 'true' } : {},
      body: { commandId, action, target, outcome },
    };
  },
});

const records = route({
  method: 'get',
  path: '/api/operations/records',
  tag: 'operations',
  summary: '运维留痕 · What operators did, newest first: each act asked for, and each outcome',
  permit: 'operations.read',
  change: 'none',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: Cursor }),
  answers: { 200: pageOf(z.looseObject({ seq: z.number().int(), action: z.string(), target: z.string() })) },
  refuses: [],
  async handle({ query: { limit, cursor } }) {
    const before = cursor === undefined ? undefined : Number(cursor);
    if (before !== undefined && !Number.isSafeInteger(before))
      throw problem('request/invalid', { cursor: cursor ?? '' });
    const lines = await listOperations({ limit, ...(before === undefined ? {} : { before }) });
    const last = lines.at(-1);
    const nextCursor = last !== undefined && lines.length === limit ? String(last.seq) : null;
    return { body: { items: lines.map(({ bodyHash: _hash, ...line }) => line), nextCursor } };
  },
});

export const operationRoutes = [list, act, records];
