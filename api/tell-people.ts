/** Wakes the one workflow that tells people what was recorded; it starts where none runs. */
import type { Client } from '@temporalio/client';

/** Returns once Temporal has it; waking twice tells nobody twice. */
export async function tellPeople(client: Client, taskQueue: string): Promise<void> {
  await client.workflow.signalWithStart('tellPeople', {
    workflowId: 'notices',
    taskQueue,
    args: [],
    signal: 'recorded',
  });
}
