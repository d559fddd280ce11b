/** What a recovery meets beside the plain case: a run that was ended, a record with another past, files and numbers the older copy does not know. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { reconcile } from '../../api/reconcile';
import type { RecoverOrder } from '../../api/recover';
import { placeIn } from '../../api/recover-numbers';
import { restoreBackup, takeBackup } from '../../models/backup';
import { holdNumber, reserveNumber } from '../../models/counters';
import {
  holdLostMaterials,
  openMaterial,
  saveMaterial,
  toMaterialRef,
  type NewMaterial,
} from '../../models/materials';
import { records } from '../../models/process-schemas';
import { markReconciled } from '../../models/restore-mark';
import { findRun } from '../../models/runs';
import { uniqueName } from '../rig/rig';
import {
  checker,
  command,
  decide,
  openProject,
  owner,
  reviewer,
  startHouse,
  type House,
} from '../workflows/house';

const folder = mkdtempSync(join(tmpdir(), 'govflow-edges-'));
const silent = { progress: () => undefined, at: '2026-03-02T01:00:00.000Z' };
const order: RecoverOrder = {
  key: 'edges',
  at: silent.at,
  actor: { id: 'operator', name: '值班员', org: 'system' },
  reason: '演练',
};
let house: House;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const asked = () => ({ client: house.client, taskQueue: house.taskQueue, deadlineMs: 10_000 });

function file(name: string, sha256: string): NewMaterial {
  const who = { uploadedBy: 'clerk', uploaderOrg: 'org-a', uploadedAt: silent.at };
  const what = { kind: 'plan', fileName: `${name}.pdf`, contentType: 'application/pdf', fields: {} };
  const more = { bytes: 4, commandId: uniqueName('upload'), content: Readable.from([Buffer.from('%PDF')]) };
  return { workflowId: 'project/edges', ...what, ...who, ...more, sha256 };
}

test('a process whose run was ended after the backup is recovered and runs again; one with another past is left alone and named', async () => {
  const [ended, other] = [await openProject(house), await openProject(house)];
  for (const id of [ended, other]) await house.door.act(id, command(owner, { type: 'submit' }));
  const copy = join(folder, 'older.backup');
  await takeBackup({ file: copy, appVersion: 'test', ...silent });
  for (const id of [ended, other]) await decide(house, id, checker, 'complete');
  await house.client.workflow.getHandle(ended).terminate('by mistake');
  await restoreBackup(copy, silent);
  await records.collection.updateOne(
    { workflowId: other, workflowSeq: 2 },
    { $set: { commandId: 'another' } },
  );

  const of = (id: string, finding: string, more = {}) =>
    expect.objectContaining({ workflowId: id, finding, journal: 2, workflow: 3, ...more }) as unknown;
  const listed = await reconcile(asked());
  expect(listed.findings).toHaveLength(2);
  expect(listed.findings).toEqual(expect.arrayContaining([of(ended, 'ahead'), of(other, 'ahead')]));

  const mended = await reconcile(asked(), order);
  expect(mended.findings).toHaveLength(3);
  expect(mended.findings).toEqual(
    expect.arrayContaining([
      of(ended, 'recovered', { lacks: [] }),
      expect.objectContaining({ workflowId: ended, finding: 'started' }),
      of(other, 'unrecoverable', { lacks: ['#2 ≠'] }),
    ]),
  );
  expect((await findRun(other))?.seq).toBe(2);
  await markReconciled();
  expect((await decide(house, ended, reviewer, 'approve')).seq).toBe(4);
  await expect(decide(house, other, checker, 'complete')).rejects.toThrow();
}, 90_000);

test('the place of a file whose bytes are gone is kept for the same bytes; another file gets the next version', async () => {
  const ref = {
    ...toMaterialRef(await saveMaterial(file('kept', 'sha-1'))),
    id: 'project-edges-plan-2',
    version: 2,
  };
  const lost = { ...ref, fileName: 'lost.pdf', sha256: 'sha-2' };
  expect(await holdLostMaterials('project/edges', [lost])).toEqual([lost]);
  expect(await openMaterial('project/edges', lost.id)).toBeNull();
  expect(await saveMaterial(file('new', 'sha-3'))).toMatchObject({ version: 3 });
  expect(await saveMaterial(file('again', 'sha-2'))).toMatchObject({ id: lost.id, version: 2 });
  expect(await openMaterial('project/edges', lost.id)).not.toBeNull();
  expect(await holdLostMaterials('project/edges', [lost])).toEqual([]);
});

test('a number that was given after the backup is not given again, and its command gets it again', async () => {
  const scope = '淮审信(2026){seq:4}号';
  expect(placeIn(scope, '淮审信(2026)0007号')).toBe(7);
  expect(placeIn(scope, '淮审信(2025)0007号')).toBeNull();
  await holdNumber('opened', { scope, seq: 7 });
  await holdNumber(null, { scope, seq: 5 });
  expect(await reserveNumber('next', scope)).toEqual({ scope, seq: 8 });
  expect(await reserveNumber('opened', scope)).toEqual({ scope, seq: 7 });
});
