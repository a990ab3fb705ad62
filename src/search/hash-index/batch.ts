import type { Executor } from '../../core/executor.ts';
import { Matrix } from '../../core/matrix.ts';
import { nextTask } from '../../core/next-task.ts';
import { mergeRanked, type RankedRows } from '../ranked-rows.ts';
import {
  batchOf,
  type FoundRows,
  findCandidates,
  type NearestOfPart,
  nearestOverall,
} from './candidates.ts';
import { acceptedRows } from './filter.ts';
import { Float32Vectors } from './float32-vectors.ts';
import { type Ranking, rank, resultOf } from './rank.ts';
import type { SearchPlan } from './search-plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { HashedQuery, TableHashers } from './table-hasher.ts';
import type { HashIndexBatchOptions, HashIndexResult } from './types.ts';

/** What a search sees of an index, unchanged until it ends. */
export interface SearchState extends Ranking {
  readonly snapshot: Snapshot;
  readonly hashers: TableHashers;
}

/** Queries between two breaths of the page. */
const QUERIES_AT_ONCE = 16;

/** Searches without holding up the thread for long. */
export async function searchInBatches(
  state: SearchState,
  queries: Matrix,
  plan: SearchPlan,
  options: HashIndexBatchOptions,
): Promise<HashIndexResult[]> {
  const { executor, signal, onProgress } = options;
  signal?.throwIfAborted();
  // The caller may write to its array while it waits.
  const own = new Matrix(queries.data.slice(), queries.rows, queries.cols);
  if (executor && own.rows > 0) {
    const exact = await exactOnPool(executor, state, own, plan, options);
    if (exact) return exact;
  }
  const hashed: HashedQuery[] = [];
  const needsProjections = !state.hasVectors || plan.rule.by === 'probes';
  for (const some of slices(own)) {
    hashed.push(...state.hashers.hash(some, needsProjections));
    await nextTask();
    signal?.throwIfAborted();
  }
  const { kernels, snapshot, hashers } = state;
  const onPool =
    executor && hashed.length > 0 && plan.rule.by === 'codes' && plan.rule.count < snapshot.size
      ? await codesOnPool(executor, snapshot, hashed, plan, plan.rule.count, signal)
      : null;
  const results: HashIndexResult[] = [];
  for (let first = 0; first < hashed.length; first += QUERIES_AT_ONCE) {
    const some = hashed.slice(first, first + QUERIES_AT_ONCE);
    const found =
      onPool?.slice(first, first + QUERIES_AT_ONCE) ??
      findCandidates(kernels, snapshot, hashers, some, plan);
    results.push(...rank(state, snapshot, some, found, plan.k));
    onProgress?.(results.length, hashed.length);
    await nextTask();
    signal?.throwIfAborted();
  }
  return results;
}

function* slices(queries: Matrix): Generator<Matrix> {
  for (let first = 0; first < queries.rows; first += QUERIES_AT_ONCE) {
    yield queries.slice(first, Math.min(queries.rows, first + QUERIES_AT_ONCE));
  }
}

/** Exact results from all float32 vectors, or null where another rule or form is asked for. */
async function exactOnPool(
  executor: Executor,
  { snapshot, metric }: SearchState,
  queries: Matrix,
  { rule, filter, k }: SearchPlan,
  { signal, onProgress }: HashIndexBatchOptions,
): Promise<HashIndexResult[] | null> {
  const isExact = rule.by === 'all' || (rule.by === 'codes' && rule.count >= snapshot.size);
  const stores = snapshot.parts.map(({ segment }) => segment.vectors);
  if (!isExact || !stores.every((store) => store instanceof Float32Vectors)) return null;
  const best = Array.from(
    { length: queries.rows },
    (): RankedRows => ({ rows: new Uint32Array(0), distances: new Float32Array(0) }),
  );
  let candidates = 0;
  for (const [p, part] of snapshot.parts.entries()) {
    const rows = acceptedRows(part, filter);
    const points = rows ? stores[p].read(rows) : stores[p].points;
    candidates += points.rows;
    if (points.rows === 0) continue;
    const found = await executor.nearest(points, queries, { k, metric, signal });
    for (const [q, nearest] of found.entries()) {
      const moved = nearest.rows.map((row) => snapshot.offsets[p] + (rows ? rows[row] : row));
      best[q] = mergeRanked(best[q], { rows: moved, distances: nearest.distances }, k);
    }
  }
  onProgress?.(queries.rows, queries.rows);
  return best.map((ranked) => resultOf(snapshot, ranked, { metric, candidates, probes: 0 }));
}

/** The nearest codes of each query among those that the filter accepts. */
async function codesOnPool(
  executor: Executor,
  snapshot: Snapshot,
  queries: readonly HashedQuery[],
  { filter }: SearchPlan,
  count: number,
  signal: AbortSignal | undefined,
): Promise<FoundRows[]> {
  const found: NearestOfPart[][] = [];
  for (const [p, part] of snapshot.parts.entries()) {
    const { joined } = part.segment;
    const rows = acceptedRows(part, filter);
    const database = rows ? joined.select(rows) : joined;
    if (database.count === 0) continue;
    const batch = batchOf(queries, joined.bits);
    const nearest = await executor.hammingNearest(database, batch, { k: count, signal });
    const offset = snapshot.offsets[p];
    found.push(
      nearest.map((own) => ({
        rows: own.rows.map((row) => offset + (rows ? rows[row] : row)),
        distances: own.distances,
        probes: database.count,
      })),
    );
  }
  return queries.map((_, q) =>
    nearestOverall(
      snapshot,
      found.map((ofPart) => ofPart[q]),
      count,
    ),
  );
}
