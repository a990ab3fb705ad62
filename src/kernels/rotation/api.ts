import type { RotationModel } from '../../core/rotation.ts';
import type { Preparation, Projector } from '../api.ts';

/** The kernels of pseudo-random rotations; the contract of `Kernels` holds for them. */
export interface RotationKernels {
  /**
   * Keeps the signs of a rotation and what is done with points before. The outputs of RotationModel
   * for a point x, r(x), are made as that says, in float32 and in that order, and compared with
   * those of the mean (all +0 without one), so that centring costs nothing:
   *
   * - Without normalising, bit j is 1 iff r(x)_j >= r(mean)_j, and projection j is
   *   (r(x)_j - r(mean)_j) f with f = rotationScale(size), rounded to float32.
   * - With normalising, bit j is 1 iff r(x)_j >= |x| r(mean)_j, and f is also divided by |x|, the
   *   square root of x's squares, rounded to float32, or 1 for a row of zeros. Squares are summed in
   *   float32 over sixteen lanes (k mod 16); lanes l, l + 4, l + 8 and l + 12 are added as
   *   (l + (l + 4)) + ((l + 8) + (l + 12)), those four as (0 + 1) + (2 + 3). Where that is not in
   *   [2^-64, 2^64), squares are summed as in `Kernels.normaliseRows`, and x is first multiplied by
   *   the power of two that brings |x| into [1/2, 1): nothing overflows.
   *
   * A projection that is below 0 and becomes 0 by scaling is -2^-149: bit j is 1 iff it is >= 0.
   * With neither, projections are the rotated points, as long as the points are up to rounding.
   *
   * Both methods look whether points are finite, with or without a preparation. Sums overflow where
   * points that are not normalised have norms beyond 2^127 / size^1.5.
   * Cost of a row: some 3 size log2(size) additions for each `size` outputs, less for the last.
   */
  createRotation(model: RotationModel, preparation: Preparation | null): Projector;
}
