/** The failures an update may leave with. Nothing but ApplicationFailure may leave a handler: anything else blocks the run. */
import { ApplicationFailure } from '@temporalio/workflow';
import type { Refusal } from '../domain/refusals';
import { failures } from './messages';

/** An expected no, with every refusal. */
export function refused(refusals: readonly Refusal[]): ApplicationFailure {
  const message = refusals.map((refusal) => refusal.code).join(', ');
  return ApplicationFailure.create({
    type: failures.refused,
    nonRetryable: true,
    message,
    details: [refusals],
  });
}

/** Another content under the id of a recorded command. The code is the API's: it belongs to the key, not to the process. */
export function reused(): ApplicationFailure {
  const refusal = { code: 'idempotency/key-reused', params: {} };
  const { code: message } = refusal;
  return ApplicationFailure.create({
    type: failures.refused,
    nonRetryable: true,
    message,
    details: [[refusal]],
  });
}

/** The run is moving on; the same command belongs to the next one. */
export function moving(): ApplicationFailure {
  return ApplicationFailure.create({
    type: failures.moving,
    nonRetryable: true,
    message: 'moving to the next stage',
  });
}

/** The journal holds less than the workflow. */
export function behind(seq: number, expected: number): ApplicationFailure {
  const message = `journal at ${String(seq)}, workflow at ${String(expected)}`;
  return ApplicationFailure.create({ type: failures.behind, nonRetryable: true, message });
}

/** The record could not be reached (a worker that stops cancels its writes): the same command may be sent again. */
export function unavailable(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return ApplicationFailure.create({ type: failures.unavailable, nonRetryable: true, message });
}

/** Whatever else went wrong, as a failure of this command alone. */
export function faulted(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return ApplicationFailure.create({ type: failures.fault, nonRetryable: true, message });
}
