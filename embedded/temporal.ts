/** How Temporal is run on one machine: the real server with its database in a file, on loopback only. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import type { Program } from './child';
import type { ServerPlace } from './mongod';
import { until } from './wait';

export const temporalReadyMs = 60_000;
const callMs = 2_000;
/** Ten years: longer than any project lives; the record proper lies in MongoDB all the same. */
const retentionMs = 3_650 * 86_400_000;
const embeddedNamespace = 'default';

export function temporalProgram(
  { path, dataDir, port, logFile, env }: ServerPlace,
  uiPort: number | 'none',
): Program {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const args = ['server', 'start-dev', '--db-filename', join(dataDir, 'temporal.db')];
  // With synchronous=NORMAL a power cut could take back an answered decision; FULL costs a tenth of the speed.
  args.push('--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=FULL');
  // The default of 10 makes 30 simultaneous decisions on one project fail or wait for seconds.
  args.push('--dynamic-config-value', 'history.maxInFlightUpdates=200');
  args.push('--ip', '127.0.0.1', '--port', String(port));
  args.push(
    ...(uiPort === 'none' ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
  );
  return { name: 'temporal', command: path, args, env, logFile };
}

async function prolongRetention(connection: Connection): Promise<boolean> {
  const deadline = (): number => Date.now() + callMs;
  try {
    const found = await connection.withDeadline(deadline(), () =>
      connection.workflowService.describeNamespace({ namespace: embeddedNamespace }),
    );
    const wanted = msToTs(retentionMs);
    if (String(found.config?.workflowExecutionRetentionTtl?.seconds) === String(wanted.seconds)) return true;
    await connection.withDeadline(deadline(), () =>
      connection.workflowService.updateNamespace({
        namespace: embeddedNamespace,
        config: { workflowExecutionRetentionTtl: wanted },
      }),
    );
    return true;
  } catch {
    return false; // not listening, or the namespace is not there yet: asked again until the deadline
  }
}

/** Resolves when the server answers and keeps closed runs for ten years; throws when the deadline passed or the signal was given. */
export async function awaitTemporal(port: number, signal: AbortSignal): Promise<void> {
  const connection = Connection.lazy({ address: `127.0.0.1:${String(port)}`, connectTimeout: callMs });
  try {
    const ready = await until(() => prolongRetention(connection), {
      deadlineMs: temporalReadyMs,
      everyMs: 100,
      signal,
    });
    if (!ready) throw new Error('Temporal did not answer in time');
  } finally {
    await connection.close();
  }
}
