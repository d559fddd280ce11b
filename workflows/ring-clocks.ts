/** Started by a Schedule at midnight and every hour: rings for every clock that has come, page after page. */
import { continueAsNew, log, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ClockActivities, Rung } from '../activities/clocks';
import { instantOf } from '../domain/clocks/dates';

// A page is 100 processes, four at a time, each given ten seconds at worst.
const { ringSome } = proxyActivities<ClockActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30 seconds',
});

/** How far the ringing has come. */
interface Ringing {
  readonly after: Rung['next'];
  readonly rung: number;
  readonly failed: number;
}

/** Rings for all clocks that came before it ends; gives how many, and how many processes it could not reach. */
export async function ringClocks(
  begun: Ringing = { after: null, rung: 0, failed: 0 },
): Promise<Pick<Ringing, 'rung' | 'failed'>> {
  let { after, rung, failed } = begun;
  do {
    const page = await ringSome(after, instantOf(Date.now()));
    if (page.failed.length > 0) log.warn('processes not rung for', { failed: page.failed });
    after = page.next;
    rung += page.rung;
    failed += page.failed.length;
    if (after !== null && workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof ringClocks>({ after, rung, failed });
  } while (after !== null);
  return { rung, failed };
}
