/** Ends what an earlier start left running when launcher and guard were both killed: only processes noted here, never a stranger. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { systemCode } from './launch-fault';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity';
import { until } from './wait';

const Noted = z.object({ pid: z.number().int().positive(), started: z.string() });
const graceMs = 20_000;

/** Writes down a running part: its number and when it started. */
export function notePid(file: string, pid: number): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(identityOf(pid)), { mode: 0o600 });
}

function readNoted(file: string): ProcessIdentity | undefined {
  try {
    return Noted.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // cut off by a crash: then nothing can be known about that process, and nothing is done to it
  }
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    if (isAlive(identity)) process.kill(-identity.pid, name);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

async function end(identity: ProcessIdentity): Promise<void> {
  signal(identity, 'SIGTERM');
  const gone = await until(() => !isAlive(identity), { deadlineMs: graceMs });
  if (!gone) signal(identity, 'SIGKILL');
  await until(() => !isAlive(identity), { deadlineMs: graceMs });
}

/** Ends all noted processes that still run; `report` hears the name and number of each. */
export async function endLeftovers(
  runDir: string,
  report: (name: string, pid: number) => void,
): Promise<void> {
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(runDir).filter((name) => name.endsWith('.pid'))) {
    const file = join(runDir, entry);
    const noted = readNoted(file);
    if (noted && isAlive(noted)) {
      report(basename(entry, '.pid'), noted.pid);
      await end(noted);
    }
    rmSync(file, { force: true });
  }
}
