/** Fetches a server program from its vendor, and keeps it only when its SHA-256 is the pinned one. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { InstallContext } from './install-context';
import { diskFull, systemCode } from './launch-fault';
import type { VendorPin } from './pins';
import { runCommand } from './run-command';

/** A closed network must not make the first start wait: the wheels are the next route. */
const answerMs = 4_000;
/** Forty megabytes on a slow line; a stalled transfer ends here as well. */
const downloadMs = 300_000;
const unpackMs = 120_000;

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function progress(totalBytes: number, onQuarter: (percent: number) => void): Transform {
  let seen = 0;
  let quarter = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      const now = totalBytes > 0 ? Math.floor((4 * seen) / totalBytes) : 0;
      if (now > quarter) onQuarter(25 * now);
      quarter = now;
      done(null, chunk);
    },
  });
}

async function download(url: string, file: string, onQuarter: (percent: number) => void): Promise<void> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
  }, answerMs);
  // Only the answer is waited for this briefly; the transfer has its own limit.
  const response = await fetch(url, { signal: controller.signal }).finally(() => {
    clearTimeout(timer);
  });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${String(response.status)}`);
  const total = Number(response.headers.get('content-length') ?? 0);
  await pipeline(Readable.fromWeb(response.body), progress(total, onQuarter), createWriteStream(file), {
    signal: AbortSignal.timeout(downloadMs),
  });
}

/** Why this route did not deliver, in a few words; undefined when the program lies at `target`. */
export async function installFromVendor(
  pin: VendorPin,
  draft: string,
  target: string,
  context: InstallContext,
): Promise<string | undefined> {
  const archive = join(draft, 'archive.tgz');
  try {
    await download(pin.url, archive, (percent) => {
      context.report(`  ${String(percent)} %`, 'downloaded');
    });
  } catch (error) {
    if (systemCode(error) === 'ENOSPC') throw diskFull(context.cacheDir);
    return `${new URL(pin.url).host}: ${error instanceof Error ? error.message : String(error)}`;
  }
  const unpacked = await runCommand('tar', ['-xzf', archive, '-C', draft, pin.member], {
    env: context.env,
    timeoutMs: unpackMs,
  });
  if (!unpacked.ok) return `tar: ${unpacked.output.trim().split('\n').at(-1) ?? ''}`;
  const program = join(draft, pin.member);
  if ((await hashOf(program)) !== pin.sha256)
    return `${new URL(pin.url).host}: SHA-256 ≠ ${pin.sha256.slice(0, 12)}…`;
  await chmod(program, 0o755);
  await rename(program, target);
  return undefined;
}
