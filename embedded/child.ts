/** Starts one program in its own process group, writes what it says to a file, and ends it politely or at once. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '../config';
import type { Guard } from './guard';
import { systemCode } from './launch-fault';

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly logFile: string;
  readonly cwd?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Where in the log file this run begins. */
  readonly logFrom: number;
  hasExited(): boolean;
  /** SIGTERM, then SIGKILL after the grace. */
  stop(graceMs: number): Promise<Exit>;
  kill9(): Promise<Exit>;
}

const largestLogBytes = 20 * 1_048_576;

/** One old log is kept, so that years of restarts do not fill the disk. */
function openLog(file: string): { fd: number; from: number } {
  mkdirSync(dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLogBytes) renameSync(file, `${file}.1`);
  return { fd: openSync(file, 'a', 0o600), from: size > largestLogBytes ? 0 : size };
}

/** What a program has said since a place in its log. */
export function readLog(file: string, from: number): string {
  try {
    return readFileSync(file).subarray(from).toString('utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

/** Starts the program detached: a Ctrl-C of the terminal reaches the launcher only, which then ends the parts in order. */
export async function startChild(program: Program, guard: Guard): Promise<Child> {
  const log = openLog(program.logFile);
  const spawned = spawn(program.command, program.args, {
    detached: true,
    env: program.env,
    stdio: ['ignore', log.fd, log.fd],
    ...(program.cwd === undefined ? {} : { cwd: program.cwd }),
  });
  closeSync(log.fd);
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    spawned.once('exit', (code, signal) => {
      exit = { code, signal };
      resolve(exit);
    });
  });
  await new Promise<void>((resolve, reject) => {
    spawned.once('spawn', resolve);
    spawned.once('error', reject);
  });
  const pid = spawned.pid ?? 0;
  guard.watch(pid);
  void exited.then(() => {
    guard.forget(pid);
  });

  const kill9 = async (): Promise<Exit> => {
    if (!exit) signalGroup(pid, 'SIGKILL');
    return exited;
  };
  const stop = async (graceMs: number): Promise<Exit> => {
    if (exit) return exit;
    signalGroup(pid, 'SIGTERM');
    const timer = setTimeout(() => {
      signalGroup(pid, 'SIGKILL');
    }, graceMs);
    const ended = await exited;
    clearTimeout(timer);
    return ended;
  };
  return { pid, exited, logFrom: log.from, hasExited: () => exit !== undefined, stop, kill9 };
}
