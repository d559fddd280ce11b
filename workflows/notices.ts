/** Telling people: makes notices of what was recorded, reminds them every morning, sends with Temporal's own retries. */
import {
  continueAsNew,
  defineSignal,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { NoticeActivities } from '../activities/notices';
import { instantOf } from '../domain/clocks/dates';

const { tellSome, remindSome, handOver, giveUp } = proxyActivities<NoticeActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { maximumInterval: '1 minute' },
});

// Ten seconds, then four times as long each time, at most two hours: about nine hours in all.
const { send } = proxyActivities<NoticeActivities>({
  startToCloseTimeout: '1 minute',
  retry: {
    initialInterval: '10 seconds',
    backoffCoefficient: 4,
    maximumInterval: '2 hours',
    maximumAttempts: 10,
  },
});

/** Something was recorded. Wire name; permanent. */
export const recordedSignal = defineSignal('recorded');

const now = (): string => instantOf(Date.now());

/** Makes all notices that are due and hands what goes out to workflows that send it. Ends when nothing is left. */
export async function tellPeople(): Promise<void> {
  let recorded = true;
  setHandler(recordedSignal, () => {
    recorded = true;
  });
  for (let handovers = 0; recorded;) {
    recorded = false;
    while ((await tellSome(now())) > 0);
    handovers = await handOverAll(handovers);
    if (workflowInfo().continueAsNewSuggested) return await continueAsNew<typeof tellPeople>();
  }
}

async function handOverAll(before: number): Promise<number> {
  for (let handovers = before + 1; ; handovers += 1) {
    const workflowId = `notices/${workflowInfo().runId}/${String(handovers)}`;
    const outgoing = await handOver(workflowId, now());
    if (outgoing.length === 0) return handovers;
    await startChild(sendNotices, {
      workflowId,
      args: [outgoing],
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
  }
}

/** Sends some notices, each with tries of its own; what cannot be sent is noted and listed for operators. */
export async function sendNotices(
  outgoing: readonly Parameters<NoticeActivities['send']>[0][],
): Promise<void> {
  await Promise.all(
    outgoing.map(async (each) => {
      try {
        await send(each, now());
      } catch (error) {
        await giveUp(each, causeOf(error), now());
      }
    }),
  );
}

/** The failure of an activity wraps what went wrong in it. */
function causeOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error ? cause.message : String(error);
}

/** Reminds of deadlines: started every morning of a Schedule, then tells what it found. */
export async function remindPeople(after: string | null = null): Promise<void> {
  let next = after;
  do {
    ({ next } = await remindSome(next, now()));
    if (next !== null && workflowInfo().continueAsNewSuggested)
      return await continueAsNew<typeof remindPeople>(next);
  } while (next !== null);
  await tellPeople();
}
