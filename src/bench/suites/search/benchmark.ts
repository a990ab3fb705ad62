import { InvalidArgumentError } from '../../../core/errors.ts';
import { type HashCodes, hammingDistance } from '../../../core/hash-codes.ts';
import type {
  BenchmarkSet,
  BitBenchmark,
  VectorBenchmark,
} from '../../../data/dataset/benchmark-set.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { ExactSearch } from '../../../search/exact-search.ts';
import { HammingSearch } from '../../../search/hamming-search.ts';
import type { BenchCase, Contender } from '../../harness.ts';
import { inTurns } from '../../turns.ts';
import type { BenchContext, CaseBuilder } from '../suite.ts';
import { QUERIES, type SearchProblem, TOP, trueNeighbours } from './problems.ts';
import { recallCase } from './recall.ts';
import { mean, shared, sharedBy, timedBuild } from './shared.ts';

/** Beyond the neighbours that count, so many are looked at for ties. */
const TIES = 100;
/** Distances count as the same within this share: sets were computed in other arithmetic. */
const TOLERANCE = 1e-6;

/**
 * The cases of a set that is made for benchmarks: recall@10 of its own queries (the first 500)
 * against its own neighbours. Rows that are as near as the tenth of them count too.
 *
 * @throws InvalidArgumentError for a set with fewer than 10 neighbours a query.
 */
export function benchmarkCases(set: BenchmarkSet): CaseBuilder[] {
  if (set.count < TOP) {
    throw new InvalidArgumentError(
      `${set.name} has ${set.count} neighbours a query, but recall@${TOP} needs ${TOP}`,
    );
  }
  if (set.metric === 'hamming') return [(backends) => hammingCase(backends[0], set)];
  return [64, 128, 256, 512].map(
    (bits) => async (backends: readonly Kernels[], context: BenchContext) =>
      recallCase(backends[0], await vectorProblem(context, backends[0], set), 'lsh', bits),
  );
}

function vectorProblem(
  context: BenchContext,
  kernels: Kernels,
  set: VectorBenchmark,
): Promise<SearchProblem> {
  return sharedBy(context, 'benchmark', () => {
    const { points, metric } = set;
    const queries = set.queries.slice(0, Math.min(QUERIES, set.queries.rows));
    return {
      name: nameOf(set, points.rows, `d=${points.cols}`),
      points,
      queries,
      metric,
      truth: trueNeighbours(kernels, points, queries, metric),
      neighbours: namedNeighbours(kernels, { ...set, queries }),
      labels: null,
      queryLabels: null,
    };
  });
}

function nameOf({ name, metric }: BenchmarkSet, rows: number, size: string): string {
  return `${name.replaceAll(' ', '-')} ${metric} n=${rows} ${size}`;
}

/** The TOP neighbours that a set names, and what is as near as the last of them. */
function namedNeighbours(kernels: Kernels, set: VectorBenchmark): Set<number>[] {
  const { points, queries, metric } = set;
  const exact = new ExactSearch(kernels, points, metric);
  const found = Array.from({ length: queries.rows }, (_, q) => {
    const named = namedBy(set, q);
    const query = queries.row(q);
    const [limit] = exact.nearest(query, 1, Uint32Array.of(named[TOP - 1])).distances;
    const { rows, distances } = exact.nearest(query, Math.min(TOP + TIES, points.rows));
    const isTied = (distance: number) =>
      Math.abs(distance - limit) <= TOLERANCE * Math.max(1, Math.abs(limit));
    return new Set([...named, ...rows.filter((_, i) => isTied(distances[i]))]);
  });
  exact.dispose();
  return found;
}

function namedBy({ neighbors, count }: BenchmarkSet, query: number): Int32Array {
  return neighbors.subarray(query * count, query * count + TOP);
}

/** Exact search among codes, by a scan and by multi-index hashing. */
async function hammingCase(kernels: Kernels, set: BitBenchmark): Promise<BenchCase> {
  const { points } = set;
  const scan = await timedBuild(() => new HammingSearch(kernels, points, { strategy: 'scan' }));
  const index = await timedBuild(
    () => new HammingSearch(kernels, points, { strategy: 'multi-index' }),
  );
  const queries = Array.from({ length: Math.min(QUERIES, set.queries.count) }, (_, q) =>
    set.queries.select([q]),
  );
  const expected = queries.map((query) => rowsOf(scan.value, query));
  const neighbours = expected.map((_, q) => tiedCodes(scan.value, set, queries[q], q));
  const contender = (name: string, built: typeof scan): Contender => ({
    name,
    run: inTurns(queries, (query) => built.value.nearest(query, TOP)),
    verify: () =>
      queries.every((query, q) => rowsOf(built.value, query).join() === expected[q].join()),
    details: () => {
      const hits = queries.map((query, q) =>
        Math.min(TOP, shared(rowsOf(built.value, query), neighbours[q])),
      );
      return {
        recall: mean(hits) / TOP,
        buildSeconds: built.seconds,
        memoryBytes: built.value.memoryBytes,
      };
    },
  });
  return {
    suite: 'search',
    name: `${nameOf(set, points.count, `bits=${points.bits}`)} k=${TOP}`,
    unit: 'queries/s',
    work: 1,
    contenders: [contender('scan', scan), contender('multi-index', index)],
    dispose: () => {
      scan.value.dispose();
      index.value.dispose();
    },
  };
}

function rowsOf(search: HammingSearch, query: HashCodes): Uint32Array {
  return search.nearest(query, TOP)[0].rows;
}

/** The TOP neighbours that a set names, and all codes that are as near as the last of them. */
function tiedCodes(
  search: HammingSearch,
  set: BitBenchmark,
  query: HashCodes,
  q: number,
): Set<number> {
  const named = namedBy(set, q);
  const limit = hammingDistance(query.code(0), set.points.code(named[TOP - 1]));
  const { rows, distances } = search.nearest(query, Math.min(TOP + TIES, set.points.count))[0];
  return new Set([...named, ...rows.filter((_, i) => distances[i] === limit)]);
}
