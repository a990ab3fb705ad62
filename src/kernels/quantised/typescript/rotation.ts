// The rotation of assembly/quantised/rotation.ts: the same sums and differences, in float32.
import { ROUNDS } from '../layout.ts';

const TWO_THIRDS = Math.fround(2 / 3);

/** Rotates `y` in place; it comes out `rotationScale` times as long. */
export function rotate(y: Float32Array, signs: Uint32Array): void {
  const count = y.length;
  const isWhole = (count & (count - 1)) === 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (let k = 0; k < count; k++) if (signs[round * count + k] !== 0) y[k] = -y[k];
    if (isWhole) {
      transform(y, 0, count);
    } else {
      const third = count / 3;
      mixThirds(y, third);
      for (let start = 0; start < count; start += third) transform(y, start, third);
    }
  }
}

function mixThirds(y: Float32Array, third: number): void {
  for (let k = 0; k < third; k++) {
    const [a, b, c] = [y[k], y[k + third], y[k + 2 * third]];
    const sum = Math.fround(Math.fround(Math.fround(a + b) + c) * TWO_THIRDS);
    y[k] = a - sum;
    y[k + third] = b - sum;
    y[k + 2 * third] = c - sum;
  }
}

function transform(y: Float32Array, from: number, count: number): void {
  const end = from + count;
  for (let half = count >>> 1; half > 0; half >>>= 1) {
    for (let start = from; start < end; start += 2 * half) {
      for (let at = start; at < start + half; at++) {
        const a = y[at];
        const b = y[at + half];
        y[at] = a + b;
        y[at + half] = a - b;
      }
    }
  }
}
