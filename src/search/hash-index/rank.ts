import type { Kernels, Metric } from '../../kernels/api.ts';
import { AsymmetricDistances } from './asymmetric.ts';
import type { FoundRows } from './candidates.ts';
import { mergeRanked, type RankedRows } from './kept-vectors.ts';
import type { Part, Snapshot } from './snapshot.ts';
import type { HashedQuery } from './table-hasher.ts';
import type { DistanceName, HashIndexResult, Neighbour } from './types.ts';

/** How candidates are ranked. */
export interface Ranking {
  readonly kernels: Kernels;
  readonly metric: Metric;
  readonly hasVectors: boolean;
}

/** The k nearest candidates of one query. */
export function rank(
  { kernels, metric, hasVectors }: Ranking,
  snapshot: Snapshot,
  query: HashedQuery,
  found: FoundRows,
  k: number,
): HashIndexResult {
  const asymmetric = hasVectors ? null : new AsymmetricDistances(query);
  const ofPart = ({ segment }: Part, rows: Uint32Array | null) =>
    asymmetric
      ? asymmetric.nearest(segment.codes, rows, k)
      : segment.vectors?.nearest(kernels, query.vector, metric, rows, k);
  let best: RankedRows = { rows: new Uint32Array(0), distances: new Float32Array(0) };
  let candidates = 0;
  for (const [p, part] of snapshot.parts.entries()) {
    const rows = found.rows[p];
    const count = rows ? rows.length : part.segment.size;
    candidates += count;
    if (count === 0) continue;
    const own = ofPart(part, rows);
    if (!own) continue;
    const moved = own.rows.map((row) => snapshot.offsets[p] + row);
    best = mergeRanked(best, { rows: moved, distances: own.distances }, k);
  }
  const name = hasVectors ? metric : 'asymmetric';
  return resultOf(snapshot, best, { metric: name, candidates, probes: found.probes });
}

/** Rows, counted over all parts, as people see them. */
export function resultOf(
  snapshot: Snapshot,
  { rows, distances }: RankedRows,
  about: { metric: DistanceName; candidates: number; probes: number },
): HashIndexResult {
  const { parts, offsets } = snapshot;
  const neighbours: Neighbour[] = Array.from(rows, (row, i) => {
    let p = parts.length - 1;
    while (offsets[p] > row) p--;
    return { id: parts[p].segment.ids[row - offsets[p]], distance: distances[i] };
  });
  const { metric, candidates, probes } = about;
  return { metric, direction: 'smaller is nearer', neighbours, candidates, probes };
}
