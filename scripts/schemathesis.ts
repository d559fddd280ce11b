/** npm run schemathesis -- --seconds N: sends what docs/openapi.json allows, and what it forbids, to a real house; any 5xx fails. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { processEnvironment } from '../config';
import { loadLauncherConfig } from '../embedded/launcher-config';
import { runCommand } from '../embedded/run-command';
import { startHouse, type House } from '../tests/faults/house';
import { createProject, openDossier } from '../tests/faults/life';
import { openLine, type Line } from '../tests/faults/line';

const version = '4.32.5';
const root = join(__dirname, '..');
const installMs = 10 * 60_000;
/** One of each kind: who applies, who decides, who administers, who operates. */
const people = ['applicant', 'cyberspace', 'admin', 'operator'];
/** They would lock out the people who ask. */
const left = ['/api/session/password', '/api/people/{id}/password'].flatMap((path) => [
  '--exclude-path',
  path,
]);

const Project = z.looseObject({ openTasks: z.array(z.looseObject({ id: z.string() })) });
const Report = z.looseObject({ status: z.number() });

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '180' } } });

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Makes a virtual environment in the cache once; gives the program. */
async function install(): Promise<string> {
  const { cacheDir, python } = loadLauncherConfig();
  const folder = join(cacheDir, `schemathesis-${version}`);
  const program = join(folder, 'bin', 'schemathesis');
  if (existsSync(program)) return program;
  say(`安装 schemathesis ${version} / installing schemathesis ${version}`);
  const options = { env: processEnvironment(), timeoutMs: installMs };
  for (const [command, ...args] of [
    [python, '-m', 'venv', folder],
    [join(folder, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', `schemathesis==${version}`],
  ] as const) {
    const done = await runCommand(command, args, options);
    if (!done.ok) throw new Error(`${command} ${args.join(' ')}:\n${done.output.slice(-1_000)}`);
  }
  return program;
}

/** How often each status was answered, as the recorded calls tell. */
function countStatuses(file: string, into: Map<number, number>): void {
  const calls = z
    .object({ log: z.object({ entries: z.array(z.looseObject({ response: Report })) }) })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const { response } of calls.log.entries)
    into.set(response.status, (into.get(response.status) ?? 0) + 1);
}

/** Settings that name a real project and a real task: an id that is made up ends at 404, before anything is judged. */
async function realIds(line: Line): Promise<string> {
  const project = await createProject(line, await openDossier(), '接口试探');
  const { body } = await line.get('applicant', `/api/projects/${project}`);
  const task = Project.parse(body).openTasks[0]?.id ?? project;
  const rows = [
    ['projects', project],
    ['tasks', task],
  ] as const;
  return rows
    .map(
      ([path, id]) =>
        `[[operations]]\ninclude-path-regex = "^/api/${path}/"\nparameters = { "path.id" = "${id}" }\n`,
    )
    .join('\n');
}

interface Round {
  readonly program: string;
  readonly house: House;
  readonly line: Line;
  readonly seconds: number;
  /** Empty: the tool makes up all ids. */
  readonly settings: string;
  readonly statuses: Map<number, number>;
}

/** Everything that one person may send; gives what the tool complains of. */
async function tryAs(person: string, { program, house, line, ...round }: Round): Promise<string[]> {
  const { seconds, settings, statuses } = round;
  const folder = mkdtempSync(join(tmpdir(), 'govflow-schemathesis-'));
  const har = join(folder, 'calls.har');
  try {
    if (settings !== '') writeFileSync(join(folder, 'schemathesis.toml'), settings);
    const args = ['run', join(root, 'docs', 'openapi.json'), '--url', house.baseUrl, ...left];
    args.push('--header', `Authorization: Bearer ${await line.token(person)}`);
    args.push('--checks', 'not_a_server_error', '--continue-on-failure', '--no-color');
    args.push('--max-time', String(seconds), '--workers', '2', '--request-timeout', '60');
    args.push('--report', 'har', '--report-har-path', har, '--generation-database', 'none');
    const timeoutMs = (seconds + 300) * 1000;
    const done = await runCommand(program, args, { env: processEnvironment(), timeoutMs, cwd: folder });
    countStatuses(har, statuses);
    return done.ok ? [] : [`${person}:\n${done.output.slice(-6_000)}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<number> {
  const program = await install();
  // What is looked for are faults: a slow answer is none, and nobody is to be told to slow down.
  const house = await startHouse({ ANSWER_DEADLINE_MS: '30000' });
  const statuses = new Map<number, number>();
  try {
    const line = openLine(house.baseUrl);
    const rounds = [await realIds(line), ''];
    const seconds = Math.ceil(Number(values.seconds) / people.length / rounds.length);
    const faults: string[] = [];
    for (const settings of rounds)
      for (const person of people)
        faults.push(...(await tryAs(person, { program, house, line, seconds, settings, statuses })));
    const calls = [...statuses.values()].reduce((sum, each) => sum + each, 0);
    say(`${String(calls)} 次请求 / calls: ${JSON.stringify(Object.fromEntries(statuses))}`);
    for (const fault of faults) say(fault);
    if (faults.length > 0) say(house.log('api'));
    return faults.length === 0 && calls > 0 ? 0 : 1;
  } finally {
    await house.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
