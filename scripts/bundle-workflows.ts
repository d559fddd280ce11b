/** Bundles the workflows as the worker does, without a server, into the file named on the command line, if any (tests name other workflows behind it); a warning of the bundler fails. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const warnings: string[] = [];

async function main(): Promise<void> {
  const workflowsPath = process.argv[3] ?? join(__dirname, '..', 'workflows', 'index.ts');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    // Read once by all runs instead of anew by each: docs/decisions/046-modules-that-all-runs-share.md.
    preloadModules: [workflowsPath],
    logger: new DefaultLogger('WARN', ({ level, message }) => void warnings.push(`${level} ${message}`)),
    webpackConfigHook: (config) => {
      // Sources inside the map would be held three times by every worker; a line is enough to find the place.
      config.devtool = 'inline-nosources-cheap-module-source-map';
      config.plugins ??= [];
      config.plugins.push((compiler) => {
        compiler.hooks.done.tap('warnings', ({ compilation }) => {
          warnings.push(...compilation.warnings.map((each) => each.message));
        });
      });
      return config;
    },
  });
  const file = process.argv[2];
  if (file === undefined || warnings.length > 0) return;
  // A worker that starts at this moment reads the old bundle or the new one, never half of one.
  writeFileSync(`${file}.new`, code);
  renameSync(`${file}.new`, file);
}

main()
  .catch((error: unknown) => warnings.push(String(error)))
  .finally(() => {
    for (const warning of warnings) console.error(warning);
    process.exit(warnings.length === 0 ? 0 : 1);
  });
