/** Keeps the one search attribute that changes within a stage: whether a deadline has passed. The others change with the run. */
import { condition, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { isOverdue } from '../domain/project/view';
import type { Journal } from './journal';
import { overdueKey } from './messages';

/** True for a run that was started with search attributes: only then does the server know them. Older runs stay without. */
export function isIndexed(): boolean {
  return workflowInfo().typedSearchAttributes.get(overdueKey) !== undefined;
}

/** Tells the server whenever the process becomes late, or is so no more. */
export async function keepIndex(journal: Journal): Promise<void> {
  if (!isIndexed()) return;
  let told = workflowInfo().typedSearchAttributes.get(overdueKey);
  for (;;) {
    await condition(() => isOverdue(journal.state) !== told);
    told = isOverdue(journal.state);
    upsertSearchAttributes([{ key: overdueKey, value: told }]);
  }
}
