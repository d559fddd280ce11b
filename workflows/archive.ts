/** Started nightly by a Schedule: carries closed runs into the archive before Temporal's retention deletes them. */
import { continueAsNew, log, patched, proxyActivities } from '@temporalio/workflow';
import type { ArchiveActivities } from '../activities/archive';
import { instantOf } from '../domain/clocks/dates';

// A page is 50 runs of seconds each at worst; after five failures the sweep fails visibly and tomorrow's makes it up.
const { findArchivedUntil, archivePage, saveArchivedUntil } = proxyActivities<ArchiveActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '1 minute',
  retry: { maximumAttempts: 5 },
});

/** Pages of one run: far below the limit of a history. */
const pagesPerRun = 200;
/** Visibility shows a close a moment later than it happened, and clocks of two machines differ. */
const overlapMs = 3_600_000;
/** Failed runs carried on by name: all of them stand in the record's list. */
const mostNamed = 100;
/** Sweeps under way when failed runs were not listed yet must keep their mark where it was. Permanent. */
const listsFailed = 'failed-runs-are-listed';

/** How far a sweep has come; absent for a new one. */
export interface Sweep {
  readonly from: string | null;
  readonly until: string;
  readonly page: string;
  readonly archived: number;
  readonly failed: readonly string[];
}

async function beginSweep(): Promise<Sweep> {
  const from = await findArchivedUntil();
  return { from, until: instantOf(Date.now()), page: '', archived: 0, failed: [] };
}

/** Archives every closed run that is not archived yet; gives how many were, and names those that could not be. */
export async function archiveHistories(begun?: Sweep): Promise<Pick<Sweep, 'archived' | 'failed'>> {
  let sweep = begun ?? (await beginSweep());
  for (let pages = 0; pages < pagesPerRun; pages += 1) {
    const { next, archived, failed } = await archivePage(sweep);
    sweep = {
      ...sweep,
      page: next ?? '',
      archived: sweep.archived + archived,
      failed: [...sweep.failed, ...failed].slice(0, mostNamed),
    };
    if (next === null) return await endSweep(sweep);
  }
  return await continueAsNew<typeof archiveHistories>(sweep);
}

/** Failed runs stand in a list of their own, from which every sweep tries them again: one of them must not hold up the mark. */
async function endSweep({ until, archived, failed }: Sweep): Promise<Pick<Sweep, 'archived' | 'failed'>> {
  if (failed.length > 0) log.error('histories not archived', { failed });
  if (failed.length === 0 || patched(listsFailed))
    await saveArchivedUntil(instantOf(Date.parse(until) - overlapMs));
  return { archived, failed };
}
