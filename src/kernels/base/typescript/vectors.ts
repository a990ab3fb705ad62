import type { Matrix } from '../../../core/matrix.ts';
import { selectNearest } from '../../../core/select-nearest.ts';
import type { Metric, Vectors } from '../../api.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import {
  mendDistances,
  rankTiny,
  rankTinyOfBatch,
  scaleBack,
  scaledBy,
  upscaling,
} from '../tiny-distances.ts';
import { dotProduct, normOf, squaredDistance } from './float32-sums.ts';
import { nearestBatch, type SearchedVectors } from './nearest-batch.ts';

const ULP = 2 ** -24;
// Beyond these, float32 overflows in a square or loses digits of a norm.
const LARGEST = 1e37;
const SMALLEST_NORM = 1e-15;

/** Vectors and their norms as typed arrays. */
export class TypeScriptVectors extends TypeScriptResident implements Vectors {
  readonly rows: number;
  readonly cols: number;
  readonly bytes: number;
  readonly #data: Float32Array;
  readonly #norms: Float32Array;

  /** @param areConstant - whether `points` are kept as they are, without a copy. */
  constructor(points: Matrix, areConstant: boolean) {
    super('vector store');
    this.rows = points.rows;
    this.cols = points.cols;
    this.#data = areConstant ? points.data : points.data.slice();
    this.#norms = new Float32Array(points.rows);
    this.bytes = this.#norms.byteLength + (areConstant ? 0 : this.#data.byteLength);
    for (let i = 0; i < this.rows; i++) {
      this.#norms[i] = normOf(this.#data, i * this.cols, this.cols);
    }
  }

  read(rows: ArrayLike<number> | null, out: Float32Array): void {
    this.checkAlive();
    const count = rows ? rows.length : this.rows;
    for (let i = 0; i < count; i++) out.set(this.#row(rows ? rows[i] : i), i * this.cols);
  }

  distances(
    query: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    out: Float32Array,
  ): void {
    this.checkAlive();
    const up = upscaling(query, metric);
    const results = out.subarray(0, count);
    this.#sumDistances(scaledBy(query, up), metric, ids, results);
    if (metric === 'euclidean') mendDistances(this.#mended(query), ids, results);
    else if (metric === 'dot') scaleBack(results, up);
  }

  /** Distances as the kernels sum them, of a query that is brought up. */
  #sumDistances(
    query: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    out: Float32Array,
  ): void {
    const queryNorm = normOf(query, 0, this.cols);
    for (let c = 0; c < out.length; c++) {
      out[c] = this.#distance(query, queryNorm, metric, ids ? ids[c] : c);
    }
  }

  #mended(query: Float32Array) {
    return { query, rowOf: (row: number) => this.#row(row) };
  }

  #row(row: number): Float32Array {
    return this.#data.subarray(row * this.cols, (row + 1) * this.cols);
  }

  /**
   * Float64 distances first; only rows that their float32 error could bring among the k nearest
   * are computed in the kernels' order. Exactly the result of `distances` and a selection.
   */
  nearest(
    given: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    k: number,
    outIds: Uint32Array,
    outDistances: Float32Array,
  ): number {
    this.checkAlive();
    const up = upscaling(given, metric);
    const query = scaledBy(given, up);
    const queryNorm = normOf(query, 0, this.cols);
    const lower = new Float64Array(count);
    const upper = new Float64Array(count);
    this.#bracket(query, queryNorm, metric, ids, count, lower, upper);
    const limit = kthSmallest(upper, k);
    const near = new Uint32Array(count);
    let kept = 0;
    for (let c = 0; c < count; c++) {
      // Written so that NaN, from overflow, is kept.
      if (!(lower[c] > limit)) near[kept++] = ids ? ids[c] : c;
    }
    const exact = new Float32Array(kept);
    this.#sumDistances(query, metric, near, exact);
    const size = selectNearest(exact, near, kept, k, outIds, outDistances);
    if (metric === 'dot') scaleBack(outDistances.subarray(0, size), up);
    if (metric === 'euclidean') {
      rankTiny(this.#mended(query), near, exact, size, outIds, outDistances);
    }
    return size;
  }

  nearestBatch(
    queries: Float32Array,
    queryCount: number,
    metric: Metric,
    k: number,
    outIds: Uint32Array,
    outDistances: Float32Array,
  ): number {
    this.checkAlive();
    const { rows, cols } = this;
    const size = Math.min(k, rows);
    if (size === 0) return 0;
    const searched: SearchedVectors = {
      rows,
      cols,
      data: this.#data,
      distance: (...args) => this.#distance(...args),
      lowerBound: (kind, sum, norm, row) => {
        const value = distanceFloat64(kind, sum, norm, this.#norms[row]);
        return value - distanceError(kind, value, norm, this.#norms[row], cols);
      },
    };
    const all = Array.from({ length: queryCount }, (_, q) => {
      const given = queries.subarray(q * cols, (q + 1) * cols);
      const up = upscaling(given, metric);
      const query = scaledBy(given, up);
      return { query, up, norm: normOf(query, 0, cols) };
    });
    nearestBatch(searched, all, metric, size, outIds, outDistances);
    for (const [q, { query, up }] of all.entries()) {
      const ids = outIds.subarray(q * size, (q + 1) * size);
      const distances = outDistances.subarray(q * size, (q + 1) * size);
      if (metric === 'dot') scaleBack(distances, up);
      if (metric !== 'euclidean') continue;
      if (rankTinyOfBatch(this.#mended(query), size === rows, ids, distances)) continue;
      this.nearest(query, metric, null, rows, size, ids, distances);
    }
    return size;
  }

  #distance(query: Float32Array, queryNorm: number, metric: Metric, row: number): number {
    const at = row * this.cols;
    if (metric === 'euclidean') return squaredDistance(query, this.#data, at, this.cols);
    const dot = dotProduct(query, this.#data, at, this.cols);
    if (metric === 'dot') return -dot;
    const scale = Math.fround(queryNorm * this.#norms[row]);
    if (scale === 0) return 1;
    return Math.min(2, Math.max(0, Math.fround(1 - Math.fround(dot / scale))));
  }

  /** Bounds below and above the float32 distance of every candidate. */
  #bracket(
    query: Float32Array,
    queryNorm: number,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    lower: Float64Array,
    upper: Float64Array,
  ): void {
    const d = this.cols;
    const data = this.#data;
    const q = Float64Array.from(query);
    for (let c = 0; c < count; c++) {
      const row = ids ? ids[c] : c;
      const sum = metric === 'euclidean' ? squaredDistanceFloat64 : dotFloat64;
      const norm = this.#norms[row];
      const value = distanceFloat64(metric, sum(q, data, row * d, d), queryNorm, norm);
      const error = distanceError(metric, value, queryNorm, norm, d);
      lower[c] = value - error;
      upper[c] = value + error;
    }
  }
}

/** The distance of a sum of products, or of squares, in float64. */
function distanceFloat64(metric: Metric, sum: number, queryNorm: number, norm: number): number {
  if (metric === 'euclidean') return sum;
  if (metric === 'dot') return -sum;
  const scale = queryNorm * norm;
  return Math.fround(scale) === 0 ? 1 : 1 - sum / scale;
}

/** How far the float32 distance may be from that in float64. */
function distanceError(
  metric: Metric,
  value: number,
  queryNorm: number,
  norm: number,
  d: number,
): number {
  const relative = (2 * d + 32) * ULP;
  const subnormal = d * 2 ** -146;
  if (metric === 'euclidean') {
    return value < LARGEST ? value * relative + subnormal : Number.POSITIVE_INFINITY;
  }
  const scale = queryNorm * norm;
  if (!(scale < LARGEST && Math.min(queryNorm, norm) > SMALLEST_NORM)) {
    return Number.POSITIVE_INFINITY;
  }
  return relative * (metric === 'dot' ? scale : 1) + subnormal;
}

function kthSmallest(values: Float64Array, k: number): number {
  if (values.length <= k) return Number.POSITIVE_INFINITY;
  const kept = new Float64Array(k);
  selectNearest(values, null, values.length, k, new Uint32Array(k), kept);
  return kept[k - 1];
}

function dotFloat64(q: Float64Array, data: Float32Array, at: number, d: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 4 <= d; k += 4) {
    s0 += q[k] * data[at + k];
    s1 += q[k + 1] * data[at + k + 1];
    s2 += q[k + 2] * data[at + k + 2];
    s3 += q[k + 3] * data[at + k + 3];
  }
  for (; k < d; k++) s0 += q[k] * data[at + k];
  return s0 + s1 + (s2 + s3);
}

function squaredDistanceFloat64(
  q: Float64Array,
  data: Float32Array,
  at: number,
  d: number,
): number {
  let s0 = 0;
  let s1 = 0;
  let k = 0;
  for (; k + 2 <= d; k += 2) {
    const e0 = q[k] - data[at + k];
    const e1 = q[k + 1] - data[at + k + 1];
    s0 += e0 * e0;
    s1 += e1 * e1;
  }
  if (k < d) s0 += (q[k] - data[at + k]) ** 2;
  return s0 + s1;
}
