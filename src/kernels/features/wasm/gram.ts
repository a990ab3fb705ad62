import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { Gram } from '../api.ts';
import type { FeatureInstance } from '../exports.ts';
import { GRAM_BLOCK_ROWS, PANEL, packPanels, storeUpper, symmetric } from '../gram-blocks.ts';

/** Sums in linear memory; points pass through it packed, a block at a time. */
export class WasmGram extends ResidentBlocks implements Gram {
  readonly #wasm: FeatureInstance;
  readonly #cols: number;
  readonly #stride: number;
  readonly #packed: number;
  readonly #sums: number;

  constructor(wasm: FeatureInstance, cols: number) {
    super(wasm.memory, 'Gram matrix');
    const stride = Math.ceil(cols / PANEL) * PANEL;
    this.#wasm = wasm;
    this.#cols = cols;
    this.#stride = stride;
    this.#packed = this.allocate(GRAM_BLOCK_ROWS * stride * 4);
    this.#sums = this.allocate(stride * stride * 8);
    wasm.memory.f64(this.#sums, stride * stride).fill(0);
  }

  add(points: Float32Array, rows: number): void {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const cols = this.#cols;
    const stride = this.#stride;
    for (let first = 0; first < rows; first += GRAM_BLOCK_ROWS) {
      const n = Math.min(GRAM_BLOCK_ROWS, rows - first);
      const block = points.subarray(first * cols, (first + n) * cols);
      packPanels(block, n, cols, memory.f32(this.#packed, n * stride));
      kernels.addGramBlock(this.#packed, n, stride / PANEL, this.#sums);
    }
  }

  matrix(): Float64Array {
    this.checkAlive();
    const stride = this.#stride;
    const sums = this.#wasm.memory.f64(this.#sums, stride * stride);
    return symmetric(sums, stride, this.#cols);
  }

  restore(matrix: Float64Array): void {
    this.checkAlive();
    const stride = this.#stride;
    const sums = this.#wasm.memory.f64(this.#sums, stride * stride);
    storeUpper(matrix, this.#cols, sums, stride);
  }
}
