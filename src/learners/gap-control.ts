import type { Kernels } from '../kernels/api.ts';
import type { DualCoordinateDescent, DualProblem } from '../kernels/learning/api.ts';
import { type Convergence, convergenceOf } from './convergence.ts';
import { type DualSolution, exactGap, gapBound, relativeGaps } from './duality-gap.ts';

/** Gradients are about 1 and float32: what is smaller than this is mostly rounding. */
const SMALLEST_TOLERANCE = 1e-6;

/**
 * Watches the duality gaps of dual coordinate descent. When a bit is solved and its gap may be too
 * large it is found; where it is, the bit goes on at once with a tenth of its tolerance. What becomes
 * of a bit does not depend on the others, so that workers may share them out.
 */
export class GapControl {
  readonly #kernels: Kernels;
  readonly #problem: DualProblem;
  readonly #solver: DualCoordinateDescent;
  readonly #maxGap: number;
  /** 1 for bits that are solved for good. */
  readonly #settled: Uint8Array;

  constructor(
    kernels: Kernels,
    problem: DualProblem,
    solver: DualCoordinateDescent,
    maxGap: number,
  ) {
    this.#kernels = kernels;
    this.#problem = problem;
    this.#solver = solver;
    this.#maxGap = maxGap;
    this.#settled = new Uint8Array(problem.bits);
  }

  /** Call after each epoch. @returns how many bits go on that seemed to be solved. */
  reopen(): number {
    const { solved, tolerances, violations } = this.#solver.progress();
    const fresh = [...solved.keys()].filter((bit) => solved[bit] === 1 && !this.#settled[bit]);
    // No gap is above 1.
    if (fresh.length === 0 || this.#maxGap >= 1) return 0;
    const solution = this.#solution();
    // The smallest tolerance is reached in steps whose quotients are not exact.
    const canGoOn = (bit: number) => tolerances[bit] / 10 > SMALLEST_TOLERANCE * 0.99;
    const doubtful = fresh.filter(
      (bit) =>
        canGoOn(bit) && gapBound(this.#problem, solution, bit, violations[bit]) > this.#maxGap,
    );
    for (const bit of fresh) this.#settled[bit] = 1;
    const tooWide = this.#tooWide(solution, doubtful);
    for (const bit of tooWide) {
      this.#settled[bit] = 0;
      this.#solver.reopen(bit, tolerances[bit] / 10);
    }
    return tooWide.length;
  }

  /** How near each bit came. */
  convergence(maxEpochs: number): Convergence {
    const maxGap = this.#maxGap;
    const { solved, epochs, violations, tolerances } = this.#solver.progress();
    const solution = this.#solution();
    const all = [...solved.keys()];
    const gaps = relativeGaps(this.#kernels, this.#problem, solution, all);
    const bits = all.map((bit) => {
      const gap = gaps[bit] > maxGap ? exactGap(this.#problem, solution, bit) : gaps[bit];
      return {
        bit,
        epochs: epochs[bit],
        violation: violations[bit],
        tolerance: tolerances[bit],
        gap,
        isSolved: solved[bit] === 1 && gap <= maxGap,
      };
    });
    return convergenceOf(bits, { maxEpochs, maxGap });
  }

  /** Those of the bits whose gap is too large; found exactly only where rounding could decide. */
  #tooWide(solution: DualSolution, bits: readonly number[]): number[] {
    if (bits.length === 0) return [];
    const rough = relativeGaps(this.#kernels, this.#problem, solution, bits);
    return bits.filter(
      (bit, i) =>
        rough[i] > 2 * this.#maxGap ||
        (rough[i] > this.#maxGap && exactGap(this.#problem, solution, bit) > this.#maxGap),
    );
  }

  #solution(): DualSolution {
    return { hyperplanes: this.#solver.hyperplanes(), dual: this.#solver.dual() };
  }
}
