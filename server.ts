/** Composition root of the API: reads the configuration, plugs the parts together, listens, and closes in order. */
import type { Server } from 'node:http';
import { Connection } from '@temporalio/client';
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection';
import { pino } from 'pino';
import { createApp } from './api/app';
import { systemClock, testServerClock } from './api/clock';
import { createClosableServer } from './api/closing';
import { resumeHandovers } from './api/handover';
import { engineReads, engineRules } from './api/engine';
import { createHistoryReader } from './api/history';
import { createIdentities } from './api/identities';
import { createOperations } from './api/operations';
import { createMetrics, metricSources } from './api/metrics';
import { createProcessDoor } from './api/process-door';
import { holdUntilReconciled } from './api/restore-gate';
import type { Api } from './api/route';
import { createIndexingClient } from './api/search-attributes';
import { createTokens } from './api/tokens';
import { ConfigError, loadConfig } from './config';
import type { Config } from './config';
import { readPackText } from './api/pack-reading';
import { connectMongo, disconnectMongo } from './models/connection';
import { plainError } from './telemetry/plain-error';

/** More than the answer deadline: answers under way get this long before connections are cut. */
const closeGraceMs = 8_000;

/** One process shows itself to operators within this time, or counts as silent. */
const lookMs = 2_000;
/** Restarting, resetting, exporting: slower than a decision, and an operator waits for it. */
const repairMs = 30_000;

/** Builds what the application needs on open connections. */
export function createApi(config: Config, connection: Connection): Api {
  const client = createIndexingClient({ connection, namespace: config.temporalNamespace });
  const { answerDeadlineMs, taskQueue } = config;
  const clock = config.clock === 'system' ? systemClock : testServerClock(connection);
  const operations = createOperations({
    client,
    taskQueue,
    heads: { dir: config.headsDir, key: config.chainKey },
    lookMs,
    repairMs,
  });
  return {
    reads: engineReads,
    rules: engineRules,
    door: holdUntilReconciled(createProcessDoor({ client, taskQueue, answerDeadlineMs })),
    history: createHistoryReader(client, answerDeadlineMs),
    operations,
    metrics: createMetrics(metricSources({ operations, clock, headsDir: config.headsDir }), {
      process: true,
    }),
    metricsToken: config.metricsToken,
    readPack: readPackText,
    clock,
    tokens: createTokens(config.tokenSecret, config.tokenMinutes),
    tokenSecret: config.tokenSecret,
    identities: config.provider === undefined ? undefined : createIdentities(config.provider),
    eventSenders: config.eventSenders ?? new Map(),
    uploadMaxBytes: config.uploadMaxBytes,
    bodyMaxBytes: config.bodyMaxBytes,
    allowDemoPeople: config.allowDemoPeople,
    log: pino({ level: config.logLevel, name: 'api', serializers: { err: plainError } }),
  };
}

/** The SDK shows a server's clock only to who says that the server has one. */
function clockOptions({ clock }: Config) {
  return clock === 'system' ? {} : { [InternalConnectionOptionsSymbol]: { supportsTestService: true } };
}

async function listen(server: Server, config: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.httpPort, config.httpHost, resolve);
  });
}

async function main(): Promise<void> {
  const config = loadConfig();
  // Lazy: the API starts and answers 503 while Temporal is away, and works as soon as it is back.
  const connection = Connection.lazy({ address: config.temporalAddress, ...clockOptions(config) });
  await connectMongo(config.mongodbUri);
  const api = createApi(config, connection);
  const { server, close: closeServer } = createClosableServer(createApp(api, config));
  await listen(server, config);
  api.log.info({ host: config.httpHost, port: config.httpPort }, 'listening');
  resumeHandovers(api).catch((error: unknown) => {
    api.log.error({ err: error }, 'hand-overs that broke off were not looked for');
  });

  let closing: Promise<void> | undefined;
  const close = (reason: string): void => {
    closing ??= (async () => {
      api.log.info({ reason }, 'closing');
      await closeServer(closeGraceMs);
      await connection.close();
      await disconnectMongo();
    })();
    void closing.then(() => process.exit());
  };
  process.once('SIGINT', () => {
    close('SIGINT');
  });
  process.once('SIGTERM', () => {
    close('SIGTERM');
  });
  const die = (error: unknown): void => {
    api.log.fatal({ err: error }, 'broken');
    process.exitCode = 1;
    close('fault');
  };
  process.once('uncaughtException', die);
  process.once('unhandledRejection', die);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  });
}
