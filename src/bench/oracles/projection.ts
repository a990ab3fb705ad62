import { wordsFor } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';

/**
 * The projections of points on hyperplanes in float64, four hyperplanes at a time, as packed codes
 * of their signs: another order of work and of additions than the contenders'.
 */
export function projectionOracle(points: Matrix, hyperplanes: Matrix): Uint32Array {
  const { data: x, rows, cols } = points;
  const { data: w, rows: bits } = hyperplanes;
  const words = wordsFor(bits);
  const out = new Uint32Array(rows * words);
  for (let j = 0; j < bits; j += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((i) => Math.min(j + i, bits - 1) * cols);
    for (let row = 0; row < rows; row++) {
      const from = row * cols;
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let k = cols - 1; k >= 0; k--) {
        const value = x[from + k];
        s0 += value * w[a + k];
        s1 += value * w[b + k];
        s2 += value * w[c + k];
        s3 += value * w[d + k];
      }
      const nibble = +(s0 >= 0) | (+(s1 >= 0) << 1) | (+(s2 >= 0) << 2) | (+(s3 >= 0) << 3);
      const kept = nibble & (2 ** Math.min(4, bits - j) - 1);
      out[row * words + (j >>> 5)] |= kept << (j & 31);
    }
  }
  return out;
}

/** Bits of the codes that differ although their projection is outside float32 rounding. */
export function wrongBits(
  points: Matrix,
  hyperplanes: Matrix,
  expected: Uint32Array,
  found: Uint32Array,
): number {
  const words = wordsFor(hyperplanes.rows);
  let count = 0;
  for (let at = 0; at < expected.length; at++) {
    for (let rest = expected[at] ^ found[at]; rest !== 0; rest &= rest - 1) {
      const bit = (at % words) * 32 + 31 - Math.clz32(rest & -rest);
      const isPadding = bit >= hyperplanes.rows;
      const row = Math.floor(at / words);
      if (isPadding || !isNearZero(points.row(row), hyperplanes.row(bit))) count++;
    }
  }
  return count;
}

function isNearZero(x: Float32Array, w: Float32Array): boolean {
  let sum = 0;
  let scale = 0;
  for (let k = 0; k < x.length; k++) {
    sum += x[k] * w[k];
    scale += Math.abs(x[k] * w[k]);
  }
  return Math.abs(sum) <= scale * x.length * 2 ** -24;
}
