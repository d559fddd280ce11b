/** A temporary folder per test, with made-up programs in it, and the report lines of what was tried. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { InstallContext } from '../../embedded/install-context';

export interface Scratch {
  readonly folder: string;
  readonly of: (name: string) => string;
  /** Writes a shell script that can be run and returns its path. */
  readonly program: (name: string, body: string) => string;
  readonly remove: () => void;
}

export function makeScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'govflow-test-'));
  const of = (name: string): string => join(folder, name);
  return {
    folder,
    of,
    program: (name, body) => {
      mkdirSync(dirname(of(name)), { recursive: true });
      writeFileSync(of(name), `#!/bin/sh\n${body}\n`);
      chmodSync(of(name), 0o755);
      return of(name);
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Tried {
  readonly context: InstallContext;
  readonly lines: string[];
}

/** A context whose PATH holds nothing but what the test puts into `bin/`, and the shell's own programs. */
export function makeContext(scratch: Scratch, python: string): Tried {
  const lines: string[] = [];
  const env = { PATH: `${scratch.of('bin')}:/usr/bin:/bin` };
  return {
    lines,
    context: { cacheDir: scratch.of('cache'), env, python, report: (zh, en) => lines.push(`${zh} / ${en}`) },
  };
}
