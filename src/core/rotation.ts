import { checkObject, checkWhole } from './checks.ts';
import { InvalidArgumentError } from './errors.ts';
import { MAX_BITS } from './hash-codes.ts';
import type { RandomState } from './random/random-state.ts';

/** Rounds of signs and transform that make a rotation. */
export const ROUNDS = 3;
/** What rows are padded to at least: with fewer values, signs leave too few directions. */
const LEAST_SIZE = 64;

/**
 * Pseudo-random rotations of points (Ailon & Chazelle 2009; with three rounds of signs as in Andoni
 * et al., NIPS 2015): one rotation, or several side by side where more outputs are wanted than one
 * has. They cost size log(size) additions, where as many random hyperplanes cost size^2
 * multiplications; outputs of one rotation are orthogonal projections.
 *
 * A point of `dimensions` values is padded with zeros to `size` values, the smallest number of 64,
 * 128, 256, ... and 96, 192, 384, ... that holds them. Each rotation is three rounds, in float32:
 *
 * 1. Value i is multiplied by sign i of the round.
 * 2. If size is three times a power of two: with thirds a, b and c, t = ((a + b) + c) x 2/3 (2/3 as
 *    a float32) is subtracted from each. This is a reflection.
 * 3. The Walsh-Hadamard transform without a factor, of each third, or else of all values: for h = n/2,
 *    n/4, ..., 1 the values x and y that stand h apart, in blocks of 2h, become x + y and x - y.
 * 4. Every 16 values, as a 4 x 4 matrix, are transposed. (Where SIMD leaves them; it costs nothing.)
 *
 * Output j is value (j mod size) of rotation floor(j / size): with fewer outputs than values, the
 * first ones, so that most of the last round need not be done. Lengths are multiplied by n^1.5,
 * where n is the length of a transform: size, or a third of it.
 */
export interface RotationModel {
  /** Values of a point, at least 1. */
  readonly dimensions: number;
  /** Values of a rotated point, 1..4096. */
  readonly outputs: number;
  /**
   * rotations x 3 rounds x size signs, as bits: sign i is negative iff bit (i & 7) of byte (i >>> 3)
   * is 1. `numpy.packbits(negative, bitorder='little')`.
   */
  readonly signs: Uint8Array;
}

/** The number of values to which points of `dimensions` values are padded; see RotationModel. */
export function rotationSize(dimensions: number): number {
  let power = LEAST_SIZE;
  while (power < dimensions) power *= 2;
  const thirds = (power / 4) * 3;
  return thirds >= dimensions && thirds > LEAST_SIZE ? thirds : power;
}

/** Values that one Walsh-Hadamard transform takes: `size`, or a third of it. */
export function transformLength(size: number): number {
  return size % 3 === 0 ? size / 3 : size;
}

/** What makes rotated points as long as they were: n^-1.5, n the length of a transform. */
export function rotationScale(size: number): number {
  const length = transformLength(size);
  return 1 / (length * Math.sqrt(length));
}

/** Rotations that stand side by side. */
export function rotationCount({ dimensions, outputs }: Omit<RotationModel, 'signs'>): number {
  return Math.ceil(outputs / rotationSize(dimensions));
}

/** Bytes of the signs of a rotation. */
export function signBytes(sizes: Omit<RotationModel, 'signs'>): number {
  return (rotationCount(sizes) * ROUNDS * rotationSize(sizes.dimensions)) / 8;
}

/**
 * A rotation whose signs are those that numpy's
 * `RandomState(seed).randint(0, 2, size=(rotations, 3, size))` draws, 1 for a negative sign. More
 * outputs from the same seed are additional ones. Cost: that many draws.
 *
 * @param random - the generator to draw from; it moves on.
 * @param dimensions - values of a point, at least 1.
 * @param outputs - values of a rotated point, 1..4096.
 * @throws InvalidArgumentError if a number is out of range.
 */
export function drawRotation(
  random: RandomState,
  dimensions: number,
  outputs: number,
): RotationModel {
  checkWhole('dimensions', dimensions, 1, 2 ** 30);
  checkWhole('outputs', outputs, 1, MAX_BITS);
  const signs = new Uint8Array(signBytes({ dimensions, outputs }));
  for (let i = 0; i < signs.length * 8; i++) signs[i >>> 3] |= random.randint(0, 2) << (i & 7);
  return { dimensions, outputs, signs };
}

/** Throws unless `model` is what `drawRotation` gives. */
export function checkRotation(model: RotationModel): void {
  checkObject('the rotation', model);
  const { dimensions, outputs, signs } = model;
  checkWhole('dimensions of the rotation', dimensions, 1, 2 ** 30);
  checkWhole('outputs of the rotation', outputs, 1, MAX_BITS);
  const bytes = signBytes(model);
  if (signs instanceof Uint8Array && signs.length === bytes) return;
  throw new InvalidArgumentError(
    `the signs of the rotation must be a Uint8Array of ${bytes} bytes`,
  );
}
