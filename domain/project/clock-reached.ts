/** What happens when a clock's day comes: marks and escalations the pack names. Never a decision for a person. */
import { restartClock } from '../clocks/start';
import { millisOf } from '../clocks/dates';
import { emit, type Draft } from '../route/draft';
import { dueEffects } from '../route/happen';
import { refuse, type Refusal } from '../refusals';
import type { Act, SystemAct } from './commands';
import type { ProcessState } from './state';

/** Records that a clock was reached. A clock that has moved, stopped or been met meanwhile refuses: the wake was stale. */
export function reachClock(draft: Draft, act: Extract<SystemAct, { type: 'clockReached' }>): Refusal[] {
  const clock = draft.state.clocks[act.clock];
  const stale =
    clock?.status !== 'running' ||
    clock.due !== act.due ||
    millisOf(clock.wakeAt) > millisOf(draft.around.now);
  if (stale) return [refuse('project/illegal-action', { action: 'clockReached', clock: act.clock })];
  if (clock.kind === 'recurring') {
    const change = restartClock(clock, clock.due, draft.around.calendar);
    emit(draft, { type: 'clockChanged', key: clock.key, change });
    dueEffects(draft, clock.then ?? [], clock);
    return [];
  }
  const overdue = clock.kind === 'deadline' || clock.kind === 'window';
  emit(draft, {
    type: 'clockChanged',
    key: clock.key,
    change: { status: 'reached', ...(overdue ? { overdue: true } : {}) },
  });
  dueEffects(draft, clock.then ?? [], clock);
  return [];
}

/** A clock whose instant ends its wait. */
export interface Wake {
  readonly key: string;
  readonly due: string;
  readonly wakeAt: string;
}

/** The clock that must wake the engine first, or undefined when none runs. */
export function nextWake(state: Pick<ProcessState, 'clocks'>): Wake | undefined {
  const running = Object.values(state.clocks).filter((clock) => clock.status === 'running');
  const first = running.sort((a, b) => millisOf(a.wakeAt) - millisOf(b.wakeAt))[0];
  return first === undefined ? undefined : { key: first.key, due: first.due, wakeAt: first.wakeAt };
}

/**
 * What says that a clock came, and the id it goes under: whoever notices first, the other finds it recorded. A clock with a
 * fixed date may run again in a later round and come due a second time: the position in the journal tells them apart.
 */
export function wakeCommand(
  { key, due }: Wake,
  { seq, occurrence }: Pick<ProcessState, 'seq' | 'occurrence'>,
): { readonly id: string; readonly act: Act } {
  return {
    id: `clock/${key}/${due}/${String(occurrence)}/${String(seq)}`,
    act: { type: 'clockReached', clock: key, due },
  };
}
