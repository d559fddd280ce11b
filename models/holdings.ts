/** What one person holds: tasks in their hands or lent out by them, posts, substitutions. What a leaver hands over. */
import { liveStatuses } from '../domain/project/task';
import type { TaskRow } from '../domain/project/view';
import { tasks, type TaskDocument } from './process-schemas';
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
