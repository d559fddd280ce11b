/** Health of a worker on a port of its own: whether the process lives, and whether it can do its work. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Which parts a worker needs, and whether each is there. */
export type Parts = Readonly<Record<string, boolean>>;

export interface WorkerHealth {
  readonly port: number;
  close(): Promise<void>;
}

/** Answers /livez while the process turns, and /readyz with 503 and the names of what is missing. */
export async function startWorkerHealth(
  place: { readonly host: string; readonly port: number },
  ask: () => Promise<Parts>,
): Promise<WorkerHealth> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/livez') {
      answer(200, { live: true });
    } else if (request.url === '/readyz') {
      void ask().then((parts) => {
        const notReady = Object.keys(parts).filter((name) => parts[name] !== true);
        answer(notReady.length === 0 ? 200 : 503, { ready: notReady.length === 0, ...parts, notReady });
      });
    } else {
      answer(404, {});
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.port, place.host, resolve);
  });
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
