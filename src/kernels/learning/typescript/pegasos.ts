import { DisposedError } from '../../../core/errors.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { Pegasos, PegasosProblem } from '../api.ts';
import { averageIterates, padRows, strideFor } from '../svm-state.ts';
import { addScaled16, dot16 } from './lanes.ts';

const { fround } = Math;

/** Averaged Pegasos in plain TypeScript, every operation rounded to float32. */
export class TypeScriptPegasos implements Pegasos {
  readonly #cols: number;
  readonly #bits: number;
  readonly #stride: number;
  readonly #lambda: number;
  readonly #points: Float32Array;
  readonly #signs: Int8Array;
  /** Sum of y x over the steps that violated the margin. */
  readonly #sums: Float32Array;
  /** The same sum with the number of the step as weight. */
  readonly #weighted: Float32Array;
  #steps = 0;
  #disposed = false;

  constructor(problem: PegasosProblem) {
    const { points, bits } = problem;
    const stride = strideFor(points.cols);
    this.#cols = points.cols;
    this.#bits = bits;
    this.#stride = stride;
    this.#lambda = problem.lambda;
    this.#points = new Float32Array(points.rows * stride);
    this.#signs = problem.signs.slice();
    this.#sums = new Float32Array(bits * stride);
    this.#weighted = new Float32Array(bits * stride);
    padRows(points, stride, this.#points);
  }

  epoch(order: Uint32Array): void {
    this.#checkAlive();
    const stride = this.#stride;
    for (let c = 0; c < order.length; c++) {
      const x = order[c] * stride;
      const margin = fround(this.#lambda * this.#steps);
      this.#steps++;
      const t = fround(this.#steps);
      for (let bit = 0; bit < this.#bits; bit++) {
        const w = bit * stride;
        const y = this.#signs[order[c] * this.#bits + bit];
        // `<=`: the first step, from zero hyperplanes, violates the margin.
        if (y * dot16(this.#points, x, this.#sums, w, stride) <= margin) {
          addScaled16(this.#sums, w, y, this.#points, x, stride);
          addScaled16(this.#weighted, w, y * t, this.#points, x, stride);
        }
      }
    }
  }

  hyperplanes(): Matrix {
    this.#checkAlive();
    return averageIterates(
      this.#sums,
      this.#weighted,
      this.#steps,
      this.#lambda,
      this.#bits,
      this.#cols,
    );
  }

  dispose(): void {
    this.#disposed = true;
  }

  #checkAlive(): void {
    if (this.#disposed) throw new DisposedError('Pegasos');
  }
}
