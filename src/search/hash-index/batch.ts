import type { Executor } from '../../core/executor.ts';
import { Matrix } from '../../core/matrix.ts';
import { nextTask } from '../../core/next-task.ts';
import { inTurns } from '../../core/steps.ts';
import { mergeRanked, NONE, type RankedRows } from '../ranked-rows.ts';
import type { FoundRows } from './candidates.ts';
import type { CodedQuery, CodeForm } from './code-form.ts';
import { findCandidates, ranksAll } from './find-candidates.ts';
import { Float32Vectors } from './float32-vectors.ts';
import { type Ranking, rank, resultOf } from './rank.ts';
import { searchPromised } from './recall/promised-search.ts';
import { type ResolvedPlan, resolvePlan } from './recall/resolve-plan.ts';
import type { SearchPlan } from './search-plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { HashIndexBatchOptions, HashIndexResult, RecallPromise } from './types.ts';

/** What a search sees of an index, unchanged until it ends. */
export interface SearchState extends Omit<Ranking, 'form'> {
  /** Null if nothing was added yet. */
  readonly form: CodeForm | null;
  readonly snapshot: Snapshot;
}

/** The nearest vectors of a few queries, whose codes are compared in one pass over the index. */
function searchTogether(state: SearchState, queries: Matrix, plan: SearchPlan): HashIndexResult[] {
  const { form, hasVectors } = state;
  if (!form) return nothing(state, queries.rows, plan);
  const resolved = resolvePlan({ ...state, form }, plan);
  const coded = form.prepare(queries, resolved.plan, hasVectors);
  return resultsOf({ ...state, form }, coded, resolved, null);
}

/** Queries that are searched together: their codes are compared in one pass over the index. */
const QUERIES_TOGETHER = 64;

/** The nearest vectors of any number of queries. */
export function searchMany(
  state: SearchState,
  queries: Matrix,
  plan: SearchPlan,
): HashIndexResult[] {
  const results: HashIndexResult[] = [];
  for (const some of slices(queries, QUERIES_TOGETHER)) {
    results.push(...searchTogether(state, some, plan));
  }
  return results;
}

/** @param found - candidates, where they were found already. */
function resultsOf(
  state: SearchState & { readonly form: CodeForm },
  coded: readonly CodedQuery[],
  { plan, promise }: ResolvedPlan,
  found: readonly FoundRows[] | null,
): HashIndexResult[] {
  const { form, snapshot } = state;
  if (plan.rule.by === 'recall' && !ranksAll(plan, snapshot)) {
    return searchPromised(state, snapshot, coded, plan, plan.rule.aim);
  }
  const all = found ?? findCandidates(form, snapshot, coded, plan);
  return rank(state, snapshot, coded, all, plan.k, promise);
}

/** Of a search that ranks all vectors. */
function promiseOf({ aim }: SearchPlan): RecallPromise | null {
  return aim === null ? null : { aimed: aim, estimated: 1 };
}

function nothing(
  { snapshot, distanceName }: SearchState,
  queries: number,
  plan: SearchPlan,
): HashIndexResult[] {
  const about = { metric: distanceName, candidates: 0, recall: promiseOf(plan), probes: 0 };
  return Array.from({ length: queries }, () => resultOf(snapshot, NONE, about));
}

/** How a batch is worked on. */
type BatchWork = Pick<HashIndexBatchOptions, 'executor' | 'onProgress' | 'signal'>;

/** Queries between two breaths of the page. */
const QUERIES_AT_ONCE = 16;

/** Searches without holding up the thread for long. */
export async function searchInBatches(
  state: SearchState,
  queries: Matrix,
  plan: SearchPlan,
  options: BatchWork,
): Promise<HashIndexResult[]> {
  const { executor, signal, onProgress } = options;
  signal?.throwIfAborted();
  // The caller may write to its array while it waits.
  const own = new Matrix(queries.data.slice(), queries.rows, queries.cols);
  if (executor && own.rows > 0) {
    const exact = await exactOnPool(executor, state, own, plan, options);
    if (exact) return exact;
  }
  const { form, snapshot, hasVectors } = state;
  if (!form) return nothing(state, queries.rows, plan);
  const resolved = resolvePlan({ ...state, form }, plan);
  const coded: CodedQuery[] = [];
  for (const some of slices(own, QUERIES_AT_ONCE)) {
    coded.push(...form.prepare(some, resolved.plan, hasVectors));
    await nextTask();
    signal?.throwIfAborted();
  }
  const onPool =
    executor && coded.length > 0 && !ranksAll(resolved.plan, snapshot)
      ? await form.findOnPool?.(executor, snapshot, coded, resolved.plan, signal)
      : null;
  const results: HashIndexResult[] = [];
  for (let first = 0; first < coded.length; first += QUERIES_AT_ONCE) {
    const some = coded.slice(first, first + QUERIES_AT_ONCE);
    const found = onPool?.slice(first, first + QUERIES_AT_ONCE) ?? null;
    results.push(...resultsOf({ ...state, form }, some, resolved, found));
    onProgress?.(results.length, coded.length);
    await nextTask();
    signal?.throwIfAborted();
  }
  return results;
}

function* slices(queries: Matrix, size: number): Generator<Matrix> {
  for (let first = 0; first < queries.rows; first += size) {
    yield queries.slice(first, Math.min(queries.rows, first + size));
  }
}

/** Exact results from all float32 vectors, or null where another rule or form is asked for. */
async function exactOnPool(
  executor: Executor,
  { snapshot, metric }: SearchState,
  queries: Matrix,
  plan: SearchPlan,
  { signal, onProgress }: BatchWork,
): Promise<HashIndexResult[] | null> {
  const { filter, k } = plan;
  const stores = snapshot.parts.map(({ segment }) => segment.vectors);
  if (!ranksAll(plan, snapshot) || !stores.every((store) => store instanceof Float32Vectors))
    return null;
  const best = new Array<RankedRows>(queries.rows).fill(NONE);
  let candidates = 0;
  for (const [p, part] of snapshot.parts.entries()) {
    const rows = filter.rows(part);
    const points = rows ? stores[p].read(rows) : await inTurns(stores[p].readAll(), signal);
    candidates += points.rows;
    if (points.rows === 0) continue;
    const found = await executor.nearest(points, queries, { k, metric, signal });
    for (const [q, nearest] of found.entries()) {
      const moved = nearest.rows.map((row) => snapshot.offsets[p] + (rows ? rows[row] : row));
      best[q] = mergeRanked(best[q], { rows: moved, distances: nearest.distances }, k);
    }
  }
  onProgress?.(queries.rows, queries.rows);
  const about = { metric, candidates, recall: promiseOf(plan), probes: 0 };
  return best.map((ranked) => resultOf(snapshot, ranked, about));
}
