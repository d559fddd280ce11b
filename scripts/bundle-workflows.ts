/** Bundles the workflows as the worker does, without a server; an error or a warning of the bundler fails. */
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const warnings: string[] = [];

async function main(): Promise<void> {
  await bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', 'workflows', 'index.ts'),
    logger: new DefaultLogger('WARN', ({ level, message }) => void warnings.push(`${level} ${message}`)),
    webpackConfigHook: (config) => {
      config.plugins ??= [];
      config.plugins.push((compiler) => {
        compiler.hooks.done.tap('warnings', ({ compilation }) => {
          warnings.push(...compilation.warnings.map((each) => each.message));
        });
      });
      return config;
    },
  });
}

main()
  .catch((error: unknown) => warnings.push(String(error)))
  .finally(() => {
    for (const warning of warnings) console.error(warning);
    process.exit(warnings.length === 0 ? 0 : 1);
  });
