/** Which process a task belongs to: that never changes, so whoever was shown a task decides on it without looking for it again. */
import type { TaskRow } from '../domain/project/view';
import type { EngineReads } from './ports';

const mostHomes = 20_000;
/** Workflow ids by task. */
const homes = new Map<string, string>();

/** Remembers where these tasks are at home, because they are about to be shown. */
export function rememberHomes(rows: readonly Pick<TaskRow, 'id' | 'workflowId'>[]): void {
  if (homes.size + rows.length > mostHomes) homes.clear();
  for (const { id, workflowId } of rows) homes.set(id, workflowId);
}

/** The workflow id of the process that a task belongs to; null for a task that there is not. */
export async function homeOf(task: string, reads: Pick<EngineReads, 'findTask'>): Promise<string | null> {
  const known = homes.get(task);
  if (known !== undefined) return known;
  const row = await reads.findTask(task);
  if (row !== null) rememberHomes([row]);
  return row?.workflowId ?? null;
}
