import { rowsPerBatch } from '../../runtime/batches.ts';
import type { BaseInstance } from '../exports.ts';

type Step = (input: number, rows: number, output: number) => void;

/** Passes points through scratch in batches; each batch is copied back to `out` if it is given. */
function inBatches(
  wasm: BaseInstance,
  points: Float32Array,
  rows: number,
  cols: number,
  out: Float32Array | null,
  step: Step,
): void {
  const { memory } = wasm;
  const batch = Math.min(rows, rowsPerBatch(cols * 8));
  memory.withScratch((allocate) => {
    const input = allocate(batch * cols * 4);
    for (let first = 0; first < rows; first += batch) {
      const n = Math.min(batch, rows - first);
      const from = first * cols;
      memory.f32(input, n * cols).set(points.subarray(from, from + n * cols));
      step(input, n, input);
      out?.set(memory.f32(input, n * cols), from);
    }
  });
}

export function normaliseRows(
  wasm: BaseInstance,
  points: Float32Array,
  rows: number,
  cols: number,
  out: Float32Array,
): void {
  inBatches(wasm, points, rows, cols, out, (input, n, output) =>
    wasm.kernels.normaliseRows(input, n, cols, output),
  );
}

export function addColumnSums(
  wasm: BaseInstance,
  points: Float32Array,
  rows: number,
  cols: number,
  sums: Float64Array,
): void {
  wasm.memory.withScratch((allocate) => {
    const pointer = allocate(cols * 8);
    wasm.memory.f64(pointer, cols).set(sums);
    inBatches(wasm, points, rows, cols, null, (input, n) =>
      wasm.kernels.addColumnSums(input, n, cols, pointer),
    );
    sums.set(wasm.memory.f64(pointer, cols));
  });
}

export function subtractRow(
  wasm: BaseInstance,
  points: Float32Array,
  rows: number,
  cols: number,
  offset: Float32Array,
  out: Float32Array,
): void {
  wasm.memory.withScratch((allocate) => {
    const pointer = allocate(cols * 4);
    wasm.memory.f32(pointer, cols).set(offset);
    inBatches(wasm, points, rows, cols, out, (input, n, output) =>
      wasm.kernels.subtractRow(input, n, cols, pointer, output),
    );
  });
}
