/** Started daily by a Schedule: signs the heads of all audit chains and exports them outside the database. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index';

const { exportChainHeads } = proxyActivities<Activities>({ startToCloseTimeout: '10 minutes' });

/** Exports the signed heads of the day; gives how many chains there are. */
export async function signChainHeads(): Promise<number> {
  return await exportChainHeads(new Date(Date.now()).toISOString());
}
