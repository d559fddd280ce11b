/** Processes whose clock has come, in the order in which they came. */
import { millisOf } from '../domain/clocks/dates';
import { nextWake } from '../domain/project/clock-reached';
import type { ProcessState } from '../domain/project/state';
import { runs } from './process-schemas';

/** A process and when its first clock comes, in milliseconds since 1970. */
export interface DueRun {
  readonly workflowId: string;
  readonly wakesAt: number;
}

/** With what says which of its clocks it is. */
export interface DueProcess extends DueRun {
  readonly state: Pick<ProcessState, 'clocks' | 'seq' | 'occurrence'>;
}

/** When the first running clock of a process comes; null when none runs. Stored beside the state, to be found by. */
export function wakesAtOf(state: Pick<ProcessState, 'clocks'>): number | null {
  const wake = nextWake(state);
  return wake === undefined ? null : millisOf(wake.wakeAt);
}

/** The next processes whose clock has come by `now` (milliseconds since 1970), after one of them. */
export async function pageDue(now: number, after: DueRun | null, limit: number): Promise<DueProcess[]> {
  const past =
    after === null
      ? {}
      : {
          $nor: [{ wakesAt: after.wakesAt, _id: { $lte: after.workflowId } }],
        };
  const found = await runs.collection
    .find<Omit<DueProcess, 'workflowId'> & { readonly _id: string }>(
      { wakesAt: { $gte: after?.wakesAt ?? 0, $lte: now }, ...past } as never,
      { projection: { wakesAt: 1, 'state.clocks': 1, 'state.seq': 1, 'state.occurrence': 1 } },
    )
    .sort({ wakesAt: 1, _id: 1 })
    .limit(limit)
    .toArray();
  return found.map(({ _id: workflowId, wakesAt, state }) => ({ workflowId, wakesAt, state }));
}
