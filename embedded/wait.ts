/** Waits for a condition of another process by asking again; nothing here knows what is asked. */
import { setTimeout as pause } from 'node:timers/promises';

/** Asks every `everyMs` until the answer is true; false when `deadlineMs` passed or the signal was given first. */
export async function until(
  ask: () => Promise<boolean> | boolean,
  { deadlineMs, everyMs = 50, signal }: { deadlineMs: number; everyMs?: number; signal?: AbortSignal },
): Promise<boolean> {
  const end = Date.now() + deadlineMs;
  while (Date.now() < end && signal?.aborted !== true) {
    if (await ask()) return true;
    await pause(everyMs);
  }
  return false;
}
