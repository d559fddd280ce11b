/** Effects that reach a process, and the note that one of its own was carried out. Only the engine brings them. Pure. */
import { emit, type Draft } from '../route/draft';
import { endProcess, resumeProcess, suspendProcess } from '../route/whole-process';
import { refuse, type Refusal } from '../refusals';
import type { Actor, SystemAct } from './commands';
import type { DueEffect } from './follow-ups';
import { isOver } from './life';
import type { ProcessState } from './state';

type EffectAct = Extract<SystemAct, { type: 'effect' }>;
type DoneAct = Extract<SystemAct, { type: 'effectDone' }>;

/** The effect to be carried out next: they go one after the other, in the order in which they fell due. */
export function nextEffect(state: Pick<ProcessState, 'effects'>): DueEffect | undefined {
  return Object.values(state.effects ?? {})[0];
}

/** True when the process is over and everything it set going was carried out: its workflow may end. */
export function isFinished(state: Pick<ProcessState, 'status' | 'effects'>): boolean {
  return isOver(state) && nextEffect(state) === undefined;
}

/** Carries out what another process decided about this one; a refusal goes back to it and is recorded there. */
export function takeEffect(draft: Draft, { effect }: EffectAct, actor: Actor): Refusal[] {
  const { deed, reason } = effect;
  if (actor.system !== true || deed.do === 'open')
    return [refuse('project/illegal-action', { action: 'effect', does: deed.do })];
  const person = { id: actor.id, name: actor.name };
  const suspended = draft.state.status === 'suspended';
  switch (deed.do) {
    case 'suspend':
      if (suspended) return [refuse('project/suspended', { reason: draft.state.suspension?.reason ?? '' })];
      suspendProcess(draft, person, reason);
      return [];
    case 'resume':
      if (!suspended) return [refuse('project/not-suspended', {})];
      resumeProcess(draft, person, reason);
      return [];
    case 'hold':
      emit(draft, { type: 'clocksHeld', by: deed.by, case: deed.case, reason });
      return [];
    case 'letGo':
      emit(draft, { type: 'clocksLetGo', by: deed.by });
      return [];
    case 'end':
      endProcess(draft, deed.end, reason);
      return [];
    case 'set':
      emit(draft, { type: 'factsDeclared', facts: { [deed.fact]: deed.value } });
      return [];
  }
}

/** Records that an effect was carried out; a second note of the same one is refused. */
export function noteEffect(draft: Draft, { key, done, result }: DoneAct, actor: Actor): Refusal[] {
  if (actor.system !== true || draft.state.effects?.[key] === undefined)
    return [refuse('project/illegal-action', { action: 'effectDone', effect: key })];
  emit(draft, { type: 'effectDone', key, done, result });
  return [];
}
