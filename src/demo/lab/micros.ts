/** Clocks of pages are rounded to 0.1 ms: what is shorter is run until it adds up. */
const LEAST_MILLIS = 3;
const MOST_RUNS = 1000;

/** The microseconds of one run, as the mean of as many as the clock needs, and what it gives. */
export function timed<T>(run: () => T): { result: T; micros: number } {
  // The first one is not counted: engines compile what they have seen.
  const result = run();
  let runs = 0;
  const start = performance.now();
  let millis = 0;
  while (millis < LEAST_MILLIS && runs < MOST_RUNS) {
    run();
    runs++;
    millis = performance.now() - start;
  }
  return { result, micros: (1000 * millis) / runs };
}
