/** The words in which a stage file is written. Every call returns at once when the carried state already holds its result. */
import type { StageKind } from '../domain/pack/types';
import type { Carried } from './messages';
import { openProcess } from './process';

export interface Stage {
  /** Waits until people have taken a phase to its end; gives its outcome, or undefined when the stage is over. */
  route: (phase: string) => Promise<string | undefined>;
  /** Waits for the end of the stage and goes on into the one the pack names; returns when the process is over. */
  next: () => Promise<void>;
}

/** Opens a stage run on its carried state. */
export function openStage(_kind: StageKind | 'case', carried: Carried): Stage {
  const process = openProcess(carried);
  return {
    async route(phase) {
      await process.until(() => process.state().results[phase] !== undefined);
      return process.settled() ? undefined : process.state().results[phase];
    },
    next: () => process.moveOn(),
  };
}
