/** A worker for the API of one test file, on its task queue. */
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createCalendarNews } from '../../activities/calendar-news';
import { createEffects } from '../../activities/effects';
import { createActivities, type Activities } from '../../activities/index';
import { dataConverter } from '../../api/payload-codec';
import { rig } from '../rig/rig';

/** Starts a worker, with its activities changed if the test says how; gives what ends it. */
export async function startApiWorker(
  taskQueue: string,
  change: (activities: Activities) => Activities = (activities) => activities,
): Promise<() => Promise<void>> {
  const connection = await NativeConnection.connect({ address: rig().temporalAddress });
  const worker = await Worker.create({
    connection,
    taskQueue,
    dataConverter,
    workflowBundle: rig().workflowBundle(),
    activities: {
      ...change(createActivities({ dir: '/nonexistent', key: 'k'.repeat(32) })),
      ...createEffects(new Client({ connection, dataConverter }), taskQueue),
      ...createCalendarNews(new Client({ connection, dataConverter })),
    },
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}
