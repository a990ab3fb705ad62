import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import type { Gram } from '../api.ts';
import { GRAM_BLOCK_ROWS, PANEL, packPanels, storeUpper, symmetric } from '../gram-blocks.ts';

const { fround } = Math;

/** X^T X in plain TypeScript, products and block sums rounded to float32. */
export class TypeScriptGram extends TypeScriptResident implements Gram {
  readonly #cols: number;
  readonly #stride: number;
  readonly #packed: Float32Array;
  readonly #sums: Float64Array;

  constructor(cols: number) {
    super('Gram matrix');
    const stride = Math.ceil(cols / PANEL) * PANEL;
    this.#cols = cols;
    this.#stride = stride;
    this.#packed = new Float32Array(GRAM_BLOCK_ROWS * stride);
    this.#sums = new Float64Array(stride * stride);
  }

  add(points: Float32Array, rows: number): void {
    this.checkAlive();
    const cols = this.#cols;
    for (let first = 0; first < rows; first += GRAM_BLOCK_ROWS) {
      const n = Math.min(GRAM_BLOCK_ROWS, rows - first);
      packPanels(points.subarray(first * cols, (first + n) * cols), n, cols, this.#packed);
      this.#addBlock(n);
    }
  }

  #addBlock(rows: number): void {
    const packed = this.#packed;
    const stride = this.#stride;
    const length = rows * PANEL;
    for (let i = 0; i < this.#cols; i++) {
      const left = packed.subarray((i >> 3) * length + (i & 7), ((i >> 3) + 1) * length);
      for (let j = i & ~3; j < stride; j += 4) {
        const right = packed.subarray((j >> 3) * length + (j & 7), ((j >> 3) + 1) * length);
        addFour(left, right, this.#sums, i * stride + j);
      }
    }
  }

  matrix(): Float64Array {
    this.checkAlive();
    return symmetric(this.#sums, this.#stride, this.#cols);
  }

  restore(matrix: Float64Array): void {
    this.checkAlive();
    storeUpper(matrix, this.#cols, this.#sums, this.#stride);
  }
}

/** Adds the products of a column with four others side by side. */
function addFour(left: Float32Array, right: Float32Array, sums: Float64Array, at: number): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let p = 0; p < left.length; p += PANEL) {
    const x = left[p];
    s0 = fround(s0 + fround(x * right[p]));
    s1 = fround(s1 + fround(x * right[p + 1]));
    s2 = fround(s2 + fround(x * right[p + 2]));
    s3 = fround(s3 + fround(x * right[p + 3]));
  }
  sums[at] += s0;
  sums[at + 1] += s1;
  sums[at + 2] += s2;
  sums[at + 3] += s3;
}
