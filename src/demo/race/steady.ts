import type { BenchCase, Clock, Contender } from '../../bench/harness.ts';

/** Clocks of pages tick every 0.1 ms, some only every millisecond: shorter runs would be guessed. */
const SHORTEST_MILLIS = 10;

/**
 * The case with work that is repeated within each timed run until a run is long enough for a coarse
 * clock. How often that is, each contender finds out after it was checked.
 */
export function steady(bench: BenchCase, now: Clock = () => performance.now()): BenchCase {
  return { ...bench, contenders: bench.contenders.map((one) => repeating(one, bench.work, now)) };
}

function repeating(contender: Contender, workOfCase: number, now: Clock): Contender {
  const work = contender.work ?? workOfCase;
  let repeats = 1;
  const run = async () => {
    for (let i = 0; i < repeats; i++) await contender.run();
  };
  return {
    ...contender,
    get work() {
      return work * repeats;
    },
    run,
    async verify() {
      const isRight = await contender.verify();
      repeats = 1;
      // Twice, since the first run of all may have waited for something else.
      while ((await timed()) < SHORTEST_MILLIS || (await timed()) < SHORTEST_MILLIS) repeats *= 2;
      return isRight;
    },
  };

  async function timed(): Promise<number> {
    const start = now();
    await run();
    return now() - start;
  }
}
