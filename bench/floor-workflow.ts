/** The barest workflow that does what a decision must: an update that waits for one local activity. */
import {
  condition,
  defineSignal,
  defineUpdate,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { FloorActivities } from './floor-activities';

const { write } = proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '10 seconds' });

export const writeUpdate = defineUpdate<number>('write');
export const endSignal = defineSignal('end');

/** Counts its writes until it is told to end. */
export async function floor(id: string): Promise<void> {
  let seq = 0;
  let ended = false;
  setHandler(writeUpdate, async () => {
    seq += 1;
    await write(id, seq);
    return seq;
  });
  setHandler(endSignal, () => {
    ended = true;
  });
  await condition(() => ended);
}
