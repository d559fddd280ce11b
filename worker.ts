/** Composition root of the worker: configuration, MongoDB, Temporal, activities. Runs on its own and under the launcher. */
import {
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleSpec,
} from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { createArchive } from './activities/archive';
import { createCalendarNews } from './activities/calendar-news';
import { createClocks } from './activities/clocks';
import { createEffects } from './activities/effects';
import { createActivities } from './activities/index';
import { createNotices } from './activities/notices';
import { createNudge } from './activities/nudge';
import { createSenders } from './activities/senders';
import { dataConverter, historyText } from './api/payload-codec';
import { createIndexingClient, registerSearchAttributes } from './api/search-attributes';
import { tellUntold } from './api/tell-calendar';
import { tellPeople } from './api/tell-people';
import { ConfigError, loadConfig, type Config } from './config';
import { connectMongo, disconnectMongo, isMongoUp } from './models/connection';
import { startWorkerHealth, type WorkerHealth } from './telemetry/worker-health';
import { plainError } from './telemetry/plain-error';
import { createWorkerLog } from './telemetry/worker-log';

/** An engine that answers later than this is not there. */
const probeMs = 2_000;

/** Upkeep by the clock of the offices; one that was missed is made up. */
const upkeep: readonly {
  readonly scheduleId: string;
  readonly workflowType: string;
  readonly workflowId: string;
  readonly at: ScheduleSpec;
}[] = [
  // The heads of all audit chains, signed and exported.
  {
    scheduleId: 'chain-heads-daily',
    workflowType: 'signChainHeads',
    workflowId: 'chain-heads',
    at: { calendars: [{ hour: 1, minute: 30 }] },
  },
  // Closed runs, carried into the archive before retention can delete them.
  {
    scheduleId: 'archive-daily',
    workflowType: 'archiveHistories',
    workflowId: 'archive-histories',
    at: { calendars: [{ hour: 2, minute: 30 }] },
  },
  // Deadlines people are reminded of, when offices open.
  {
    scheduleId: 'reminders-daily',
    workflowType: 'remindPeople',
    workflowId: 'reminders',
    at: { calendars: [{ hour: 8, minute: 30 }] },
  },
  // Clocks, which come at midnight; every hour those of a midnight that was missed, or of a process that did not answer.
  {
    scheduleId: 'clocks',
    workflowType: 'ringClocks',
    workflowId: 'clocks',
    at: { calendars: [{ hour: 0, minute: 0 }], intervals: [{ every: '1 hour', offset: '30 minutes' }] },
  },
  // What kept its time until now, and what the wake after a decision (nudge.ts) missed.
  {
    scheduleId: 'notices-sweep',
    workflowType: 'tellPeople',
    workflowId: 'notices-sweep',
    at: { intervals: [{ every: '5 minutes' }] },
  },
];

/**
 * Workflows kept in memory; the others are replayed when they are asked, from short histories. The library's own number follows
 * the machine's memory (2,310 on one of 24 GB), and the worker had grown to three gigabytes after five thousand clocks. Each takes
 * about 350 kB.
 */
const mostCached = 1_000;

/** As `scripts/bundle-workflows.ts` bundles them, for a worker that was given no bundle. */
const ownWorkflows = () => {
  const workflowsPath = require.resolve('./workflows/index');
  return { workflowsPath, bundlerOptions: { preloadModules: [workflowsPath] } };
};

async function scheduleUpkeep(client: Client, taskQueue: string): Promise<void> {
  for (const { scheduleId, workflowType, workflowId, at } of upkeep) {
    const wanted = {
      spec: { ...at, timezone: 'Asia/Shanghai' },
      action: { type: 'startWorkflow', workflowType, taskQueue, workflowId },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '7 days' },
    } as const;
    try {
      await client.schedule.create({ scheduleId, ...wanted });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      // An installation of an older version gets the times of this one; whether somebody paused it stays.
      await client.schedule.getHandle(scheduleId).update(({ state }) => ({ ...wanted, state }));
    }
  }
}

/** The runtime of this process: its log goes through ours, its metrics (slots, polls, latencies) to a port of their own. */
function installRuntime({ workerHost, workerMetricsPort }: Config, log: Logger): void {
  const bindAddress = `${workerHost}:${String(workerMetricsPort)}`;
  Runtime.install({
    logger: createWorkerLog(log),
    telemetryOptions: {
      logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } },
      ...(workerMetricsPort === undefined ? {} : { metrics: { prometheus: { bindAddress } } }),
    },
  });
}

/** A worker is ready when it polls and both engines answer. */
async function openHealth(config: Config, worker: Worker, client: Client): Promise<WorkerHealth | undefined> {
  const { workerHost: host, workerHealthPort: port } = config;
  if (port === undefined) return undefined;
  return await startWorkerHealth({ host, port }, async () => {
    const asked = client.withDeadline(Date.now() + probeMs, () => client.workflowService.getSystemInfo({}));
    const temporal = await asked.then(
      () => true,
      () => false,
    );
    return { mongodb: await isMongoUp(), temporal, polling: worker.getState() === 'RUNNING' };
  });
}

async function main(): Promise<void> {
  const config = loadConfig();
  const log = pino({ level: config.logLevel, name: 'worker', serializers: { err: plainError } });
  installRuntime(config, log);
  await connectMongo(config.mongodbUri);
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const client = createIndexingClient({ connection, namespace: config.temporalNamespace });
  // The time-skipping test server of the demo knows neither schedules nor search attributes.
  if (config.clock === 'system') {
    await registerSearchAttributes(client);
    await scheduleUpkeep(client, config.taskQueue);
    await tellUntold(client, config.taskQueue);
  }
  const nudge = createNudge(
    () => tellPeople(client, config.taskQueue),
    (error) => {
      log.warn({ err: error }, 'nobody was told yet: the next sweep does it');
    },
  );
  const worker = await Worker.create({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: config.taskQueue,
    dataConverter,
    ...(config.workflowBundle === undefined
      ? ownWorkflows()
      : { workflowBundle: { codePath: config.workflowBundle } }),
    activities: {
      ...createActivities({ dir: config.headsDir, key: config.chainKey }, (line) => {
        log.info(line, 'record');
        if (line.outcome === 'recorded') nudge();
      }),
      ...createArchive(client, historyText),
      ...createCalendarNews(client),
      ...createClocks(client),
      ...createEffects(client, config.taskQueue),
      ...createNotices(createSenders(config)),
    },
    maxCachedWorkflows: mostCached,
    // After a crash the first task of a run waits this long for the dead worker's sticky queue.
    stickyQueueScheduleToStartTimeout: '2 seconds',
    // Longer than the 10 seconds a record may take.
    shutdownGraceTime: '15 seconds',
  });
  const running = worker.run();
  process.stdout.write('worker ready\n');
  const health = await openHealth(config, worker, client);
  await running;
  await health?.close();
  await connection.close();
  await disconnectMongo();
}

main().catch((error: unknown) => {
  const message =
    error instanceof ConfigError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`worker: ${message}\n`);
  process.exitCode = 1;
});
