/** What happens to a process as a whole: it stands still, goes on, ends. Used by people's acts and by effects alike. */
import type { ProcessEnd } from '../pack/types';
import type { PersonRef, Status } from '../project/state';
import { pauseClocks, resumeClocks } from './clock-events';
import { emit, type Draft } from './draft';
import { isLive } from '../project/task';

/** Stops the process and what counts towards its dates. */
export function suspendProcess(draft: Draft, person: PersonRef, reason: string): void {
  pauseClocks(draft, reason);
  emit(draft, { type: 'suspended', person, reason });
}

/** Lets the process go on; the days it stood still do not count. */
export function resumeProcess(draft: Draft, person: PersonRef, reason: string): void {
  emit(draft, { type: 'resumed', person, reason });
  resumeClocks(draft);
}

/** Ends the process for good: open tasks are cancelled, clocks stop. */
export function endProcess(draft: Draft, end: ProcessEnd | 'closed', reason: string): void {
  const open = Object.values(draft.state.tasks).filter(isLive);
  if (open.length > 0) emit(draft, { type: 'tasksCancelled', tasks: open.map((task) => task.id) });
  for (const clock of Object.values(draft.state.clocks)) {
    if (clock.status === 'running' || clock.status === 'paused') {
      emit(draft, { type: 'clockChanged', key: clock.key, change: { status: 'stopped' } });
    }
  }
  const status: Status = end;
  emit(draft, { type: 'statusChanged', status, reason });
}
