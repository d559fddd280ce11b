/**
 * Re-entry: after every chapter of the demo before months must pass, all its workflows are lost, `reconcile` starts them from
 * the record, and the story goes on. The chapters behind that are not shown here: after such losses the time-skipping server
 * does not skip any more, for a reason that is not known yet.
 */
import path from 'node:path';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import mongoose from 'mongoose';
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

/** Loses every open workflow, as a new Temporal database would, and reconciles. */
async function loseAndReconcile(client: Client): Promise<number> {
  const ids = await openWorkflowIds();
  for (const id of ids) {
    await client.workflow
      .getHandle(id)
      .terminate('lost')
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
  }
  const { findings } = await reconcile({ client, taskQueue: 'govflow', deadlineMs: 30_000 });
  expect(findings.map(({ finding }) => finding)).toEqual(ids.map(() => 'started'));
  return ids.length;
}

test(
  'a project whose workflows are lost after every chapter before time passes goes on as if nothing had happened',
  async () => {
    const client = new Client({ connection });
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
    const still = chapters.slice(
      0,
      chapters.findIndex((chapter) => chapter.skipsTime),
    );
    const lost: number[] = [];
    await tellChapters(world, {
      until: still.at(-1)?.id ?? '',
      after: async () => {
        lost.push(await loseAndReconcile(client));
      },
    });
    expect(story.steps.filter((step) => !step.ok)).toEqual([]);
    expect(lost).toHaveLength(still.length);
    expect(lost.every((count) => count > 0)).toBe(true);
    expect((await compareViews()).differences).toEqual([]);
  },
  timeoutMs,
);
