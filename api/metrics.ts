/** Prometheus metrics of the API. Labels are bounded lists of our own words: never an id, a name or a path as it was sent. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { lastExportAt } from '../models/operations-heads';
import { countWork } from '../models/operations-reads';
import { lookAtArchive } from '../models/unarchived';
import type { Code } from './api-codes';
import type { Clock } from './clock';
import type { OperationsDoor } from './operations';
import { problem } from './problem';
import { remembered } from './remembered';
import type { Route } from './route';

/** What the gauges ask for at a scrape; each may fail alone, and is then left out. */
export interface MetricSources {
  counts(): Promise<{ openProcesses: number; openTasks: number; overdueProcesses: number }>;
  /** ISO UTC instants: now, and when heads were exported last. */
  heads(): Promise<{ now: string; lastExportAt: string | null }>;
  /** Up to which close time histories are archived, and how many runs could not be. */
  archive(): Promise<{ now: string; archivedUntil: string | null; failedRuns: number }>;
  workers(): Promise<number | null>;
  /** Null when the server does not mark them: no number is better than a wrong one. */
  stuck(): Promise<number | null>;
}

export interface Metrics {
  readonly registry: Registry;
  /** Counts and times every request, by the route that answered it. */
  readonly measure: RequestHandler;
}

/** Stuck processes counted at most: more of them say nothing more. */
const mostStuck = 100;

/** Asks record, heads and Temporal. */
export function metricSources(parts: {
  readonly operations: OperationsDoor;
  readonly clock: Clock;
  readonly headsDir: string;
}): MetricSources {
  const { operations, clock, headsDir } = parts;
  return {
    counts: countWork,
    heads: async () => ({ now: await clock.now(), lastExportAt: await lastExportAt(headsDir) }),
    archive: async () => {
      const now = await clock.now();
      return { now, ...(await lookAtArchive(now)) };
    },
    workers: () => operations.workers(),
    stuck: async () => (await operations.stuck(mostStuck))?.length ?? null,
  };
}

/** What mount and the answer of problems leave on the response for the metrics. */
export interface Measured {
  readonly route?: Route;
  readonly action?: string | null;
  readonly codes?: readonly Code[];
}

/** Two scrapers at once must not ask everything twice. */
const sourceMs = 5_000;
/** Seconds: a decision takes about 0.02, the answer deadline is 5. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Words of actions are checked by the routes before they count here; the bound holds whatever the routes let pass. */
const mostActions = 100;

/** Unknown words never came past validation, and strangers not past the door: they are no actions. */
const isDecision = (route: Route, codes: readonly Code[]): boolean =>
  route.change === 'decision' && codes.every((code) => !/^(auth|request|idempotency)\//u.test(code));

const familyOf = (code: Code | undefined): string => code?.split('/')[0] ?? 'ok';

function addGauges(registry: Registry, sources: MetricSources): void {
  const gauge = (name: string, help: string, value: () => Promise<number | null>) =>
    new Gauge({
      name: `govflow_${name}`,
      help,
      registers: [registry],
      async collect() {
        const known = await value().catch(() => null);
        if (known === null) this.remove();
        else this.set(known);
      },
    });
  const counts = remembered(() => sources.counts(), sourceMs);
  gauge('open_processes', 'Projects and cases under way', async () => (await counts()).openProcesses);
  gauge('open_tasks', 'Tasks that wait for people', async () => (await counts()).openTasks);
  gauge(
    'overdue_processes',
    'Processes with a deadline that passed',
    async () => (await counts()).overdueProcesses,
  );
  gauge(
    'workers',
    'Workers that take workflow tasks',
    remembered(() => sources.workers(), sourceMs),
  );
  gauge(
    'stuck_workflow_tasks',
    'Processes whose workflow task keeps failing',
    remembered(() => sources.stuck(), sourceMs),
  );
  const archive = remembered(() => sources.archive(), sourceMs);
  gauge('archive_age_seconds', 'Age of the close time up to which histories are archived', async () => {
    const { now, archivedUntil } = await archive();
    return archivedUntil === null ? null : (Date.parse(now) - Date.parse(archivedUntil)) / 1000;
  });
  gauge(
    'unarchived_runs',
    'Closed runs whose history could not be archived',
    async () => (await archive()).failedRuns,
  );
  gauge('chain_heads_age_seconds', 'Age of the last signed export of the chain heads', async () => {
    const { now, lastExportAt } = await sources.heads();
    return lastExportAt === null ? null : (Date.parse(now) - Date.parse(lastExportAt)) / 1000;
  });
}

function addCounters(registry: Registry) {
  const registers = [registry];
  return {
    decisions: new Counter({
      name: 'govflow_decisions_total',
      help: 'Decisions by action and outcome: ok, or the family of the first refusal',
      labelNames: ['action', 'outcome'],
      registers,
    }),
    refusals: new Counter({
      name: 'govflow_refusals_total',
      help: 'Refusals by code',
      labelNames: ['code'],
      registers,
    }),
    latency: new Histogram({
      name: 'govflow_http_request_seconds',
      help: 'Time to answer by method, route and class of status',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers,
    }),
  };
}

/** Builds the metrics of one API; `process` adds those of Node itself. */
export function createMetrics(sources: MetricSources, more: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (more.process === true) collectDefaultMetrics({ register: registry });
  addGauges(registry, sources);
  const { decisions, refusals, latency } = addCounters(registry);
  const actions = new Set<string>();
  const boundedAction = (action: string): string => {
    if (actions.size < mostActions) actions.add(action);
    return actions.has(action) ? action : 'other';
  };
  const count = (response: Response, seconds: number): void => {
    const { route, action, codes = [] } = response.locals as Measured;
    const status = `${String(Math.floor(response.statusCode / 100))}xx`;
    latency.observe({ method: route?.method ?? 'other', route: route?.path ?? 'other', status }, seconds);
    for (const code of codes) refusals.inc({ code });
    if (route !== undefined && isDecision(route, codes))
      decisions.inc({ action: boundedAction(action ?? route.path), outcome: familyOf(codes[0]) });
  };
  return {
    registry,
    measure: (_request, response, next) => {
      const start = process.hrtime.bigint();
      response.once('finish', () => {
        count(response, Number(process.hrtime.bigint() - start) / 1e9);
      });
      next();
    },
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Came straight from this machine: no proxy between, which would make everybody local. */
function isLocal(request: Request): boolean {
  const { remoteAddress = '' } = request.socket;
  const forwarded = request.get('x-forwarded-for') ?? request.get('forwarded') ?? request.get('via');
  return forwarded === undefined && /^(::1|(::ffff:)?127\.)/u.test(remoteAddress);
}

/** Denies by default: with a token only who sends it, without one only this machine. */
export function guardMetrics(token: string | undefined): RequestHandler {
  return (request, _response, next) => {
    if (token === undefined) {
      next(isLocal(request) ? undefined : problem('auth/not-permitted', { permission: 'metrics.read' }));
      return;
    }
    const sent = request.get('authorization')?.replace(/^Bearer /u, '') ?? '';
    next(timingSafeEqual(digest(sent), digest(token)) ? undefined : problem('auth/required'));
  };
}

/** Answers a scrape. */
export function showMetrics({ registry }: Metrics): RequestHandler {
  return async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  };
}
