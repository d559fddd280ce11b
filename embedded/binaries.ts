/** Finds the server programs: on PATH, in the cache, or fetched; a program counts only when it runs. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cachedPath, install } from './install';
import type { InstallContext } from './install-context';
import { LaunchFault } from './launch-fault';
import { pins, type BinaryName, type BinaryPin } from './pins';
import { runCommand } from './run-command';

export interface Binary {
  readonly path: string;
  readonly from: 'path' | 'cache' | 'fetched';
  /** The first line of what it says about itself. */
  readonly version: string;
}

/** A cold disk reads 150 MB before the program answers. */
const versionMs = 30_000;

interface Trial {
  readonly version?: string;
  readonly complaint: string;
}

async function tryOut(path: string, pin: BinaryPin, context: InstallContext): Promise<Trial> {
  const { output } = await runCommand(path, ['--version'], { env: context.env, timeoutMs: versionMs });
  const firstLine = output.trim().split('\n')[0] ?? '';
  const found = pin.saysVersion.exec(output);
  if (!found) return { complaint: firstLine === '' ? 'no answer' : firstLine };
  const [major, minor] = [Number(found[1] ?? pin.oldest[0]), Number(found[2] ?? pin.oldest[1])];
  const isOld = major < pin.oldest[0] || (major === pin.oldest[0] && minor < pin.oldest[1]);
  return isOld
    ? { complaint: `${firstLine} < ${pin.oldest.join('.')}` }
    : { version: firstLine, complaint: '' };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there or not ours to run: both mean "look further"
  }
}

function onPath(name: string, context: InstallContext): string | undefined {
  const folders = (context.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

async function usable(path: string, pin: BinaryPin, context: InstallContext): Promise<string | undefined> {
  const trial = await tryOut(path, pin, context);
  if (trial.version === undefined)
    context.report(
      `${path} 不能使用（${trial.complaint}），不采用`,
      `${path} cannot be used, passing it over`,
    );
  return trial.version;
}

async function fetchBinary(pin: BinaryPin, context: InstallContext, replace: boolean): Promise<Binary> {
  const path = await install(pin, context, replace);
  const trial = await tryOut(path, pin, context);
  if (trial.version !== undefined) return { path, from: 'fetched', version: trial.version };
  throw new LaunchFault(
    `${pin.title} 已取得但无法在本机运行：${trial.complaint}。请安装缺少的系统库，或自行提供服务器地址（MONGODB_URI、TEMPORAL_ADDRESS）。`,
    `${pin.title} was fetched but does not run on this machine: ${trial.complaint}; install the system library it misses, or give the addresses of servers of your own (MONGODB_URI, TEMPORAL_ADDRESS).`,
  );
}

/** The program to start; throws a LaunchFault that says in one sentence what is missing. */
export async function findBinary(
  name: BinaryName,
  context: InstallContext,
  pin: BinaryPin = pins[name],
): Promise<Binary> {
  const found = onPath(name, context);
  if (found !== undefined) {
    const version = await usable(found, pin, context);
    if (version !== undefined) return { path: found, from: 'path', version };
  }
  const cached = cachedPath(pin, context.cacheDir);
  const isCached = existsSync(cached);
  if (isCached) {
    const version = await usable(cached, pin, context);
    if (version !== undefined) return { path: cached, from: 'cache', version };
  }
  return fetchBinary(pin, context, isCached);
}
