/**
 * Temporal's server for many machines on a throw-away PostgreSQL of this machine: the server is built from its Go module;
 * version, schema, namespace and settings are those of docker-compose.yml.
 */
import { randomInt } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { processEnvironment, type Environment } from '../../config';
import { loadLauncherConfig } from '../../embedded/launcher-config';
import { readLog, startChild, type Child, type Program } from '../../embedded/child';
import { freePort, listens } from '../../embedded/ports';
import { runCommand } from '../../embedded/run-command';
import { binaryPath, sharedGuard } from '../../embedded/test-servers';
import { until } from '../../embedded/wait';
import type { Engine } from './house';

const root = join(__dirname, '..', '..');
const deploy = join(root, 'deploy', 'temporal');
const buildMs = 40 * 60_000;
const stepMs = 120_000;
const graceMs = 20_000;
const Compose = z.looseObject({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string().optional(),
      environment: z.record(z.string(), z.coerce.string()).optional(),
    }),
  ),
});

type Say = (line: string) => void;

async function must(
  command: string,
  args: readonly string[],
  env: Environment,
  timeoutMs = stepMs,
): Promise<string> {
  const done = await runCommand(command, args, { env, timeoutMs });
  if (!done.ok) throw new Error(`${command} ${args.join(' ')} failed:\n${done.output.slice(-2_000)}`);
  return done.output.trim();
}

/** What docker-compose.yml says of a service. */
function service(name: string) {
  const { services } = Compose.parse(
    parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }),
  );
  return services[name] ?? {};
}

/** The environment that docker-compose.yml gives a service. */
const composed = (name: string): Record<string, string> => service(name).environment ?? {};

/** The version of the server that docker-compose.yml runs: what is proved here is what an office gets. */
function composedVersion(): string {
  const version = /^temporalio\/server:(\d+\.\d+\.\d+)$/u.exec(service('temporal').image ?? '')?.[1];
  if (version === undefined) throw new Error('docker-compose.yml names no version of temporalio/server');
  return version;
}

/** Builds server and schema tool into the cache, once; needs `go`. Gives the folder of the programs. */
async function build(say: Say): Promise<string> {
  const version = composedVersion();
  const folder = join(loadLauncherConfig().cacheDir, `temporal-server-${version}`);
  if (existsSync(join(folder, 'server')) && existsSync(join(folder, 'sql'))) return folder;
  say(
    `从 Go 模块编译 Temporal ${version}(约 5 分钟)/ building Temporal ${version} from its Go module (about 5 minutes)`,
  );
  const module = 'go.temporal.io/server/cmd';
  const env = { ...processEnvironment(), GOBIN: folder, GOTOOLCHAIN: 'auto' };
  await must(
    'go',
    ['install', `${module}/server@v${version}`, `${module}/tools/sql@v${version}`],
    env,
    buildMs,
  );
  return folder;
}

/** PostgreSQL's programs: on PATH, or where Debian puts them. */
function postgresFolder(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...(processEnvironment()['PATH'] ?? '').split(':'),
    ...versions.map((each) => join(debian, each, 'bin')),
  ];
  const found = places.find(
    (place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')),
  );
  if (found === undefined)
    throw new Error('没有找到 PostgreSQL(initdb、postgres)/ PostgreSQL (initdb, postgres) was not found');
  return found;
}

/** PostgreSQL refuses to run as root: then it runs as its own user. */
const asOwner =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];

function owned(command: string, ...args: string[]): [string, string[]] {
  const [first = command, ...rest] = [...asOwner, command, ...args];
  return [first, rest];
}

interface Place {
  readonly folder: string;
  readonly env: Environment;
}

async function startPostgres(
  { folder, env }: Place,
  password: string,
): Promise<{ child: Child; port: number }> {
  const port = await freePort();
  const bin = postgresFolder();
  const data = join(folder, 'postgres');
  mkdirSync(data, { mode: 0o700 });
  chmodSync(folder, 0o755);
  if (asOwner.length > 0) await must('chown', ['postgres', data], env);
  const passwordFile = join(data, '..', 'postgres-password');
  await must('sh', ['-c', `printf '%s' "$0" > "$1"`, password, passwordFile], env);
  const pgdata = join(data, 'data');
  const identity = ['--username=temporal', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await must(
    ...owned(join(bin, 'initdb'), '--pgdata', pgdata, '--encoding=UTF8', '--locale=C', ...identity),
    env,
  );
  const [command, args] = owned(
    join(bin, 'postgres'),
    ...[
      '-D',
      pgdata,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
    ],
  );
  const program: Program = { name: 'postgres', command, args, env, logFile: join(folder, 'postgres.log') };
  return { child: await startChild(program, sharedGuard()), port };
}

/** The server keeps its ports in a column that holds no more than 32,767: below that, and free. */
async function lowPort(taken: readonly string[]): Promise<string> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (!taken.includes(String(port)) && (await listens(port, '127.0.0.1')) !== undefined)
      return String(port);
  }
}

/** All ports of the server, so that several may run beside each other. */
async function ports(): Promise<Record<string, string>> {
  const names = ['FRONTEND', 'MATCHING', 'HISTORY', 'WORKER'].flatMap((each) => [
    `${each}_GRPC_PORT`,
    `${each}_MEMBERSHIP_PORT`,
  ]);
  const found: Record<string, string> = {};
  for (const name of [...names, 'FRONTEND_HTTP_PORT']) found[name] = await lowPort(Object.values(found));
  return found;
}

/** Runs one of the scripts that the compose file runs; the programs it calls are those of `bin`. */
async function script(name: string, env: Environment, bin: string): Promise<void> {
  const PATH = `${bin}:${env['PATH'] ?? ''}`;
  let last = '';
  const ok = await until(
    async () => {
      const done = await runCommand('sh', [join(deploy, name)], { env: { ...env, PATH }, timeoutMs: stepMs });
      last = done.output;
      return done.ok;
    },
    { deadlineMs: stepMs, everyMs: 500 },
  );
  if (!ok) throw new Error(`${name} failed:\n${last.slice(-2_000)}`);
}

async function link(programs: string, folder: string): Promise<string> {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(join(programs, 'sql'), join(bin, 'temporal-sql-tool'));
  symlinkSync(await binaryPath('temporal'), join(bin, 'temporal'));
  return bin;
}

/** Builds what is missing and starts both; `stop` ends them and removes their data. */
export async function startTemporalOnPostgres(say: Say): Promise<Engine> {
  const programs = await build(say);
  const folder = mkdtempSync(join(tmpdir(), 'govflow-temporal-postgres-'));
  const base = processEnvironment();
  const bin = await link(programs, folder);
  const password = 'throw-away-data-only';
  const postgres = await startPostgres({ folder, env: base }, password);
  const sql = { SQL_HOST: '127.0.0.1', SQL_PORT: String(postgres.port), SQL_PASSWORD: password };
  await script('schema.sh', { ...base, ...composed('temporal-schema'), ...sql }, bin);
  const own = await ports();
  const env = {
    ...base,
    ...composed('temporal'),
    ...own,
    ...{ POSTGRES_SEEDS: '127.0.0.1', DB_PORT: String(postgres.port), POSTGRES_PWD: password },
    ...{ BIND_ON_IP: '127.0.0.1', DYNAMIC_CONFIG_FILE_PATH: join(deploy, 'dynamic-config.yaml') },
  };
  const logFile = join(folder, 'temporal.log');
  const program = {
    name: 'temporal',
    command: join(programs, 'server'),
    args: ['start'],
    env,
    logFile,
    cwd: folder,
  };
  const address = `127.0.0.1:${own['FRONTEND_GRPC_PORT'] ?? ''}`;
  const ready = async (): Promise<void> => {
    try {
      await script(
        'namespace.sh',
        { ...base, ...composed('temporal-namespace'), TEMPORAL_ADDRESS: address },
        bin,
      );
    } catch (cause) {
      throw new Error(`Temporal did not start:\n${readLog(logFile, 0).slice(-3_000)}`, { cause });
    }
  };
  let server = await startChild(program, sharedGuard());
  await ready();
  return {
    address,
    restart: async () => {
      await server.stop(graceMs);
      server = await startChild(program, sharedGuard());
      await ready();
    },
    stop: async () => {
      await server.stop(graceMs);
      await postgres.child.stop(graceMs);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
