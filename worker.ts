/** Composition root of the worker: configuration, MongoDB, Temporal, activities. Runs on its own and under the launcher. */
import { Client, Connection, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from './activities/index';
import { ConfigError, loadConfig, type Config } from './config';
import { connectMongo, disconnectMongo } from './models/connection';

/** Has the heads of all audit chains signed and exported every night; a night missed is made up. */
async function scheduleChainHeads(config: Config): Promise<void> {
  const connection = await Connection.connect({ address: config.temporalAddress });
  try {
    await new Client({ connection, namespace: config.temporalNamespace }).schedule.create({
      scheduleId: 'chain-heads-daily',
      spec: { calendars: [{ hour: 1, minute: 30 }], timezone: 'Asia/Shanghai' },
      action: {
        type: 'startWorkflow',
        workflowType: 'signChainHeads',
        taskQueue: config.taskQueue,
        workflowId: 'chain-heads',
      },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '7 days' },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  } finally {
    await connection.close();
  }
}

async function main(): Promise<void> {
  const config = loadConfig();
  await connectMongo(config.mongodbUri);
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  // The time-skipping test server of the demo knows no schedules.
  if (config.clock === 'system') await scheduleChainHeads(config);
  const worker = await Worker.create({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: config.taskQueue,
    ...(config.workflowBundle === undefined
      ? { workflowsPath: require.resolve('./workflows/index') }
      : { workflowBundle: { codePath: config.workflowBundle } }),
    activities: createActivities({ dir: config.headsDir, key: config.chainKey }),
    // After a crash the first task of a run waits this long for the dead worker's sticky queue.
    stickyQueueScheduleToStartTimeout: '2 seconds',
    // Longer than the 10 seconds a record may take.
    shutdownGraceTime: '15 seconds',
  });
  const running = worker.run();
  process.stdout.write('worker ready\n');
  await running;
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
