import type { Kernels } from '../../kernels/api.ts';
import type { FeatureKernels, Gram } from '../../kernels/features/api.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import { solveBackwards } from '../../learners/ridge/normal-equations.ts';
import { factoriseWithRidge } from '../self-training/linear-systems.ts';

/** Linear scores of the classes, about 0: w_c . (f - mean). */
export interface ClassScores {
  /** classes x size. */
  readonly weights: Float64Array;
  /** The mean of the class means. */
  readonly mean: Float64Array;
}

/** What the sums of `BalancedRidge` are, to go on with. */
export interface RidgeSums {
  /** size x size, symmetric. */
  readonly gram: Float64Array;
  /** classes x size. */
  readonly sums: Float64Array;
  /** Points of each class; those that stand for several count as often. */
  readonly counts: Float64Array;
}

/**
 * Ridge regression of class indicators in which all classes weigh the same, from sums over a
 * stream: A += f f^T, and the sum of features of each class.
 *
 * Objective: the mean over classes of the mean of |W^T (f - m) - (e_c - 1/k)|^2 over the points of
 * class c, plus ridge |W|^2, where k is the number of classes and m the mean of their means mu_c.
 * Weights of points would change with every point that comes, and need a matrix a class. So the
 * scatter within classes is pooled, S = A - sum n_c mu_c mu_c^T, as in linear discriminant analysis
 * with equal priors, and only that between them is weighted:
 * (S + n/k sum (mu_c - m)(mu_c - m)^T + ridge n I) w_c = n/k (mu_c - m).
 *
 * Cost: of a point size^2 / 2 multiply-adds, of `solve` size^3 / 6 + 2 classes x size^2.
 *
 * Source: Hastie, Buja and Tibshirani, "Penalized Discriminant Analysis", Annals of Statistics 1995.
 */
export class BalancedRidge {
  readonly size: number;
  readonly #kernels: FeatureKernels;
  readonly #gram: Gram;
  #sums: Float64Array[] = [];
  #counts: number[] = [];

  constructor(kernels: Kernels, size: number) {
    this.size = size;
    this.#kernels = featureKernels(kernels);
    this.#gram = this.#kernels.createGram(size);
  }

  /**
   * Adds rows x size features.
   *
   * @param places - of the class of each row.
   * @param weights - how many points each row stands for. Default: one.
   */
  add(features: Float32Array, places: ArrayLike<number>, weights?: Float64Array): void {
    const { size } = this;
    for (let i = 0; i < places.length; i++) {
      const weight = weights?.[i] ?? 1;
      const sums = this.#sumsOf(places[i]);
      for (let j = 0, at = i * size; j < size; j++, at++) sums[j] += weight * features[at];
      this.#counts[places[i]] += weight;
    }
    const rows = weights ? features.slice() : features;
    if (weights) {
      for (let i = 0; i < rows.length; i++) rows[i] *= Math.sqrt(weights[Math.floor(i / size)]);
    }
    this.#gram.add(rows, places.length);
  }

  #sumsOf(place: number): Float64Array {
    while (this.#sums.length <= place) {
      this.#sums.push(new Float64Array(this.size));
      this.#counts.push(0);
    }
    return this.#sums[place];
  }

  /** The scores of all classes, of each of which there must be a point. */
  solve(ridge: number): ClassScores {
    const { size } = this;
    const classes = this.#sums.length;
    const points = this.#counts.reduce((sum, count) => sum + count, 0);
    const means = this.#sums.map((sums, c) => sums.map((sum) => sum / this.#counts[c]));
    const mean = new Float64Array(size);
    for (const own of means) for (let j = 0; j < size; j++) mean[j] += own[j] / classes;
    const share = points / classes;
    // Room for the right-hand sides below: the kernel solves them against the factor.
    const system = new Float64Array((size + classes) * size);
    system.set(this.#gram.matrix());
    for (let i = 0; i < size; i++) {
      const row = system.subarray(i * size, i * size + i + 1);
      for (const [c, own] of means.entries()) {
        addScaled(row, own, (share - this.#counts[c]) * own[i]);
      }
      addScaled(row, mean, -points * mean[i]);
    }
    for (const [c, own] of means.entries()) {
      for (let j = 0; j < size; j++) system[(size + c) * size + j] = share * (own[j] - mean[j]);
    }
    const copyOf = () => system.slice();
    const { lower } = factoriseWithRidge(this.#kernels, copyOf, size, ridge * points);
    const weights = lower.slice(size * size);
    for (let c = 0; c < classes; c++) {
      solveBackwards(lower, size, weights.subarray(c * size, (c + 1) * size));
    }
    return { weights, mean };
  }

  /** The sums so far. */
  save(): RidgeSums {
    const sums = new Float64Array(this.#sums.length * this.size);
    for (const [c, own] of this.#sums.entries()) sums.set(own, c * this.size);
    return { gram: this.#gram.matrix(), sums, counts: Float64Array.from(this.#counts) };
  }

  /** Goes on from such sums. */
  restore({ gram, sums, counts }: RidgeSums): void {
    const { size } = this;
    this.#gram.restore(gram);
    this.#counts = [...counts];
    this.#sums = this.#counts.map((_, c) => sums.slice(c * size, (c + 1) * size));
  }

  dispose(): void {
    this.#gram.dispose();
  }
}

/** row += by x other, as far as the row goes. */
function addScaled(row: Float64Array, other: Float64Array, by: number): void {
  for (let j = 0; j < row.length; j++) row[j] += by * other[j];
}
