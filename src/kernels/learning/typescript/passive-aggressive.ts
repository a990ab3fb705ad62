import type { Matrix } from '../../../core/matrix.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import type { PassiveAggressive, PassiveAggressiveProblem } from '../api.ts';
import { padRows, strideFor, unpadRows } from '../svm-state.ts';
import { addScaled16, dot16 } from './lanes.ts';

const { fround } = Math;

/** Passive-aggressive learning in plain TypeScript, every operation rounded to float32. */
export class TypeScriptPassiveAggressive extends TypeScriptResident implements PassiveAggressive {
  readonly #problem: PassiveAggressiveProblem;
  readonly #stride: number;
  readonly #hyperplanes: Float32Array;

  constructor(problem: PassiveAggressiveProblem) {
    super('passive-aggressive learner');
    const { bits, dimensions, hyperplanes } = problem;
    this.#problem = problem;
    this.#stride = strideFor(dimensions);
    this.#hyperplanes = new Float32Array(bits * this.#stride);
    if (hyperplanes) padRows(hyperplanes, this.#stride, this.#hyperplanes);
  }

  update(points: Float32Array, signs: Int8Array, rows: number): void {
    this.checkAlive();
    const { bits, dimensions, variant, cost } = this.#problem;
    const stride = this.#stride;
    const limit = variant === 'pa-1' ? fround(cost) : 0;
    const slack = variant === 'pa-2' ? fround(1 / (2 * cost)) : 0;
    const x = new Float32Array(stride);
    for (let row = 0; row < rows; row++) {
      x.set(points.subarray(row * dimensions, (row + 1) * dimensions));
      const norm = fround(dot16(x, 0, x, 0, stride) + slack);
      for (let bit = 0; bit < bits; bit++) {
        const w = bit * stride;
        const y = signs[row * bits + bit];
        const loss = fround(1 - y * dot16(x, 0, this.#hyperplanes, w, stride));
        if (!(loss > 0) || !(norm > 0)) continue;
        let tau = fround(loss / norm);
        if (limit > 0 && tau > limit) tau = limit;
        addScaled16(this.#hyperplanes, w, tau * y, x, 0, stride);
      }
    }
  }

  hyperplanes(): Matrix {
    this.checkAlive();
    return unpadRows(this.#hyperplanes, this.#problem.bits, this.#problem.dimensions);
  }
}
