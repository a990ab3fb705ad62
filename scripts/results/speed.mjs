// The time of a full tie-aware mean average precision: codes at random, since their values don't
// matter to it.
import { HashCodes, RandomState } from 'hashplane';
import { meanAveragePrecision } from 'hashplane/evaluation';
import { createThreadPool } from 'hashplane/node';

const RUNS = 7;

/** Median seconds on `threads` threads, counting and averaging; the pool is started before. */
export async function measureSpeed(threads = 2) {
  const random = new RandomState(0);
  const labelled = (count) => ({
    codes: new HashCodes(
      Uint32Array.from({ length: 2 * count }, () => random.randint(0, 2 ** 32)),
      count,
      64,
    ),
    labels: Int32Array.from({ length: count }, () => random.randint(0, 10)),
  });
  const [queries, database] = [labelled(1000), labelled(59_000)];
  const pool = await createThreadPool({ threads });
  try {
    const times = [];
    for (let i = 0; i < RUNS; i++) {
      const start = performance.now();
      const { total, relevant, bins } = await pool.distanceHistograms(queries, database);
      meanAveragePrecision(total, relevant, 1000, bins);
      times.push((performance.now() - start) / 1000);
    }
    return { mapSeconds: times.sort((a, b) => a - b)[RUNS >> 1], threads };
  } finally {
    await pool.close();
  }
}
