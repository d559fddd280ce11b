/** The floor's worker: a process of its own, as the product's worker is one, with the product's settings. */
import { readFileSync } from 'node:fs';
import { NativeConnection, Worker } from '@temporalio/worker';
import mongoose from 'mongoose';
import { loadConfig } from '../config';
import { createFloorActivities, type Template } from './floor-activities';

async function main(): Promise<void> {
  const [, , templateFile = ''] = process.argv;
  const config = loadConfig();
  const template = JSON.parse(readFileSync(templateFile, 'utf8')) as Template;
  await mongoose.connect(config.mongodbUri, {
    writeConcern: { w: 'majority', journal: true },
    readConcernLevel: 'majority',
  });
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const worker = await Worker.create({
    connection,
    taskQueue: config.taskQueue,
    workflowsPath: require.resolve('./floor-workflow'),
    activities: createFloorActivities(template),
  });
  const running = worker.run();
  process.stdout.write('worker ready\n');
  await running;
  await connection.close();
  await mongoose.disconnect();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
