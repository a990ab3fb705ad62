import type { FourierFeatures, RbfFeatures } from '../../core/feature-map.ts';
import type { Preparation, Resident } from '../api.ts';

/**
 * The kernels of nonlinear features and of least squares on them; the contract of `Kernels` holds
 * for them.
 */
export interface FeatureKernels {
  /** Keeps landmarks or frequencies, packed for `map`. */
  createFeatureMap(model: RbfFeatures | FourierFeatures): FeatureMap;
  /** Starts the sum of X^T X over points of `cols` dimensions. */
  createGram(cols: number): Gram;
  /**
   * Cholesky factorisation, in place, of the first `size` rows and columns of a rows x size matrix,
   * of which only entries (i, j <= i) are read; rows beyond `size` are solved against the factor:
   * A = L L^T, and a further row b becomes b L^-T. All in float64: entry (i, j) is the given one
   * minus L_ik L_jk for k = 0, 1, ..., j - 1 in that order, over L_jj; or its square root where
   * i = j. Returns the first pivot that is not above 0, where it stops, or `size` where all is well.
   * Cost: size^3 / 6 + further rows x size^2 / 2 multiply-adds.
   */
  factorise(matrix: Float64Array, rows: number, size: number): number;
}

/**
 * A feature map at hand. Projections p of points run as in Projector.project, from an offset.
 *
 * - RBF: hyperplane j is landmark j times 2 / width, its offset -|landmark|^2 / width; feature j is
 *   exp(min(0, p - n)), n = |x|^2 / width, squares summed in float64 in order of k, times the
 *   float64 1 / width, rounded once.
 * - Fourier: hyperplane j is frequency j over 2 pi, its offset phase j over 2 pi, so that p counts
 *   turns; feature j is cos(2 pi p) times the float32 sqrt(2 / features).
 *
 * exp and cos are polynomials after a range reduction, with errors stated in
 * assembly/shared/elementary.ts, every operation rounded to float32.
 */
export interface FeatureMap extends Resident {
  readonly features: number;
  readonly dimensions: number;
  /**
   * Writes the features of rows x dimensions `points` to `out` (rows x features).
   * Cost: rows x features x dimensions multiply-adds, and some 20 operations a feature.
   *
   * @param preparation - what is done with the points before. Given with each call, since a map is
   *   learned on points that are prepared already.
   * @returns as the methods of Projector: with a preparation, whether all points are finite.
   */
  map(
    points: Float32Array,
    rows: number,
    out: Float32Array,
    preparation?: Preparation | null,
  ): boolean;
}

/**
 * The sum of X^T X. Rows of a call are cut into blocks of 256; the products of a block are added in
 * float32 in order of rows, from 0, and the blocks' sums in float64 in order.
 */
export interface Gram extends Resident {
  /** Adds rows x cols points. Cost: rows x cols^2 / 2 multiply-adds. */
  add(points: Float32Array, rows: number): void;
  /** The sum so far: cols x cols, symmetric. */
  matrix(): Float64Array;
  /** Goes on from a sum, cols x cols, of which entries (i, j >= i) are read. */
  restore(matrix: Float64Array): void;
}
