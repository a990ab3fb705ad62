import type { Matrix } from '../core/matrix.ts';
import { gaussianHyperplanes } from '../core/random/gaussian-hyperplanes.ts';
import { RandomState } from '../core/random/random-state.ts';
import { BatchMeans } from '../preparation/batch-means.ts';
import { type FitOptions, type FittableHasher, ProgressReporter } from './fit-options.ts';
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
    points: Matrix,
    _supervision: Supervision | null = null,
    { onProgress, signal }: FitOptions = {},
  ): Promise<this> {
    signal?.throwIfAborted();
    this.fitSync(points);
    new ProgressReporter(onProgress, this.bits).tell('hyperplanes', this.bits);
    return this;
  }

  /**
   * Draws hyperplanes for the dimensions of `points` (rows x dimensions) and learns their mean.
   * Nothing else is learned: any sample of the data will do. Cost: dimensions x bits deviates.
   *
   * @throws InvalidArgumentError if there are no points or values are not finite.
   */
  fitSync(points: Matrix): this {
    const { mean } = this.learnPreparation(points);
    const random = new RandomState(this.seed);
    this.setFitted(gaussianHyperplanes(random, points.cols, this.bits), mean);
    this.#points = points.rows;
    return this;
  }

  /**
   * Like `fitSync`, on points that come batch by batch, of any sizes, so that memory does not grow with
   * their number. Without centring only the first batch is looked at.
   *
   * @throws InvalidArgumentError if there is no batch, or batches differ in their dimensions.
   */
  async fitBatches(
    batches: AsyncIterable<Matrix> | Iterable<Matrix>,
    { signal }: Pick<FitOptions, 'signal'> = {},
  ): Promise<this> {
    signal?.throwIfAborted();
    const means = new BatchMeans(this.kernels, this.normalise);
    let seen = 0;
    for await (const points of batches) {
      signal?.throwIfAborted();
      means.add(points);
      seen += points.rows;
      if (!this.centre) break;
    }
    const mean = means.mean();
    const random = new RandomState(this.seed);
    const hyperplanes = gaussianHyperplanes(random, mean.length, this.bits);
    this.setFitted(hyperplanes, this.centre ? mean : null);
    this.#points = seen;
    return this;
  }
}
