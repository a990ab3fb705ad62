import type { Matrix } from '../../core/matrix.ts';

/** Hyperplanes side by side in one block of the packed layout. */
export const BLOCK = 8;

/** Length of `packHyperplanes(hyperplanes, ...)`. */
export function packedLength(bits: number, dimensions: number): number {
  return Math.ceil(bits / BLOCK) * BLOCK * (dimensions + 1);
}

/**
 * Writes hyperplanes (bits x dimensions) and their offsets to `out` as [block][1 + dimensions][8],
 * the last block padded with zero hyperplanes: with at = (j >> 3) * (1 + dimensions) * 8 + (j & 7),
 * the offset of hyperplane j is out[at] and its value k is out[at + (1 + k) * 8].
 */
export function packHyperplanes(
  hyperplanes: Matrix,
  offsets: Float32Array | null,
  out: Float32Array,
): void {
  const { data, rows: bits, cols: dimensions } = hyperplanes;
  out.fill(0);
  for (let j = 0; j < bits; j++) {
    const base = (j >> 3) * (dimensions + 1) * BLOCK + (j & 7);
    // Adding +0 turns -0 into +0: sums start there without an offset too.
    out[base] = offsets ? offsets[j] + 0 : 0;
    for (let k = 0; k < dimensions; k++) out[base + (k + 1) * BLOCK] = data[j * dimensions + k];
  }
}
