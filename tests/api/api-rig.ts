/** The API in one test file: a database of its own, the real Temporal of the run, a few people. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../api/app';
import { systemClock } from '../../api/clock';
import { engineReads, engineRules } from '../../api/engine';
import { createHistoryReader } from '../../api/history';
import { createMetrics, metricSources } from '../../api/metrics';
import { createOperations } from '../../api/operations';
import { hashPassword } from '../../api/passwords';
import { dataConverter } from '../../api/payload-codec';
import { readPackText } from '../../api/pack-reading';
import type { EngineDoor } from '../../api/ports';
import { createProcessDoor } from '../../api/process-door';
import type { Api } from '../../api/route';
import { createTokens } from '../../api/tokens';
import type { HeadsTarget } from '../../models/chain-heads';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { saveOrg } from '../../models/orgs';
import { saveUser } from '../../models/users';
import type { User } from '../../models/users';
import { rig, uniqueName } from '../rig/rig';

export const password = 'correct horse battery';
const tokenSecret = 'a-secret-of-the-tests-and-nothing-else';
const chainKey = 'a-key-of-the-tests-that-signs-heads';

export interface ApiRig {
  readonly http: ReturnType<typeof request>;
  readonly api: Api;
  readonly client: Client;
  readonly taskQueue: string;
  /** Where the worker of the test exports chain heads to, and what signs them. */
  readonly heads: HeadsTarget;
  tokenOf(username: string): Promise<string>;
  close(): Promise<void>;
}

const plain: Omit<User, 'id' | 'username' | 'tokenVersion'> = {
  name: '',
  org: 'org-office',
  posts: [],
  admin: false,
  operator: false,
  auditor: false,
  active: true,
  demo: false,
};

/** Adds a person with the password of the tests. */
export async function addPerson(
  username: string,
  more: Partial<typeof plain> = {},
  hash?: string,
): Promise<void> {
  await saveUser(
    { ...plain, id: username, username, name: `名${username}`, ...more },
    hash ?? (await hashPassword(password)),
  );
}

/** The door, which says at once what else would be a minute of silence: another test file gave the same number. */
function onlyOurs(door: EngineDoor, client: Client, taskQueue: string): EngineDoor {
  return {
    ...door,
    async open(run, command) {
      const found = await client.workflow
        .getHandle(run.workflowId)
        .describe()
        .catch(() => null);
      if (found !== null && found.taskQueue !== taskQueue)
        throw new Error(`${run.workflowId} is of another test file: publish its pack with rig/publish`);
      return door.open(run, command);
    },
  };
}

/** Starts the API on its own database. */
export async function startApi(more: Partial<Api> = {}): Promise<ApiRig> {
  const { mongodbUri, temporalAddress } = rig();
  await connectMongo(mongodbUri(uniqueName('api')));
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection, dataConverter });
  const taskQueue = uniqueName('queue');
  const headsDir = mkdtempSync(join(tmpdir(), 'govflow-heads-'));
  const operations = createOperations({
    client,
    taskQueue,
    heads: { dir: headsDir, key: chainKey },
    lookMs: 5_000,
    repairMs: 60_000,
  });
  const api: Api = {
    reads: engineReads,
    rules: engineRules,
    door: onlyOurs(createProcessDoor({ client, taskQueue, answerDeadlineMs: 60_000 }), client, taskQueue),
    history: createHistoryReader(client, 30_000),
    operations,
    metrics: createMetrics(metricSources({ operations, clock: systemClock, headsDir })),
    readPack: readPackText,
    clock: systemClock,
    tokens: createTokens(tokenSecret, 60),
    tokenSecret,
    eventSenders: new Map(),
    uploadMaxBytes: 100_000,
    bodyMaxBytes: 200_000,
    allowDemoPeople: false,
    log: pino({ level: 'silent' }),
    ...more,
  };
  const hash = await hashPassword(password);
  await saveOrg({ id: 'org-office', zh: '处室', en: 'Office', kind: 'bureau', qualifications: [] });
  await addPerson('clerk', {}, hash);
  await addPerson('admin', { admin: true }, hash);
  const http = request(createApp(api));
  return {
    http,
    api,
    client,
    taskQueue,
    heads: { dir: headsDir, key: chainKey },
    tokenOf: async (username) => {
      const answer = await http.post('/api/session').send({ username, password });
      const { token } = answer.body as { token: string };
      return `Bearer ${token}`;
    },
    close: async () => {
      await connection.close();
      await disconnectMongo();
      rmSync(headsDir, { recursive: true, force: true });
    },
  };
}
