/** npm run backup and npm run restore as real commands on a running system: one moment of it, whole, or a refusal that writes nothing. */
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import mongoose from 'mongoose';
import { processEnvironment } from '../../config';
import { runCommand } from '../../embedded/run-command';
import { verifyBackup } from '../../models/backup-format';
import { connectMongo, createIndexes, disconnectMongo } from '../../models/connection';
import '../../models/every';
import { openMaterial, saveMaterial } from '../../models/materials';
import { awaitsReconcile } from '../../models/restore-mark';
import { rig, uniqueName } from '../rig/rig';
import { openProject, startHouse, type House } from '../workflows/house';
import { faultsOf, startLoad, type Load } from './backup-load';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'govflow-backup-'));
const file = join(folder, 'system.backup');
const content = Buffer.from('%PDF-1.4 '.repeat(40_000));
const copy = uniqueName('copy');
let house: House;
let source: string;
let project: string;
let material: string;

interface Said {
  readonly ok: boolean;
  readonly output: string;
  readonly said: Record<string, unknown>;
}

async function tool(name: string, database: string, ...more: string[]): Promise<Said> {
  const args = ['--import', 'tsx', join(root, 'scripts', `${name}.ts`), ...more, '--json'];
  const env = {
    ...processEnvironment(),
    NODE_ENV: undefined,
    MONGODB_URI: rig().mongodbUri(database),
    TEMPORAL_ADDRESS: rig().temporalAddress,
    TASK_QUEUE: house.taskQueue,
    TOKEN_SECRET: 't'.repeat(32),
    CHAIN_KEY: 'c'.repeat(32),
    HEADS_DIR: join(folder, 'heads'),
  };
  const { ok, output } = await runCommand(process.execPath, args, { env, timeoutMs: 60_000, cwd: root });
  const start = output.indexOf('{');
  const said = start < 0 ? {} : (JSON.parse(output.slice(start)) as Record<string, unknown>);
  return { ok, output, said };
}

async function upload(): Promise<string> {
  const text = { kind: 'plan', fileName: 'plan.pdf', contentType: 'application/pdf', sha256: 'of-the-plan' };
  const who = { uploadedBy: 'clerk', uploaderOrg: 'org-a', uploadedAt: '2026-03-02T01:00:00.000Z' };
  const more = { workflowId: project, fields: {}, commandId: uniqueName('upload'), bytes: content.length };
  const stored = await saveMaterial({ ...text, ...who, ...more, content: Readable.from([content]) });
  return stored.id;
}

/** Names and kinds of all indexes of the connected database. */
async function indexes(): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const collection of (await mongoose.connection.db?.collections()) ?? [])
    found[collection.collectionName] = (await collection.indexes())
      .map(({ name, unique, expireAfterSeconds }) => [name, unique, expireAfterSeconds])
      .sort((a, b) => String(a[0]).localeCompare(String(b[0])));
  return found;
}

beforeAll(async () => {
  house = await startHouse();
  await createIndexes();
  source = mongoose.connection.name;
  project = await openProject(house);
  material = await upload();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a backup of a running system restores one moment of it: every answer given before, every chain and view whole', async () => {
  const load: Load = startLoad(house, 3);
  await load.more(15);
  const before = [...load.answered];
  const taken = await tool('backup', source, '--out', file);
  const under = load.answered.length - before.length;
  await load.stop();
  expect(taken).toMatchObject({ ok: true, said: { format: 'govflow-backup/1', file } });
  expect(under).toBeGreaterThan(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const wanted = await indexes();

  const restored = await tool('restore', copy, file);
  expect(restored).toMatchObject({ ok: true, said: { restored: true } });
  await disconnectMongo();
  await connectMongo(rig().mongodbUri(copy));
  expect(await faultsOf(before)).toEqual([]);
  expect(await awaitsReconcile()).toBe(true);
  expect(await indexes()).toEqual(wanted);
  const opened = await openMaterial(project, material);
  expect(opened === null ? null : (await buffer(opened.content)).equals(content)).toBe(true);
  await disconnectMongo();
  await connectMongo(rig().mongodbUri(source));
}, 120_000);

test('a database that holds something is refused, and replaced only when that is said and confirmed', async () => {
  expect(await tool('restore', copy, file)).toMatchObject({ ok: false, said: { restored: false } });
  const unconfirmed = await tool('restore', copy, file, '--replace');
  expect(unconfirmed).toMatchObject({ ok: false, said: { restored: false } });
  const replaced = await tool('restore', copy, file, '--replace', '--yes');
  expect(replaced).toMatchObject({ ok: true, said: { restored: true } });
}, 120_000);

test('a file that was cut, altered or never was a backup is refused before anything is written', async () => {
  const whole = readFileSync(file);
  const bad = join(folder, 'bad.backup');
  const refusal = { name: 'BackupFault' };
  writeFileSync(bad, whole);
  truncateSync(bad, whole.length - 2_000);
  await expect(verifyBackup(bad)).rejects.toMatchObject(refusal);
  const altered = Buffer.from(whole);
  altered[Math.floor(whole.length / 2)] = (altered[Math.floor(whole.length / 2)] ?? 0) ^ 0xff;
  writeFileSync(bad, altered);
  await expect(verifyBackup(bad)).rejects.toMatchObject(refusal);
  writeFileSync(bad, 'not a backup');
  await expect(verifyBackup(bad)).rejects.toMatchObject(refusal);
  const empty = uniqueName('empty');
  const refused = await tool('restore', empty, bad);
  expect(refused.ok).toBe(false);
  expect(refused.output).toContain('备份文件损坏');
  expect(await tool('restore', empty, file)).toMatchObject({ ok: true, said: { restored: true } });
}, 120_000);
