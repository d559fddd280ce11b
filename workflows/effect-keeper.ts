/** Carries out what the pack lets follow from a decision, one effect after the other, and records that it did. */
import { condition, log, proxyActivities } from '@temporalio/workflow';
import type { EffectActivities } from '../activities/effects';
import { instantOf } from '../domain/clocks/dates';
import { nextEffect } from '../domain/project/effects';
import type { Actor, Command } from '../domain/project/commands';
import type { DueEffect } from '../domain/project/follow-ups';
import { hasMoved, submitCommand, type Journal } from './journal';

// Tried until it holds: the process it goes to may be moving into its next stage, or away for a while.
const { carryOut } = proxyActivities<EffectActivities>({
  startToCloseTimeout: '1 minute',
  retry: { maximumInterval: '1 minute' },
});

const engine: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };

/** Keeps the effects for as long as this run lasts; what it leaves undone the next one finds in the state. */
export async function keepEffects(journal: Journal): Promise<void> {
  for (;;) {
    await condition(() => waiting(journal) !== undefined);
    const effect = waiting(journal);
    if (effect !== undefined) await carry(journal, effect);
  }
}

function waiting({ state, carried }: Journal): DueEffect | undefined {
  return hasMoved(state, carried) ? undefined : nextEffect(state);
}

async function carry(journal: Journal, effect: DueEffect): Promise<void> {
  const { id, kind, projectId = kind === 'project' ? id : null, seq } = journal.state;
  try {
    const now = instantOf(Date.now());
    // A case that stands alone has no project that anything could happen to: it can only open another.
    const { done, result } =
      projectId === null && effect.deed.do !== 'open'
        ? { done: false, result: 'project/not-found' }
        : await carryOut({ projectId, effect, now, ...(projectId === null ? { caseId: id } : {}) });
    await submitCommand(journal, noteOf(effect, done, result));
  } catch (error) {
    // Moving on or shutting down: the next run, or the next change, tries again. Never a tight loop.
    log.warn('effect not carried out', { key: effect.key, error: String(error) });
    await condition(() => journal.state.seq !== seq, '1 minute');
  }
}

function noteOf({ key }: DueEffect, done: boolean, result: string): Command {
  const id = `${key}/done`;
  return { id, bodyHash: id, actor: engine, seenSeq: 0, act: { type: 'effectDone', key, done, result } };
}
