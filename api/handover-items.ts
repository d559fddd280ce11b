/** The items of a hand-over: each an ordinary command of the administrator, with an answer of its own. */
import { actingKey } from '../domain/people/vacancy';
import type { Act, Actor } from '../domain/project/commands';
import type { ProcessState } from '../domain/project/state';
import { personKey } from '../domain/project/task';
import type { Handover } from '../models/handovers';
import { findRecorded, keyOf, sendOrFind } from './decisions';
import { hashOf, sha256 } from './idempotency';
import { Problem, problemBody } from './problem';
import { readState, workflowIdOf } from './process-reads';
import type { Ask } from './route';

/** Processes that are acted on at the same time. */
const atOnce = 5;

export interface Handed {
  readonly kind: 'post' | 'project' | 'case' | 'task' | 'substitution';
  readonly item: string;
  readonly status: number;
  readonly problem?: unknown;
}

/** One item with its answer: refusals become part of it, faults do not. */
export async function answered(
  ask: Ask,
  { kind, item }: Pick<Handed, 'kind' | 'item'>,
  work: () => Promise<unknown>,
): Promise<Handed> {
  try {
    await work();
    return { kind, item, status: 200 };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind, item, status: error.status, problem: problemBody(error, ask.language, ask.path) };
  }
}

type HeldTask = Handover['tasks'][number];

interface Giving {
  readonly workflowId: string;
  /** What the item is called in the answer. */
  readonly item: string;
  readonly to: Actor;
  readonly reason: string;
  /** The act it takes; undefined where it is the successor's already. */
  readonly act: (state: ProcessState) => Act | undefined;
}

/** The ordinary command of the administrator who hands over, under the key of the act and the item. */
async function give(given: Ask, { workflowId, item, to, reason, act: actFor }: Giving): Promise<void> {
  const commandId = sha256(`${keyOf(given).commandId}\n${item}`);
  const key = { commandId, bodyHash: hashOf({ id: item, to: to.id, comment: reason }) };
  const ask = { ...given, ifMatch: null, key };
  if ((await findRecorded(ask, workflowId)) !== null) return;
  const state = await readState(ask, workflowId);
  const act = actFor(state);
  if (act === undefined) return;
  const { seq: seenSeq } = state;
  const command = { id: commandId, bodyHash: key.bodyHash, actor: ask.person.actor, seenSeq, act };
  await sendOrFind(ask, workflowId, () => ask.api.door.act(workflowId, command));
}

/** What a task given away takes; a seat that is its applicant's by name went with the process. */
function taskGiving({ id, workflowId }: HeldTask, to: Actor, reason: string): Giving {
  return {
    ...{ workflowId, item: id, to, reason },
    act({ tasks }) {
      const task = tasks[id];
      if (task !== undefined && actingKey(task) === personKey(to.id)) return undefined;
      return { type: 'correctAssignee', task: id, to, comment: reason };
    },
  };
}

/** The successor becomes the applicant of each project and case. */
export async function giveProcesses(
  ask: Ask,
  { processes = [], reason }: Pick<Handover, 'processes' | 'reason'>,
  to: Actor,
): Promise<Handed[]> {
  const items: Handed[] = [];
  for (const { kind, id } of processes) {
    const workflowId = workflowIdOf(kind, id);
    const act = { type: 'correctApplicant' as const, to, comment: reason };
    const giving = { workflowId, item: workflowId, to, reason, act: () => act };
    items.push(await answered(ask, { kind, item: id }, () => give(ask, giving)));
  }
  return items;
}

export async function giveAll(
  ask: Ask,
  rows: readonly HeldTask[],
  to: Actor,
  reason: string,
): Promise<Handed[]> {
  const groups = [...new Set(rows.map(({ workflowId }) => workflowId))].map((process) =>
    rows.filter(({ workflowId }) => workflowId === process),
  );
  const done = new Map<string, Handed>();
  const work = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift())
      for (const row of group)
        done.set(
          row.id,
          await answered(ask, { kind: 'task', item: row.id }, () => give(ask, taskGiving(row, to, reason))),
        );
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return rows.flatMap(({ id }) => done.get(id) ?? []);
}
