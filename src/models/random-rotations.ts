import { asMatrix, type MatrixLike } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import { RandomState } from '../core/random/random-state.ts';
import { drawRotation } from '../core/rotation.ts';
import { meanOfBatches } from '../preparation/batch-means.ts';
import {
  checkFitOptions,
  type FitOptions,
  type FittableHasher,
  ProgressReporter,
} from './fit-options.ts';
import type { HasherDescription } from './hasher-description.ts';
import { RotatedHasher } from './rotated-hasher.ts';
import type { Supervision } from './supervision.ts';

/**
 * Locality-sensitive hashing by a pseudo-random rotation (Ailon & Chazelle 2009; Andoni et al., NIPS
 * 2015): bit j is the side of value j of the rotated point. As with RandomHyperplanes two points
 * differ in a bit with a probability near their angle / pi, but the hyperplanes of a rotation are at
 * right angles to each other, which makes better codes of as many bits, and hashing a point costs some
 * n log2(n) additions where random hyperplanes cost n^2 multiplications.
 *
 * The rotation is three rounds of random signs and a Walsh-Hadamard transform. Points are padded with
 * zeros to n = 64, 128, 256, ... or 96, 192, 384, ... values; more bits than that take several
 * rotations side by side, and with fewer bits the first ones are taken, so that most of the last
 * round is not done. Signs are drawn as numpy's
 * `RandomState(seed).randint(0, 2, size=(rotations, 3, n))` draws them, 1 for a negative sign:
 * docs/INTEROP.md makes the same codes in Python.
 *
 * Bit j is 1 iff r(x)_j >= |x| r(mean)_j, where r is the rotation without scaling and |x| is 1 without
 * normalising: the value that a centred point would have, up to rounding. Projections are as long as
 * those on orthonormal hyperplanes: (r(x)_j / |x| - r(mean)_j) n^-1.5.
 */
export class RandomRotations extends RotatedHasher implements FittableHasher {
  #points = 0;

  get description(): HasherDescription {
    const { seed, normalise, centre } = this;
    return {
      method: 'rotation',
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
    new ProgressReporter(options.onProgress, this.bits).tell('rotation', this.bits);
    return this;
  }

  /**
   * Draws a rotation for the dimensions of `points` (rows x dimensions) and learns their mean.
   * Nothing else is learned: any sample of the data will do.
   *
   * @throws InvalidArgumentError if there are no points or values are not finite.
   */
  fitSync(points: MatrixLike): this {
    const matrix = asMatrix('points', points);
    this.#draw(matrix.cols, this.learnPreparation(matrix).mean, matrix.rows);
    return this;
  }

  /**
   * Like `fitSync`, on points that come batch by batch, of any sizes, so that memory does not grow
   * with their number. Without centring only the first batch is looked at.
   *
   * @throws InvalidArgumentError if there is no batch, or batches differ in their dimensions.
   */
  async fitBatches(
    batches: AsyncIterable<MatrixLike> | Iterable<MatrixLike>,
    options: Pick<FitOptions, 'signal'> = {},
  ): Promise<this> {
    checkOptions('fitBatches', options, { signal: 1 });
    const { mean, points } = await meanOfBatches(this.kernels, this, batches, options.signal);
    this.#draw(mean.length, this.centre ? mean : null, points);
    return this;
  }

  #draw(dimensions: number, mean: Float32Array | null, points: number): void {
    const random = new RandomState(this.seed);
    this.setRotation(drawRotation(random, dimensions, this.bits), mean);
    this.#points = points;
  }
}
