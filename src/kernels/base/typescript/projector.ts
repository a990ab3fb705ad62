import { wordsFor } from '../../../core/hash-codes.ts';
import { Matrix } from '../../../core/matrix.ts';
import type { Preparation, Projector } from '../../api.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import { COLUMNS, packColumns, products, ROWS } from './float64-tile.ts';
import { prepareRows } from './preprocess.ts';

const { fround } = Math;

/**
 * Sign projection in float64, which engines do three times faster than float32 rounded at each
 * step. A sum of d float32 products in any order is off by at most d 2^-24 |x| |w| (1 + small), so
 * only where the float64 value lies within that of zero is the kernels' float32 sum recomputed.
 */
export class TypeScriptProjector extends TypeScriptResident implements Projector {
  readonly #hyperplanes: Matrix;
  readonly #offsets: Float32Array;
  /** [block][k][4], float64 so that the inner loop converts nothing. */
  readonly #packed: Float64Array;
  readonly #bounds: Float64Array;
  readonly #tile: Float64Array;
  readonly #preparation: Preparation | null;
  /** Rows of a tile that were prepared. */
  readonly #prepared: Float32Array;

  constructor(
    hyperplanes: Matrix,
    offsets: Float32Array | null,
    preparation: Preparation | null = null,
  ) {
    super('projector');
    const { rows: bits, cols: dimensions, data } = hyperplanes;
    this.#hyperplanes = new Matrix(data.slice(), bits, dimensions);
    // Adding +0 turns -0 into +0, where sums without an offset start.
    this.#offsets = Float32Array.from({ length: bits }, (_, j) => (offsets ? offsets[j] + 0 : 0));
    const planes = Array.from({ length: bits }, (_, j) => hyperplanes.row(j));
    this.#packed = packColumns(planes, dimensions);
    this.#bounds = new Float64Array(bits);
    this.#tile = new Float64Array(ROWS * dimensions);
    this.#preparation = preparation && { ...preparation, mean: preparation.mean?.slice() ?? null };
    this.#prepared = new Float32Array(preparation ? ROWS * dimensions : 0);
    for (let j = 0; j < bits; j++) {
      let squares = 0;
      for (let k = 0; k < dimensions; k++) {
        const w = data[j * dimensions + k];
        squares += w * w;
      }
      const roundings = offsets ? dimensions + 1 : dimensions;
      this.#bounds[j] = Math.sqrt(squares) * roundings * 2 ** -24 * 1.02;
    }
  }

  encode(points: Float32Array, rows: number, out: Uint32Array): boolean {
    this.checkAlive();
    const words = wordsFor(this.#hyperplanes.rows);
    out.fill(0, 0, rows * words);
    return this.#inTiles(points, rows, (tile, first, n) =>
      this.#encodeTile(tile, n, out, first * words),
    );
  }

  /** Prepares the rows of one tile after another; returns whether all are finite, as `encode` does. */
  #inTiles(
    points: Float32Array,
    rows: number,
    use: (tile: Float32Array, first: number, rows: number) => void,
  ): boolean {
    const { cols: dimensions } = this.#hyperplanes;
    let areFinite = true;
    for (let row = 0; row < rows; row += ROWS) {
      const n = Math.min(ROWS, rows - row);
      let tile = points.subarray(row * dimensions, (row + n) * dimensions);
      if (this.#preparation) {
        areFinite =
          prepareRows(tile, n, dimensions, this.#preparation, this.#prepared) && areFinite;
        tile = this.#prepared.subarray(0, n * dimensions);
      }
      use(tile, row, n);
    }
    return areFinite;
  }

  #encodeTile(points: Float32Array, rows: number, out: Uint32Array, base: number): void {
    const { rows: bits, cols: d } = this.#hyperplanes;
    const words = wordsFor(bits);
    const x = this.#tile;
    x.set(points);
    if (rows < ROWS) x.fill(0, rows * d);
    const norms = [norm(x, 0, d), norm(x, d, d), norm(x, 2 * d, d)];
    const sums = new Float64Array(ROWS * COLUMNS);
    for (let block = 0; block < bits; block += COLUMNS) {
      products(x, this.#packed, block * d, d, sums);
      const columns = Math.min(COLUMNS, bits - block);
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          const bit = block + c;
          const value = sums[r * COLUMNS + c] + this.#offsets[bit];
          if (this.#isPositive(value, norms[r], points, r, bit)) {
            out[base + r * words + (bit >>> 5)] |= 1 << (bit & 31);
          }
        }
      }
    }
  }

  #isPositive(
    value: number,
    norm: number,
    points: Float32Array,
    row: number,
    bit: number,
  ): boolean {
    const { data, cols: d } = this.#hyperplanes;
    // The last term covers products below the smallest float32; float32 overflow ends up here too.
    // An offset is the first of d + 1 summands: each of the d additions may round by its size.
    const offset = Math.abs(this.#offsets[bit]) * d * 2 ** -24 * 1.02;
    const bound = this.#bounds[bit] * norm + offset + d * 2 ** -149;
    if (Math.abs(value) > bound && bound < 1e30) return value > 0;
    let sum = this.#offsets[bit];
    for (let k = 0; k < d; k++) {
      sum = fround(sum + fround(points[row * d + k] * data[bit * d + k]));
    }
    return sum >= 0;
  }

  project(points: Float32Array, rows: number, out: Float32Array): boolean {
    this.checkAlive();
    const { rows: bits, cols: d } = this.#hyperplanes;
    return this.#inTiles(points, rows, (tile, first, n) => {
      for (let r = 0; r < n; r++) {
        const own = out.subarray((first + r) * bits, (first + r + 1) * bits);
        this.#projectRow(tile.subarray(r * d, (r + 1) * d), own);
      }
    });
  }

  #projectRow(x: Float32Array, out: Float32Array): void {
    const sums = new Float32Array(COLUMNS);
    for (let bit = 0; bit < out.length; bit += COLUMNS) {
      const columns = Math.min(COLUMNS, out.length - bit);
      for (let c = 0; c < columns; c++) sums[c] = this.#offsets[bit + c];
      projectFloat32(x, this.#packed, bit * x.length, sums);
      for (let c = 0; c < columns; c++) out[bit + c] = sums[c];
    }
  }
}

/** Adds x times the columns of the block at `p` to their sums, in the kernels' float32 order. */
function projectFloat32(x: Float32Array, packed: Float64Array, p: number, sums: Float32Array) {
  let [s0, s1, s2, s3] = sums;
  for (let k = 0, at = p; k < x.length; k++, at += COLUMNS) {
    s0 = fround(s0 + fround(x[k] * packed[at]));
    s1 = fround(s1 + fround(x[k] * packed[at + 1]));
    s2 = fround(s2 + fround(x[k] * packed[at + 2]));
    s3 = fround(s3 + fround(x[k] * packed[at + 3]));
  }
  sums.set([s0, s1, s2, s3]);
}

function norm(x: Float64Array, start: number, d: number): number {
  let squares = 0;
  for (let k = start; k < start + d; k++) squares += x[k] * x[k];
  return Math.sqrt(squares);
}
