/** An HTTP server that can end without cutting anybody off: answers under way are finished, and no connection is kept for more. */
import { createServer } from 'node:http';
import type { RequestListener, Server, ServerResponse } from 'node:http';

export interface ClosableServer {
  readonly server: Server;
  /** Refuses new connections at once; answers under way get the grace, then their connections are cut. */
  readonly close: (graceMs: number) => Promise<void>;
}

/** Longer than any reverse proxy keeps an idle connection: else a request could meet one that this end has just closed. */
const keepAliveMs = 75_000;
/** Slow senders of headers hold a connection no longer; bodies, uploads among them, have Node's five minutes. */
const headersMs = 20_000;

/** Creates the server; it does not listen yet. */
export function createClosableServer(listener: RequestListener): ClosableServer {
  const underWay = new Set<ServerResponse>();
  let closing = false;
  const server = createServer((request, response) => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    if (closing) response.setHeader('Connection', 'close');
    listener(request, response);
  });
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = headersMs;
  const close = async (graceMs: number): Promise<void> => {
    closing = true;
    for (const response of underWay) {
      if (!response.headersSent) response.setHeader('Connection', 'close');
    }
    const timer = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeIdleConnections();
    });
    clearTimeout(timer);
  };
  return { server, close };
}
