import type { HashCodes } from '../../core/hash-codes.ts';
import type { Hasher } from '../../core/hasher.ts';
import type { ExactSearch } from '../../search/exact-search.ts';
import type { HashTable } from '../../search/hash-table.ts';
import { precisionAtK } from '../precision.ts';
import type { Partition } from './partition.ts';
import type { RadiusResult } from './result.ts';

/** What is searched, and for what. */
export interface ReRanked {
  readonly table: HashTable;
  readonly exact: ExactSearch;
  readonly partition: Pick<Partition, 'queries' | 'queryLabels' | 'databaseLabels'>;
  readonly top: number;
  readonly maxRadius: number;
}

/** What a curve is measured on. */
export interface Measured extends ReRanked {
  readonly hasher: Hasher;
}

/** Queries whose times are averaged; precision is averaged over all. */
const TIMED_QUERIES = 30;
const WARM_UP_QUERIES = 10;

/**
 * Precision, candidates and time for every radius 0..maxRadius.
 *
 * @param onRadius - called, and waited for, before each radius is timed; an error of its own ends it.
 */
export async function radiusCurve(
  measured: Measured,
  onRadius?: (radius: number) => void | Promise<void>,
): Promise<RadiusResult[]> {
  const codes = measured.hasher.encode(measured.partition.queries);
  const results: RadiusResult[] = [];
  for (const result of reRankedPrecision(measured, codes)) {
    await onRadius?.(result.radius);
    results.push({ ...result, meanQueryMillis: meanQueryMillis(measured, result.radius) });
  }
  return results;
}

/** Precision of re-ranked candidates for every radius 0..maxRadius; `codes` are the queries'. */
export function reRankedPrecision(
  measured: ReRanked,
  codes: HashCodes,
): Omit<RadiusResult, 'meanQueryMillis'>[] {
  const { maxRadius, partition } = measured;
  const queries = partition.queries.rows;
  const sums = Array.from({ length: maxRadius + 1 }, () => ({ precision: 0, empty: 0, found: 0 }));
  for (let q = 0; q < queries; q++) addQuery(measured, codes, q, sums);
  return sums.map(({ precision, empty, found }, radius) => ({
    radius,
    precisionAtK: empty === queries ? null : precision / (queries - empty),
    precisionAtKEmptyAsZero: precision / queries,
    emptyQueries: empty,
    meanCandidates: found / queries,
  }));
}

interface Sums {
  precision: number;
  empty: number;
  found: number;
}

/** All radii of one query in one search: a wider radius only adds candidates. */
function addQuery(measured: ReRanked, codes: HashCodes, q: number, sums: Sums[]): void {
  const { table, exact, partition, top, maxRadius } = measured;
  const { rows, withinRadius } = table.search(codes.code(q), { radius: maxRadius });
  const query = partition.queries.row(q);
  const label = partition.queryLabels[q];
  let best: Uint32Array = new Uint32Array(0);
  let from = 0;
  for (let radius = 0; radius <= maxRadius; radius++) {
    const to = withinRadius[radius];
    if (to > from) {
      // The nearest of all are among the nearest so far and the newcomers.
      const candidates = new Uint32Array(best.length + to - from);
      candidates.set(best);
      candidates.set(rows.subarray(from, to), best.length);
      best = exact.nearest(query, top, candidates).rows;
      from = to;
    }
    const relevant = best.reduce(
      (n, row) => n + Number(partition.databaseLabels[row] === label),
      0,
    );
    const precision = precisionAtK(relevant, to, top);
    sums[radius].found += to;
    if (precision === null) sums[radius].empty++;
    else sums[radius].precision += precision;
  }
}

/**
 * Time of whole searches at one radius: hash the query, find candidates, re-rank. Queries from the
 * end of the list go first, untimed: engines compile code that is called often.
 */
function meanQueryMillis(measured: Measured, radius: number): number {
  const { rows } = measured.partition.queries;
  const count = Math.min(TIMED_QUERIES, rows);
  for (let q = Math.max(0, rows - WARM_UP_QUERIES); q < rows; q++) searchOnce(measured, q, radius);
  const start = performance.now();
  for (let q = 0; q < count; q++) searchOnce(measured, q, radius);
  return (performance.now() - start) / count;
}

function searchOnce(measured: Measured, q: number, radius: number): void {
  const { hasher, table, exact, partition, top } = measured;
  const query = partition.queries.selectRows([q]);
  const code = hasher.encode(query).code(0);
  const { rows } = table.search(code, { radius });
  if (rows.length > 0) exact.nearest(query.data, top, rows);
}

/** Precision@k and time of exact search over the whole database. */
export function exactBaseline(
  exact: ExactSearch,
  partition: ReRanked['partition'],
  top: number,
): { precisionAtK: number; meanQueryMillis: number } {
  const queries = partition.queries.rows;
  let sum = 0;
  const start = performance.now();
  for (let q = 0; q < queries; q++) {
    const { rows } = exact.nearest(partition.queries.row(q), top);
    const label = partition.queryLabels[q];
    const relevant = rows.reduce(
      (n, row) => n + Number(partition.databaseLabels[row] === label),
      0,
    );
    sum += precisionAtK(relevant, rows.length, top) ?? 0;
  }
  const millis = performance.now() - start;
  return { precisionAtK: sum / queries, meanQueryMillis: millis / queries };
}
