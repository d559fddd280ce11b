/** Starts the launcher as a person would, and hears what it says. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { processEnvironment } from '../../config';
import { until } from '../../embedded/wait';

const root = join(__dirname, '..', '..');
const readyMs = 180_000;

const Ready = z.object({
  event: z.literal('ready'),
  api: z.string(),
  temporalUi: z.string(),
  temporalAddress: z.string(),
  mongodbUri: z.string(),
  pid: z.number(),
  parts: z.object({ mongod: z.number(), temporal: z.number(), worker: z.number(), api: z.number() }),
});
export type Ready = z.infer<typeof Ready>;
export type PartName = keyof Ready['parts'];
export const partNames: readonly PartName[] = ['mongod', 'temporal', 'worker', 'api'];

export interface Launched {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Everything said to people so far. */
  readonly heard: () => string;
  readonly ready: () => Promise<Ready>;
  readonly exited: Promise<number | null>;
}

export function startLauncher(dataDir: string, more: Readonly<Record<string, string>> = {}): Launched {
  const env = { ...processEnvironment(), DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...more };
  const child = spawn(process.execPath, ['--import', 'tsx', 'embedded/main.ts', '--json'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let heard = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  const state: { code?: number | null } = {};
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      state.code = code;
      resolve(code);
    });
  });
  return {
    pid: child.pid ?? 0,
    kill: (signal) => child.kill(signal),
    heard: () => heard,
    ready: async () => {
      await until(() => out.includes('\n') || state.code !== undefined, { deadlineMs: readyMs });
      if (!out.includes('\n')) throw new Error(`the launcher did not get ready:\n${heard}`);
      return Ready.parse(JSON.parse(out.split('\n')[0] ?? ''));
    },
    exited,
  };
}

/** The process number the launcher notes for a part; undefined between two lives. */
export function notedPid(dataDir: string, part: PartName): number | undefined {
  try {
    return z
      .object({ pid: z.number() })
      .parse(JSON.parse(readFileSync(join(dataDir, 'run', `${part}.pid`), 'utf8'))).pid;
  } catch {
    return undefined; // not written yet
  }
}
