/** The application workflow under a witness: its run fails unless it carries on an end of the stage at the time that is given. */
import { ApplicationFailure, ContinueAsNew, defaultPayloadConverter } from '@temporalio/workflow';
import type { Carried } from '../../workflows/messages';
import { application as real } from '../../workflows/stages/application';

/** The time of the first ended stage in what a run carries on. */
function endedAt(error: ContinueAsNew): string | undefined {
  const [payload] = error.command.arguments ?? [];
  if (payload === undefined) return undefined;
  return defaultPayloadConverter.fromPayload<Carried>(payload).state.ended[0]?.at;
}

/** As the stage itself, on an input that also says when it must have ended. */
export async function application(carried: Carried & { readonly witnessed: string }): Promise<void> {
  try {
    await real(carried);
  } catch (error) {
    if (error instanceof ContinueAsNew && endedAt(error) !== carried.witnessed)
      throw ApplicationFailure.nonRetryable(`carried on ${String(endedAt(error))}`);
    throw error;
  }
}
