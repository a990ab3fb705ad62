import type { Matrix } from '../../core/matrix.ts';
import { pause } from '../../core/next-task.ts';
import type { HashIndex } from '../../search/hash-index/hash-index.ts';
import type { HashIndexSearchOptions, Id } from '../../search/hash-index/types.ts';

/** Queries and what is to be found of them. */
export interface Questions {
  readonly queries: Matrix;
  /** The row of the index that each query is, which is no neighbour of itself; null if it is none. */
  readonly own: readonly Id[] | null;
  /** The k nearest of each, without itself. */
  readonly truth: readonly ReadonlySet<Id>[];
  readonly k: number;
}

/** What a search finds, and what it takes. */
export interface Measured {
  /** Share of the k nearest that is found, on average. */
  readonly recall: number;
  /** Vectors ranked for a query, on average. */
  readonly candidates: number;
  /** Milliseconds of a query, the median. */
  readonly millis: number;
}

/** Most rows of an index that are its own questions. */
const OWN_QUERIES = 100;

/** Evenly spaced rows of `rows`, as questions to an index. */
export function ownRows(rows: number): number[] {
  const count = Math.min(OWN_QUERIES, rows);
  return Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}

/** The ids found for each query, without itself. */
function others(found: readonly Id[], own: Id | undefined, k: number): Id[] {
  return found.filter((id) => id !== own).slice(0, k);
}

/** Questions whose answers are the exact search of an index with vectors. */
export async function askExactly(
  index: HashIndex,
  queries: Matrix,
  own: readonly Id[] | null,
  k: number,
  signal: AbortSignal,
): Promise<Questions> {
  const asked = { k: own ? k + 1 : k, candidates: 'all', signal } as const;
  const exact = await index.searchBatch(queries, asked);
  const truth = exact.map(({ neighbours }, q) => {
    const ids = neighbours.map(({ id }) => id);
    return new Set(others(ids, own?.[q], k));
  });
  return { queries, own, truth, k };
}

/** Searches for one query after the other. */
export async function measure(
  index: HashIndex,
  { queries, own, truth, k }: Questions,
  options: HashIndexSearchOptions,
  signal: AbortSignal,
): Promise<Measured> {
  const asked = { ...options, k: own ? k + 1 : k };
  // What a first search builds is no part of the others.
  index.search(queries.row(0), asked);
  const times: number[] = [];
  let [hits, wanted, candidates] = [0, 0, 0];
  for (let q = 0; q < queries.rows; q++) {
    await pause(signal);
    const start = performance.now();
    const result = index.search(queries.row(q), asked);
    times.push(performance.now() - start);
    candidates += result.candidates;
    wanted += truth[q].size;
    const found = others(
      result.neighbours.map(({ id }) => id),
      own?.[q],
      k,
    );
    for (const id of found) if (truth[q].has(id)) hits++;
  }
  times.sort((a, b) => a - b);
  const millis = times[times.length >>> 1];
  return {
    recall: wanted === 0 ? 1 : hits / wanted,
    candidates: candidates / queries.rows,
    millis,
  };
}
