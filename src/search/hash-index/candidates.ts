import { selectNearest } from '../../core/select-nearest.ts';
import type { RankedRows } from '../ranked-rows.ts';
import type { QueryErrors } from './estimated/code-errors.ts';
import type { Snapshot } from './snapshot.ts';

/** Candidates of one query. */
export interface FoundRows {
  /** For each part, the rows to rank, ascending; null if they are all. */
  readonly rows: readonly (Uint32Array | null)[];
  readonly probes: number;
  /** The same rows, counted over all parts, by what their codes say: where that is a distance. */
  readonly ranked?: RankedRows;
  /** What the errors of estimates depend on beside the rows, where they are estimates. */
  readonly errors?: QueryErrors;
}

/** Rows of one part, counted over all parts, with the nearest codes. */
export interface NearestOfPart {
  readonly rows: ArrayLike<number>;
  readonly distances: ArrayLike<number>;
  readonly probes: number;
}

/** The `count` nearest of all parts, ties by order of insertion. */
export function nearestOverall(
  snapshot: Snapshot,
  found: readonly NearestOfPart[],
  count: number,
): FoundRows {
  const total = found.reduce((sum, { rows }) => sum + rows.length, 0);
  const all = new Uint32Array(total);
  const distances = new Uint16Array(total);
  let at = 0;
  for (const { rows, distances: own } of found) {
    all.set(rows, at);
    distances.set(own, at);
    at += rows.length;
  }
  const nearest = new Uint32Array(Math.min(count, total));
  const size = nearest.length;
  selectNearest(distances, all, total, count, nearest, new Uint16Array(size));
  nearest.sort();
  const probes = found.reduce((sum, { probes: own }) => sum + own, 0);
  return { rows: byPart(snapshot, nearest), probes };
}

/** Ascending rows, counted over all parts, as the rows of each part. */
export function byPart({ parts, offsets }: Snapshot, rows: Uint32Array): Uint32Array[] {
  let next = 0;
  return parts.map(({ segment }, p) => {
    const end = offsets[p] + segment.size;
    const start = next;
    while (next < rows.length && rows[next] < end) next++;
    return rows.subarray(start, next).map((row) => row - offsets[p]);
  });
}
