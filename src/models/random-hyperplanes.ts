import { asMatrix, type MatrixLike } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import { gaussianHyperplanes } from '../core/random/gaussian-hyperplanes.ts';
import { RandomState } from '../core/random/random-state.ts';
import { meanOfBatches } from '../preparation/batch-means.ts';
import {
  checkFitOptions,
  type FitOptions,
  type FittableHasher,
  ProgressReporter,
} from './fit-options.ts';
import type { HasherDescription } from './hasher-description.ts';
import { HyperplaneHasher } from './hyperplane-hasher.ts';
import type { Supervision } from './supervision.ts';

/**
 * Locality-sensitive hashing by random hyperplanes (Charikar, STOC 2002): the probability that two
 * points differ in a bit is their angle / pi. Hyperplanes are drawn as numpy's
 * `RandomState(seed).randn(dimensions, bits)` draws them, rounded to float32.
 */
export class RandomHyperplanes extends HyperplaneHasher implements FittableHasher {
  #points = 0;

  get description(): HasherDescription {
    const { seed, normalise, centre } = this;
    return {
      method: 'lsh',
      settings: { seed, normalise, centre },
      training: { points: this.#points },
    };
  }

  /**
   * `fitSync` in the form that all hashers have. Nothing is learned from `supervision`.
   *
   * @throws InvalidArgumentError as `fitSync` does.
   */
  async fit(
    points: MatrixLike,
    _supervision: Supervision | null = null,
    options: FitOptions = {},
  ): Promise<this> {
    checkFitOptions(options);
    this.fitSync(points);
    new ProgressReporter(options.onProgress, this.bits).tell('hyperplanes', this.bits);
    return this;
  }

  /**
   * Draws hyperplanes for the dimensions of `points` (rows x dimensions) and learns their mean.
   * Nothing else is learned: any sample of the data will do. Cost: dimensions x bits deviates.
   *
   * @throws InvalidArgumentError if there are no points or values are not finite.
   */
  fitSync(points: MatrixLike): this {
    const matrix = asMatrix('points', points);
    const { mean } = this.learnPreparation(matrix);
    const random = new RandomState(this.seed);
    this.setFitted(gaussianHyperplanes(random, matrix.cols, this.bits), mean);
    this.#points = matrix.rows;
    return this;
  }

  /**
   * Like `fitSync`, on points that come batch by batch, of any sizes, so that memory does not grow with
   * their number. Without centring only the first batch is looked at.
   *
   * @throws InvalidArgumentError if there is no batch, or batches differ in their dimensions.
   */
  async fitBatches(
    batches: AsyncIterable<MatrixLike> | Iterable<MatrixLike>,
    options: Pick<FitOptions, 'signal'> = {},
  ): Promise<this> {
    checkOptions('fitBatches', options, { signal: 1 });
    const { mean, points } = await meanOfBatches(this.kernels, this, batches, options.signal);
    const random = new RandomState(this.seed);
    const hyperplanes = gaussianHyperplanes(random, mean.length, this.bits);
    this.setFitted(hyperplanes, this.centre ? mean : null);
    this.#points = points;
    return this;
  }
}
