/** The task rows that one command changes, as the inbox reads them. */
import type { ProcessEvent } from '../../../domain/project/events';
import type { ProcessState } from '../../../domain/project/state';
import { touchedTasks, type TaskRow } from '../../../domain/project/view';

export function taskRowsOf(before: ProcessState, events: readonly ProcessEvent[]): TaskRow[] {
  return touchedTasks(before, [{ at: '2026-01-06T00:00:00Z', events }]);
}
