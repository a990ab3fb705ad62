import { averagePrecision } from '../../core/average-precision.ts';
import { HarmonicNumbers } from '../../core/harmonic-numbers.ts';
import type { Kernels } from '../../kernels/api.ts';
import { tieAwarePrecisionAtK } from '../precision.ts';
import { type LabelledVectors, vectorRankings } from '../vector-ranking.ts';
import type { Measures } from './cell.ts';

/** How long the event loop waits, about. */
const SLICE_MS = 100;

/** Measures of a ranking by real vectors. */
export async function measureVectors(
  kernels: Kernels,
  queries: LabelledVectors,
  database: LabelledVectors,
  metric: 'cosine' | 'dot',
  { onShare, signal }: { onShare?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<Measures> {
  const harmonic = new HarmonicNumbers();
  const sums = { all: 0, at1000: 0, p10: 0, p100: 0, counted: 0 };
  let done = 0;
  let since = performance.now();
  for (const { total, relevant } of vectorRankings(kernels, queries, database, metric)) {
    const all = averagePrecision(total, relevant, Number.POSITIVE_INFINITY, harmonic);
    if (all !== null) {
      sums.counted++;
      sums.all += all;
      sums.at1000 += averagePrecision(total, relevant, 1000, harmonic) ?? 0;
    }
    // Every group holds an item: no more of them than places matter.
    const [p10, p100] = [10, 100].map((k) =>
      tieAwarePrecisionAtK(total.subarray(0, k), relevant.subarray(0, k), k),
    );
    sums.p10 += p10;
    sums.p100 += p100;
    done++;
    if (performance.now() - since < SLICE_MS) continue;
    onShare?.(done / queries.vectors.rows);
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    since = performance.now();
  }
  const counted = Math.max(1, sums.counted);
  return {
    meanAveragePrecision: sums.all / counted,
    meanAveragePrecisionAt1000: sums.at1000 / counted,
    precisionAt10: sums.p10 / Math.max(1, done),
    precisionAt100: sums.p100 / Math.max(1, done),
    byRadius: null,
    areaUnderPrecisionRecall: null,
    curve: null,
    codes: null,
    reRanked: null,
  };
}
