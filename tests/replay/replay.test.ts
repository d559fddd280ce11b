/** Replays the closed histories of every path: code that would break a running process fails here. `GOVFLOW_WRITE_HISTORIES=true` adds those that are missing; what older code wrote stays. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { historyText } from '../../api/payload-codec';
import { processEnvironment } from '../../config';
import { publishPack } from '../../models/packs';
import { rig } from '../rig/rig';
import {
  askPayment,
  checker,
  command,
  decide,
  openProject,
  owner,
  reviewer,
  startHouse,
  type House,
} from '../workflows/house';
import { moveTo, secondPack } from '../workflows/second-pack';
import { captureFollowUps, captureCities, followed, cityPaths } from './more-paths';
import { captureUpkeep, upkeep } from './upkeep-paths';

const folder = join(__dirname, 'histories');

type Act = (house: House, id: string) => Promise<unknown>;

const submit: Act = (house, id) => house.door.act(id, command(owner, { type: 'submit' }));
const complete: Act = (house, id) => decide(house, id, checker, 'complete');
const suspend: Act = (house, id) =>
  house.door.act(id, command(checker, { type: 'suspend', comment: '核查' }));
const resume: Act = (house, id) => house.door.act(id, command(checker, { type: 'resume', comment: '继续' }));
const withdraw: Act = (house, id) =>
  house.door.act(id, command(owner, { type: 'withdraw', comment: '撤回' }));

const paths: Readonly<Record<string, readonly Act[]>> = {
  accepted: [submit, complete, (house, id) => decide(house, id, reviewer, 'approve')],
  rejected: [submit, complete, (house, id) => decide(house, id, reviewer, 'reject')],
  returned: [submit, (house, id) => decide(house, id, checker, 'returned'), submit, withdraw],
  again: [submit, complete, (house, id) => decide(house, id, reviewer, 'again'), withdraw],
  suspended: [submit, suspend, resume, withdraw],
  withdrawn: [submit, withdraw],
  // Between the move and what follows, the run continues as new under the second version.
  moved: [submit, (house, id) => moveTo(house, id, secondPack, 'application'), complete, withdraw],
};

async function write(house: House, name: string, id: string, runId: string): Promise<void> {
  const file = join(folder, `${name}.json`);
  if (existsSync(file)) return;
  const handle = house.client.workflow.getHandle(id, runId, { followRuns: false });
  // A run that was continued says so by throwing: it is closed, which is all that is asked.
  await handle.result().catch(() => undefined);
  const text = historyText(await handle.fetchHistory());
  // Who ran it, and where, names a machine, which is nobody's business and nothing a replay reads.
  const nameless = text
    .replaceAll(/"identity":\s*"[^"]*"/gu, '"identity": "test"')
    .replaceAll(/"stackTrace":\s*"(?:[^"\\]|\\.)*"/gu, '"stackTrace": ""')
    .replaceAll(/"\d+@[\w.-]+"/gu, '"test"');
  writeFileSync(file, `${JSON.stringify(JSON.parse(nameless), null, 2)}\n`);
}

async function capture(house: House, name: string, acts: readonly Act[]): Promise<void> {
  const id = await openProject(house);
  const runs = new Set<string>();
  const note = async () => runs.add((await house.client.workflow.getHandle(id).describe()).runId);
  for (const act of acts) {
    await note();
    await act(house, id);
  }
  await note();
  for (const [index, runId] of [...runs].entries())
    await write(house, `${name}-${String(index + 1)}`, id, runId);
}

async function capturePayment(house: House): Promise<void> {
  const project = await openProject(house);
  await submit(house, project);
  const id = await askPayment(house, project, 300);
  const { runId } = await house.client.workflow.getHandle(id).describe();
  await decide(house, id, checker, 'paid');
  await write(house, 'payment-1', id, runId);
}

beforeAll(async () => {
  if (processEnvironment()['GOVFLOW_WRITE_HISTORIES'] !== 'true') return;
  mkdirSync(folder, { recursive: true });
  const house = await startHouse();
  await publishPack(secondPack, {
    source: 'mini',
    publishedBy: 'test',
    publishedAt: '2026-01-02T00:00:00Z',
  });
  for (const [name, acts] of Object.entries(paths)) await capture(house, name, acts);
  await capturePayment(house);
  await captureCities(house, write);
  await captureFollowUps(house, write);
  await house.close();
  await captureUpkeep(write);
}, 300_000);

test('every path has its closed histories', () => {
  const names = new Set(readdirSync(folder).map((file) => file.replace(/-\d+\.json$/u, '')));
  expect(names).toEqual(
    new Set([...Object.keys(paths), 'payment', ...Object.keys(cityPaths), ...followed, ...upkeep]),
  );
});

test('every closed history replays on the present code', async () => {
  for (const file of readdirSync(folder)) {
    const history: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const replayed = Worker.runReplayHistory({ workflowBundle: rig().workflowBundle() }, history);
    await expect(replayed.then(() => file)).resolves.toBe(file);
  }
});
