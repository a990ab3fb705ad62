import type { Matrix } from '../../../core/matrix.ts';
import { rowsPerBatch } from '../../runtime/batches.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { PassiveAggressive, PassiveAggressiveProblem } from '../api.ts';
import type { LearningInstance } from '../exports.ts';
import { copyPadded, padRows, strideFor, unpadRows } from '../svm-state.ts';

/** Hyperplanes stay in linear memory; points pass through scratch in batches. */
export class WasmPassiveAggressive extends ResidentBlocks implements PassiveAggressive {
  readonly #wasm: LearningInstance;
  readonly #problem: PassiveAggressiveProblem;
  readonly #stride: number;
  readonly #hyperplanes: number;

  constructor(wasm: LearningInstance, problem: PassiveAggressiveProblem) {
    super(wasm.memory, 'passive-aggressive learner');
    const { bits, dimensions, hyperplanes } = problem;
    this.#wasm = wasm;
    this.#problem = problem;
    this.#stride = strideFor(dimensions);
    this.#hyperplanes = this.allocate(bits * this.#stride * 4);
    const stored = wasm.memory.f32(this.#hyperplanes, bits * this.#stride);
    if (hyperplanes) padRows(hyperplanes, this.#stride, stored);
    else stored.fill(0);
  }

  update(points: Float32Array, signs: Int8Array, rows: number): void {
    this.checkAlive();
    const { bits, dimensions } = this.#problem;
    const { memory } = this.#wasm;
    const stride = this.#stride;
    const batch = Math.min(rows, rowsPerBatch(stride * 4 + bits + 4));
    memory.withScratch((allocate) => {
      const input = allocate(batch * stride * 4);
      const targets = allocate(batch * bits);
      const norms = allocate(batch * 4 + 8);
      for (let first = 0; first < rows; first += batch) {
        const n = Math.min(batch, rows - first);
        const part = points.subarray(first * dimensions, (first + n) * dimensions);
        copyPadded(part, n, dimensions, stride, memory.f32(input, n * stride));
        memory.u8(targets, n * bits).set(signs.subarray(first * bits, (first + n) * bits));
        this.#step(input, n, targets, norms);
      }
    });
  }

  #step(points: number, rows: number, signs: number, norms: number): void {
    const { bits, variant, cost } = this.#problem;
    const limit = variant === 'pa-1' ? cost : 0;
    const slack = variant === 'pa-2' ? 1 / (2 * cost) : 0;
    this.#wasm.kernels.passiveAggressiveSteps(
      points,
      rows,
      this.#stride,
      signs,
      bits,
      limit,
      slack,
      this.#hyperplanes,
      norms,
    );
  }

  hyperplanes(): Matrix {
    this.checkAlive();
    const { bits, dimensions } = this.#problem;
    const stored = this.#wasm.memory.f32(this.#hyperplanes, bits * this.#stride);
    return unpadRows(stored, bits, dimensions);
  }
}
