/** Runs a short command to its end and returns what it said; never throws for a command that fails or is missing. */
import { spawn } from 'node:child_process';
import type { Environment } from '../config';
import { systemCode } from './launch-fault';

export interface CommandResult {
  readonly ok: boolean;
  /** The program itself could not be found. */
  readonly missing: boolean;
  readonly output: string;
}

export interface CommandOptions {
  readonly env: Environment;
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly onLine?: (line: string) => void;
}

/** Output and errors come back as one text, because both may hold the reason. */
export function runCommand(
  command: string,
  args: readonly string[],
  { env, timeoutMs, cwd, onLine }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      ...(cwd === undefined ? {} : { cwd }),
      killSignal: 'SIGKILL',
    });
    let output = '';
    const hear = (chunk: Buffer): void => {
      const said = chunk.toString('utf8');
      output += said;
      if (onLine) for (const line of said.split('\n')) if (line.trim() !== '') onLine(line.trim());
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => {
      resolve({ ok: false, missing: systemCode(error) === 'ENOENT', output: `${output}${error.message}` });
    });
    child.once('close', (code) => {
      resolve({ ok: code === 0, missing: false, output });
    });
  });
}
