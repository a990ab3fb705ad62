import { checkKernels, checkMethod, checkObject, checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asIntegers } from '../core/given.ts';
import type { Hasher } from '../core/hasher.ts';
import { asMatrix, type Matrix, type MatrixLike } from '../core/matrix.ts';
import { pause } from '../core/next-task.ts';
import { checkOptions } from '../core/options.ts';
import type { Kernels } from '../kernels/api.ts';
import type { Labels } from '../models/supervision.ts';
import { ExactSearch } from '../search/exact-search.ts';
import { HashTable } from '../search/hash-table.ts';
import { radiusCurve } from './tutorial/radius-curve.ts';
import type { RadiusResult } from './tutorial/result.ts';

/** Points and their classes. */
export interface LabelledPoints {
  /** rows x dimensions. */
  readonly points: MatrixLike;
  /** One a row. */
  readonly labels: Labels;
}

/** Options of `precisionByRadius`. */
export interface PrecisionByRadiusOptions {
  /** k of precision@k. Default 10. */
  readonly k?: number | undefined;
  /** Largest Hamming radius, from 0 to the hasher's bits. Default: 10, or the bits if fewer. */
  readonly maxRadius?: number | undefined;
  /** Called before each radius is timed. */
  readonly onProgress?: ((radius: number, maxRadius: number) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The tutorial's curves for any hasher: precision@k, candidates and time for each Hamming radius. The
 * database is hashed into one table; a query's candidates, the rows within the radius, are re-ranked by
 * exact cosine on the points as given, and the nearest k count as right where they have the query's
 * class. Time is that of whole searches (hash, find, re-rank) one by one, on this machine, the mean
 * over 30 queries at most: it alone varies from run to run.
 *
 * Cost: database x bits x dimensions multiply-adds to hash; then, for every query, the re-ranking of
 * all candidates within the largest radius, and 40 searches a radius to time them.
 *
 * @param hasher - fitted to points of as many dimensions.
 * @returns one entry for each radius from 0.
 * @throws InvalidArgumentError if sizes don't fit each other, there are no queries or no database, or
 *   a value is not finite.
 */
export async function precisionByRadius(
  kernels: Kernels,
  hasher: Hasher,
  queries: LabelledPoints,
  database: LabelledPoints,
  options: PrecisionByRadiusOptions = {},
): Promise<RadiusResult[]> {
  checkKernels(kernels);
  checkMethod('hasher', hasher, 'encode', 'a hasher that is fitted');
  checkOptions('precisionByRadius', options, { k: 1, maxRadius: 1, onProgress: 1, signal: 1 });
  const { k = 10, maxRadius = Math.min(10, hasher.bits), onProgress, signal } = options;
  checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
  checkWhole('maxRadius', maxRadius, 0, hasher.bits);
  const wanted = readLabelledPoints('queries', queries);
  const stored = readLabelledPoints('the database', database);
  signal?.throwIfAborted();
  const table = new HashTable(kernels, hasher.encode(stored.points));
  const exact = new ExactSearch(kernels, stored.points, 'cosine');
  try {
    const partition = {
      queries: wanted.points,
      queryLabels: wanted.labels,
      databaseLabels: stored.labels,
    };
    const measured = { hasher, table, exact, partition, top: k, maxRadius };
    return await radiusCurve(measured, async (radius) => {
      onProgress?.(radius, maxRadius);
      await pause(signal);
    });
  } finally {
    table.dispose();
    exact.dispose();
  }
}

function readLabelledPoints(
  name: string,
  given: LabelledPoints,
): { points: Matrix; labels: Int32Array } {
  checkObject(name, given);
  const points = asMatrix(`points of ${name}`, given.points);
  const labels = asIntegers(`labels of ${name}`, given.labels, Int32Array);
  if (points.rows === 0) throw new InvalidArgumentError(`${name} must have at least one point`);
  if (points.rows === labels.length) return { points, labels };
  throw new InvalidArgumentError(
    `${points.rows} points of ${name} need as many labels, not ${labels.length}`,
  );
}
