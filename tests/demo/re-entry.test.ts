/** Re-entry: after every chapter of the demo the Temporal database is thrown away, `reconcile` starts its workflows from the record, and the story goes on. */
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import mongoose from 'mongoose';
import { dataConverter } from '../../api/payload-codec';
import { reconcile } from '../../api/reconcile';
import { createCast } from '../../demo/cast';
import { chapters, tellChapters } from '../../demo/chapters';
import { loadDossier } from '../../demo/dossier';
import { startHouse, type House } from '../../demo/house';
import { createStory } from '../../demo/story';
import type { World } from '../../demo/world';
import { demoPeople } from '../../embedded/demo-people';
import { compareViews } from '../../models/rebuild';

/** The story takes half a minute alone; here every chapter starts its workflows anew, beside other test files. */
const timeoutMs = 600_000;

let house: House;
let connection: Connection;

beforeAll(async () => {
  house = await startHouse();
  connection = await Connection.connect({ address: house.env['TEMPORAL_ADDRESS'] ?? '' });
}, timeoutMs);

afterAll(async () => {
  await connection.close();
  expect(await house.stop()).toEqual([]);
}, timeoutMs);

async function openWorkflowIds(): Promise<string[]> {
  const open = await mongoose.connection.collection('runs').find({ open: true }).toArray();
  return open.map((run) => String(run._id));
}

/** Throws the Temporal database away and reconciles: every open process must be found missing and started. */
async function loseAndReconcile(client: Client): Promise<number> {
  const ids = await openWorkflowIds();
  await house.loseTemporal();
  const { findings } = await reconcile({ client, taskQueue: 'govflow', deadlineMs: 30_000 });
  expect(findings.map(({ workflowId, finding }) => [workflowId, finding]).sort()).toEqual(
    ids.map((id) => [id, 'started']).sort(),
  );
  return ids.length;
}

test(
  'a project whose workflows are lost after every chapter goes on as if nothing had happened',
  async () => {
    const client = new Client({ connection, dataConverter });
    const passwordOf = (username: string) =>
      demoPeople.find((each) => each.username === username)?.password ?? '';
    const story = createStory();
    const world: World = {
      story,
      dossier: await loadDossier(path.join(__dirname, '../../examples/social-governance-platform')),
      clock: house.clock,
      as: createCast(house.baseUrl, passwordOf),
      projectId: '',
      stage: '',
      notes: new Map(),
    };
    const lost: number[] = [];
    await tellChapters(world, {
      after: async () => {
        lost.push(await loseAndReconcile(client));
      },
    });
    expect(story.steps.filter((step) => !step.ok)).toEqual([]);
    expect(lost).toHaveLength(chapters.length);
    expect(lost.every((count) => count > 0)).toBe(true);
    expect((await compareViews()).differences).toEqual([]);
  },
  timeoutMs,
);
