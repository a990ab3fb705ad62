import { HashCodes } from '../../core/hash-codes.ts';
import { selectNearest } from '../../core/select-nearest.ts';
import type { Kernels } from '../../kernels/api.ts';
import { acceptedRows, type RowFilter } from './filter.ts';
import type { SearchPlan } from './search-plan.ts';
import type { Part, Snapshot } from './snapshot.ts';
import type { HashedQuery, TableHashers } from './table-hasher.ts';

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
  kernels: Kernels,
  snapshot: Snapshot,
  hashers: TableHashers,
  queries: readonly HashedQuery[],
  { rule, filter }: SearchPlan,
): FoundRows[] {
  const { parts } = snapshot;
  if (rule.by === 'codes' && rule.count < snapshot.size) {
    const found = parts.map((part, p) =>
      nearestCodes(kernels, part, snapshot.offsets[p], queries, rule.count, filter),
    );
    return queries.map((_, q) =>
      nearestOverall(
        snapshot,
        found.map((ofPart) => ofPart[q]),
        rule.count,
      ),
    );
  }
  if (rule.by === 'all' || rule.by === 'codes') {
    const rows = parts.map((part) => acceptedRows(part, filter));
    return queries.map(() => ({ rows, probes: 0 }));
  }
  return queries.map(({ codes, projections }) => {
    const found = parts.map(({ segment }) => {
      const tables = segment.tables(kernels);
      if (rule.by === 'radius') return tables.search(codes, { radius: rule.radius });
      return tables.probe(codes, projections, { probes: rule.probes, norms: hashers.norms });
    });
    return {
      rows: found.map(({ rows }, p) => rows.filter((row) => filter.accepts(parts[p], row)).sort()),
      probes: found.reduce((sum, { probes }) => sum + probes, 0),
    };
  });
}

/** The `count` accepted rows of a part with the nearest codes, for each query. */
function nearestCodes(
  kernels: Kernels,
  part: Part,
  offset: number,
  queries: readonly HashedQuery[],
  count: number,
  filter: RowFilter,
): NearestOfPart[] {
  const { segment, removed } = part;
  const search = segment.scan(kernels);
  // Enough for all queries unless the filter refuses some.
  const first = Math.min(segment.size, count + removed.count);
  const firstFound = search.nearest(batchOf(queries, search.bits), first);
  return queries.map((query, q) => {
    let { rows, distances, lookups, compared } = firstFound[q];
    const kept: { rows: number[]; distances: number[] } = { rows: [], distances: [] };
    let probes = lookups + compared;
    for (let at = 0; kept.rows.length < count; at++) {
      if (at === rows.length) {
        if (rows.length === segment.size) break;
        // What was found before is the beginning of what is found now.
        const more = Math.min(segment.size, 4 * rows.length);
        ({ rows, distances, lookups, compared } = search.nearest(
          batchOf([query], search.bits),
          more,
        )[0]);
        probes += lookups + compared;
      }
      if (!filter.accepts(part, rows[at])) continue;
      kept.rows.push(offset + rows[at]);
      kept.distances.push(distances[at]);
    }
    return { ...kept, probes };
  });
}

/** The joined codes of queries. */
export function batchOf(queries: readonly HashedQuery[], bits: number): HashCodes {
  const stride = queries[0].joined.length;
  const words = new Uint32Array(queries.length * stride);
  for (const [q, { joined }] of queries.entries()) words.set(joined, q * stride);
  return new HashCodes(words, queries.length, bits);
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
