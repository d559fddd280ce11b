/** Whether the engine answers and who takes its tasks: the one trouble that hides all others of single processes. */
import { isGrpcServiceError } from '@temporalio/client';
import { countWorkers, type LookOptions } from './operations-look';
import type { Trouble } from './operations-words';

export interface EngineLook {
  /** False: Temporal did not answer, and nothing is known of single processes. */
  readonly engineUp: boolean;
  /** Null when the server does not tell, or does not answer. */
  readonly workers: number | null;
}

/** True for an error that means: Temporal is away or too slow. */
export const isEngineOutage = (error: unknown): boolean =>
  isGrpcServiceError(error) || (error instanceof Error && isGrpcServiceError(error.cause));

/** Who takes tasks; an engine that does not answer is a finding here, not a fault. */
export async function lookAtEngine(options: LookOptions): Promise<EngineLook> {
  try {
    return { engineUp: true, workers: await countWorkers(options) };
  } catch (error) {
    if (!isEngineOutage(error)) throw error;
    return { engineUp: false, workers: null };
  }
}

/** What is wrong with the engine as a whole. */
export function engineTroubles({ engineUp, workers }: EngineLook, taskQueue: string): Trouble[] {
  if (!engineUp) return [{ kind: 'engine/away', target: 'temporal', facts: {} }];
  return workers === 0 ? [{ kind: 'worker/none', target: taskQueue, facts: {} }] : [];
}
