/** A guarded time-skipping Temporal server: what waits for months there waits for milliseconds. */
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection';
import { msToTs } from '@temporalio/common/lib/time';
import type { Environment } from '../config';
import { dateOf, instantOf, millisOf, startOfDay } from '../domain/clocks/dates';
import { startChild, type Child } from '../embedded/child';
import { freePort } from '../embedded/ports';
import { binaryPath, sharedGuard } from '../embedded/test-servers';
import { until } from '../embedded/wait';
import type { StoryClock } from './world';

export interface TimeServer {
  readonly address: string;
  readonly port: number;
  /** A connection that knows the server's clock. */
  readonly connection: Connection;
  readonly clock: StoryClock;
  /** Loses everything it holds: a new server stands on the same port, at the time that had come. */
  lose(): Promise<void>;
  stop(): Promise<void>;
}

const graceMs = 5_000;
const readyMs = 60_000;
/** Work begins at nine, after the clocks of the day have been heard at midnight. */
const nineOClockMs = 9 * 3_600_000;

async function connect(address: string): Promise<Connection> {
  const options = {
    address,
    connectTimeout: readyMs,
    // The SDK shows a server's clock only to who says that the server has one.
    [InternalConnectionOptionsSymbol]: { supportsTestService: true },
  };
  return Connection.connect(options);
}

interface ServerTime {
  nowMs(): Promise<number>;
  advanceToMs(instant: number): Promise<void>;
}

function timeOf({ testService }: Connection): ServerTime {
  if (testService === undefined) throw new Error('the connection does not know the clock of the test server');
  const nowMs = async (): Promise<number> => {
    const { time } = await testService.getCurrentTime({});
    return Number(time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1_000_000);
  };
  return {
    nowMs,
    advanceToMs: async (instant) => {
      const ms = instant - (await nowMs());
      if (ms > 0) await testService.unlockTimeSkippingWithSleep({ duration: msToTs(ms) });
    },
  };
}

function clockOf(time: ServerTime): StoryClock {
  return {
    today: async () => dateOf(instantOf(await time.nowMs())),
    advanceTo: (date) => time.advanceToMs(millisOf(startOfDay(date)) + nineOClockMs),
  };
}

async function connectOrEnd(address: string, child: Child): Promise<Connection> {
  try {
    return await connect(address);
  } catch (error) {
    await child.kill9();
    throw error;
  }
}

async function answersAgain(time: ServerTime): Promise<void> {
  const ask = () =>
    time.nowMs().then(
      () => true,
      () => false,
    );
  if (!(await until(ask, { deadlineMs: readyMs })))
    throw new Error('the time-skipping server did not come back');
}

/** Starts it on a free port; it ends with this process, whatever becomes of it. */
export async function startTimeServer(env: Environment, folder: string): Promise<TimeServer> {
  const [command, port] = [await binaryPath('temporal-test-server'), await freePort()];
  const logFile = path.join(folder, 'time-server.log');
  const startServer = () =>
    startChild({ name: 'temporal-test-server', command, args: [String(port)], env, logFile }, sharedGuard());
  let child = await startServer();
  const address = `127.0.0.1:${String(port)}`;
  const connection = await connectOrEnd(address, child);
  const time = timeOf(connection);
  return {
    address,
    port,
    connection,
    clock: clockOf(time),
    lose: async () => {
      const then = await time.nowMs();
      await child.kill9();
      child = await startServer();
      await answersAgain(time);
      await time.advanceToMs(then);
    },
    stop: async () => {
      await connection.close();
      await child.stop(graceMs);
    },
  };
}
