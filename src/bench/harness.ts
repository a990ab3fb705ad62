/** One way to do a case's work. */
export interface Contender {
  readonly name: string;
  /** Does the whole work of the case once. */
  run(): void | Promise<void>;
  /** Does it once and compares with the oracle. Called before any timing. */
  verify(): boolean | Promise<boolean>;
}

/** One question of a suite. */
export interface BenchCase {
  readonly suite: string;
  /** The sizes: `n=1200 d=512 bits=16`. */
  readonly name: string;
  /** What a rate counts, per second. */
  readonly unit: string;
  /** Units that one run does. */
  readonly work: number;
  readonly contenders: readonly Contender[];
  dispose?(): void;
}

/** One contender's figures; every figure is a rate, higher is better. */
export interface BenchResult {
  readonly suite: string;
  readonly case: string;
  readonly contender: string;
  readonly unit: string;
  readonly median: number;
  /** The rate that 95% of the runs reach. */
  readonly p95: number;
  readonly runs: number;
  /** Whether its output was checked against the oracle before timing. */
  readonly verified: boolean;
}

/** The fewest timed runs of a contender, however slow it is. */
const MIN_RUNS = 3;
const MAX_RUNS = 400;

/**
 * Times the contenders of one case in turn (A B C A B C ...), so that a drift of the machine hits
 * all alike. A contender that has had its share of the time sits out.
 */
export async function measureCase(
  bench: BenchCase,
  seconds: number,
  onStep?: (contender: string) => void,
): Promise<BenchResult[]> {
  const entries: { contender: Contender; times: number[]; spent: number; verified: boolean }[] = [];
  for (const contender of bench.contenders) {
    onStep?.(`checking ${contender.name}`);
    entries.push({ contender, times: [], spent: 0, verified: await contender.verify() });
  }
  const share = (seconds * 1000) / entries.length;
  // A short warm-up of each: engines compile what is called often.
  for (const { contender } of entries) await contender.run();
  for (let round = 0; round < MAX_RUNS; round++) {
    const due = entries.filter((e) => e.times.length < MIN_RUNS || e.spent < share);
    if (due.length === 0) break;
    for (const entry of due) {
      onStep?.(entry.contender.name);
      const start = performance.now();
      await entry.contender.run();
      const millis = performance.now() - start;
      entry.times.push(millis);
      entry.spent += millis;
    }
  }
  return entries.map(({ contender, times, verified }) => {
    times.sort((a, b) => a - b);
    const rate = (millis: number) => (bench.work * 1000) / millis;
    return {
      suite: bench.suite,
      case: bench.name,
      contender: contender.name,
      unit: bench.unit,
      median: rate(times[times.length >> 1]),
      p95: rate(times[Math.min(times.length - 1, Math.floor(times.length * 0.95))]),
      runs: times.length,
      verified,
    };
  });
}
