// What src/kernels/api.ts promises, written as plainly as possible: slow, and free of tricks.
import { type HashCodes, hammingDistance, wordsFor } from '../../src/core/hash-codes.ts';
import type { Matrix } from '../../src/core/matrix.ts';
import type { Metric } from '../../src/kernels/api.ts';
import type { GraphInput } from './inputs.ts';

const { fround } = Math;

/** Projections of the first `rows` points: float32 sums over k = 0, 1, ... from the offset. */
export function projectOracle(
  points: Matrix,
  rows: number,
  hyperplanes: Matrix,
  offsets: Float32Array | null = null,
): Float32Array {
  const out = new Float32Array(rows * hyperplanes.rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < hyperplanes.rows; j++) {
      let sum = 0 + (offsets?.[j] ?? 0);
      for (let k = 0; k < points.cols; k++) {
        const product = points.data[i * points.cols + k] * hyperplanes.data[j * points.cols + k];
        sum = fround(sum + fround(product));
      }
      out[i * hyperplanes.rows + j] = sum;
    }
  }
  return out;
}

/** Codes of the first `rows` points: the signs of their projections. */
export function encodeOracle(
  points: Matrix,
  rows: number,
  hyperplanes: Matrix,
  offsets: Float32Array | null = null,
): Uint32Array {
  const bits = hyperplanes.rows;
  const words = wordsFor(bits);
  const out = new Uint32Array(rows * words);
  projectOracle(points, rows, hyperplanes, offsets).forEach((value, at) => {
    const bit = at % bits;
    if (value >= 0) out[Math.floor(at / bits) * words + (bit >>> 5)] |= 1 << (bit & 31);
  });
  return out;
}

/** What kernels compute: `rankOf`, as a float32. */
export function distanceOracle(query: Float32Array, row: Float32Array, metric: Metric): number {
  return fround(rankOf(query, row, metric));
}

/**
 * What rows rank by: the distance in float32 over eight lanes, l and l + 4 first, then (0 + 1) + (2 + 3);
 * of values brought up by powers of two where squares or products would underflow.
 */
export function rankOf(query: Float32Array, row: Float32Array, metric: Metric): number {
  if (metric === 'euclidean') {
    const sum = squaresOracle(query, row, 1);
    return sum < 2 ** -100 ? squaresOracle(query, row, 2 ** 100) / 2 ** 200 : sum;
  }
  const largest = query.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let up = 1;
  while (largest > 0 && largest * up * 2 <= 2 ** 40) up *= 2;
  const x = query.map((value) => value * up);
  const dot = laneSum(x.length, (k) => fround(x[k] * row[k]));
  if (metric === 'dot') return -dot / up;
  const scale = fround(normOracle(x) * normOracle(row));
  return scale === 0 ? 1 : Math.min(2, Math.max(0, fround(1 - fround(dot / scale))));
}

function normOracle(v: Float32Array): number {
  const zero = new Float32Array(v.length);
  const squares = squaresOracle(v, zero, 1);
  if (!(squares < 2 ** -100)) return fround(Math.sqrt(squares));
  return fround(fround(Math.sqrt(squaresOracle(v, zero, 2 ** 100))) / 2 ** 100);
}

function squaresOracle(x: Float32Array, y: Float32Array, up: number): number {
  return laneSum(x.length, (k) => fround((fround(x[k] - y[k]) * up) ** 2));
}

function laneSum(length: number, term: (k: number) => number): number {
  const s = new Float32Array(8);
  for (let k = 0; k < length; k++) s[k % 8] += term(k);
  const add = (a: number, b: number) => fround(a + b);
  return add(add(add(s[0], s[4]), add(s[1], s[5])), add(add(s[2], s[6]), add(s[3], s[7])));
}

/** The same distance in float64. */
export function distanceInFloat64(x: Float32Array, y: Float32Array, metric: Metric): number {
  let dot = 0;
  let squares = 0;
  for (let k = 0; k < x.length; k++) {
    dot += x[k] * y[k];
    squares += (x[k] - y[k]) ** 2;
  }
  if (metric === 'euclidean') return squares;
  if (metric === 'dot') return -dot;
  const scale = norm(x) * norm(y);
  return scale === 0 ? 1 : 1 - dot / scale;
}

/** Euclidean norm in float64. */
export function norm(x: Float32Array): number {
  return Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));
}

export interface Ranked {
  readonly id: number;
  readonly distance: number;
}

/** All candidates by ascending distance, NaN last, ties by ascending id. */
export function ranked(candidates: readonly Ranked[]): Ranked[] {
  return [...candidates].sort((a, b) => {
    const order = Number(Number.isNaN(a.distance)) - Number(Number.isNaN(b.distance));
    if (order !== 0) return order;
    if (a.distance < b.distance) return -1;
    return a.distance > b.distance ? 1 : a.id - b.id;
  });
}

/** Hamming distances of all codes to the query. */
export function hammingOracle(codes: HashCodes, query: Uint32Array): number[] {
  return Array.from({ length: codes.count }, (_, i) => hammingDistance(codes.code(i), query));
}

/** Rows over their norm, the norm from float64 sums over four lanes. */
export function normaliseOracle(points: Matrix): Float32Array {
  const out = new Float32Array(points.data.length);
  for (let i = 0; i < points.rows; i++) {
    const x = points.row(i);
    const s = [0, 0, 0, 0];
    x.forEach((v, k) => {
      s[k % 4] += v * v;
    });
    const squares = s[0] + s[1] + (s[2] + s[3]);
    out.set(
      x.map((v) => (squares === 0 ? v : v * (1 / Math.sqrt(squares)))),
      i * points.cols,
    );
  }
  return out;
}

/** Float64 sums of columns, in order of rows, on top of `offset`. */
export function columnSumsOracle(points: Matrix, offset: Float32Array): Float64Array {
  return Float64Array.from({ length: points.cols }, (_, k) => {
    let sum = offset[k];
    for (let i = 0; i < points.rows; i++) sum += points.data[i * points.cols + k];
    return sum;
  });
}

export function subtractOracle(points: Matrix, offset: Float32Array): Float32Array {
  return points.data.map((v, at) => fround(v - offset[at % points.cols]));
}

/** Sums of bits by class, on top of 77. */
export function groupSumsOracle({ bits, signs, groups }: GraphInput): Int32Array {
  const sums = new Int32Array(4 * bits).fill(77);
  signs.forEach((sign, cell) => {
    sums[groups[Math.floor(cell / bits)] * bits + (cell % bits)] += sign;
  });
  return sums;
}

/** Sums of the neighbours' bits. */
export function neighbourSumsOracle(input: GraphInput): Int32Array {
  const { bits, signs, offsets, neighbours } = input;
  return Int32Array.from({ length: (offsets.length - 1) * bits }, (_, cell) => {
    const row = Math.floor(cell / bits);
    const own = neighbours.subarray(offsets[row], offsets[row + 1]);
    return own.reduce((sum, other) => sum + signs[other * bits + (cell % bits)], 0);
  });
}
