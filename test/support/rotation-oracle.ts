// The rotation of quantised search as a product with a matrix, in float64 and by its definition.
import { RandomState } from '../../src/core/random/random-state.ts';

/** Entry (row, column) of a Hadamard matrix: -1 to the number of bits that both have. */
function hadamard(row: number, column: number): number {
  let common = row & column;
  let sign = 1;
  for (; common > 0; common &= common - 1) sign = -sign;
  return sign;
}

/** R x for x padded to `size` values, 2^k or 3 x 2^k: three rounds of random signs, thirds and H. */
export function rotatedByOracle(x: ArrayLike<number>, size: number, seed: number): Float64Array {
  const random = new RandomState(seed);
  let y = Float64Array.from({ length: size }, (_, k) => x[k] ?? 0);
  const isWhole = Number.isInteger(Math.log2(size));
  const part = isWhole ? size : size / 3;
  for (let round = 0; round < 3; round++) {
    y = y.map((value) => (random.randint(0, 2) === 1 ? -value : value));
    if (!isWhole) {
      const sums = Float64Array.from(
        { length: part },
        (_, k) => y[k] + y[k + part] + y[k + 2 * part],
      );
      y = y.map((value, k) => value - (2 / 3) * sums[k % part]);
    }
    const before = y;
    y = y.map((_, k) => {
      const start = k - (k % part);
      let sum = 0;
      for (let j = 0; j < part; j++) sum += hadamard(k % part, j) * before[start + j];
      return sum / Math.sqrt(part);
    });
  }
  return y;
}

export function dotOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
