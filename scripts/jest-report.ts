/** Reads what Jest wrote with --json: how many passed, how many failed, and what people need to see of the failures. */
import { z } from 'zod';

const fileReport = z.object({
  name: z.string(),
  message: z.string(),
  assertionResults: z.array(
    z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
  ),
});

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  testResults: z.array(fileReport),
});

export interface JestCount {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly string[];
  /** Files with a test that failed. */
  readonly files: readonly string[];
}

const shown = 30;

/** Jest colours its messages; a log has no use for that. */
function plain(text: string): string {
  return text
    .replace(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .slice(0, shown)
    .join('\n');
}

function failuresOf(file: z.infer<typeof fileReport>): string[] {
  const failed = file.assertionResults.filter((each) => each.status !== 'passed');
  if (failed.length === 0) return file.message === '' ? [] : [`${file.name}\n${plain(file.message)}`];
  return failed.map((each) => {
    const why =
      each.status === 'failed' ? (each.failureMessages?.[0] ?? '') : `it did not run (${each.status})`;
    return `${file.name}\n  ${each.fullName}\n${plain(why)}`;
  });
}

/** A test that was skipped and a file that could not run count as failed; so does a run without any test. */
export function countJest(json: string): JestCount {
  const read = report.parse(JSON.parse(json));
  const notRun = read.numPendingTests + read.numTodoTests + read.numRuntimeErrorTestSuites;
  const failed = read.numFailedTests + notRun;
  const failures = read.testResults.flatMap(failuresOf);
  if (read.numPassedTests + failed === 0)
    return { passed: 0, failed: 1, failures: ['Jest found no test'], files: [] };
  const files = read.testResults.filter((file) => failuresOf(file).length > 0).map(({ name }) => name);
  return { passed: read.numPassedTests, failed, failures, files };
}

/** What counts after the files that failed ran once more by themselves: what fails there failed, the rest passed. */
export function settle(first: JestCount, again: JestCount): Pick<JestCount, 'passed' | 'failed'> {
  const recovered = Math.max(0, first.failed - again.failed);
  return { passed: first.passed + recovered, failed: again.failed };
}
