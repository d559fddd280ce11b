/** Has people told soon after something was recorded. A lost wake costs minutes: a Schedule looks too. */

/** Decisions that come close together wake it once, and what a process did meanwhile is told in one go. */
const pauseMs = 3_000;

/** Gives what is called after every write; it never waits and never throws. `wake` has people told. */
export function createNudge(wake: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      wake().catch(failed);
    }, pauseMs).unref();
  };
}
