/** Starts one real mongod and one real Temporal for the whole test run and bundles the workflows once. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startMongod, startTemporal } from '../../embedded/test-servers';
import { running, stateVariable, type RunState } from './run-state';

const root = join(__dirname, '..', '..');

/** In a process of its own: Jest's way of loading files gets into the bundler's. */
async function bundleWorkflows(folder: string): Promise<string | undefined> {
  if (!existsSync(join(root, 'workflows', 'index.ts'))) return undefined;
  const file = join(folder, 'workflow-bundle.js');
  await promisify(execFile)(process.execPath, ['--import', 'tsx', join(__dirname, 'bundle.ts'), file], {
    cwd: root,
  });
  return file;
}

export default async function globalSetup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'govflow-rig-'));
  running.folder = folder;
  const [mongod, temporal, workflowBundlePath] = await Promise.all([
    startMongod(),
    startTemporal(),
    bundleWorkflows(folder),
  ]);
  running.servers.push(mongod, temporal);
  const state: RunState = {
    mongodbUri: mongod.uri,
    temporalAddress: temporal.address,
    workflowBundlePath,
    folder,
  };
  const file = join(folder, 'rig.json');
  writeFileSync(file, JSON.stringify(state));
  // eslint-disable-next-line no-restricted-properties -- written, not read: the only way to reach Jest's workers
  process.env[stateVariable] = file;
}
