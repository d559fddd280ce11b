/** The checks that need no server: what each is called, how it runs and how long it may take. */
import { existsSync } from 'node:fs';
import { line, runStep, script, tail, tool } from './steps';
import type { Step, StepResult } from './steps';

/** What exists of the house; a folder that nobody has filled yet is no mistake. */
const cruised = [
  'config.ts',
  'server.ts',
  'worker.ts',
  'domain',
  'workflows',
  'activities',
  'models',
  'api',
  'telemetry',
  'embedded',
  'bench',
  'scripts',
  'demo',
  'tests',
].filter((path) => existsSync(path));

export const checks: readonly Step[] = [
  { name: 'format', command: [tool('prettier'), '--check', '--log-level', 'warn', '.'], limitMinutes: 3 },
  { name: 'lint', command: [tool('eslint'), '--max-warnings', '0', '.'], limitMinutes: 6 },
  { name: 'types', command: [tool('tsc'), '--noEmit', '-p', '.'], limitMinutes: 4 },
  {
    name: 'boundaries',
    command: [tool('depcruise'), '--config', '.dependency-cruiser.cjs', ...cruised],
    limitMinutes: 3,
  },
  { name: 'dead code', command: [tool('knip'), '--no-progress'], limitMinutes: 3 },
  { name: 'workflow bundle', command: script('scripts/bundle-workflows.ts'), limitMinutes: 3 },
];

/** Runs the checks one after another, printing a line for each and the output of those that failed. */
export async function runChecks(chosen: readonly Step[] = checks): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const check of chosen) {
    const result = await runStep(check);
    console.log(line(result));
    if (!result.ok) console.log(tail(result.output, 200));
    results.push(result);
  }
  return results;
}
