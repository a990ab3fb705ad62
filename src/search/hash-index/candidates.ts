import { selectNearest } from '../../core/select-nearest.ts';
import type { RankedRows } from '../ranked-rows.ts';
import type { Snapshot } from './snapshot.ts';

/** Candidates of one query. */
export interface FoundRows {
  /** For each part, the rows to rank, ascending; null if they are all. */
  readonly rows: readonly (Uint32Array | null)[];
  readonly probes: number;
  /** The same rows, counted over all parts, by what their codes say: where that is a distance. */
  readonly ranked?: RankedRows;
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
  Distances: Uint16ArrayConstructor | Float32ArrayConstructor = Uint16Array,
): FoundRows {
  const total = found.reduce((sum, { rows }) => sum + rows.length, 0);
  const all = new Uint32Array(total);
  const distances = new Distances(total);
  let at = 0;
  for (const { rows, distances: own } of found) {
    all.set(rows, at);
    distances.set(own, at);
    at += rows.length;
  }
  const nearest = new Uint32Array(Math.min(count, total));
  const size = nearest.length;
  selectNearest(distances, all, total, count, nearest, new Distances(size));
  nearest.sort();
  const probes = found.reduce((sum, { probes: own }) => sum + own, 0);
  let next = 0;
  const rows = snapshot.parts.map(({ segment }, p) => {
    const end = snapshot.offsets[p] + segment.size;
    const start = next;
    while (next < size && nearest[next] < end) next++;
    return nearest.subarray(start, next).map((row) => row - snapshot.offsets[p]);
  });
  return { rows, probes };
}
