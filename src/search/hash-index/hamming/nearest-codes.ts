import { HashCodes } from '../../../core/hash-codes.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { NearestOfPart } from '../candidates.ts';
import type { RowFilter } from '../filter.ts';
import type { Part } from '../snapshot.ts';
import type { TableCodes } from './table-codes.ts';
import type { HashedQuery } from './table-hashers.ts';

/** The `count` accepted rows of a part with the nearest codes, for each query. */
export function nearestCodes(
  kernels: Kernels,
  part: Part,
  offset: number,
  queries: readonly HashedQuery[],
  count: number,
  filter: RowFilter,
): NearestOfPart[] {
  const { segment, removed } = part;
  const search = (segment.codes as TableCodes).scan(kernels);
  const passing = filter.count(part);
  if (passing === 0) return queries.map(() => ({ rows: [], distances: [], probes: 0 }));
  const wanted = Math.min(count, passing);
  // Enough for all queries if those that pass lie as near as the others.
  const expected = filter.isOpen ? count + removed.count : (1.25 * count * segment.size) / passing;
  const first = Math.min(segment.size, Math.ceil(expected));
  const firstFound = search.nearest(batchOf(queries, search.bits), first);
  return queries.map((query, q) => {
    let { rows, distances, lookups, compared } = firstFound[q];
    const kept: { rows: number[]; distances: number[] } = { rows: [], distances: [] };
    let probes = lookups + compared;
    for (let at = 0; kept.rows.length < wanted; at++) {
      if (at === rows.length) {
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
