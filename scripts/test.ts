/** `npm test`: every check, every Jest test, the demo and the fault run; the last line is `N passed, N failed`. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runChecks } from './checks';
import { countJest, settle, type JestCount } from './jest-report';
import { endStepsOnSignal, line, runStep, script, tail, tool } from './steps';
import type { Step } from './steps';

/** In continuous integration; before a release it is 200. */
const kills = '20';
/** Each of the four parts is killed once and held still once. */
const randomKills = '8';
const crowdProjects = '30';
/** Files that may fail beside others and pass by themselves; more of them at once are no accident. */
const mostUnsteady = 2;

/** What starts whole houses of its own: one after the other, when the tests no longer need the machine. */
const journeys: readonly Step[] = [
  { name: 'demo', command: script('scripts/demo.ts'), limitMinutes: 6 },
  { name: 'faults', command: script('tests/faults/run.ts', '--kills', kills), limitMinutes: 12 },
  {
    name: 'faults at random, with pauses',
    command: script('tests/faults/run.ts', '--random', '--pauses', '--kills', randomKills),
    limitMinutes: 12,
  },
  { name: 'rolling restart', command: script('tests/many/run.ts', '--quick'), limitMinutes: 10 },
  {
    name: 'crowd over all packs',
    command: script('tests/crowd/run.ts', '--projects', crowdProjects),
    limitMinutes: 8,
  },
];

const total = { passed: 0, failed: 0 };

function count(passed: number, failed: number): void {
  total.passed += passed;
  total.failed += failed;
}

const print = (failures: readonly string[]): void => {
  for (const failure of failures) console.log(tail(failure.replaceAll(`${process.cwd()}/`, '')));
};

/** Runs these test files, or all. */
async function runJest(name: string, files: readonly string[] = []): Promise<JestCount> {
  const folder = mkdtempSync(join(tmpdir(), 'govflow-jest-'));
  const file = join(folder, 'report.json');
  try {
    const only = files.length === 0 ? [] : ['--runTestsByPath', ...files];
    const command = [tool('jest'), '--ci', '--json', `--outputFile=${file}`, ...only] as const;
    const result = await runStep({ name, command, limitMinutes: 35 });
    const counted = existsSync(file)
      ? countJest(readFileSync(file, 'utf8'))
      : { passed: 0, failed: 1, failures: [`Jest wrote no report\n${tail(result.output)}`], files: [] };
    console.log(`${line(result)}: ${counted.passed} passed, ${counted.failed} failed`);
    print(counted.failures);
    if (result.ok || counted.failed > 0) return counted;
    // Jest can fail although each test passed: a teardown that throws, a time limit.
    print([result.output]);
    return { ...counted, failed: 1, files: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A file that failed beside others on the same servers is run once more by itself: what fails there is wrong, what passes
 * there is named as unsteady, with its failure above, to be looked into. Many that fail are no accident.
 */
async function runTests(): Promise<void> {
  const first = await runJest('jest');
  if (first.files.length === 0 || first.files.length > mostUnsteady) {
    count(first.passed, first.failed);
    return;
  }
  const again = await runJest('jest, what failed once more by itself', first.files);
  const { passed, failed } = settle(first, again);
  count(passed, failed);
  if (again.failed > 0) return;
  for (const file of first.files) console.log(`UNSTEADY ${relative(process.cwd(), file)}`);
}

async function runJourneys(): Promise<void> {
  for (const journey of journeys) {
    const result = await runStep(journey);
    console.log(line(result));
    if (!result.ok) console.log(tail(result.output));
    count(result.ok ? 1 : 0, result.ok ? 0 : 1);
  }
}

function summary(): void {
  console.log(`${total.passed} passed, ${total.failed} failed`);
}

async function main(): Promise<void> {
  endStepsOnSignal(() => {
    count(0, 1);
    summary();
  });
  for (const check of await runChecks()) count(check.ok ? 1 : 0, check.ok ? 0 : 1);
  await runTests();
  await runJourneys();
}

main()
  .catch((error: unknown) => {
    console.error(error);
    count(0, 1);
  })
  .finally(() => {
    summary();
    process.exit(total.failed === 0 ? 0 : 1);
  });
