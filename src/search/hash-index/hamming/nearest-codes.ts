import { HashCodes } from '../../../core/hash-codes.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { NearestOfPart } from '../candidates.ts';
import type { RowFilter } from '../filter.ts';
import type { Part, Snapshot } from '../snapshot.ts';
import type { CodedRun } from './coded-run.ts';
import type { HashedQuery } from './table-hashers.ts';

/** The `count` accepted rows of a run with the nearest codes, for each query. */
export function nearestCodes(
  kernels: Kernels,
  { parts, offsets }: Snapshot,
  { place, first, codes, queries }: CodedRun,
  count: number,
  filter: RowFilter,
): NearestOfPart[] {
  const part = parts[place];
  const size = codes.count;
  const search = codes.scan(kernels);
  const passing = passingIn(filter, part, first, size);
  if (passing === 0) return queries.map(() => ({ rows: [], distances: [], probes: 0 }));
  const wanted = Math.min(count, passing);
  // Enough for all queries if those that pass lie as near as the others.
  const expected = filter.isOpen ? count + size - passing : (1.25 * count * size) / passing;
  const asked = Math.min(size, Math.ceil(expected));
  const firstFound = search.nearest(batchOf(queries, search.bits), asked);
  const offset = offsets[place] + first;
  return queries.map((query, q) => {
    let { rows, distances, lookups, compared } = firstFound[q];
    const kept: { rows: number[]; distances: number[] } = { rows: [], distances: [] };
    let probes = lookups + compared;
    for (let at = 0; kept.rows.length < wanted; at++) {
      if (at === rows.length) {
        // What was found before is the beginning of what is found now.
        const more = Math.min(size, 4 * rows.length);
        ({ rows, distances, lookups, compared } = search.nearest(
          batchOf([query], search.bits),
          more,
        )[0]);
        probes += lookups + compared;
      }
      if (!filter.accepts(part, first + rows[at])) continue;
      kept.rows.push(offset + rows[at]);
      kept.distances.push(distances[at]);
    }
    return { ...kept, probes };
  });
}

/** How many of so many rows from `first` on are accepted. */
function passingIn(filter: RowFilter, part: Part, first: number, size: number): number {
  if (size === part.segment.size) return filter.count(part);
  return filter.rowsIn(part, first, first + size)?.length ?? size;
}

/** The joined codes of queries. */
export function batchOf(queries: readonly HashedQuery[], bits: number): HashCodes {
  const stride = queries[0].joined.length;
  const words = new Uint32Array(queries.length * stride);
  for (const [q, { joined }] of queries.entries()) words.set(joined, q * stride);
  return new HashCodes(words, queries.length, bits);
}
