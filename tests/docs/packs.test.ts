/** The manual of packs does what it says: its commands run as they stand, print what it shows, and its project runs. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { processEnvironment } from '../../config';
import { startApi, type ApiRig } from '../api/api-rig';
import { startApiWorker } from '../api/api-worker';
import { rig } from '../rig/rig';
import { packOn, root } from '../scripts/pack-command';

const manual = readFileSync(join(root, 'docs', 'packs.md'), 'utf8');
const blocks = [...manual.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gmu)].map(([, kind = '', text = '']) => ({
  kind,
  text,
}));

/** The file that a YAML block names in its first line. */
function fileIn(name: string): string {
  const block = blocks.find(({ kind, text }) => kind === 'yaml' && text.startsWith(`# ${name}\n`));
  if (block === undefined) throw new Error(`the manual shows no ${name}`);
  return block.text;
}

const folder = mkdtempSync(join(tmpdir(), 'govflow-manual-'));
let house: ApiRig;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  house = await startApi();
  stopWorker = await startApiWorker(house.taskQueue);
});
afterAll(async () => {
  await stopWorker();
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A line of the manual: a command of the pack in this folder, or a line of the shell. */
function run(line: string): { readonly code: number | null; readonly out: string } {
  const [command = ''] = line.split('   # ');
  const words = command.split(' ').slice('npm run -s pack --'.split(' ').length);
  if (!command.startsWith('npm run -s pack -- ')) {
    const { status, stdout } = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
    return { code: status, out: stdout };
  }
  const env = {
    ...processEnvironment(),
    NODE_ENV: undefined,
    MONGODB_URI: rig().mongodbUri(mongoose.connection.name),
    TEMPORAL_ADDRESS: rig().temporalAddress,
    TOKEN_SECRET: 't'.repeat(32),
    CHAIN_KEY: 'c'.repeat(32),
  };
  const { code, out, err } = packOn(
    env,
    ...words.map((word) => (/\.(?:yaml|svg)$/u.test(word) ? join(folder, word) : word)),
  );
  return { code, out: `${out}${err}`.replaceAll(`${folder}/`, '') };
}

/** Blocks of commands that need no running house, each with the output that follows it. */
const lessons = blocks.flatMap(({ kind, text }, index) => {
  if (kind !== 'sh' || text.includes('$API')) return [];
  const shown = blocks[index + 1]?.kind === 'text' ? (blocks[index + 1]?.text ?? '') : '';
  return [{ commands: text.trimEnd().split('\n'), shown: shown.trimEnd().split('\n') }];
});

test('every command runs as it stands, with the exit code it names, and prints the lines it shows', () => {
  writeFileSync(join(folder, 'facts.yaml'), fileIn('facts.yaml'));
  cpSync(join(root, 'examples', 'composed-packs'), join(folder, 'examples', 'composed-packs'), {
    recursive: true,
  });
  for (const { commands, shown } of lessons) {
    let said = '';
    for (const line of commands) {
      const { code, out } = run(line);
      const wanted = Number(/ {3}# → (\d)$/u.exec(line)?.[1] ?? 0);
      expect([line, out, code]).toEqual([line, out, wanted]);
      said = out;
    }
    for (const line of shown) expect(said).toContain(line);
    // The empty file of the first lesson is filled by the second.
    if (commands.includes('touch city.yaml')) writeFileSync(join(folder, 'city.yaml'), fileIn('city.yaml'));
  }
  const verbs = lessons.flatMap(({ commands }) => commands.map((line) => /pack -- (\w+)/u.exec(line)?.[1]));
  expect(new Set(verbs)).toEqual(
    new Set([undefined, 'lint', 'preview', 'tally', 'simulate', 'diff', 'publish', 'over']),
  );
}, 180_000);

test('the project of the manual starts under its pack, and the gates name what is missing', async () => {
  const body = /-d '(\{"jurisdiction":"my-city".*\})'/u.exec(manual)?.[1] ?? '';
  const admin = await house.tokenOf('admin');
  const published = await house.http
    .post('/api/packs')
    .set('authorization', admin)
    .set('content-type', 'application/yaml')
    .set('idempotency-key', 'my-city-1')
    .send(fileIn('city.yaml'));
  expect([200, 201]).toContain(published.status);
  const clerk = await house.tokenOf('clerk');
  const { ownerOrg: _theirs, ...draft } = JSON.parse(body) as Record<string, unknown>;
  const made = await house.http
    .post('/api/projects')
    .set('authorization', clerk)
    .set('idempotency-key', 'my-city-2')
    .send(draft);
  expect([made.status, made.body.stage, made.body.packVersion]).toEqual([201, 'application', '1.0.0']);
  expect(made.body.number).toMatch(/^MC-\d{4}-0001$/u);
  const gates = await house.http
    .get(`/api/projects/${String(made.body.id)}/gates?action=submit`)
    .set('authorization', clerk);
  const items = gates.body.gates as { met: boolean; basis: string; missing: string[] }[];
  expect(items.filter(({ met }) => !met).map(({ basis, missing }) => [basis, missing])).toEqual([
    ['MC-6', ['applicationForm']],
  ]);
});
