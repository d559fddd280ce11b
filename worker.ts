/** Composition root of the worker: configuration, MongoDB, Temporal, activities. Runs on its own and under the launcher. */
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from './activities/index';
import { loadConfig, processEnvironment } from './config';
import { connectMongo, disconnectMongo } from './models/connection';

async function main(): Promise<void> {
  const config = loadConfig(processEnvironment());
  await connectMongo(config.mongodbUri);
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const worker = await Worker.create({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: config.taskQueue,
    workflowsPath: require.resolve('./workflows/index'),
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
  process.stderr.write(
    `worker: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
