/** `npm run check [-- --only <name>]`: format, lint, types, boundaries, dead code and the workflow bundle. */
import { parseArgs } from 'node:util';
import { checks, runChecks } from './checks';
import { endStepsOnSignal } from './steps';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const only = values.only;
  const chosen = only ? checks.filter((check) => only.includes(check.name)) : checks;
  if (only && chosen.length < only.length) {
    console.error(`--only takes: ${checks.map((check) => check.name).join(', ')}`);
    process.exit(2);
  }
  endStepsOnSignal(() => undefined);
  const results = await runChecks(chosen);
  process.exit(results.every((result) => result.ok) ? 0 : 1);
}

void main();
