import { HashCodes, wordsFor } from '../core/hash-codes.ts';
import type { Matrix } from '../core/matrix.ts';
import { eachBatch, type MatrixRows } from '../core/matrix-rows.ts';
import type { Kernels } from '../kernels/api.ts';

/** Bits of rows x dimensions points as signs, rows x bits, -1 or +1: some rows at a time. */
export function bitSigns(
  kernels: Kernels,
  hyperplanes: Matrix,
  points: MatrixRows,
  offsets: Float32Array | null = null,
): Int8Array {
  const bits = hyperplanes.rows;
  const words = wordsFor(bits);
  const codes = new Uint32Array(points.rows * words);
  const projector = kernels.createProjector(hyperplanes, offsets);
  try {
    for (const { first, part } of eachBatch(points)) {
      projector.encode(part.data, part.rows, codes.subarray(first * words));
    }
  } finally {
    projector.dispose();
  }
  return new HashCodes(codes, points.rows, bits).toSigns();
}

/** The bits on which all rows of `signs` (rows x bits) agree. */
export function constantBits(signs: Int8Array, bits: number): number[] {
  const constant: number[] = [];
  for (let j = 0; j < bits; j++) {
    let at = j;
    while (at < signs.length && signs[at] === signs[j]) at += bits;
    if (at >= signs.length) constant.push(j);
  }
  return constant;
}
