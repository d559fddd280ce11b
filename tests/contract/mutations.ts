/**
 * npm run mutations: breaks one clause of the contract at a time in a copy of the tree, and demands that the test which
 * names the clause fails there, and passes in the copy as it is. `-- --only <words>` takes the clauses with these words.
 */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countJest, type JestCount } from '../../scripts/jest-report';
import type { Mutation } from './mutation';
import { mutations } from './mutation-list';

const root = join(__dirname, '..', '..');
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The files git knows or would take, as they stand, with the installed packages beside them. */
function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'govflow-mutations-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const file of new Set(listed.split('\0').filter((each) => each !== '' && each !== 'node_modules')))
    cpSync(join(root, file), join(copy, file), { recursive: true, force: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** Runs these tests of one file in the copy. Tests that a name filter leaves out are not counted. */
async function runTests(copy: string, testFile: string, names: readonly string[]): Promise<JestCount> {
  const output = join(copy, 'mutation-report.json');
  rmSync(output, { force: true });
  const pattern = `^(${names.map(escape).join('|')})`;
  const args = [
    join('node_modules', 'jest', 'bin', 'jest.js'),
    testFile,
    ...['-t', pattern, '--json', '--forceExit', `--outputFile=${output}`],
  ];
  await new Promise<void>((resolve) => {
    // A failing test is an answer here, not a fault.
    execFile(process.execPath, args, { cwd: copy, maxBuffer: 64 * 1024 * 1024 }, () => resolve());
  });
  return countJest(withoutSkipped(readFileSync(output, 'utf8')));
}

interface Report {
  numPendingTests: number;
  testResults: { assertionResults: { status: string }[] }[];
}

function withoutSkipped(json: string): string {
  const report = JSON.parse(json) as Report;
  report.numPendingTests = 0;
  for (const file of report.testResults)
    file.assertionResults = file.assertionResults.filter(({ status }) => status !== 'pending');
  return JSON.stringify(report);
}

/** The clauses whose tests do not even pass as the tree stands. */
async function checkUnbroken(copy: string, chosen: readonly Mutation[]): Promise<string[]> {
  const faults: string[] = [];
  for (const testFile of new Set(chosen.map((each) => each.testFile))) {
    const names = [...new Set(chosen.flatMap((each) => (each.testFile === testFile ? [each.testName] : [])))];
    const { passed, failed, failures } = await runTests(copy, testFile, names);
    say(`${testFile}: ${String(passed)} passed, ${String(failed)} failed`);
    if (failed > 0) faults.push(`${testFile} fails as it is\n${failures.join('\n')}`);
    if (passed < names.length)
      faults.push(`${testFile}: only ${String(passed)} of ${String(names.length)} named tests ran`);
  }
  return faults;
}

/** Breaks one clause; gives what is wrong with its proof, if anything. */
async function tryMutation(copy: string, mutation: Mutation): Promise<string | undefined> {
  const { clause, file, find, replace, testFile, testName } = mutation;
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) return `${clause}: what to break is not found once in ${file}`;
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  const { failed, failures } = await runTests(copy, testFile, [testName]);
  writeFileSync(path, text);
  if (failed === 0) return `${clause}: "${testName}" passes without it`;
  const why = failures[0]?.split('\n').slice(2, 3).join(' ').trim() ?? '';
  say(`ok   ${clause}\n     ${why}`);
  return undefined;
}

async function main(): Promise<number> {
  const chosen = mutations.filter(({ clause }) => clause.includes(values.only));
  const copy = copyTree();
  try {
    const faults = await checkUnbroken(copy, chosen);
    for (const mutation of chosen) {
      const fault = await tryMutation(copy, mutation);
      if (fault !== undefined) say(`FAIL ${fault}`);
      if (fault !== undefined) faults.push(fault);
    }
    say(`${String(chosen.length)} clauses, ${String(faults.length)} faults`);
    for (const fault of faults) say(`- ${fault}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

main()
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
