/** Keeps one part of the house running: starts it, waits until it serves, restarts it with back-off, gives up after a few tries. */
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { readLog, startChild, type Child, type Exit, type Program } from './child';
import type { Guard } from './guard';
import { LaunchFault } from './launch-fault';
import { notePid } from './leftovers';

export interface PartSpec {
  readonly name: string;
  readonly program: Program;
  /** Resolves when the part serves; the signal is given when it ended or is to be stopped. */
  readonly ready: (child: Child, signal: AbortSignal) => Promise<void>;
  readonly graceMs: number;
  /** Where its process number is kept for a start after a crash of the launcher. */
  readonly pidFile: string;
}

export interface PartEvents {
  readonly died: (name: string, how: string, delayMs: number) => void;
  readonly back: (name: string, pid: number) => void;
  readonly gaveUp: (fault: LaunchFault) => void;
}

/** How often and how fast a part that ends is started again. */
export interface Patience {
  readonly delaysMs: readonly number[];
  /** As many ends as there are delays are borne within this time; one more is too many. */
  readonly windowMs: number;
}

export const patience: Patience = { delaysMs: [250, 1_000, 2_000, 4_000, 8_000], windowMs: 90_000 };

export interface Part {
  readonly name: string;
  readonly pid: () => number | undefined;
  /** Resolves when it serves for the first time; rejects with a LaunchFault when it was given up. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

function describeExit({ code, signal }: Exit): string {
  return signal === null ? `exit ${String(code)}` : signal;
}

function lastWords(child: Child, program: Program): string {
  const lines = readLog(program.logFile, child.logFrom).trim().split('\n');
  return lines
    .slice(-3)
    .map((line) => line.slice(0, 240))
    .join('\n    ');
}

function tooOften({ name, program }: PartSpec, how: string, words: string): LaunchFault {
  const full = /No space left on device|ENOSPC/.test(words);
  return new LaunchFault(
    `${name} 反复退出（${how}${full ? '，磁盘已满' : ''}），已停止全部服务；日志：${program.logFile}`,
    `${name} keeps ending (${how}${full ? ', the disk is full' : ''}), so everything was stopped; its log: ${program.logFile}\n    ${words}`,
  );
}

/** Waits for whichever comes first: it serves, or it ended (or never answers, and is then ended). */
async function becomesReady(spec: PartSpec, child: Child, stopping: AbortSignal): Promise<boolean> {
  const gone = new AbortController();
  void child.exited.then(() => {
    gone.abort();
  });
  try {
    await Promise.race([
      spec.ready(child, AbortSignal.any([gone.signal, stopping])),
      child.exited.then((exit) => {
        throw new Error(describeExit(exit));
      }),
    ]);
    return true;
  } catch {
    if (!stopping.aborted) await child.kill9();
    return false; // why it did not serve stands in its log, which the fault quotes
  }
}

/** How long to wait before the next start; undefined when it ended too often. */
function createBackOff(rule: Patience): () => number | undefined {
  let ends: number[] = [];
  return () => {
    const now = Date.now();
    ends = [...ends.filter((at) => now - at < rule.windowMs), now];
    return rule.delaysMs[ends.length - 1];
  };
}

function faultOf(spec: PartSpec, error: unknown): LaunchFault {
  if (error instanceof LaunchFault) return error;
  return new LaunchFault(
    `${spec.name} 无法启动：${String(error)}`,
    `${spec.name} could not be started`,
    error,
  );
}

/** A part that is kept running until `stop`. */
export function createPart(
  spec: PartSpec,
  guard: Guard,
  events: PartEvents,
  rule: Patience = patience,
): Part {
  const stopping = new AbortController();
  const nextDelay = createBackOff(rule);
  const state: { child: Child | undefined; served: boolean } = { child: undefined, served: false };

  const isStopping = (): boolean => stopping.signal.aborted;

  /** One life of the part: true when it has to be started again. */
  const live = async (onReady: () => void): Promise<boolean> => {
    const isRestart = state.child !== undefined;
    const running = await startChild(spec.program, guard);
    state.child = running;
    if (isStopping()) {
      await running.kill9(); // asked to stop while it was being started
      return false;
    }
    notePid(spec.pidFile, running.pid);
    const serves = await becomesReady(spec, running, stopping.signal);
    if (serves && isRestart && !isStopping()) events.back(spec.name, running.pid);
    if (serves) onReady();
    const how = describeExit(await running.exited);
    if (isStopping()) return false;
    const delayMs = nextDelay();
    if (delayMs === undefined) throw tooOften(spec, how, lastWords(running, spec.program));
    events.died(spec.name, how, delayMs);
    await pause(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    return !isStopping();
  };

  const keep = async (onReady: () => void): Promise<void> => {
    while (await live(onReady));
  };

  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const onReady = (): void => {
        state.served = true;
        resolve();
      };
      keep(onReady).then(resolve, (error: unknown) => {
        if (state.served) events.gaveUp(faultOf(spec, error));
        else reject(faultOf(spec, error));
      });
    });

  const stop = async (): Promise<void> => {
    stopping.abort();
    await state.child?.stop(spec.graceMs);
    rmSync(spec.pidFile, { force: true });
  };

  const pid = (): number | undefined => (state.child?.hasExited() === false ? state.child.pid : undefined);
  return { name: spec.name, pid, start, stop };
}
