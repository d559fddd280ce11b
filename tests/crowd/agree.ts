/** After a crowd: does every answered command stand once, and are record, views and workflows the same? */
import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import { findStill } from '../../api/watchdog';
import { nextEffect } from '../../domain/project/effects';
import { isOver } from '../../domain/project/life';
import type { ProcessState } from '../../domain/project/state';
import { openTasksOf } from '../../domain/project/task';
import { until } from '../../embedded/wait';
import { records } from '../../models/process-schemas';
import { compareViews } from '../../models/rebuild';
import { listSubjects, verifyChain } from '../../models/records';
import { eachRun, findRun } from '../../models/runs';
import { stateQuery } from '../../workflows/messages';

export interface Agreement {
  readonly projects: number;
  readonly cases: number;
  readonly lines: number;
  /** Where the projects came to, by status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
  /** Processes in which nobody is left who may act: what the watchdog lists for operators. */
  readonly still: readonly string[];
}

const quietMs = 300_000;
const atOnce = 20;

/** What a decision set going elsewhere arrives a little later: nothing is compared before. */
async function untilQuiet(): Promise<boolean> {
  const isQuiet = async () => {
    for await (const { state } of eachRun({ open: true })) if (nextEffect(state) !== undefined) return false;
    return true;
  };
  return until(isQuiet, { deadlineMs: quietMs, everyMs: 1_000 });
}

/** What must hold of a process whatever was done to it. */
function faultsOf(state: ProcessState): string[] {
  const { workflowId, status, suspension, participants, owner, kind } = state;
  const asked = openTasksOf(state).length > 0;
  const faults: string[] = [];
  if (!isOver(state) && (suspension?.before ?? status) !== 'inUse' && !asked)
    faults.push(`${workflowId} (${status}): on its way, and nobody is asked`);
  if (isOver(state) && asked) faults.push(`${workflowId} (${status}): over, and somebody is still asked`);
  if (
    kind === 'project' &&
    participants.some(({ person, act }) => person === owner.person.id && act === 'decided')
  )
    faults.push(`${workflowId}: ${owner.person.id} decided on their own submission`);
  return faults;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** A workflow holds what is stored of it, and runs as long as its process does. */
async function compareWorkflow(client: Client, workflowId: string): Promise<string[]> {
  const handle = client.workflow.getHandle(workflowId);
  const held = await handle.query(stateQuery);
  const run = await findRun(workflowId);
  const { status } = await handle.describe();
  const faults = run === null ? [`${workflowId}: no run is stored`] : faultsOf(run.state);
  if (!isDeepStrictEqual(plain(held), plain(run?.state)))
    faults.push(
      `${workflowId}: the workflow stands at ${String(held.seq)}, the record at ${String(run?.seq)}`,
    );
  const isRunning = status.name === 'RUNNING';
  if (run !== null && isRunning === isOver(run.state))
    faults.push(`${workflowId}: ${run.state.status}, and its workflow is ${status.name}`);
  return faults;
}

/** Each answered command stands in the record exactly once. */
async function compareCommands(commands: readonly string[]): Promise<string[]> {
  if (new Set(commands).size !== commands.length) return ['a command was answered under two requests'];
  const found = await records.aggregate<{ _id: string; times: number }>([
    { $match: { commandId: { $in: [...commands] } } },
    { $group: { _id: '$commandId', times: { $sum: 1 } } },
  ]);
  const times = new Map(found.map((each) => [each._id, each.times]));
  return commands
    .filter((id) => times.get(id) !== 1)
    .map((id) => `${id} stands ${String(times.get(id) ?? 0)} times`);
}

async function inGroups<T>(ids: readonly string[], ask: (id: string) => Promise<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for (let from = 0; from < ids.length; from += atOnce)
    found.push(...(await Promise.all(ids.slice(from, from + atOnce).map(ask))).flat());
  return found;
}

/** Which seats of a process are empty, in whose hands they are, and what those did in this run. */
async function tellOf(workflowId: string, reason: string): Promise<string> {
  const state = (await findRun(workflowId))?.state;
  const seats = (state === undefined ? [] : openTasksOf(state)).map(
    ({ step, role, assignee, added, opening }) => {
      const acts = (state?.participants ?? [])
        .filter(({ person, run }) => person === assignee?.id && run === state?.run)
        .map((each) => `${each.act} at ${String(each.opening)}`);
      const hands = assignee === undefined ? 'nobody' : `${assignee.id} (${acts.join(', ')})`;
      return `${step}/${role}${added ? ' added' : ''} #${String(opening)} with ${hands}`;
    },
  );
  return `${workflowId}: ${reason}: ${seats.join('; ')}`;
}

/** Compares everything in the connected database with everything Temporal holds. */
export async function agree(client: Client, commands: readonly string[]): Promise<Agreement> {
  const faults = (await untilQuiet()) ? [] : ['what follows from decisions did not come to rest'];
  const ids: string[] = [];
  const open: string[] = [];
  const statuses: Record<string, number> = {};
  let projects = 0;
  for await (const { workflowId, state } of eachRun()) {
    ids.push(workflowId);
    if (!isOver(state)) open.push(workflowId);
    if (state.kind === 'case') continue;
    projects += 1;
    statuses[state.status] = (statuses[state.status] ?? 0) + 1;
  }
  faults.push(...(await inGroups(ids, (id) => compareWorkflow(client, id))));
  faults.push(...(await compareCommands(commands)));
  const { differences } = await compareViews();
  faults.push(...differences.map((each) => `${each.collection}/${each.id}: ${each.what} ${each.at ?? ''}`));
  const chains = await inGroups(await listSubjects(), async (subject) => (await verifyChain(subject)).faults);
  faults.push(...chains.map(({ subject, seq, en }) => `${subject} #${String(seq)}: ${en}`));
  const still = await inGroups(open, (id) => findStill([id], new Date().toISOString()));
  return {
    ...{ projects, cases: ids.length - projects, lines: await records.countDocuments(), statuses, faults },
    still: await Promise.all(still.map(({ target, facts }) => tellOf(target, String(facts['reason'])))),
  };
}
