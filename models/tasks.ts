/** Reads of the task rows: inboxes, one task, the tasks of a process. */
import type { TaskRow } from '../domain/project/view';
import { projects, tasks, type TaskDocument } from './process-schemas';
import { countHolders } from './users';

/** `copied` stays empty until tasks can be copied; it is a view people ask for all the same. */
export type InboxView = 'todo' | 'claimable' | 'done' | 'started' | 'copied';

export interface InboxQuery {
  readonly view: InboxView;
  readonly person: string;
  /** Keys the person holds. */
  readonly keys: readonly string[];
  readonly limit: number;
  /** `<instant>|<id>` of the last row of the page before. */
  readonly cursor?: string;
}

type Filter = Readonly<Record<string, unknown>>;

/** Keys that one active person alone holds: their tasks need no claiming. */
async function soleOf(keys: readonly string[]): Promise<string[]> {
  const counted = await Promise.all(keys.map(async (key) => ({ key, holders: await countHolders(key) })));
  return counted.filter(({ holders }) => holders === 1).map(({ key }) => key);
}

async function filterOf(view: InboxView, person: string, keys: readonly string[]): Promise<Filter> {
  const unassigned = { status: 'open', 'assignee.id': { $exists: false } };
  switch (view) {
    case 'todo':
      return {
        $or: [
          { status: 'open', 'assignee.id': person },
          { ...unassigned, key: { $in: await soleOf(keys) } },
        ],
      };
    case 'claimable': {
      const sole = await soleOf(keys);
      return { ...unassigned, key: { $in: keys.filter((key) => !sole.includes(key)) } };
    }
    case 'done':
      return { 'decidedBy.id': person };
    case 'started':
      return { startedBy: person, status: 'open' };
    case 'copied':
      return { 'copiedTo.id': person };
  }
}

function toRow({ _id: _id, ...row }: TaskDocument): TaskRow {
  return row;
}

/** One page of an inbox, oldest first (`done`: newest first), with the cursor of the next. */
export async function listTasks(query: InboxQuery): Promise<{ items: TaskRow[]; nextCursor: string | null }> {
  const { view, person, keys, limit, cursor } = query;
  const field = view === 'done' ? 'decidedAt' : 'openedAt';
  const direction = view === 'done' ? -1 : 1;
  const [at, id] = cursor?.split('|') ?? [];
  const past = direction === 1 ? '$gt' : '$lt';
  const after =
    at === undefined ? {} : { $or: [{ [field]: { [past]: at } }, { [field]: at, _id: { [past]: id } }] };
  const rows = await tasks.collection
    .find<TaskDocument>({ $and: [await filterOf(view, person, keys), after] } as never)
    .sort({ [field]: direction, _id: direction })
    .limit(limit + 1)
    .toArray();
  const items = rows.slice(0, limit).map(toRow);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : `${last[field] ?? ''}|${last.id}` };
}

/** How much waits for a person, and how much they did and started. */
export async function countTasks(
  person: string,
  keys: readonly string[],
): Promise<Record<InboxView, number>> {
  const count = async (view: InboxView) =>
    await tasks.collection.countDocuments(await filterOf(view, person, keys));
  const [todo, claimable, done, started, copied] = await Promise.all([
    count('todo'),
    count('claimable'),
    count('done'),
    projects.countDocuments({ 'owner.person.id': person }),
    count('copied'),
  ]);
  return { todo, claimable, done, started, copied };
}

/** One task by its id. */
export async function findTask(id: string): Promise<TaskRow | null> {
  const row = await tasks.findById(id).lean();
  return row === null ? null : toRow(row);
}
