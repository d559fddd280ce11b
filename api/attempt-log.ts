/** Keeps refused attempts without making anybody wait for it. */
import { saveAttempt } from '../models/attempts';
import type { Logger } from 'pino';
import type { Person } from './person';
import type { Problem } from './problem';

/** The answer goes out after this long even if the attempt is not yet kept. */
const patienceMs = 250;

export interface Attempted {
  readonly person: Person | null;
  readonly method: string;
  readonly path: string;
  readonly action: string | null;
  readonly requestId: string;
  readonly workflowId: string | null;
}

/** Writes who tried what and which codes said no. A failure to do so is logged, never answered. */
export async function keepAttempt(attempted: Attempted, refused: Problem, log: Logger): Promise<void> {
  const { person, ...rest } = attempted;
  const kept = saveAttempt({
    ...rest,
    at: new Date(),
    actor: person === null ? null : { id: person.actor.id, name: person.actor.name, org: person.actor.org },
    status: refused.status,
    codes: refused.refusals.flatMap(({ code, unmet }) => [code, ...(unmet ?? []).map((gate) => gate.code)]),
  }).catch((error: unknown) => {
    log.warn({ err: error, requestId: attempted.requestId }, 'a refused attempt could not be kept');
  });
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([kept, patience]);
  clearTimeout(timer);
}
