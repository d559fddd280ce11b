/** Times calls and sums the times up: percentiles, calls a second, medians of rounds. Knows nothing of what is measured. */

/** What one way of calling gave. Times in milliseconds. */
export interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
  /** Calls measured. */
  readonly n: number;
}

/** One block of calls: how long each took, and how long all together. */
export interface Block {
  readonly times: readonly number[];
  readonly seconds: number;
}

const hundredth = (value: number) => Math.round(value * 100) / 100;

/** The time that this share of the calls kept. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** The middle of some values. */
export function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/**
 * Calls `count` times, never more than `inFlight` at once; each caller starts its next call when its last was answered.
 * A call is told its place: that of its caller, so that no two calls under way share one; a single caller goes round.
 */
export async function timeCalls(
  call: (place: number) => Promise<unknown>,
  { count, inFlight }: { readonly count: number; readonly inFlight: number },
): Promise<Block> {
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  const caller = async (_: unknown, place: number) => {
    while (next < count) {
      const number = next;
      next += 1;
      const from = performance.now();
      await call(inFlight === 1 ? number : place);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, count) }, caller));
  return { times, seconds: (performance.now() - began) / 1000 };
}

/** All blocks of one kind as one set of figures: percentiles over all calls, the median rate of the blocks. */
export function sumUp(blocks: readonly Block[]): Figures {
  const times = blocks.flatMap((block) => block.times).sort((a, b) => a - b);
  return {
    p50: hundredth(percentile(times, 0.5)),
    p99: hundredth(percentile(times, 0.99)),
    perSecond: hundredth(median(blocks.map((block) => block.times.length / block.seconds))),
    n: times.length,
  };
}

/** How many times the floor: above 1 is slower, for rates as for times. */
export interface Ratio {
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
}

/**
 * Compares round by round and takes the median, so that a machine whose speed drifts slows both alike; a p99 needs more
 * calls than a round has and is compared over all.
 */
export function compare(slow: readonly Block[], floor: readonly Block[]): Ratio {
  const pairs = slow.map((block, index) => {
    const [above, below] = [sumUp([block]), sumUp(floor.slice(index, index + 1))];
    return { p50: above.p50 / below.p50, perSecond: below.perSecond / above.perSecond };
  });
  return {
    p50: hundredth(median(pairs.map((pair) => pair.p50))),
    p99: hundredth(sumUp(slow).p99 / sumUp(floor).p99),
    perSecond: hundredth(median(pairs.map((pair) => pair.perSecond))),
  };
}
