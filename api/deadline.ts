/** Bounds how long a person waits for an answer. What is late goes on by itself: only nobody waits for it any more. */
import { problem } from './problem';
import type { Problem } from './problem';

export interface Deadline {
  /** The work's outcome, or a 503 once the time is up. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Time starts anew: what came before, the sending of a file, took the person's time and not ours. */
  restart(ms: number): void;
  /** No time runs until `restart`. */
  pause(): void;
}

/** A read that is late did nothing; anything else may still be recorded. */
export function late(method: string): Problem {
  const isRead = method === 'GET' || method === 'HEAD';
  return problem(
    isRead ? 'service/unavailable' : 'service/uncertain',
    {},
    { headers: { 'Retry-After': '2' } },
  );
}

/** Starts the time of one answer. */
export function startDeadline(ms: number, method: string): Deadline {
  let timer: NodeJS.Timeout | undefined;
  let end: (reason: Problem) => void = () => undefined;
  const passed = new Promise<never>((_resolve, reject) => {
    end = reject;
  });
  // Nobody may be racing at the moment when it passes.
  passed.catch(() => undefined);
  const pause = (): void => {
    clearTimeout(timer);
  };
  const restart = (nextMs: number): void => {
    pause();
    timer = setTimeout(() => {
      end(late(method));
    }, nextMs);
  };
  restart(ms);
  return {
    restart,
    pause,
    race: async (work) => {
      try {
        return await Promise.race([work, passed]);
      } finally {
        pause();
      }
    },
  };
}
