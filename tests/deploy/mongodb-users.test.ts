/** deploy/mongodb/initiate.js on a real mongod that asks for passwords: what the users of the product and of its backups may do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { processEnvironment } from '../../config';
import { startChild, type Child } from '../../embedded/child';
import { mongodProgram } from '../../embedded/mongod';
import { freePort } from '../../embedded/ports';
import { runCommand } from '../../embedded/run-command';
import { binaryPath, sharedGuard } from '../../embedded/test-servers';
import { until } from '../../embedded/wait';
import { runInMongosh } from './mongosh';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'govflow-users-'));
const environment = processEnvironment();
const window = 'minSnapshotHistoryWindowInSeconds';
let mongod: Child;
let address: string;

function initiate(backupPassword: string): string[] {
  return runInMongosh(join(root, 'deploy', 'mongodb', 'initiate.js'), address, {
    MONGODB_ADMIN_PASSWORD: 'of-the-admin',
    MONGODB_PASSWORD: 'of-the-product',
    MONGODB_BACKUP_PASSWORD: backupPassword,
  });
}

const uriOf = (login: string, database: string): string =>
  `mongodb://${login}@${address}/${database}?replicaSet=govflow`;
const product = 'govflow:of-the-product';
const backup = 'backup:of-the-backup';

async function tool(name: string, login: string, ...more: string[]) {
  const env = {
    ...environment,
    NODE_ENV: undefined,
    MONGODB_URI: uriOf(login, 'govflow'),
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    TOKEN_SECRET: 't'.repeat(32),
    CHAIN_KEY: 'c'.repeat(32),
    HEADS_DIR: join(folder, 'heads'),
  };
  const args = ['--import', 'tsx', join('scripts', `${name}.ts`), ...more];
  return await runCommand(process.execPath, args, { env, timeoutMs: 60_000, cwd: root });
}

async function ask<T>(login: string, work: (client: mongoose.mongo.MongoClient) => Promise<T>): Promise<T> {
  const client = new mongoose.mongo.MongoClient(
    uriOf(login, login.startsWith('admin') ? 'admin' : 'govflow'),
  );
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

beforeAll(async () => {
  const port = await freePort();
  address = `127.0.0.1:${String(port)}`;
  const keyFile = join(folder, 'key');
  writeFileSync(keyFile, 'k'.repeat(32), { mode: 0o600 });
  const place = { path: await binaryPath('mongod'), port, env: environment };
  const program = mongodProgram({ ...place, dataDir: join(folder, 'data'), logFile: join(folder, 'log') });
  mongod = await startChild({ ...program, args: [...program.args, '--keyFile', keyFile] }, sharedGuard());
  const listens = async () => {
    const client = new mongoose.mongo.MongoClient(`mongodb://${address}/?directConnection=true`);
    const answer = client.db('admin').command({ hello: 1 });
    return await answer.then(() => true).finally(() => client.close());
  };
  expect(await until(() => listens().catch(() => false), { deadlineMs: 60_000, everyMs: 200 })).toBe(true);
  expect(initiate('of-the-backup')).toEqual(['the replica set is ready']);
}, 120_000);
afterAll(async () => {
  await mongod.stop(20_000);
  rmSync(folder, { recursive: true, force: true });
});

test('the user of the product seeds, and a backup with a longer window is taken by a user who may only read', async () => {
  expect((await tool('seed', product)).output).not.toMatch(/not authorized/iu);
  const taken = await tool(
    'backup',
    backup,
    '--out',
    join(folder, 'one.backup'),
    '--window',
    '900',
    '--json',
  );
  expect([taken.ok, taken.output]).toEqual([true, expect.stringContaining('"name":"packs"')]);
  const put = await ask('admin:of-the-admin', (client) =>
    client.db('admin').command({ getParameter: 1, [window]: 1 }),
  );
  expect(put[window]).toBe(300);
}, 120_000);

test('the user of backups writes no record, and the user of the product sets no parameter', async () => {
  const written = ask(backup, (client) => client.db('govflow').collection('records').insertOne({}));
  await expect(written).rejects.toMatchObject({ code: 13 });
  const set = ask(product, (client) => client.db('admin').command({ setParameter: 1, [window]: 900 }));
  await expect(set).rejects.toMatchObject({ code: 13 });
});

test('the user of the product restores a backup', async () => {
  const restored = await tool('restore', product, join(folder, 'one.backup'), '--replace', '--yes', '--json');
  expect([restored.ok, restored.output]).toEqual([true, expect.stringContaining('"restored":true')]);
}, 60_000);

test('running it again keeps what is there and follows a new password', async () => {
  expect(initiate('anew')).toEqual(['the replica set is ready']);
  const read = (password: string) =>
    ask(`backup:${password}`, (client) => client.db('govflow').collection('packs').countDocuments());
  expect(await read('anew')).toBeGreaterThan(0);
  await expect(read('of-the-backup')).rejects.toMatchObject({ code: 18 });
}, 60_000);
