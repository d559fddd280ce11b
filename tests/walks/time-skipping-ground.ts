/** Walks on the servers: real MongoDB, the time-skipping Temporal, every committed pack published. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Problem } from '../../api/problem';
import { millisOf, startOfDay } from '../../domain/clocks/dates';
import type { Pack } from '../../domain/pack/types';
import type { Fields } from '../../domain/project/commands';
import { publishPack } from '../../models/packs';
import { uniqueName } from '../rig/rig';
import { startTimeSkipping } from '../rig/time-skipping';
import { command, openUnder, startHouse, stateOf, type House } from '../workflows/house';
import { draftFacts } from './dossier';
import { packs } from './packs';
import { bindParties, type Ground } from './walker';

export interface Grounds {
  readonly house: House;
  on(pack: Pack): Ground;
  close(): Promise<void>;
}

export const owner = { org: 'office', orgZh: '处室', person: { id: 'applicant', name: 'applicant' } };

/** Starts the servers of one test file. */
export async function startGrounds(): Promise<Grounds> {
  const time: TestWorkflowEnvironment = await startTimeSkipping();
  const house = await startHouse(time.address);
  for (const pack of packs)
    await publishPack(pack, {
      source: pack.ref.id,
      publishedBy: 'test',
      publishedAt: '2026-01-01T00:00:00Z',
    });
  return {
    house,
    on: (pack) => ({
      pack,
      state: stateOf,
      now: async () => new Date(await time.currentTimeMs()).toISOString(),
      act: (workflowId, actor, act) =>
        house.door.act(workflowId, command(actor, act)).then(
          () => [],
          (error: unknown) => {
            if (error instanceof Problem) return error.refusals;
            throw error;
          },
        ),
      waitUntil: async (date) => {
        const midnight = millisOf(startOfDay(date)) - (await time.currentTimeMs());
        // Nobody rings for clocks here: each process notices by itself within the first two hours of a day.
        await time.sleep(Math.max(midnight, 0) + 10_800_000);
      },
    }),
    close: async () => {
      await house.close();
      await time.teardown();
    },
  };
}

/** Opens a project of a pack with a sound dossier and its parties; gives its workflow id. */
export async function beginProject({ house }: Grounds, ground: Ground, facts: Fields = {}): Promise<string> {
  const { pack } = ground;
  const id = uniqueName('P');
  const workflowId = `project/${id}`;
  const at = await ground.now();
  await openUnder(house, pack, {
    ...{ workflowId, subject: workflowId, kind: 'project', id, name: '项目', at, owner },
    ...{ pack: pack.ref, jurisdiction: pack.ref.id },
    facts: { ...draftFacts(pack.facts, at.slice(0, 10)), ...facts },
  });
  await bindParties(ground, workflowId);
  return workflowId;
}
