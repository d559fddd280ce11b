/** Tells one process from a later one that got the same number, so that nobody stops a stranger. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** When the process started, in the words of the operating system; only compared, never read. */
  readonly started: string;
}

const startTimeField = 19; // of /proc/<pid>/stat, counted after the command's closing bracket
const stateField = 0;

function fromProc(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; only its parent has not asked yet.
  return fields[stateField] === 'Z' ? undefined : fields[startTimeField];
}

/** When this process started, or undefined when there is no such process. */
export function startedAt(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return fromProc(pid);
    const line = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' ? undefined : line;
  } catch {
    return undefined; // both ways fail exactly when the process is gone
  }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startedAt(identity.pid) === identity.started;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: startedAt(pid) ?? 'gone' };
}
