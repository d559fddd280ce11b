/** Drill: MongoDB restored to an older copy under load. What its workflows hold and the record lost comes back, line by line. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reconcile } from '../../api/reconcile';
import type { RecoverOrder } from '../../api/recover';
import { holdUntilReconciled } from '../../api/restore-gate';
import { takeBackup, restoreBackup } from '../../models/backup';
import { exportHeads, verifyHeads } from '../../models/chain-heads';
import { listOperations } from '../../models/operations';
import { awaitsReconcile, markReconciled } from '../../models/restore-mark';
import { findRun } from '../../models/runs';
import { command, decide, owner, reviewer, startHouse, stateOf, type House } from '../workflows/house';
import { faultsOf, lostOf, startLoad } from './backup-load';

const folder = mkdtempSync(join(tmpdir(), 'govflow-record-'));
const file = join(folder, 'older.backup');
const heads = { dir: join(folder, 'heads'), key: 'k'.repeat(32) };
const silent = () => undefined;
let house: House;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const asked = () => ({ client: house.client, taskQueue: house.taskQueue, deadlineMs: 10_000 });
const order: RecoverOrder = {
  key: 'drill',
  at: '2026-03-02T01:00:00.000Z',
  actor: { id: 'operator', name: '值班员', org: 'system' },
  reason: '演练',
};

test('a record restored under load is frozen, listed, and made whole by a recorded act: no answered decision is lost', async () => {
  const load = startLoad(house, 3);
  await load.more(10);
  const manifest = await takeBackup({ file, appVersion: 'test', at: order.at, progress: silent });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await load.more(25);
  await load.stop();
  await exportHeads(heads, order.at);
  expect(await faultsOf(load.answered)).toEqual([]);

  await restoreBackup(file, { at: order.at, progress: silent });
  expect(manifest.chains.count).toBeGreaterThan(0);
  // Asked of the record: an answer may have been on its way while the backup already held its decision.
  const lost = await lostOf(load.answered);
  expect(lost.length).toBeGreaterThan(0);

  // Frozen: as a whole until it is reconciled, and each process that is ahead by its own workflow.
  expect(await awaitsReconcile()).toBe(true);
  const behind = { code: 'process/behind' };
  const held = holdUntilReconciled(house.door);
  const ahead = lost.find(({ workflowId }) => workflowId.startsWith('project/'))?.workflowId ?? '';
  const push = command(owner, { type: 'withdraw', comment: '撤回' });
  await expect(held.act(ahead, push)).rejects.toMatchObject({ refusals: [behind] });

  const listed = await reconcile(asked());
  const names = new Set(listed.findings.map(({ workflowId }) => workflowId));
  expect(new Set(listed.findings.map(({ finding }) => finding))).toEqual(new Set(['ahead']));
  for (const { workflowId } of lost) expect(names).toContain(workflowId);
  expect(await reconcile(asked())).toEqual(listed);

  const mended = await reconcile(asked(), order);
  expect(new Set(mended.findings.map(({ workflowId }) => workflowId))).toEqual(names);
  for (const finding of mended.findings)
    expect(finding).toMatchObject({ finding: 'recovered', samePlaces: true, lacks: [] });
  expect((await reconcile(asked())).findings).toEqual([]);
  await markReconciled();

  expect(await faultsOf(load.answered)).toEqual([]);
  // The chains are bit for bit what was signed before the loss.
  expect(await verifyHeads(heads)).toEqual({ files: 1, badSignatures: [], faults: [] });
  const acts = await listOperations({ limit: 500 });
  for (const name of names) expect(acts.filter(({ target }) => target === name)).toHaveLength(2);
  expect(acts[0]).toMatchObject({ action: 'recoverFromWorkflow', actor: order.actor, reason: '演练' });

  const openProjects: string[] = [];
  for (const id of load.projects) if ((await findRun(id))?.open === true) openProjects.push(id);
  const next = openProjects[0] ?? '';
  expect((await decide(house, next, reviewer, 'approve')).seq).toBe((await stateOf(next)).seq);
  expect(await awaitsReconcile()).toBe(false);
}, 120_000);
