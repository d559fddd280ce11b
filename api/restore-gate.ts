/** Keeps decisions away from a database that was filled from a backup and not yet reconciled. */
import { AwaitsReconcile, requireReconciled } from '../models/restore-mark';
import type { EngineDoor } from './ports';
import type { Problem } from './problem';
import { problem } from './problem';

/** What a write answers that came before `reconcile`; undefined for every other error. */
export function asAwaiting(error: unknown): Problem | undefined {
  if (!(error instanceof AwaitsReconcile)) return undefined;
  return problem('process/behind', {}, { headers: { 'Retry-After': '60' } });
}

async function requireOpen(): Promise<void> {
  try {
    await requireReconciled();
  } catch (error) {
    throw asAwaiting(error) ?? error;
  }
}

/** The same door, closed until `reconcile` has passed. Workers ask as well: this only says it sooner. */
export function holdUntilReconciled(door: EngineDoor): EngineDoor {
  return {
    ...door,
    act: async (workflowId, command) => {
      await requireOpen();
      return door.act(workflowId, command);
    },
    open: async (run, command) => {
      await requireOpen();
      return door.open(run, command);
    },
  };
}
