/** Runs `npm run pack` as a real command and returns its exit code and what it said. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Environment } from '../../config';

export const root = join(__dirname, '..', '..');
export const huaianFile = join(root, 'policies', 'huaian.yaml');

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** One command to its end. */
export function pack(...args: readonly string[]): Said {
  return packOn(undefined, ...args);
}

/** The same with an environment of its own: commands that reach a store. */
export function packOn(env: Environment | undefined, ...args: readonly string[]): Said {
  const command = ['--import', 'tsx', join(root, 'scripts', 'pack.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
    ...(env === undefined ? {} : { env }),
  });
  return { code: status, out: stdout, err: stderr };
}
