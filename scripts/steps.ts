/** Runs one command as a step: captures what it says, ends it when it takes too long, leaves no process behind. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly limitMinutes: number;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

const killAfterMs = 15_000;
const running = new Set<ChildProcess>();

/** The path of a tool that npm installed for this package. */
export function tool(name: string): string {
  return join('node_modules', '.bin', name);
}

/** A TypeScript file of this package as a command. */
export function script(path: string, ...args: string[]): [string, ...string[]] {
  return [process.execPath, '--import', 'tsx', path, ...args];
}

/** A step leads its own process group, so that the servers it started end with it. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has already ended.
  }
}

function endAfter(child: ChildProcess, minutes: number, say: (line: string) => void): () => void {
  let killer: NodeJS.Timeout | undefined;
  const limit = setTimeout(() => {
    say(`\nended after ${minutes} minutes, its limit\n`);
    signalGroup(child, 'SIGTERM');
    killer = setTimeout(() => signalGroup(child, 'SIGKILL'), killAfterMs);
  }, minutes * 60_000);
  return () => {
    clearTimeout(limit);
    clearTimeout(killer);
  };
}

/** Runs a step to its end; it fails by exit code, by signal or by its time limit, never by throwing. */
export async function runStep(step: Step): Promise<StepResult> {
  const started = performance.now();
  const [file, ...args] = step.command;
  const parts: string[] = [];
  const child = spawn(file, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.stdout.setEncoding('utf8').on('data', (text: string) => parts.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => parts.push(text));
  const settle = endAfter(child, step.limitMinutes, (line) => parts.push(line));
  const ok = await new Promise<boolean>((resolve) => {
    child.once('error', (error) => {
      parts.push(error.message);
      resolve(false);
    });
    // Not `close`: a server left behind would hold the pipe open for ever.
    child.once('exit', (code) => setImmediate(() => resolve(code === 0)));
  });
  settle();
  running.delete(child);
  signalGroup(child, 'SIGKILL');
  return { name: step.name, ok, seconds: (performance.now() - started) / 1000, output: parts.join('') };
}

/** Ends the steps under way when this process is told to end. */
export function endStepsOnSignal(last: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      for (const child of running) signalGroup(child, 'SIGKILL');
      last();
      process.exit(130);
    });
  }
}

/** One line for people: name, outcome, seconds. */
export function line(result: StepResult): string {
  return `${result.ok ? 'ok    ' : 'FAILED'} ${result.name} (${result.seconds.toFixed(1)} s)`;
}

/** The end of what a failed step said, short enough to read in a log. */
export function tail(output: string, lines = 80): string {
  const all = output.trimEnd().split('\n');
  const kept = all.slice(-lines).map((each) => `    ${each}`);
  return all.length > lines
    ? [`    … ${all.length - lines} lines before`, ...kept].join('\n')
    : kept.join('\n');
}
