/** Keeps decisions away from a database that was filled from a backup and not yet reconciled. */
import { awaitsReconcile } from '../models/restore-mark';
import type { EngineDoor } from './ports';
import { problem } from './problem';

/** The same door, closed until `reconcile` has passed. Once open it stays open: a restore needs a stopped API. */
export function holdUntilReconciled(door: EngineDoor): EngineDoor {
  let open = false;
  const requireReconciled = async (): Promise<void> => {
    open ||= !(await awaitsReconcile());
    if (!open) throw problem('process/behind', {}, { headers: { 'Retry-After': '60' } });
  };
  return {
    ...door,
    act: async (workflowId, command) => {
      await requireReconciled();
      return door.act(workflowId, command);
    },
    open: async (run, command) => {
      await requireReconciled();
      return door.open(run, command);
    },
  };
}
