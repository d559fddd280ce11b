/** The two servers under the product, each from an address somebody gave or as a part of this machine. */
import type { LauncherConfig } from './launcher-config';
import { findBinary } from './binaries';
import type { DataFolder } from './data-folder';
import type { InstallContext } from './install-context';
import { awaitMongod, mongodbUri, mongodProgram, type ServerPlace } from './mongod';
import type { PartSpec } from './part';
import type { BinaryName } from './pins';
import { settlePort } from './ports';
import { awaitTemporal, temporalProgram } from './temporal';
import type { Voice } from './voice';

export interface Servers {
  readonly mongodbUri: string;
  readonly temporalAddress: string;
  readonly temporalUi: string | undefined;
  readonly specs: readonly PartSpec[];
}

export interface Site {
  readonly config: LauncherConfig;
  readonly folder: DataFolder;
  readonly voice: Voice;
  /** Ports already promised. */
  readonly taken: Set<number>;
}

const database = 'govflow';
const loopback = '127.0.0.1';
/** Time to write a last checkpoint. */
const graceMs = 20_000;

async function placeOf(
  name: BinaryName,
  dir: string,
  port: number,
  { config, folder, voice }: Site,
): Promise<ServerPlace> {
  const context: InstallContext = {
    cacheDir: config.cacheDir,
    env: config.environment,
    python: config.python,
    report: voice.say,
  };
  const binary = await findBinary(name, context);
  voice.say(`${name}：${binary.version}（${binary.path}）`, '');
  return {
    path: binary.path,
    port,
    dataDir: folder.of(dir),
    logFile: folder.logOf(name),
    env: config.environment,
  };
}

function wish(
  variable: 'MONGODB_PORT' | 'TEMPORAL_PORT' | 'TEMPORAL_UI_PORT',
  port: number,
  { config, taken, voice }: Site,
): Promise<number> {
  return settlePort(
    { variable, port, host: loopback, chosen: config.chosen.has(variable) },
    taken,
    voice.say,
  );
}

async function mongodSpec(port: number, site: Site): Promise<PartSpec> {
  return {
    name: 'mongod',
    program: mongodProgram(await placeOf('mongod', 'mongod', port, site)),
    ready: (_child, signal) => awaitMongod(port, signal),
    graceMs,
    pidFile: site.folder.pidFileOf('mongod'),
  };
}

async function temporalSpec(port: number, uiPort: number, site: Site): Promise<PartSpec> {
  return {
    name: 'temporal',
    program: temporalProgram(await placeOf('temporal', 'temporal', port, site), uiPort),
    ready: (_child, signal) => awaitTemporal(port, signal),
    graceMs,
    pidFile: site.folder.pidFileOf('temporal'),
  };
}

/** Settles ports and programs of the servers this machine has to run itself. */
export async function planServers(site: Site): Promise<Servers> {
  const { config } = site;
  const specs: Promise<PartSpec>[] = [];
  let uri = config.mongodbUri;
  if (uri === undefined) {
    const port = await wish('MONGODB_PORT', config.mongodbPort, site);
    uri = mongodbUri(port, database);
    specs.push(mongodSpec(port, site));
  }
  let address = config.temporalAddress;
  let temporalUi: string | undefined;
  if (address === undefined) {
    const port = await wish('TEMPORAL_PORT', config.temporalPort, site);
    const uiPort = await wish('TEMPORAL_UI_PORT', config.temporalUiPort, site);
    address = `${loopback}:${String(port)}`;
    temporalUi = `http://${loopback}:${String(uiPort)}`;
    specs.push(temporalSpec(port, uiPort, site));
  }
  return { mongodbUri: uri, temporalAddress: address, temporalUi, specs: await Promise.all(specs) };
}
