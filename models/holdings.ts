/** What one person holds: tasks in their hands or lent out by them, posts, substitutions. What a leaver hands over. */
import { liveStatuses } from '../domain/project/task';
import type { TaskRow } from '../domain/project/view';
import { cases, projects, tasks, type TaskDocument, type ViewDocument } from './process-schemas';
import { countHolders, type HeldPost } from './users';

/** Tasks that wait for this person alone, oldest first: given to them, claimed, theirs by name, or lent out by them. */
export async function listHeldTasks(person: string, limit: number): Promise<TaskRow[]> {
  const status = { $in: liveStatuses };
  const rows = await tasks.collection
    .find<TaskDocument>({
      $or: [
        { status, 'assignee.id': person },
        { status, 'delegated.by.id': person },
        { status, key: `person:${person}`, 'assignee.id': null },
      ],
    } as never)
    .sort({ openedAt: 1, _id: 1 })
    .limit(limit)
    .toArray();
  return rows.map(({ _id: _id, ...row }) => row);
}

export interface PostLook extends HeldPost {
  /** Other active people in it. */
  readonly others: number;
  /** Open tasks of the post that nobody has claimed. */
  readonly openTasks: number;
}

/** The posts of an active person with who else holds them and how much waits there. */
export async function lookAtPosts(posts: readonly HeldPost[], isActive: boolean): Promise<PostLook[]> {
  return Promise.all(
    posts.map(async ({ jurisdiction, post }) => {
      const key = `post:${jurisdiction}/${post}`;
      const free = { status: 'open', key, 'assignee.id': null };
      const [holders, openTasks] = await Promise.all([
        countHolders(key),
        tasks.collection.countDocuments(free as never),
      ]);
      return { jurisdiction, post, others: holders - (isActive ? 1 : 0), openTasks };
    }),
  );
}

/** A process that somebody applied for, as a list names it. */
export type StartedProcess = Pick<ViewDocument, 'kind' | 'id' | 'name' | 'status' | 'stage' | 'owner'> &
  Partial<Pick<ViewDocument, 'caseType' | 'projectId' | 'readers'>>;

/** Projects and cases that a person applied for and that are not over, at most so many of each. */
export async function listRunningOf(person: string, limit: number): Promise<StartedProcess[]> {
  const fields = ['kind', 'id', 'name', 'status', 'stage', 'owner', 'caseType', 'projectId', 'readers'];
  const projection = { _id: 0, ...Object.fromEntries(fields.map((name) => [name, 1])) };
  const found = await Promise.all(
    [projects, cases].map((views) =>
      views.collection
        .find({ 'owner.person.id': person, over: false } as never, { projection })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),
    ),
  );
  // Rows of these collections, narrowed to the fields above.
  return found.flat() as unknown as StartedProcess[];
}
