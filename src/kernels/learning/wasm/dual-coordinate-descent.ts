import type { Matrix } from '../../../core/matrix.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { DualCoordinateDescent, DualProblem, DualProgress } from '../api.ts';
import type { LearningInstance } from '../exports.ts';
import * as svm from '../svm-state.ts';

/** Dual coordinate descent whose points, hyperplanes and dual variables stay in linear memory. */
export class WasmDualCoordinateDescent extends ResidentBlocks implements DualCoordinateDescent {
  readonly #wasm: LearningInstance;
  readonly #rows: number;
  readonly #cols: number;
  readonly #bits: number;
  readonly #stride: number;
  readonly #progress: DualProgress;
  readonly #points: number;
  readonly #norms: number;
  readonly #signs: number;
  readonly #dual: number;
  readonly #flags: number;
  readonly #hyperplanes: number;
  readonly #state: number;

  constructor(wasm: LearningInstance, problem: DualProblem) {
    super(wasm.memory, 'dual coordinate descent');
    const { points, bits } = problem;
    const { rows, cols } = points;
    this.#wasm = wasm;
    this.#rows = rows;
    this.#cols = cols;
    this.#bits = bits;
    this.#stride = svm.strideFor(cols);
    this.#progress = svm.startProgress(problem);
    this.#points = this.allocate(rows * this.#stride * 4);
    this.#norms = this.allocate(rows * 4);
    this.#signs = this.allocate(rows * bits);
    this.#dual = this.allocate(rows * bits * 4);
    this.#flags = this.allocate(rows * svm.flagStrideFor(bits));
    this.#hyperplanes = this.allocate(bits * this.#stride * 4);
    this.#state = this.allocate(bits * svm.STATE_FLOATS * 4);
    this.#upload(problem);
  }

  epoch(order: Uint32Array): number {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const bits = this.#bits;
    const flagStride = svm.flagStrideFor(bits);
    memory.withScratch((allocate) => {
      const scratch = allocate(order.length * 4);
      memory.u32(scratch, order.length).set(order);
      kernels.dualEpoch(
        this.#points,
        this.#stride,
        this.#norms,
        this.#signs,
        this.#dual,
        bits,
        this.#flags,
        flagStride,
        this.#hyperplanes,
        this.#state,
        scratch,
        order.length,
      );
    });
    const state = memory.f32(this.#state, bits * svm.STATE_FLOATS);
    return svm.endEpoch(state, this.#flagsNow(), this.#progress);
  }

  progress(): DualProgress {
    this.checkAlive();
    return svm.copyProgress(this.#progress);
  }

  reopen(bit: number, tolerance: number): void {
    this.checkAlive();
    svm.reopenBit(this.#flagsNow(), this.#progress, bit, tolerance);
  }

  hyperplanes(): Matrix {
    this.checkAlive();
    const stored = this.#wasm.memory.f32(this.#hyperplanes, this.#bits * this.#stride);
    return svm.unpadRows(stored, this.#bits, this.#cols);
  }

  dual(): Float32Array {
    this.checkAlive();
    return this.#wasm.memory.f32(this.#dual, this.#rows * this.#bits).slice();
  }

  #flagsNow(): Uint8Array {
    return this.#wasm.memory.u8(this.#flags, this.#rows * svm.flagStrideFor(this.#bits));
  }

  /** All blocks are allocated by now, so that these views stay good. */
  #upload(problem: DualProblem): void {
    const { kernels, memory } = this.#wasm;
    const rows = this.#rows;
    const bits = this.#bits;
    const stride = this.#stride;
    svm.padRows(problem.points, stride, memory.f32(this.#points, rows * stride));
    memory.u8(this.#signs, rows * bits).set(problem.signs);
    const state = memory.f32(this.#state, bits * svm.STATE_FLOATS);
    svm.startState(problem, state);
    svm.startFlags(rows, bits, memory.u8(this.#flags, rows * svm.flagStrideFor(bits)));
    svm.startDual(problem, state, memory.f32(this.#dual, rows * bits));
    memory.f32(this.#hyperplanes, bits * stride).fill(0);
    kernels.squaredNorms(this.#points, rows, stride, this.#norms);
    kernels.hyperplanesFromDual(
      this.#points,
      rows,
      stride,
      this.#signs,
      this.#dual,
      bits,
      this.#hyperplanes,
    );
  }
}
