import type { FeatureInstance } from '../exports.ts';

/** Columns that the kernel factorises together. */
const BLOCK = 32;

export function factorise(
  wasm: FeatureInstance,
  matrix: Float64Array,
  rows: number,
  size: number,
): number {
  const { kernels, memory } = wasm;
  const stride = Math.ceil(size / 4) * 4;
  const paddedRows = Math.ceil(rows / 4) * 4;
  return memory.withScratch((allocate) => {
    const input = allocate(paddedRows * stride * 8);
    const scratch = allocate(BLOCK * stride * 8);
    const stored = memory.f64(input, paddedRows * stride);
    stored.fill(0);
    for (let i = 0; i < rows; i++) {
      const end = Math.min(i + 1, size);
      stored.set(matrix.subarray(i * size, i * size + end), i * stride);
    }
    const pivot = kernels.factorise(input, rows, size, stride, scratch);
    if (pivot < size) return pivot;
    for (let i = 0; i < rows; i++) {
      const end = Math.min(i + 1, size);
      matrix.set(stored.subarray(i * stride, i * stride + end), i * size);
    }
    return size;
  });
}
