import type { Matrix } from '../../../core/matrix.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { Pegasos, PegasosProblem } from '../api.ts';
import type { LearningInstance } from '../exports.ts';
import { averageIterates, padRows, strideFor } from '../svm-state.ts';

/** Averaged Pegasos whose points and sums stay in linear memory. */
export class WasmPegasos extends ResidentBlocks implements Pegasos {
  readonly #wasm: LearningInstance;
  readonly #cols: number;
  readonly #bits: number;
  readonly #stride: number;
  readonly #lambda: number;
  readonly #points: number;
  readonly #signs: number;
  readonly #sums: number;
  readonly #weighted: number;
  readonly #scratch: number;
  #steps = 0;

  constructor(wasm: LearningInstance, problem: PegasosProblem) {
    super(wasm.memory, 'Pegasos');
    const { points, bits, signs } = problem;
    const { rows, cols } = points;
    const { memory } = wasm;
    const stride = strideFor(cols);
    this.#wasm = wasm;
    this.#cols = cols;
    this.#bits = bits;
    this.#stride = stride;
    this.#lambda = problem.lambda;
    this.#points = this.allocate(rows * stride * 4);
    this.#signs = this.allocate(rows * bits);
    this.#sums = this.allocate(bits * stride * 4);
    this.#weighted = this.allocate(bits * stride * 4);
    this.#scratch = this.allocate(8);
    padRows(points, stride, memory.f32(this.#points, rows * stride));
    memory.u8(this.#signs, rows * bits).set(signs);
    memory.f32(this.#sums, bits * stride).fill(0);
    memory.f32(this.#weighted, bits * stride).fill(0);
  }

  epoch(order: Uint32Array): void {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    memory.withScratch((allocate) => {
      const scratch = allocate(order.length * 4);
      memory.u32(scratch, order.length).set(order);
      kernels.pegasosEpoch(
        this.#points,
        this.#stride,
        this.#signs,
        this.#bits,
        this.#lambda,
        this.#steps,
        this.#sums,
        this.#weighted,
        scratch,
        order.length,
        this.#scratch,
      );
    });
    this.#steps += order.length;
  }

  hyperplanes(): Matrix {
    this.checkAlive();
    const { memory } = this.#wasm;
    const length = this.#bits * this.#stride;
    return averageIterates(
      memory.f32(this.#sums, length),
      memory.f32(this.#weighted, length),
      this.#steps,
      this.#lambda,
      this.#bits,
      this.#cols,
    );
  }
}
