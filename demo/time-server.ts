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
import type { StoryClock } from './world';

export interface TimeServer {
  readonly address: string;
  readonly port: number;
  /** A connection that knows the server's clock. */
  readonly connection: Connection;
  readonly clock: StoryClock;
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

function clockOf({ testService }: Connection): StoryClock {
  if (testService === undefined) throw new Error('the connection does not know the clock of the test server');
  const nowMs = async (): Promise<number> => {
    const { time } = await testService.getCurrentTime({});
    return Number(time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1_000_000);
  };
  return {
    today: async () => dateOf(instantOf(await nowMs())),
    advanceTo: async (date) => {
      const ms = millisOf(startOfDay(date)) + nineOClockMs - (await nowMs());
      if (ms > 0) await testService.unlockTimeSkippingWithSleep({ duration: msToTs(ms) });
    },
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

/** Starts it on a free port; it ends with this process, whatever becomes of it. */
export async function startTimeServer(env: Environment, folder: string): Promise<TimeServer> {
  const [command, port] = [await binaryPath('temporal-test-server'), await freePort()];
  const logFile = path.join(folder, 'time-server.log');
  const child = await startChild(
    { name: 'temporal-test-server', command, args: [String(port)], env, logFile },
    sharedGuard(),
  );
  const address = `127.0.0.1:${String(port)}`;
  const connection = await connectOrEnd(address, child);
  return {
    address,
    port,
    connection,
    clock: clockOf(connection),
    stop: async () => {
      await connection.close();
      await child.stop(graceMs);
    },
  };
}
