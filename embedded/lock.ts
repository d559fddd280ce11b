/** A lock file that names its holder, so that a second start can say who is there; a dead holder's lock is taken over. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { systemCode } from './launch-fault';
import { identityOf, isAlive } from './process-identity';

const Holder = z.object({ pid: z.number(), started: z.string(), host: z.string(), since: z.string() });
export type Holder = z.infer<typeof Holder>;
export type LockAnswer = { readonly release: () => void } | { readonly holder: Holder };

function readHolder(file: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // gone, or cut off by a power failure: in both cases nobody holds it
  }
}

/** Another machine's process cannot be looked at from here: a shared folder counts as held. */
function holds(holder: Holder): boolean {
  return holder.host !== hostname() || isAlive(holder);
}

/** Puts the complete file in place in one step, or says that somebody was there first. */
function place(file: string, text: string): boolean {
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removing by renaming first: of two that find the same dead lock only one wins the rename. */
function removeDead(file: string): void {
  const aside = `${file}.dead.${String(process.pid)}`;
  try {
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

/** Takes the lock, or answers who holds it. */
export function takeLock(file: string): LockAnswer {
  const mine: Holder = { ...identityOf(process.pid), host: hostname(), since: new Date().toISOString() };
  const text = JSON.stringify(mine);
  for (;;) {
    if (place(file, text))
      return {
        release: () => {
          if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
        },
      };
    const holder = readHolder(file);
    if (holder && holds(holder)) return { holder };
    removeDead(file);
  }
}

/** Waits until the lock is free; `onWait` hears once who is waited for. */
export async function waitForLock(file: string, onWait: (holder: Holder) => void): Promise<() => void> {
  for (let told = false; ; told = true) {
    const answer = takeLock(file);
    if ('release' in answer) return answer.release;
    if (!told) onWait(answer.holder);
    await pause(200);
  }
}
