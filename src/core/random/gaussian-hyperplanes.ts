import { checkWhole } from '../checks.ts';
import { MAX_BITS } from '../hash-codes.ts';
import { Matrix } from '../matrix.ts';
import type { RandomState } from './random-state.ts';

/**
 * Random hyperplanes with standard normal components: their directions are uniform over the
 * sphere, so that two points fall on different sides with probability angle / pi (Charikar 2002).
 *
 * Components are drawn as numpy's `randn(dimensions, bits)` lists them, dimension by dimension, so
 * that a seed gives the hyperplanes it gives in Python; more bits from the same seed are therefore
 * different hyperplanes, not additional ones. Cost: dimensions * bits deviates.
 *
 * @param random - the generator to draw from; it moves on.
 * @param dimensions - length of the points to be hashed, at least 1.
 * @param bits - number of hyperplanes, from 1 to 4096.
 * @returns the normals as a bits x dimensions matrix: row j is hyperplane j.
 * @throws InvalidArgumentError if a size is out of range.
 */
export function gaussianHyperplanes(random: RandomState, dimensions: number, bits: number): Matrix {
  checkWhole('dimensions', dimensions, 1, 2 ** 32 - 1);
  checkWhole('bits', bits, 1, MAX_BITS);
  const data = new Float32Array(bits * dimensions);
  for (let d = 0; d < dimensions; d++) {
    for (let j = 0; j < bits; j++) data[j * dimensions + d] = random.randn();
  }
  return new Matrix(data, bits, dimensions);
}
