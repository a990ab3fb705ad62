import { Matrix } from '../../core/matrix.ts';
import type { Kernels, Metric } from '../../kernels/api.ts';
import { mergeRanked, NONE, type RankedRows } from '../ranked-rows.ts';
import type { FoundRows } from './candidates.ts';
import type { CodedQuery, CodeForm } from './code-form.ts';
import { scoreOf } from './score.ts';
import type { Part, Snapshot } from './snapshot.ts';
import type { DistanceName, HashIndexResult, Neighbour, RecallPromise } from './types.ts';

/** How candidates are ranked. */
export interface Ranking {
  readonly kernels: Kernels;
  readonly form: CodeForm;
  readonly metric: Metric;
  /** What distances are. */
  readonly distanceName: DistanceName;
  readonly hasVectors: boolean;
}

/** The k nearest candidates of each query. */
export function rank(
  ranking: Ranking,
  snapshot: Snapshot,
  queries: readonly CodedQuery[],
  found: readonly FoundRows[],
  k: number,
  promise: (best: RankedRows) => RecallPromise | null = () => null,
): HashIndexResult[] {
  const isShared = queries.length > 1 && found.every(({ rows }) => rows === found[0].rows);
  const ranked =
    isShared && ranking.hasVectors
      ? rankTogether(ranking, snapshot, queries, found[0].rows, k)
      : queries.map((query, q) => {
          const { rows, ranked } = found[q];
          if (ranked && !ranking.hasVectors) return nearestOnly(ranked, k);
          return rankOne(ranking, snapshot, query, rows, k);
        });
  const metric = ranking.distanceName;
  return ranked.map((best, q) => {
    const { rows, probes } = found[q];
    const candidates = rows.reduce((sum, own, p) => sum + countOf(own, snapshot.parts[p]), 0);
    return resultOf(snapshot, best, { metric, candidates, recall: promise(best), probes });
  });
}

function countOf(rows: Uint32Array | null, { segment }: Part): number {
  return rows ? rows.length : segment.size;
}

/** The k nearest candidates of one query, by row. */
export function rankOne(
  { kernels, form, metric, hasVectors }: Ranking,
  { parts, offsets }: Snapshot,
  query: CodedQuery,
  rows: FoundRows['rows'],
  k: number,
): RankedRows {
  let best = NONE;
  for (const [p, part] of parts.entries()) {
    if (countOf(rows[p], part) === 0) continue;
    const { codes, vectors } = part.segment;
    const own = hasVectors
      ? vectors?.nearest(kernels, query.vector, metric, rows[p], k)
      : form.rank(codes, query, rows[p], k);
    if (own) best = mergeRanked(best, movedBy(offsets[p], own), k);
  }
  return best;
}

function nearestOnly({ rows, distances }: RankedRows, k: number): RankedRows {
  return { rows: rows.subarray(0, k), distances: distances.subarray(0, k) };
}

/** Queries with the same candidates: each segment's vectors are read once for all of them. */
function rankTogether(
  { kernels, metric }: Ranking,
  { parts, offsets }: Snapshot,
  queries: readonly CodedQuery[],
  rows: FoundRows['rows'],
  k: number,
): RankedRows[] {
  const batch = Matrix.from(queries.map(({ vector }) => vector));
  const best = new Array<RankedRows>(queries.length).fill(NONE);
  for (const [p, part] of parts.entries()) {
    if (countOf(rows[p], part) === 0) continue;
    const own = part.segment.vectors?.nearestBatch(kernels, batch, metric, rows[p], k) ?? [];
    for (const [q, found] of own.entries()) {
      best[q] = mergeRanked(best[q], movedBy(offsets[p], found), k);
    }
  }
  return best;
}

/** The same rows, counted over all parts. */
function movedBy(offset: number, { rows, distances }: RankedRows): RankedRows {
  return { rows: rows.map((row) => offset + row), distances };
}

/** Rows, counted over all parts, as people see them. */
export function resultOf(
  snapshot: Snapshot,
  { rows, distances }: RankedRows,
  about: Pick<HashIndexResult, 'metric' | 'candidates' | 'recall' | 'probes'>,
): HashIndexResult {
  const { metric, candidates, recall, probes } = about;
  const neighbours: Neighbour[] = Array.from(rows, (row, i) => {
    const { segment, row: own } = snapshot.locate(row);
    const { ids, documents } = segment;
    const distance = distances[i];
    const document = documents?.get(own);
    const found = { id: ids[own], distance, score: scoreOf(metric, distance) };
    return document ? { ...found, document } : found;
  });
  return { metric, direction: 'smaller is nearer', neighbours, candidates, recall, probes };
}
