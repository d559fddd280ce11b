/** The operators' page and its acts: finds what is wrong, bounded in breadth and time, and mends it by recorded acts. */
import type { Client } from '@temporalio/client';
import type { HeadsTarget } from '../models/chain-heads';
import { lookAtUndelivered, type UndeliveredLook } from '../models/deliveries';
import { openTasksWithoutHolder } from '../models/holders';
import { findOperation, recordOutcome, recordRequest } from '../models/operations';
import type { Operation, OperationOutcome } from '../models/operations';
import { lookAtHeads, type HeadsLook } from '../models/operations-heads';
import {
  countWork,
  listWithoutTask,
  findOpenRun,
  pageOpenRuns,
  type OpenRun,
  type WorkCounts,
} from '../models/operations-reads';
import { lookAtArchive, type ArchiveLook } from '../models/unarchived';
import { engineTroubles, isEngineOutage, lookAtEngine, type EngineLook } from './operations-engine';
import { countWorkers, lookAtRuns, reportedStuck, type LookOptions } from './operations-look';
import { repair, type RepairOrder } from './operations-repair';
import { mends, type Repair, type Trouble } from './operations-words';
import { problem } from './problem';
import { findStill } from './watchdog';

export interface OperationsOptions {
  readonly client: Client;
  readonly taskQueue: string;
  readonly heads: HeadsTarget;
  /** How long one process may take to show itself. */
  readonly lookMs: number;
  /** How long one repair may take. */
  readonly repairMs: number;
}

/** `now` is an ISO UTC instant. */
export interface PageWish {
  readonly after?: string;
  readonly limit: number;
  readonly now: string;
}

export interface OperationsPage {
  readonly troubles: readonly Trouble[];
  /** How many open processes this page looked at. */
  readonly looked: number;
  /** Of how many the position was compared with the journal: none while a task fails. */
  readonly compared: number;
  /** How many were proved to go on: somebody can act, or a clock is waited for. */
  readonly moving: number;
  readonly nextCursor: string | null;
}

/** What concerns the house as a whole. */
export interface OperationsSummary extends EngineLook {
  readonly counts: WorkCounts;
  readonly chains: Omit<HeadsLook, 'faults' | 'genuine'>;
  readonly archive: ArchiveLook;
  readonly notices: UndeliveredLook;
}

export interface RepairRequest extends Operation, RepairOrder {
  readonly action: Repair;
}

/** The engine as operators see it. */
export interface OperationsDoor {
  page(page: PageWish): Promise<OperationsPage>;
  /** Looks at the house; gives its troubles as well. `now` is an ISO UTC instant. */
  summary(now: string): Promise<{ summary: OperationsSummary; troubles: readonly Trouble[] }>;
  repair(request: RepairRequest): Promise<{ outcome: OperationOutcome; replayed: boolean }>;
  /** Workers that take workflow tasks; null when the server does not tell. */
  workers(): Promise<number | null>;
  /** Workflow ids that the server marked as stuck, at most so many; null when it does not mark them. */
  stuck(limit: number): Promise<readonly string[] | null>;
}

/** Chains compared with their signed heads at one look. */
const mostChains = 5_000;
/** Tasks that nobody can act on, listed at most. */
const mostVacant = 50;
/** The export runs every night; a day and some hours without one is late. */
const exportLateMs = 26 * 3_600_000;

function headTroubles(look: HeadsLook, counts: WorkCounts, now: string): Trouble[] {
  const { file, genuine, lastExportAt, faults } = look;
  if (file !== null && !genuine) return [{ kind: 'chain/not-genuine', target: file, facts: { file } }];
  const late = lastExportAt === null || Date.parse(now) - Date.parse(lastExportAt) > exportLateMs;
  const old: Trouble[] =
    late && counts.openProcesses > 0
      ? [{ kind: 'chain/export-old', target: 'chains', facts: { lastExportAt } }]
      : [];
  const cut = faults.map(({ subject, seq, fault }): Trouble => ({
    kind: 'chain/fault',
    target: subject,
    facts: { seq, fault },
  }));
  return [...old, ...cut];
}

function archiveTroubles({ late, archivedUntil, failedRuns, failed }: ArchiveLook): Trouble[] {
  if (!late && failedRuns === 0) return [];
  const [first] = failed;
  const facts = { archivedUntil, late, failedRuns, firstFailed: first?.workflowId ?? null };
  return [{ kind: 'archive/behind', target: 'archive', facts: { ...facts, reason: first?.reason ?? null } }];
}

function noticeTroubles({ dead, lost, untold, first }: UndeliveredLook): Trouble[] {
  if (dead + lost + untold === 0) return [];
  const facts = { dead, lost, untold, channel: first?.channel ?? null, reason: first?.error ?? null };
  return [{ kind: 'notice/undelivered', target: 'notices', facts }];
}

/** Processes that seem to stand still, from anywhere: nobody has to leaf through all to find them. */
async function suspects(): Promise<string[]> {
  const [orphans, idle] = await Promise.all([
    openTasksWithoutHolder(mostVacant),
    listWithoutTask(mostVacant),
  ]);
  return [...orphans.map(({ task }) => task.workflowId), ...idle];
}

async function lookAtPage({ after, limit, now }: PageWish, options: LookOptions): Promise<OperationsPage> {
  const runs = await pageOpenRuns({ ...(after === undefined ? {} : { after }), limit: limit + 1 });
  const page = runs.slice(0, limit);
  // The first page also holds what the server reports from anywhere: nobody has to leaf through all to find it.
  const reported = after === undefined ? ((await reportedStuck(limit, options)) ?? []) : [];
  const others = reported.filter((id) => page.every((run) => run.workflowId !== id));
  const elsewhere = (await Promise.all(others.map(findOpenRun))).filter(
    (run): run is OpenRun => run?.open === true,
  );
  const all = [...elsewhere, ...page];
  const asked = new Set([
    ...all.map(({ workflowId }) => workflowId),
    ...(after === undefined ? await suspects() : []),
  ]);
  const [{ troubles, compared }, still] = await Promise.all([
    lookAtRuns(all, options),
    findStill([...asked], now),
  ]);
  const nextCursor = runs.length > limit ? (page.at(-1)?.workflowId ?? null) : null;
  const moving = asked.size - still.length;
  return { troubles: [...troubles, ...still], looked: all.length, compared, moving, nextCursor };
}

/** What is wrong with what an act names. */
async function troublesOf(
  { action, target, at }: RepairRequest,
  options: OperationsOptions,
): Promise<readonly Trouble[]> {
  if (action === 'exportChainHeads' || action === 'acknowledgeChainFault') {
    const look = await lookAtHeads(options.heads, mostChains);
    return headTroubles(look, await countWork(), at).filter((each) => each.target === target);
  }
  if (action === 'archiveNow')
    return archiveTroubles(await lookAtArchive(at)).filter((each) => each.target === target);
  if (action === 'redeliverNotices')
    return noticeTroubles(await lookAtUndelivered(at)).filter((each) => each.target === target);
  const run = await findOpenRun(target);
  if (run?.open !== true) throw problem('operations/unknown-target', { target });
  const [{ troubles }, still] = await Promise.all([lookAtRuns([run], options), findStill([target], at)]);
  return [...troubles, ...still];
}

async function requireNeed(request: RepairRequest, options: OperationsOptions): Promise<void> {
  const { action, target } = request;
  const troubles = await troublesOf(request, options);
  if (action === 'restartFromRecord' && troubles.some(({ kind }) => kind === 'run/ahead'))
    throw problem('operations/would-lose', { target });
  if (!troubles.some(({ kind }) => mends(action, kind)))
    throw problem('operations/not-needed', { target, action, found: troubles.map(({ kind }) => kind) });
}

/** Looks, records that it was asked for, mends, records what came of it. */
async function mend(request: RepairRequest, options: OperationsOptions) {
  const known = await findOperation(request.commandId);
  if (known !== null && known.requested.bodyHash !== request.bodyHash)
    throw problem('idempotency/key-reused');
  if (known?.outcome) return { outcome: known.outcome, replayed: true };
  // Asked for before and broken off: it may have worked already, and doing it again is safe.
  if (known === null) {
    await requireNeed(request, options);
    await recordRequest(request);
  }
  const outcome = await options.client.withDeadline(Date.now() + options.repairMs, () =>
    repair(request.action, request, options),
  );
  await recordOutcome(request, outcome);
  return { outcome, replayed: false };
}

/** Nobody answered: what was asked for may or may not have happened, and the same key tells. */
async function orUncertain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isEngineOutage(error)
      ? problem('service/uncertain', {}, { headers: { 'Retry-After': '5' } })
      : error;
  }
}

/** Opens the operators' door with a connected client. */
export function createOperations(options: OperationsOptions): OperationsDoor {
  return {
    page: (page) => orUncertain(() => lookAtPage(page, options)),
    summary: async (now) => {
      const [counts, engine, look, orphans, archive, notices] = await Promise.all([
        countWork(),
        lookAtEngine(options),
        lookAtHeads(options.heads, mostChains),
        openTasksWithoutHolder(mostVacant),
        lookAtArchive(now),
        lookAtUndelivered(now),
      ]);
      const { faults: _faults, genuine: _genuine, ...chains } = look;
      const vacant = orphans.map(({ task, code }): Trouble => ({
        kind: 'task/without-holder',
        target: task.id,
        facts: { code, role: task.role, process: task.processId, openedAt: task.openedAt },
      }));
      return {
        summary: { counts, ...engine, chains, archive, notices },
        troubles: [
          ...engineTroubles(engine, options.taskQueue),
          ...headTroubles(look, counts, now),
          ...archiveTroubles(archive),
          ...noticeTroubles(notices),
          ...vacant,
        ],
      };
    },
    repair: (request) => orUncertain(() => mend(request, options)),
    workers: () => countWorkers(options),
    stuck: (limit) => reportedStuck(limit, options),
  };
}
