/** Clocks of pages are rounded to 0.1 ms: what is shorter is run several times between two looks. */
const LEAST_MILLIS = 1;
const BATCHES = 5;
/** What takes longer than this is not run five times. */
const MOST_MILLIS = 100;

/** The microseconds of one run, as the median of five batches, and what it gives. */
export function timed<T>(run: () => T): { result: T; micros: number } {
  // The first one is not counted: engines compile what they have seen.
  const result = run();
  const first = millisOf(run, 1);
  const runs = Math.ceil(LEAST_MILLIS / Math.max(first, LEAST_MILLIS / 100));
  const times: number[] = [first];
  let total = first;
  while (times.length <= BATCHES && total < MOST_MILLIS) {
    const millis = millisOf(run, runs);
    total += millis;
    times.push(millis / runs);
  }
  // The very first may be of one run alone, which the clock may not have seen.
  const counted = (times.length > 1 ? times.slice(1) : times).sort((a, b) => a - b);
  return { result, micros: 1000 * counted[Math.floor(counted.length / 2)] };
}

function millisOf(run: () => unknown, times: number): number {
  const start = performance.now();
  for (let i = 0; i < times; i++) run();
  return performance.now() - start;
}
