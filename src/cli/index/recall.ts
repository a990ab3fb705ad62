import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { ExactSearch } from '../../search/exact-search.ts';
import type { HashIndex } from '../../search/hash-index/hash-index.ts';
import { count } from '../output/count.ts';
import { type Measured, measure, ownRows } from '../tune/measure.ts';
import type { WorkTools } from '../work.ts';

/** What the default search of a new index finds of some of its own vectors among the others. */
export interface MeasuredRecall extends Measured {
  readonly k: number;
  readonly aimed: number;
  readonly queries: number;
}

const K = 10;

/**
 * @param points - the vectors of the index, in its order.
 * @returns null where there are no neighbours to find.
 */
export async function measuredRecall(
  index: HashIndex,
  points: Matrix,
  kernels: Kernels,
  { signal }: WorkTools,
): Promise<MeasuredRecall | null> {
  if (points.rows < 2) return null;
  const ids = index.ids();
  const rows = ownRows(points.rows);
  const queries = points.selectRows(rows);
  const exact = new ExactSearch(kernels, points, index.metric, { copy: false });
  const truth = exact.nearestBatch(queries, K + 1).map((found, q) => {
    const others = Array.from(found.rows).filter((row) => row !== rows[q]);
    return new Set(others.slice(0, K).map((row) => ids[row]));
  });
  exact.dispose();
  const own = rows.map((row) => ids[row]);
  const measured = await measure(index, { queries, own, truth, k: K }, {}, signal);
  return { k: K, aimed: index.recall, queries: rows.length, ...measured };
}

export function recallText(recall: MeasuredRecall | null): string {
  if (!recall) return '';
  const { k, aimed, queries, recall: found, candidates, millis } = recall;
  return (
    `recall@${k} ${found.toFixed(3)} of ${aimed} aimed at, ${count(Math.round(candidates), 'candidate')} and ` +
    `${millis.toFixed(2)} ms a query (${queries} of its vectors, each searched among the others)\n`
  );
}
