import { selectNearest } from '../../core/select-nearest.ts';
import type { CodedQuery, CodeForm } from './code-form.ts';
import { acceptedRows } from './filter.ts';
import type { SearchPlan } from './search-plan.ts';
import type { Snapshot } from './snapshot.ts';

/** Candidates of one query. */
export interface FoundRows {
  /** For each part, the rows to rank, ascending; null if they are all. */
  readonly rows: readonly (Uint32Array | null)[];
  readonly probes: number;
}

/** Rows of one part, counted over all parts, with the nearest codes. */
export interface NearestOfPart {
  readonly rows: ArrayLike<number>;
  readonly distances: ArrayLike<number>;
  readonly probes: number;
}

/** Finds the candidates of each query. None depends on how rows are spread over segments. */
export function findCandidates(
  form: CodeForm,
  snapshot: Snapshot,
  queries: readonly CodedQuery[],
  plan: SearchPlan,
): readonly FoundRows[] {
  const { filter } = plan;
  if (!ranksAll(plan, snapshot)) return form.find(snapshot, queries, plan);
  const rows = snapshot.parts.map((part) => acceptedRows(part, filter));
  return queries.map(() => ({ rows, probes: 0 }));
}

/** Whether all vectors are candidates, so that no code is looked at. */
export function ranksAll({ rule }: SearchPlan, { size }: Snapshot): boolean {
  return rule.by === 'all' || (rule.by === 'codes' && rule.count >= size);
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
  let next = 0;
  const rows = snapshot.parts.map(({ segment }, p) => {
    const end = snapshot.offsets[p] + segment.size;
    const start = next;
    while (next < size && nearest[next] < end) next++;
    return nearest.subarray(start, next).map((row) => row - snapshot.offsets[p]);
  });
  return { rows, probes };
}
