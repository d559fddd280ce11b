/** Brings the house up in order and takes it down in the opposite order; everything it starts is a supervised part. */
import type { LauncherConfig } from './launcher-config';
import { openDataFolder, type DataFolder } from './data-folder';
import { startGuard } from './guard';
import type { LaunchFault } from './launch-fault';
import { endLeftovers } from './leftovers';
import { createPart, type Part, type PartEvents, type PartSpec } from './part';
import { bundleWorkflows, planProduct, seedOnce, type Product } from './product';
import { planServers, type Servers, type Site } from './servers';
import type { Voice } from './voice';

export interface House {
  readonly servers: Servers;
  readonly product: Product;
  readonly dataDir: string;
  readonly pids: () => Readonly<Record<string, number | undefined>>;
}

export interface Launcher {
  /** Resolves with the running house, or with undefined when it was stopped on the way. */
  readonly start: () => Promise<House | undefined>;
  /** API, worker, Temporal, mongod, in this order; safe to call at any time and more than once. */
  readonly stop: () => Promise<void>;
}

function partEvents(voice: Voice, onGaveUp: (fault: LaunchFault) => void): PartEvents {
  return {
    died: (name, how, delayMs) => {
      const seconds = String(delayMs / 1_000);
      voice.say(
        `! ${name} 已退出（${how}），${seconds} 秒后重新启动`,
        `${name} ended (${how}), starting it again in ${seconds} s`,
      );
    },
    back: (name, pid) => {
      voice.say(`  ${name} 已恢复（进程 ${String(pid)}）`, `${name} is back (process ${String(pid)})`);
    },
    gaveUp: onGaveUp,
  };
}

export function createLauncher(
  config: LauncherConfig,
  voice: Voice,
  onGaveUp: (fault: LaunchFault) => void,
): Launcher {
  const guard = startGuard();
  const events = partEvents(voice, onGaveUp);
  const parts: Part[] = [];
  let folder: DataFolder | undefined;
  let stopping: Promise<void> | undefined;

  const begin = async (specs: readonly PartSpec[]): Promise<void> => {
    const fresh = specs.map((spec) => createPart(spec, guard, events));
    parts.push(...fresh);
    await Promise.all(fresh.map((part) => part.start()));
  };

  const bringUp = async (site: Site): Promise<House | undefined> => {
    const servers = await planServers(site);
    const product = await planProduct(servers, site);
    voice.say('正在启动 MongoDB 和 Temporal', 'starting MongoDB and Temporal');
    if (!stopping) await Promise.all([begin(servers.specs), bundleWorkflows(product, site)]);
    if (!stopping) await seedOnce(product, site);
    voice.say('正在启动工作进程和接口', 'starting the worker and the API');
    if (!stopping) await begin([product.worker, product.api]);
    const pids = () => Object.fromEntries(parts.map((part) => [part.name, part.pid()]));
    return stopping ? undefined : { servers, product, dataDir: site.folder.path, pids };
  };

  const takeDown = async (): Promise<void> => {
    for (const part of parts.toReversed()) await part.stop();
    guard.dismiss();
    folder?.release();
  };

  return {
    start: async () => {
      folder = openDataFolder(config.dataDir);
      await endLeftovers(folder.runDir, (name, pid) => {
        voice.say(
          `上次遗留的 ${name}（进程 ${String(pid)}）已停止`,
          `stopping ${name} (process ${String(pid)}), left from the last time`,
        );
      });
      return bringUp({ config, folder, voice, taken: new Set() });
    },
    stop: () => (stopping ??= takeDown()),
  };
}
