/** The watchdog: asks of open processes whether somebody or something moves them, and mends one that stands still by ordinary commands. */
import { actingKey } from '../domain/people/vacancy';
import { standstillOf, type Standstill } from '../domain/people/standstill';
import type { Act, Actor } from '../domain/project/commands';
import type { ProcessState, Task } from '../domain/project/state';
import { DomainError } from '../domain/refusals';
import { recentCalendar } from '../models/calendars';
import type { OperationOutcome } from '../models/operations';
import { findPack } from '../models/packs';
import { findRun, type StoredRun } from '../models/runs';
import { listHolders } from '../models/users';
import { engineRules } from './engine';
import { sha256 } from './idempotency';
import type { Trouble } from './operations-words';
import { actorOf } from './person';
import { Problem, problem } from './problem';
import { createProcessDoor } from './process-door';
import type { LookOptions } from './operations-look';

/** People of one seat who are asked whether the duties bar them; where all of so many are barred, the next one is as well. */
const mostAsked = 50;
/** How long one command of a repair may take. */
const commandMs = 20_000;

async function holdersOf(state: ProcessState): Promise<ReadonlyMap<string, readonly Actor[]>> {
  const keys = [...new Set(Object.values(state.tasks).map(actingKey))];
  return new Map(
    await Promise.all(
      keys.map(async (key) => [key, (await listHolders(key, mostAsked)).map(actorOf)] as const),
    ),
  );
}

async function judge({ state }: Pick<StoredRun, 'state'>, now: string): Promise<Standstill | undefined> {
  const published = await findPack(state.pack.id, state.pack.version);
  if (published === null) throw new DomainError('rules/missing', `pack of ${state.workflowId}`);
  const [held, calendar] = await Promise.all([holdersOf(state), recentCalendar()]);
  const around = { rules: engineRules.rulesOf(published.pack, state), now, calendar };
  return standstillOf(state, around, (task) => held.get(actingKey(task)) ?? []);
}

function toTrouble({ id, workflowId, readers }: ProcessState, { code, tasks }: Standstill): Trouble {
  const first = tasks[0]?.task;
  // Operators learn that a confidential case stands still, not of what it is made.
  const more =
    readers === undefined
      ? { task: first?.id ?? null, step: first?.step ?? null, role: first?.role ?? null }
      : {};
  return { kind: 'process/stuck', target: workflowId, facts: { reason: code, process: id, ...more } };
}

/** Those of these processes that stand still for good, as troubles. `now` is an ISO UTC instant. */
export async function findStill(workflowIds: readonly string[], now: string): Promise<Trouble[]> {
  const looked = workflowIds.map(async (workflowId) => {
    const run = await findRun(workflowId);
    if (run?.open !== true) return [];
    try {
      const found = await judge(run, now);
      return found === undefined ? [] : [toTrouble(run.state, found)];
    } catch (error) {
      // One process whose rules do not fit its state must not hide all others: it is listed as unproven.
      if (!(error instanceof DomainError)) throw error;
      const facts = { reason: error.code, process: run.state.id };
      return [{ kind: 'process/stuck' as const, target: workflowId, facts }];
    }
  });
  return (await Promise.all(looked)).flat();
}

export interface StuckOrder {
  readonly target: string;
  readonly commandId: string;
  readonly reason: string;
  readonly at: string;
  /** The administrator with their keys and rank: the process decides whether they may. */
  readonly as: Actor;
  /** Who gets the tasks, where the act gives them to somebody. */
  readonly to?: Actor | undefined;
}

type Give = (task: Task, order: StuckOrder) => Act | undefined;

/** The acts that a repair comes to, with the position of the journal they were made at. */
async function actsFor(order: StuckOrder, give: Give): Promise<{ acts: Act[]; seq: number }> {
  const { target, at } = order;
  const run = await findRun(target);
  const found = run === null ? undefined : await judge(run, at);
  const acts = (found?.tasks ?? []).flatMap(({ task }) => give(task, order) ?? []);
  if (run === null || acts.length === 0)
    throw problem('operations/not-needed', { target, found: found?.code ?? null });
  return { acts, seq: run.seq };
}

/** One command a task; the first refusal of a process is the answer where none was accepted. */
async function onEach(order: StuckOrder, options: LookOptions, give: Give): Promise<OperationOutcome> {
  const { acts, seq } = await actsFor(order, give);
  const refused: Problem[] = [];
  for (const act of acts) {
    try {
      await send(order, options, seq, act);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push(error);
    }
  }
  const [first] = refused;
  if (first !== undefined && refused.length === acts.length) throw first;
  return { tasks: acts.length - refused.length, refused: refused.length };
}

async function send(
  { target, commandId, as: actor }: StuckOrder,
  { client, taskQueue }: LookOptions,
  seenSeq: number,
  act: Act,
): Promise<void> {
  const id = sha256(`${commandId}\n${'task' in act ? act.task : act.type}`);
  const door = createProcessDoor({ client, taskQueue, answerDeadlineMs: commandMs });
  await door.act(target, { id, bodyHash: id, actor, seenSeq, act });
}

/** Gives tasks of people who left back to their group. */
export async function releaseTasks(order: StuckOrder, options: LookOptions): Promise<OperationOutcome> {
  return onEach(order, options, ({ id, assignee }) =>
    assignee === undefined ? undefined : { type: 'release', task: id },
  );
}

/** Gives every task that nobody can act on to the person named. */
export async function assignTasks(order: StuckOrder, options: LookOptions): Promise<OperationOutcome> {
  const { to, reason: comment } = order;
  if (to === undefined) throw problem('person/unknown', { person: null });
  const outcome = await onEach(order, options, ({ id: task }) => ({
    ...{ type: 'correctAssignee' as const, task, to, comment },
  }));
  return { ...outcome, to: to.id };
}

/** Opens the last step of a process that asks nobody for anything. */
export async function wakeProcess(order: StuckOrder, options: LookOptions): Promise<OperationOutcome> {
  const run = await findRun(order.target);
  if (run === null) throw problem('operations/unknown-target', { target: order.target });
  await send(order, options, run.seq, { type: 'wakeUp', comment: order.reason });
  return { woken: true };
}
