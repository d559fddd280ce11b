/** The operator's tools as real commands: each finds what was changed behind the record's back, says so by its exit code, and mends what it may. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { processEnvironment } from '../../config';
import { runCommand } from '../../embedded/run-command';
import { projects, records, runs, tasks } from '../../models/process-schemas';
import { rig } from '../rig/rig';
import {
  checker,
  command,
  decide,
  openProject,
  openTaskOf,
  owner,
  startHouse,
  type House,
} from '../workflows/house';

const root = join(__dirname, '..', '..');
const headsDir = mkdtempSync(join(tmpdir(), 'govflow-tools-'));
let house: House;
let project: string;

beforeAll(async () => {
  house = await startHouse();
  project = await openProject(house);
  await house.door.act(project, command(owner, { type: 'submit' }));
});
afterAll(async () => {
  await house.close();
  rmSync(headsDir, { recursive: true, force: true });
});

async function tool(name: string, ...more: string[]) {
  const args = ['--import', 'tsx', join(root, 'scripts', `${name}.ts`), ...more, '--json'];
  const env = {
    ...processEnvironment(),
    NODE_ENV: undefined,
    MONGODB_URI: rig().mongodbUri(mongoose.connection.name),
    TEMPORAL_ADDRESS: rig().temporalAddress,
    TASK_QUEUE: house.taskQueue,
    TOKEN_SECRET: 't'.repeat(32),
    CHAIN_KEY: 'c'.repeat(32),
    HEADS_DIR: headsDir,
  };
  const { ok, output } = await runCommand(process.execPath, args, { env, timeoutMs: 60_000, cwd: root });
  return { ok, said: JSON.parse(output.slice(output.indexOf('{'))) as Record<string, unknown> };
}

test('rebuild-views --check names a changed view, task and run and writes nothing; rebuilding repairs them', async () => {
  expect(await tool('rebuild-views', '--check')).toMatchObject({ ok: true, said: { differences: [] } });
  const task = await openTaskOf(project);
  const id = project.slice('project/'.length);
  await projects.collection.updateOne({ _id: id as never }, { $set: { name: '改名' } });
  await tasks.collection.updateOne({ _id: task as never }, { $set: { status: 'done' } });
  await runs.collection.updateOne({ _id: project as never }, { $set: { 'state.facts.budget': 1 } });
  const differences = [
    { collection: 'runs', id: project, what: 'differs', at: 'state.facts.budget' },
    { collection: 'projects', id, what: 'differs', at: 'name' },
    { collection: 'tasks', id: task, what: 'differs', at: 'status' },
  ];
  expect(await tool('rebuild-views', '--check')).toMatchObject({ ok: false, said: { differences } });
  expect(await tool('rebuild-views')).toMatchObject({ ok: true, said: { differences } });
  expect(await tool('rebuild-views', '--check')).toMatchObject({ ok: true, said: { differences: [] } });
}, 90_000);

test('reconcile starts a lost run again, and the process goes on', async () => {
  await house.client.workflow.getHandle(project).terminate('lost');
  const finding = { workflowId: project, finding: 'started' };
  expect(await tool('reconcile')).toMatchObject({ ok: true, said: { findings: [finding] } });
  expect(await tool('reconcile')).toMatchObject({ ok: true, said: { findings: [] } });
  expect((await decide(house, project, checker, 'complete')).run).toBe('review');
}, 90_000);

test('verify-audit passes whole chains and names an altered line', async () => {
  expect(await tool('verify-audit')).toMatchObject({ ok: true, said: { ok: true, faults: [] } });
  await records.collection.updateOne(
    { subject: project, seq: 2 },
    { $set: { at: '2020-01-01T00:00:00.000Z' } },
  );
  const faults = [{ subject: project, seq: 2, fault: 'altered' }];
  expect(await tool('verify-audit')).toMatchObject({ ok: false, said: { ok: false, faults } });
}, 90_000);
