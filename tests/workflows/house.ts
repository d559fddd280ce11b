/** The engine in one test file: a database and a task queue of its own, real Temporal, a worker that can be replaced. */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createCalendarNews, type CalendarNewsActivities } from '../../activities/calendar-news';
import { createEffects, type EffectActivities } from '../../activities/effects';
import { createActivities, type Activities } from '../../activities/index';
import { engineRules } from '../../api/engine';
import { dataConverter } from '../../api/payload-codec';
import type { EngineDoor } from '../../api/ports';
import { createProcessDoor } from '../../api/process-door';
import type { Pack } from '../../domain/pack/types';
import type { Act, Actor, Command, CommandResult, Fields } from '../../domain/project/commands';
import { newProcess, type NewProcess, type ProcessState } from '../../domain/project/state';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { findRun } from '../../models/runs';
import { publish } from '../rig/publish';
import { rig, uniqueName } from '../rig/rig';
import { smallPack } from './small-pack';

export const owner: Actor = {
  id: 'clerk',
  name: '经办人',
  org: 'org-a',
  keys: ['org:org-a', 'person:clerk'],
};
export const checker: Actor = { id: 'checker', name: '核对员', org: 'org-b', keys: ['post:mini/checker'] };
export const reviewer: Actor = { id: 'reviewer', name: '评审员', org: 'org-b', keys: ['post:mini/reviewer'] };

type Everything = Activities & EffectActivities & CalendarNewsActivities;

export interface House {
  readonly client: Client;
  readonly taskQueue: string;
  readonly door: EngineDoor;
  /** Ends the worker, if one runs, and starts another one. */
  replaceWorker(change?: (activities: Everything) => Everything): Promise<void>;
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the house; on another Temporal than the rig's when its address is given. */
export async function startHouse(address = rig().temporalAddress): Promise<House> {
  await connectMongo(rig().mongodbUri(uniqueName('workflows')));
  await publish(smallPack);
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection, dataConverter });
  const taskQueue = uniqueName('queue');
  let worker: { readonly worker: Worker; readonly running: Promise<void> } | undefined;
  const stopWorker = async () => {
    const { worker: old, running } = worker ?? {};
    worker = undefined;
    old?.shutdown();
    await running;
  };
  const house: House = {
    client,
    taskQueue,
    door: createProcessDoor({ client, taskQueue, answerDeadlineMs: 30_000 }),
    stopWorker,
    async replaceWorker(change = (activities) => activities) {
      await stopWorker();
      const created = await Worker.create({
        connection: native,
        taskQueue,
        dataConverter,
        workflowBundle: rig().workflowBundle(),
        activities: change({
          ...createActivities({ dir: '/nonexistent', key: 'k'.repeat(32) }),
          ...createEffects(client, taskQueue),
          ...createCalendarNews(client),
        }),
        stickyQueueScheduleToStartTimeout: '1 second',
        shutdownGraceTime: '1 second',
        shutdownForceTime: '2 seconds',
      });
      worker = { worker: created, running: created.run().catch(() => undefined) };
    },
    async close() {
      await stopWorker();
      await native.close();
      await connection.close();
      await disconnectMongo();
    },
  };
  await house.replaceWorker();
  return house;
}

/** A command with a key of its own. */
export function command(actor: Actor, act: Act, more: Partial<Command> = {}): Command {
  return { id: uniqueName('command'), bodyHash: 'body', actor, seenSeq: 0, act, ...more };
}

/** Opens a process under a pack; gives its workflow id. */
export async function openUnder(house: House, pack: Pack, input: NewProcess): Promise<string> {
  const run = await engineRules.newRun(newProcess(input), pack);
  const opener: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };
  await house.door.open(run, command(opener, { type: 'open' }));
  return input.workflowId;
}

const open = (house: House, input: NewProcess) => openUnder(house, smallPack, input);

export const common = () => ({
  jurisdiction: 'mini',
  name: '项目',
  pack: smallPack.ref,
  owner: { org: 'org-a', orgZh: '甲单位', person: { id: owner.id, name: owner.name } },
  at: new Date().toISOString(),
});

/** Opens a project; gives its workflow id. */
export function openProject(house: House, facts: Fields = { budget: 500 }): Promise<string> {
  const id = uniqueName('M');
  return open(house, {
    ...common(),
    workflowId: `project/${id}`,
    subject: `project/${id}`,
    kind: 'project',
    id,
    facts,
  });
}

/** Opens a payment of a project and asks for it; gives its workflow id. */
export async function askPayment(house: House, project: string, amount: number): Promise<string> {
  const id = uniqueName('P');
  const workflowId = await open(house, {
    ...common(),
    workflowId: `case/${id}`,
    subject: project,
    kind: 'case',
    caseType: 'payment',
    projectId: project.slice('project/'.length),
    id,
    facts: { amount },
  });
  await house.door.act(workflowId, command(owner, { type: 'submit' }));
  return workflowId;
}

/** The stored state of a workflow. */
export async function stateOf(workflowId: string): Promise<ProcessState> {
  const run = await findRun(workflowId);
  if (run === null) throw new Error(`${workflowId} has no run`);
  return run.state;
}

/** The id of the one task that is open. */
export async function openTaskOf(workflowId: string): Promise<string> {
  const found = Object.values((await stateOf(workflowId)).tasks).find((task) => task.status === 'open');
  if (found === undefined) throw new Error(`${workflowId} has no open task`);
  return found.id;
}

/** Decides the open task with an outcome. */
export async function decide(
  house: House,
  workflowId: string,
  actor: Actor,
  outcome: string,
): Promise<CommandResult> {
  const task = await openTaskOf(workflowId);
  return house.door.act(workflowId, command(actor, { type: 'decide', task, outcome }));
}
