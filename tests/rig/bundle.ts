/** Bundles the workflows into the file named on the command line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

async function main(): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', '..', 'workflows', 'index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(process.argv[2] ?? '/dev/stdout', code);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
