import type { Kernels } from '../../../kernels/api.ts';
import type { BitsPerDimension } from '../../../kernels/quantised/api.ts';
import { rotatedDimensions } from '../../../kernels/quantised/layout.ts';
import { QuantisedSearch } from '../../../search/quantised/quantised-search.ts';
import type { BenchCase } from '../../harness.ts';
import type { BenchContext } from '../suite.ts';
import {
  clusteredProblem,
  labelledProblem,
  normalProblem,
  type SearchProblem,
  TOP,
} from './problems.ts';
import { searchContender } from './recall.ts';
import { timedBuild } from './shared.ts';

/** Rows that are ranked exactly: the first ten are those of the estimates alone. */
const CANDIDATES = [10, 20, 40, 60, 80, 100, 120, 200, 400, 1000, 4000];
const CANDIDATES_OF_CLUSTERS = [20, 60, 90, 120, 200];
/** Shares of the clusters that are visited. */
export const VISITED = [0.005, 0.02, 0.05, 0.1, 0.15, 0.25, 0.4, 0.7];

/** How vectors are coded. */
export interface QuantisedSettings {
  readonly bitsPerDimension: BitsPerDimension;
  /** Half of the dimensions are coded, after a rotation. */
  readonly isHalf?: boolean;
  /** Default false: one centre, the mean. */
  readonly hasClusters?: boolean;
}

/** What is tried. */
const SETTINGS: readonly QuantisedSettings[] = [
  { bitsPerDimension: 1, isHalf: true },
  { bitsPerDimension: 1 },
  { bitsPerDimension: 2 },
  { bitsPerDimension: 4 },
  { bitsPerDimension: 1, hasClusters: true },
  { bitsPerDimension: 4, hasClusters: true },
];
const WITHOUT_CLUSTERS = SETTINGS.filter(({ hasClusters }) => !hasClusters);

/** What a set is tried with: independent normal vectors lie in no clusters. */
export function quantisedSettings(kind: 'labelled' | 'clustered' | 'normal') {
  return kind === 'normal' ? WITHOUT_CLUSTERS : SETTINGS;
}

const PROBLEMS = {
  labelled: labelledProblem,
  clustered: clusteredProblem,
  normal: normalProblem,
} as const;

/** Recall@10 against time of estimated distances. */
export const quantisedCases = (['labelled', 'clustered', 'normal'] as const).flatMap((kind) =>
  quantisedSettings(kind).map(
    (settings) => async (backends: readonly Kernels[], context: BenchContext) =>
      quantisedCase(backends[0], await PROBLEMS[kind](context, backends[0]), settings),
  ),
);

/**
 * The rows that are nearest by estimate, ranked exactly: more of them, or more clusters. Null where half of
 * the dimensions would be all that are coded: 32 at least.
 */
export async function quantisedCase(
  kernels: Kernels,
  problem: SearchProblem,
  { bitsPerDimension, isHalf = false, hasClusters = false }: QuantisedSettings,
): Promise<BenchCase | null> {
  const { points, queries, metric } = problem;
  const dimensions = rotatedDimensions(points.cols, bitsPerDimension);
  const codedDimensions = isHalf ? Math.ceil(dimensions / 64) * 32 : dimensions;
  if (isHalf && codedDimensions === dimensions) return null;
  const clusters = hasClusters ? clustersFor(points.rows) : 1;
  const options = { metric, bitsPerDimension, codedDimensions, clusters };
  const { value: search, seconds } = await timedBuild(() =>
    QuantisedSearch.create(kernels, points, options),
  );
  const { codes, centres } = search.bytes;
  const contender = (visit: number, candidates: number) => {
    const name = `${candidates} candidates`;
    return searchContender(problem, hasClusters ? `${visit} clusters, ${name}` : name, {
      search: (q) => search.search(queries.row(q), { k: TOP, visit, candidates }).rows,
      candidatesOf: (q) => search.estimate(queries.row(q), { k: candidates, visit }).rows,
      details: { candidates, visit, buildSeconds: seconds, memoryBytes: codes + centres },
    });
  };
  const few = (counts: readonly number[]) =>
    counts.filter((count) => count <= Math.max(TOP, points.rows / 2));
  const visits = VISITED.map((share) => Math.max(1, Math.round(share * clusters)));
  return {
    suite: 'search',
    name:
      `recall ${problem.name} estimated bits=${codedDimensions * bitsPerDimension} ` +
      `per=${bitsPerDimension} clusters=${clusters} k=${TOP}`,
    unit: 'queries/s',
    work: 1,
    contenders: hasClusters
      ? [...new Set(visits)].flatMap((visit) =>
          few(CANDIDATES_OF_CLUSTERS).map((candidates) => contender(visit, candidates)),
        )
      : few(CANDIDATES).map((candidates) => contender(1, candidates)),
    dispose: () => search.dispose(),
  };
}

/** About the square root of the rows, a power of two: 256 for 60,000, 1,024 for a million. */
export function clustersFor(rows: number): number {
  return 2 ** Math.round(Math.log2(Math.sqrt(rows)));
}
