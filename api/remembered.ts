/** Keeps an answer for a moment, so that many who ask at once cost one question. */

/** Asks at most once in so many milliseconds; who asks in between gets the same answer, a failure too. */
export function remembered<T>(ask: () => Promise<T>, forMs: number): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (last === undefined || Date.now() - last.at > forMs) last = { at: Date.now(), answer: ask() };
    return last.answer;
  };
}
