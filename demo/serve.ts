/** Serves the product's API inside the demo, on the clock of the time-skipping server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from '@temporalio/client';
import { createApp } from '../api/app';
import { loadConfig, type Environment } from '../config';
import { connectMongo, disconnectMongo } from '../models/connection';
import { createApi } from '../server';

export interface Served {
  readonly baseUrl: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the API on a free port of this machine. The connection must be one that knows the test server's clock. */
export async function serveApi(env: Environment, connection: Connection): Promise<Served> {
  const config = loadConfig(env);
  await connectMongo(config.mongodbUri);
  const server = createServer(createApp(createApi(config, connection)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, config.httpHost, resolve);
  });
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://${config.httpHost}:${String(port)}`,
    port,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await disconnectMongo();
    },
  };
}
