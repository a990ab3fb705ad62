import type { DistanceHistograms, Executor, LabelledCodes } from '../../core/executor.ts';
import type { Kernels } from '../../kernels/api.ts';
import { meanAveragePrecision } from '../average-precision.ts';
import { codeStatistics } from '../code-statistics.ts';
import { distanceHistograms } from '../hamming-ranking.ts';
import { tieAwarePrecisionAtK } from '../precision.ts';
import { areaUnderPrecisionRecall, precisionRecallCurve } from '../precision-recall.ts';
import type { Measures, RadiusMeasures } from './cell.ts';

/** The largest radius that is measured. */
const MOST_RADIUS = 10;

/** Where codes are counted: on threads if there are any. */
export interface Counting {
  readonly kernels: Kernels;
  readonly executor: Executor | null;
  readonly signal?: AbortSignal;
}

/** All measures of a Hamming ranking but those that need the points. */
export async function measureCodes(
  { kernels, executor, signal }: Counting,
  queries: LabelledCodes,
  database: LabelledCodes,
): Promise<Measures> {
  const histograms = executor
    ? await executor.distanceHistograms(queries, database, { signal })
    : distanceHistograms(kernels, queries, database);
  const { total, relevant, bins } = histograms;
  const { count } = queries.codes;
  const curve = precisionRecallCurve(total, relevant, bins);
  return {
    meanAveragePrecision: meanAveragePrecision(total, relevant, count, bins) ?? 0,
    meanAveragePrecisionAt1000:
      meanAveragePrecision(total, relevant, count, bins, { k: 1000 }) ?? 0,
    precisionAt10: meanPrecisionAtK(histograms, 10),
    precisionAt100: meanPrecisionAtK(histograms, 100),
    byRadius: measureRadii(histograms),
    areaUnderPrecisionRecall: areaUnderPrecisionRecall(curve),
    curve,
    codes: codeStatistics(database.codes),
    reRanked: null,
  };
}

function meanPrecisionAtK({ total, relevant, bins }: DistanceHistograms, k: number): number {
  let sum = 0;
  for (let first = 0; first < total.length; first += bins) {
    const end = first + bins;
    sum += tieAwarePrecisionAtK(total.subarray(first, end), relevant.subarray(first, end), k);
  }
  return sum / (total.length / bins);
}

/** All radii in one pass over each query's histogram. */
function measureRadii({ total, relevant, bins }: DistanceHistograms): RadiusMeasures[] {
  const queries = total.length / bins;
  const most = Math.min(MOST_RADIUS, bins - 1);
  const sums = Array.from({ length: most + 1 }, () => ({ precision: 0, recall: 0, empty: 0 }));
  let answerable = 0;
  for (let first = 0; first < total.length; first += bins) {
    const all = relevant.subarray(first, first + bins).reduce((sum, n) => sum + n, 0);
    if (all > 0) answerable++;
    let items = 0;
    let hits = 0;
    sums.forEach((sum, radius) => {
      items += total[first + radius];
      hits += relevant[first + radius];
      if (items === 0) sum.empty++;
      else sum.precision += hits / items;
      if (all > 0) sum.recall += hits / all;
    });
  }
  return sums.map(({ precision, recall, empty }, radius) => ({
    radius,
    precision: precision / queries,
    recall: answerable === 0 ? 0 : recall / answerable,
    emptyShare: empty / queries,
  }));
}
