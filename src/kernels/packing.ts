import type { Matrix } from '../core/matrix.ts';

/** Hyperplanes side by side in one block of the packed layout. */
export const BLOCK = 8;

/** Length of `packHyperplanes(hyperplanes)`. */
export function packedLength(bits: number, dimensions: number): number {
  return Math.ceil(bits / BLOCK) * BLOCK * dimensions;
}

/**
 * Writes hyperplanes (bits x dimensions) to `out` as [block][k][8], the last block padded with
 * zero hyperplanes: value k of hyperplane j is out[((j >> 3) * dimensions + k) * 8 + (j & 7)].
 */
export function packHyperplanes(hyperplanes: Matrix, out: Float32Array | Float64Array): void {
  const { data, rows: bits, cols: dimensions } = hyperplanes;
  out.fill(0);
  for (let j = 0; j < bits; j++) {
    const base = (j >> 3) * dimensions * BLOCK + (j & 7);
    for (let k = 0; k < dimensions; k++) out[base + k * BLOCK] = data[j * dimensions + k];
  }
}
