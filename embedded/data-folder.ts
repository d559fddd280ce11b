/** The folder that holds all data of one machine: who uses it now, its secrets, and where each part keeps its own. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { diskFull, LaunchFault, systemCode } from './launch-fault';
import { takeLock } from './lock';

/** mongod stops writing when its disk is nearly full; below this a start would only fail later. */
const roomBytes = 300 * 1_048_576;

const Secrets = z.object({ tokenSecret: z.string().min(32), chainKey: z.string().min(32) });
export type Secrets = z.infer<typeof Secrets>;

export interface DataFolder {
  readonly path: string;
  readonly runDir: string;
  readonly of: (name: string) => string;
  readonly logOf: (part: string) => string;
  readonly pidFileOf: (part: string) => string;
  readonly release: () => void;
}

function prepare(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const disk = statfsSync(path);
    if (disk.bavail * disk.bsize < roomBytes) throw diskFull(path, roomBytes);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOSPC') throw diskFull(path, roomBytes);
    if (code !== undefined)
      throw new LaunchFault(
        `无法使用数据目录 ${path}（${code}）。`,
        `The data folder ${path} cannot be used (${code}).`,
        error,
      );
    throw error;
  }
}

/** Takes the folder for this start; a second start is told who has it. */
export function openDataFolder(dataDir: string): DataFolder {
  const path = resolve(dataDir);
  prepare(path);
  const lock = takeLock(join(path, 'launcher.lock'));
  if ('holder' in lock) {
    const { pid, host, since } = lock.holder;
    throw new LaunchFault(
      `数据目录 ${path} 正由另一个 Govflow 使用（主机 ${host}，进程 ${String(pid)}，启动于 ${since}），本次启动已退出。`,
      `The data folder ${path} is in use by another Govflow (host ${host}, process ${String(pid)}, since ${since}); this start ends here.`,
    );
  }
  const runDir = join(path, 'run');
  return {
    path,
    runDir,
    of: (name) => join(path, name),
    logOf: (part) => join(path, 'logs', `${part}.log`),
    pidFileOf: (part) => join(runDir, `${part}.pid`),
    release: lock.release,
  };
}

/** The secrets of this folder, made once: another one would make all tokens and all signed chain heads worthless. */
export function keepSecrets(folder: DataFolder): Secrets {
  const file = folder.of('secrets.json');
  if (!existsSync(file)) {
    const fresh: Secrets = {
      tokenSecret: randomBytes(32).toString('hex'),
      chainKey: randomBytes(32).toString('hex'),
    };
    writeFileSync(file, JSON.stringify(fresh), { mode: 0o600, flag: 'wx' });
  }
  try {
    return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new LaunchFault(
      `密钥文件 ${file} 已损坏，请从备份恢复。`,
      `The file of secrets ${file} is damaged; restore it from a backup.`,
      error,
    );
  }
}
