import type { Resident } from '../api.ts';

/** What pictures are described by. */
export interface DescriberSettings {
  /** Pixels along a side of the resized picture; with GIST a multiple of 4. */
  readonly side: number;
  /** Whether GIST is wanted: its tables take 4 bytes x 8 (side + 64)^2 and more. */
  readonly gist: boolean;
  /** Pixels along a cell of HOG, a divisor of side, at most half of it; null if it is not wanted. */
  readonly cell: number | null;
}

/** Values of GIST: 4 scales x 8 orientations x 4 x 4 blocks. */
export const GIST_VALUES = 512;
/** Directions that HOG tells apart. */
export const HOG_BINS = 9;

/** Values of HOG. */
export function hogValues(side: number, cell: number): number {
  const blocks = side / cell - 1;
  return 4 * HOG_BINS * blocks * blocks;
}

/** The kernels of pictures' descriptors; the contract of `Kernels` holds for them. */
export interface DescriptorKernels {
  /** Keeps the tables that the descriptors need, and room to work in. */
  createDescriber(settings: DescriberSettings): Describer;
}

/** Describes one picture at a time. */
export interface Describer extends Resident {
  /**
   * Takes a picture: `pixels` are width x height RGBA, at most 2^27. Its grey value .299 R + .587 G +
   * .114 B over white, from 0 to 255 and not rounded, is averaged over the areas of side x side
   * pixels: exactly, since in 255,000ths it is a whole number, and rounded to float32 once.
   * Cost: some 10 operations a pixel.
   */
  take(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number): void;
  /** Writes the grey values, side x side. */
  grey(out: Float32Array): void;
  /**
   * Writes the GIST of the picture, 512 values: filter by filter (scale, then orientation), and of
   * each the 4 x 4 blocks column by column. In float32 but where said otherwise:
   *
   * 1. L = log(grey + 1) minus that of the first pixel, minus the mean of these, in float64 and rounded
   *    then. It is extended by 5 pixels of its mirror image on each side, to m = side + 10.
   * 2. P(X) = B^T (B X B^T) B with the cosines and sines B of frequencies -22..22 (at most m / 2) times
   *    the root of exp(-f^2 ln 2 / 16): the low-pass filter of 4 cycles, without what is below 1e-9.
   *    D = L - P(L), F = D / (0.2 + sqrt |P(D^2)|), of the picture alone.
   * 3. F is extended by 32 pixels of its mirror image on each side and transformed (Stockham's
   *    algorithm; see assembly/descriptors/transform.ts for the order of operations).
   * 4. For each of 32 Gabor filters the spectrum times the gains, divided by (side + 64)^2, is
   *    transformed back; where gains of a group of four filters are all below 2^-24 they count as 0.
   *    Magnitudes are added along the rows of a block, these sums row by row, and divided by the pixels.
   *
   * Cost: 8 (2 side + 64) transforms of 4 (side + 64) complex numbers.
   */
  gist(out: Float32Array): void;
  /**
   * Writes the HOG of the picture, 36 values for each block of 2 x 2 cells, from left to right and down:
   * 9 directions for each of the four cells in that order. In float32:
   *
   * dx and dy are differences of the pixels right and left, below and above, 0 at the border; of (dx, dy)
   * and its opposite the one in [0, 180) degrees counts. With c_i = cos(20 i) / sin(20), s_i = sin(20 i) /
   * sin(20), i = 0..9, b_i = dy c_i - dx s_i, and i the number of b_1..b_8 that are >= 0, direction i gets
   * -b_(i+1) and direction i + 1 (0 after 8) b_i: the vectors along them of which the gradient is the sum.
   * A pixel counts for the two cells along each axis between whose centres it is, in proportion. Rows are
   * summed first, in order of columns, then added in order of rows. A block v of such sums, divided by the
   * pixels of a cell, becomes v / sqrt(|v|^2 + 1e-10), at most 0.2, and once more v / sqrt(...), with
   * squares added in order.
   */
  hog(out: Float32Array): void;
}
