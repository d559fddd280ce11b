/** The product's own processes: the seed of the first start, the worker and the API, with the environment they get. */
import { existsSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Environment } from '../config';
import { buildProduct, startOf, thrift } from './build';
import { readLog, type Child } from './child';
import { keepSecrets } from './data-folder';
import { LaunchFault } from './launch-fault';
import type { PartSpec } from './part';
import { settlePort } from './ports';
import { runCommand } from './run-command';
import type { Servers, Site } from './servers';
import { until } from './wait';

const root = join(__dirname, '..');
/** The first start builds indexes and bundles the workflows on a cold disk. */
const readyMs = 120_000;
const seedMs = 120_000;
const probeMs = 2_000;
/** Requests under way are answered, activities under way finish. */
const graceMs = 20_000;

export interface Product {
  readonly apiUrl: string;
  readonly allowDemoPeople: boolean;
  readonly env: Environment;
  readonly worker: PartSpec;
  readonly api: PartSpec;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${isIP(reachable) === 6 ? `[${reachable}]` : reachable}:${String(port)}`;
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(probeMs)]) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // not listening yet
  }
}

async function must(ask: () => Promise<boolean> | boolean, what: string, signal: AbortSignal): Promise<void> {
  if (!(await until(ask, { deadlineMs: readyMs, everyMs: 100, signal })))
    throw new Error(`${what} did not become ready`);
}

/** Demo passwords are printed and known to everybody: by default they open only a house of this machine. */
function demoAllowed({ config }: Site): boolean {
  return config.allowDemoPeople ?? (isLoopback(config.httpHost) && config.mongodbUri === undefined);
}

/** Settles the API's port and describes worker and API. */
export async function planProduct(servers: Servers, site: Site): Promise<Product> {
  const { config, folder, taken, voice } = site;
  const secrets = keepSecrets(folder);
  const chosen = config.chosen.has('HTTP_PORT');
  const port = await settlePort(
    { variable: 'HTTP_PORT', port: config.httpPort, host: config.httpHost, chosen },
    taken,
    voice.say,
  );
  const allowDemoPeople = demoAllowed(site);
  const env: Environment = {
    ...thrift,
    ...config.environment,
    MONGODB_URI: servers.mongodbUri,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    HTTP_PORT: String(port),
    TOKEN_SECRET: config.tokenSecret ?? secrets.tokenSecret,
    CHAIN_KEY: config.chainKey ?? secrets.chainKey,
    HEADS_DIR: config.headsDir ?? folder.of('heads'),
    ALLOW_DEMO_PEOPLE: String(allowDemoPeople),
    WORKFLOW_BUNDLE: config.workflowBundle ?? folder.of('workflow-bundle.js'),
  };
  const apiUrl = urlOf(config.httpHost, port);
  const build = await buildProduct(config.environment);
  const saysReady = ({ logFrom }: Child) => /^worker ready/m.test(readLog(folder.logOf('worker'), logFrom));
  return {
    apiUrl,
    allowDemoPeople,
    env,
    worker: {
      name: 'worker',
      program: { name: 'worker', env, logFile: folder.logOf('worker'), ...startOf('worker', build) },
      ready: (child, signal) => must(() => saysReady(child), 'worker', signal),
      graceMs,
      pidFile: folder.pidFileOf('worker'),
    },
    api: {
      name: 'api',
      program: { name: 'api', env, logFile: folder.logOf('api'), ...startOf('server', build) },
      ready: (_child, signal) => must(() => answers(`${apiUrl}/readyz`, signal), 'API', signal),
      graceMs,
      pidFile: folder.pidFileOf('api'),
    },
  };
}

/** Bundles the workflows of this version once, so that a worker that died is back in a moment. */
export async function bundleWorkflows({ env }: Product, { config, folder }: Site): Promise<void> {
  if (config.workflowBundle !== undefined) return;
  const script = join(root, 'scripts', 'bundle-workflows.ts');
  const args = ['--import', 'tsx', script, folder.of('workflow-bundle.js')];
  const bundled = await runCommand(process.execPath, args, { env, timeoutMs: readyMs, cwd: root });
  if (bundled.ok) return;
  const reason = bundled.output.trim().split('\n').at(-1) ?? '';
  throw new LaunchFault('工作流打包失败，已停止。', `The workflows could not be bundled: ${reason}`);
}

/** Fills an empty house once: packs, calendars, and demo people where they are allowed. A failed seed is tried again at the next start. */
export async function seedOnce({ env }: Product, { folder, voice }: Site): Promise<void> {
  const mark = folder.of('seeded');
  if (existsSync(mark)) return;
  voice.say('首次启动：写入制度包、日历和人员', 'first start: writing packs, calendars and people');
  const seeded = await runCommand(process.execPath, ['--import', 'tsx', join(root, 'scripts', 'seed.ts')], {
    env,
    timeoutMs: seedMs,
    cwd: root,
  });
  if (!seeded.ok) {
    const lines = seeded.output.trim().split('\n');
    const reason = (lines.find((line) => /Error|错误|有误/.test(line)) ?? lines.at(-1) ?? '').trim();
    throw new LaunchFault('初始数据写入失败，已停止。', `The initial data could not be written: ${reason}`);
  }
  writeFileSync(mark, `${new Date().toISOString()}\n`);
}
