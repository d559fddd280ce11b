/** Composition root of the worker: configuration, MongoDB, Temporal, activities. Runs on its own and under the launcher. */
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { createArchive } from './activities/archive';
import { createEffects } from './activities/effects';
import { createActivities } from './activities/index';
import { dataConverter, historyText } from './api/payload-codec';
import { createIndexingClient, registerSearchAttributes } from './api/search-attributes';
import { ConfigError, loadConfig, type Config } from './config';
import { connectMongo, disconnectMongo, isMongoUp } from './models/connection';
import { startWorkerHealth, type WorkerHealth } from './telemetry/worker-health';
import { createWorkerLog } from './telemetry/worker-log';

/** An engine that answers later than this is not there. */
const probeMs = 2_000;

/** Upkeep of every night; one that was missed is made up. */
const nightly = [
  // The heads of all audit chains, signed and exported.
  { scheduleId: 'chain-heads-daily', workflowType: 'signChainHeads', workflowId: 'chain-heads', hour: 1 },
  // Closed runs, carried into the archive before retention can delete them.
  { scheduleId: 'archive-daily', workflowType: 'archiveHistories', workflowId: 'archive-histories', hour: 2 },
] as const;

async function scheduleNightly(client: Client, taskQueue: string): Promise<void> {
  for (const { scheduleId, workflowType, workflowId, hour } of nightly) {
    try {
      await client.schedule.create({
        scheduleId,
        spec: { calendars: [{ hour, minute: 30 }], timezone: 'Asia/Shanghai' },
        action: { type: 'startWorkflow', workflowType, taskQueue, workflowId },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '7 days' },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
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
  const log = pino({ level: config.logLevel, name: 'worker' });
  installRuntime(config, log);
  await connectMongo(config.mongodbUri);
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const client = createIndexingClient({ connection, namespace: config.temporalNamespace });
  // The time-skipping test server of the demo knows neither schedules nor search attributes.
  if (config.clock === 'system') {
    await registerSearchAttributes(client);
    await scheduleNightly(client, config.taskQueue);
  }
  const worker = await Worker.create({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: config.taskQueue,
    dataConverter,
    ...(config.workflowBundle === undefined
      ? { workflowsPath: require.resolve('./workflows/index') }
      : { workflowBundle: { codePath: config.workflowBundle } }),
    activities: {
      ...createActivities({ dir: config.headsDir, key: config.chainKey }, (line) => {
        log.info(line, 'record');
      }),
      ...createArchive(client, historyText),
      ...createEffects(client, config.taskQueue),
    },
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
