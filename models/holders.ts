/** Who can act on open tasks: how many people hold each key, and the tasks that nobody can act on. */
import { actingKey, vacancyCode, type VacancyCode } from '../domain/people/vacancy';
import type { TaskRow } from '../domain/project/view';
import { tasks, type TaskDocument } from './process-schemas';
import { countHolders } from './users';

/** How many active people hold each of these keys. */
async function holdersOf(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const different = [...new Set(keys)];
  return new Map(await Promise.all(different.map(async (key) => [key, await countHolders(key)] as const)));
}

export interface OrphanTask {
  readonly task: TaskRow;
  readonly code: VacancyCode;
}

const unassigned = { status: 'open', 'assignee.id': { $exists: false } };

async function emptyOf(keys: readonly string[]): Promise<string[]> {
  const held = await holdersOf(keys);
  return keys.filter((key) => (held.get(key) ?? 0) === 0);
}

/** Open tasks that no active person can act on, oldest first: unbound parties, vacant posts, people who left. */
export async function openTasksWithoutHolder(limit: number): Promise<OrphanTask[]> {
  const [keys, assignees] = await Promise.all([
    tasks.distinct('key', unassigned as never),
    tasks.distinct('assignee.id', { status: 'open' } as never),
  ]);
  const [vacant, gone] = await Promise.all([emptyOf(keys), emptyOf(assignees.map((id) => `person:${id}`))]);
  const rows = await tasks.collection
    .find<TaskDocument>({
      $or: [
        { ...unassigned, key: { $in: vacant } },
        { status: 'open', 'assignee.id': { $in: gone.map((key) => key.slice('person:'.length)) } },
      ],
    } as never)
    .sort({ openedAt: 1, _id: 1 })
    .limit(limit)
    .toArray();
  return rows.flatMap(({ _id: _id, ...task }) => {
    const code = vacancyCode(task, 0);
    return code === undefined ? [] : [{ task, code }];
  });
}

/** How many people can act on each of these tasks, by task id. */
export async function countActing(
  open: readonly Pick<TaskRow, 'id' | 'key' | 'assignee'>[],
): Promise<ReadonlyMap<string, number>> {
  const held = await holdersOf(open.map(actingKey));
  return new Map(open.map((task) => [task.id, held.get(actingKey(task)) ?? 0]));
}
