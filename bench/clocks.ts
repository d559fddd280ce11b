/** W5: many clocks that fall due in the same moment, each of a process of its own, while somebody decides. */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import mongoose from 'mongoose';
import { startFromRecord } from '../api/reconcile';
import type { ClockState, ProcessState } from '../domain/project/state';
import { storedRun } from '../models/record';
import { findRun, type StoredRun } from '../models/runs';
import type { House } from '../tests/faults/house';
import { sumUp } from './figures';

export interface DueTogether {
  readonly clocks: number;
  /** They came before their processes were started: nobody rings for such clocks, each process notices at once. */
  readonly overdue: boolean;
  /** From the moment they fell due to the moment the record says they were reached, in milliseconds. */
  readonly latenessP50: number;
  readonly latenessP99: number;
  /** Answers to decisions on another process meanwhile. */
  readonly decisionP50: number;
  readonly decisionP99: number;
  /** Clocks that were not reached within ninety minutes. */
  readonly lost: number;
}

const startsAtOnce = 50;
/** Starting a workflow and its first task takes two cores 25 ms; the moment must come when all sleep. */
const startMs = 28;
const marginMs = 15_000;
/** They are rung for as fast as the machine can (docs/decisions/036): fifty thousand take two cores about an hour. */
const patienceMs = 5_400_000;
/** Counting what is done reads every line of it: the more clocks, the less often, so that the measure does not weigh on what it measures. */
const lookEveryMs = (count: number): number => 250 + count / 10;

const idOf = (number: number): string => `CLOCK-${String(number).padStart(6, '0')}`;

/** A copy whose ids, those of its tasks too, are its own: what shared a row would wait for one another. */
function copyOf({ workflowId, state, ...run }: StoredRun, number: number): StoredRun {
  const rename = (text: string) => text.replaceAll(state.id, idOf(number));
  return {
    ...run,
    workflowId: rename(workflowId),
    state: JSON.parse(rename(JSON.stringify(state))) as ProcessState,
  };
}

function waiting(model: StoredRun, number: number, wakeAt: string): StoredRun {
  const { state, ...run } = copyOf(model, number);
  const clock: ClockState = {
    ...{ key: 'application/answer', name: 'answer', run: 'application', kind: 'deadline', status: 'running' },
    ...{ from: wakeAt.slice(0, 10), due: wakeAt.slice(0, 10), wakeAt, why: {} },
  };
  return { ...run, state: { ...state, clocks: { [clock.key]: clock } } };
}

/** Writes the processes as the product would, straight into the collection. */
async function store(runs: readonly StoredRun[]): Promise<void> {
  const documents = runs.map(({ workflowId, state, workflowType }) => ({
    _id: workflowId,
    ...storedRun(state, workflowType),
  }));
  for (let from = 0; from < documents.length; from += 1_000)
    await mongoose.connection
      .collection<{ _id: string }>('runs')
      .insertMany(documents.slice(from, from + 1_000));
}

/** Says now and then how far it has come: fifty thousand take more than twenty minutes. */
const sayEvery = 500;

/** Temporal counts them anew no more often. */
const statsMs = 5_000;

/** Workflow tasks that no worker has taken yet. */
async function waitingTasks({ workflowService }: Connection, taskQueue: string): Promise<number> {
  const { stats } = await workflowService.describeTaskQueue({
    ...{ namespace: 'default', taskQueue: { name: taskQueue }, reportStats: true },
  });
  return Number(stats?.approximateBacklogCount ?? 0);
}

async function startAll(house: House, runs: readonly StoredRun[], say: ClockLoad['say']): Promise<void> {
  const connection = await Connection.connect({ address: house.env['TEMPORAL_ADDRESS'] ?? '' });
  const options = { client: new Client({ connection }), taskQueue: house.env['TASK_QUEUE'] ?? 'govflow' };
  let next = 0;
  let started = 0;
  const starter = async () => {
    for (let run = runs[next]; run !== undefined; run = runs[next]) {
      next += 1;
      await startFromRecord(run, options);
      started += 1;
      if (started % sayEvery === 0) say(`已启动 ${String(started)}/${String(runs.length)} / started`);
    }
  };
  await Promise.all(Array.from({ length: startsAtOnce }, starter));
  const backlog = () => waitingTasks(connection, options.taskQueue);
  for (let left = await backlog(); left > 0; left = await backlog()) {
    say(`还有 ${String(left)} 个流程未就绪 / processes not yet asleep`);
    await pause(statsMs);
  }
  await connection.close();
}

/** What the Schedule does at midnight. */
async function ring(house: House): Promise<void> {
  const connection = await Connection.connect({ address: house.env['TEMPORAL_ADDRESS'] ?? '' });
  await new Client({ connection }).schedule.getHandle('clocks').trigger();
  await connection.close();
}

const reached = { workflowId: /^project\/CLOCK-/u, action: 'clockReached' };

async function awaitReached(
  { count, decide, say }: Pick<ClockLoad, 'count' | 'decide' | 'say'>,
  dueAt: number,
): Promise<number[]> {
  const records = mongoose.connection.collection('records');
  const times: number[] = [];
  const giveUpAt = dueAt + patienceMs;
  let looked = 0;
  for (let done = 0; done < count && Date.now() < giveUpAt;) {
    const from = performance.now();
    await decide(times.length);
    times.push(performance.now() - from);
    if (Date.now() - looked < lookEveryMs(count)) continue;
    done = await records.countDocuments(reached);
    looked = Date.now();
    say(`已到 ${String(done)}/${String(count)} 个时限 / clocks reached`);
  }
  return times;
}

export interface ClockLoad {
  readonly count: number;
  readonly overdue: boolean;
  /** A project that waits, to copy. */
  readonly template: string;
  /** A decision on other projects, in turn. */
  readonly decide: (place: number) => Promise<unknown>;
  readonly say: (line: string) => void;
}

/** Lets `count` clocks fall due at once. */
export async function measureDueTogether(
  house: House,
  { count, overdue, template, decide, say }: ClockLoad,
): Promise<DueTogether> {
  const model = await findRun(`project/${template}`);
  if (model === null) throw new Error(`no project ${template} to copy`);
  const dueAt = overdue ? Date.now() : Date.now() + count * startMs + marginMs;
  const wakeAt = new Date(dueAt).toISOString();
  const runs = Array.from({ length: count }, (_, number) => waiting(model, number, wakeAt));
  await store(runs);
  await startAll(house, runs, say);
  if (!overdue && Date.now() > dueAt) throw new Error('the clocks fell due before all processes slept');
  await pause(Math.max(0, dueAt - Date.now()));
  if (!overdue) await ring(house);
  const decisions = await awaitReached({ count, decide, say }, dueAt);
  const lines = await mongoose.connection
    .collection<{ at: string }>('records')
    .find(reached, { projection: { at: 1 } })
    .toArray();
  const late = lines.map(({ at }) => Math.max(0, Date.parse(at) - dueAt));
  const lateness = sumUp([{ times: late, seconds: 1 }]);
  const decision = sumUp([{ times: decisions, seconds: 1 }]);
  return {
    clocks: count,
    overdue,
    latenessP50: lateness.p50,
    latenessP99: lateness.p99,
    decisionP50: decision.p50,
    decisionP99: decision.p99,
    lost: count - lines.length,
  };
}
