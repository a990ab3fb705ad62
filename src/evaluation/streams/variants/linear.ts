import type { Matrix } from '../../../core/matrix.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { FittedHasher } from '../../../models/fitted-hasher.ts';
import { columnMeans, normaliseRows, subtractMean } from '../../../preparation/preprocess.ts';

/** What linear learners share: points about the mean of the pool, and hashers of hyperplanes. */
export class LinearParts {
  readonly #kernels: Kernels;
  readonly #mean: Float32Array;

  constructor(kernels: Kernels, pool: Matrix) {
    this.#kernels = kernels;
    this.#mean = columnMeans(kernels, normaliseRows(kernels, pool));
  }

  prepare(points: Matrix): Matrix {
    return subtractMean(this.#kernels, normaliseRows(this.#kernels, points), this.#mean);
  }

  hasher(hyperplanes: Matrix, offsets: Float32Array | null): FittedHasher {
    const { rows: bits } = hyperplanes;
    const model = { bits, hyperplanes, offsets, normalise: true, mean: this.#mean };
    return new FittedHasher(this.#kernels, { ...model, featureMap: null });
  }
}
