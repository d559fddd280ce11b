/** Legal time of the API: the system's clock, or in the demo the clock of Temporal's test server. */
import type { Connection } from '@temporalio/client';

export interface Clock {
  /** ISO UTC instant. */
  now(): Promise<string>;
}

/** The clock of this machine. */
export const systemClock: Clock = { now: () => Promise.resolve(new Date().toISOString()) };

/** The clock of a time-skipping test server. */
export function testServerClock(connection: Connection): Clock {
  return {
    now: async () => {
      const { time } = (await connection.testService?.getCurrentTime({})) ?? {};
      if (time === undefined || time === null)
        throw new Error('CLOCK=temporal-test-server needs the Temporal test server');
      return new Date(
        Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1_000_000),
      ).toISOString();
    },
  };
}
