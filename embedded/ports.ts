/** Finds the ports the parts listen on: the usual one, or a free one when that is taken and nobody asked for it by name. */
import { createServer } from 'node:net';
import { LaunchFault } from './launch-fault';

export interface PortWish {
  /** The variable that sets it, for the messages. */
  readonly variable: string;
  readonly port: number;
  readonly host: string;
  /** Somebody set it by hand, so it must not be replaced. */
  readonly chosen: boolean;
}

/** The port once nobody listens on it; 0 asks for any. Undefined where somebody does. */
export function listens(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const bound = server.address();
      server.close(() => {
        resolve(typeof bound === 'object' && bound !== null ? bound.port : undefined);
      });
    });
  });
}

/** A port nobody listens on now; `avoid` holds those already promised to other parts. */
export async function freePort(host = '127.0.0.1', avoid: ReadonlySet<number> = new Set()): Promise<number> {
  for (let tries = 0; tries < 20; tries += 1) {
    const port = await listens(0, host);
    if (port !== undefined && !avoid.has(port)) return port;
  }
  throw new LaunchFault(`${host} 上没有可用端口。`, `There is no free port on ${host}.`);
}

/** The port to use; a taken port is replaced and reported, a chosen one is refused. */
export async function settlePort(
  wish: PortWish,
  taken: Set<number>,
  report: (zh: string, en: string) => void,
): Promise<number> {
  const wanted = String(wish.port);
  const isFree = !taken.has(wish.port) && (await listens(wish.port, wish.host)) !== undefined;
  if (!isFree && wish.chosen) {
    throw new LaunchFault(
      `端口 ${wanted}（${wish.variable}）已被占用，请改用其他端口或停止占用它的程序。`,
      `Port ${wanted} (${wish.variable}) is taken; choose another or stop the program that uses it.`,
    );
  }
  const port = isFree ? wish.port : await freePort(wish.host, taken);
  if (!isFree)
    report(
      `端口 ${wanted} 已被占用，${wish.variable} 改用 ${String(port)}`,
      `port ${wanted} is taken, ${wish.variable} is now ${String(port)}`,
    );
  taken.add(port);
  return port;
}
