/** Starts one real mongod and one real Temporal for the whole test run and bundles the workflows once. */
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startMongod, startTemporal } from '../../embedded/test-servers';
import { running, stateVariable, type RunState } from './run-state';

const root = join(__dirname, '..', '..');

/** In a process of its own: Jest's way of loading files gets into the bundler's. A failure fails only the tests that need the bundle. */
async function bundleWorkflows(
  folder: string,
): Promise<Pick<RunState, 'workflowBundlePath' | 'bundleFault'>> {
  const file = join(folder, 'workflow-bundle.js');
  const args = ['--import', 'tsx', join(root, 'scripts', 'bundle-workflows.ts'), file];
  return promisify(execFile)(process.execPath, args, { cwd: root }).then(
    () => ({ workflowBundlePath: file }),
    (error: unknown) => ({ bundleFault: String(error) }),
  );
}

export default async function globalSetup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'govflow-rig-'));
  running.folder = folder;
  const [mongod, temporal, bundle] = await Promise.all([
    startMongod(),
    startTemporal(),
    bundleWorkflows(folder),
  ]);
  running.servers.push(mongod, temporal);
  const state: RunState = {
    mongodbUri: mongod.uri,
    temporalAddress: temporal.address,
    ...bundle,
    folder,
  };
  const file = join(folder, 'rig.json');
  writeFileSync(file, JSON.stringify(state));
  // eslint-disable-next-line no-restricted-properties -- written, not read: the only way to reach Jest's workers
  process.env[stateVariable] = file;
}
