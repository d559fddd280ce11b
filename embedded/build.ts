/** Worker and API as JavaScript, compiled once for each version of the sources: a loader in every process costs memory and time. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../config';
import { runCommand } from './run-command';

const root = join(__dirname, '..');
const folders = ['activities', 'api', 'domain', 'models', 'telemetry', 'workflows'];
const entries = ['config.ts', 'server.ts', 'worker.ts'];
const compileMs = 120_000;

/** Below `node_modules`, so that packages are found from there; `npm ci` takes it away with everything else. */
const cache = join(root, 'node_modules', '.cache', 'govflow');

/**
 * New objects live in a space of this many megabytes, which is scanned often, instead of the sixteen that Node lets it
 * grow to and then keeps: 25 MiB less in each process.
 */
const nodeFlags = ['--max-semi-space-size=4'];

/** The sources of worker and API, relative to the house. */
export function productSources(): string[] {
  const inside = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  return [...inside.sort(), ...entries];
}

/** Names a build by all that goes into it. */
function versionOf(sources: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of ['package.json', join('scripts', 'compile.ts'), ...sources])
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Where the present sources stand compiled; undefined where they cannot be (an installation that may not be written). */
export async function buildProduct(env: Environment): Promise<string | undefined> {
  const folder = join(cache, versionOf(productSources()));
  if (existsSync(folder)) return folder;
  const args = ['--import', 'tsx', join(root, 'scripts', 'compile.ts'), folder];
  const { ok } = await runCommand(process.execPath, args, { env, timeoutMs: compileMs, cwd: root });
  return ok ? folder : undefined;
}

/** What starts an entry of the product: from its build or, without one, from the sources. */
export function startOf(entry: 'server' | 'worker', build: string | undefined) {
  const args =
    build === undefined
      ? ['--import', 'tsx', join(root, `${entry}.ts`)]
      : [...nodeFlags, join(build, `${entry}.js`)];
  return { command: process.execPath, args, cwd: root };
}

/** Fewer heaps of the C library: each thread's own kept 20 MiB that nobody used. */
export const thrift: Environment = { MALLOC_ARENA_MAX: '2' };
