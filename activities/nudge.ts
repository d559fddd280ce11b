/** Wakes the workflow that tells people, soon after something was recorded. A lost wake costs minutes: a Schedule looks too. */
import type { Client } from '@temporalio/client';

/** Decisions that come close together wake it once, and what a process did meanwhile is told in one go. */
const pauseMs = 3_000;

/** Gives what is called after every write; it never waits and never throws. */
export function createNudge(client: Client, taskQueue: string, failed: (error: unknown) => void): () => void {
  let waiting = false;
  const wake = async (): Promise<void> => {
    waiting = false;
    await client.workflow.signalWithStart('tellPeople', {
      workflowId: 'notices',
      taskQueue,
      args: [],
      signal: 'recorded',
    });
  };
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      wake().catch(failed);
    }, pauseMs).unref();
  };
}
