/** The floor under every decision: a bare update with the same write, on the same servers, called by a Temporal client. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import mongoose from 'mongoose';
import { readLog, startChild } from '../embedded/child';
import { sharedGuard } from '../embedded/test-servers';
import { until } from '../embedded/wait';
import type { House } from '../tests/faults/house';
import { prepareFloor, type Template } from './floor-activities';
import { endSignal, floor, writeUpdate } from './floor-workflow';

export interface Floor {
  /** One write by the workflow at a place. */
  write(place: number): Promise<number>;
  stop(): Promise<void>;
}

const taskQueue = 'floor';
const readyMs = 120_000;
const graceMs = 20_000;

async function startWorker(house: House, mongodbUri: string, folder: string, template: Template) {
  const templateFile = join(folder, 'template.json');
  writeFileSync(templateFile, JSON.stringify(template));
  const logFile = join(folder, 'floor-worker.log');
  const worker = await startChild(
    {
      name: 'floor-worker',
      command: process.execPath,
      args: ['--import', 'tsx', join(__dirname, 'floor-worker.ts'), templateFile],
      env: { ...house.env, MONGODB_URI: mongodbUri, TASK_QUEUE: taskQueue },
      logFile,
      cwd: join(__dirname, '..'),
    },
    sharedGuard(),
  );
  const says = () => readLog(logFile, 0);
  const ready = await until(async () => worker.hasExited() || says().includes('worker ready'), {
    deadlineMs: readyMs,
    everyMs: 100,
  });
  if (!ready || worker.hasExited()) throw new Error(`the floor's worker did not start:\n${says()}`);
  return worker;
}

/** Lays the floor beside the product: its own database on the same mongod, its own task queue on the same Temporal. */
export async function layFloor(
  house: House,
  { template, workflows, folder }: { template: Template; workflows: number; folder: string },
): Promise<Floor> {
  const mongodbUri = (house.env['MONGODB_URI'] ?? '').replace('/faults?', '/floor?');
  const { connection: product } = mongoose;
  const ids = await prepareFloor(product.useDb('floor'), template, workflows);
  const worker = await startWorker(house, mongodbUri, folder, template);
  const connection = await Connection.connect({ address: house.env['TEMPORAL_ADDRESS'] ?? '' });
  const { workflow } = new Client({ connection });
  const handles = await Promise.all(
    ids.map((workflowId) => workflow.start(floor, { taskQueue, workflowId, args: [workflowId] })),
  );
  return {
    write: async (place) => {
      const handle = handles[place % handles.length];
      if (handle === undefined) throw new Error('the floor has no workflows');
      return handle.executeUpdate(writeUpdate);
    },
    stop: async () => {
      await Promise.all(handles.map((handle) => handle.signal(endSignal)));
      await connection.close();
      await worker.stop(graceMs);
    },
  };
}
