import { wordsFor } from '../../../core/hash-codes.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { Preparation, Projector } from '../../api.ts';
import { rowsPerBatch } from '../../runtime/batches.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { BaseInstance } from '../exports.ts';
import { BLOCK, packedLength, packHyperplanes } from '../packing.ts';
import { copyPrepared, type StoredPreparation, storePreparation } from './preparation.ts';

/** Packed hyperplanes in linear memory; points pass through scratch in batches. */
export class WasmProjector extends ResidentBlocks implements Projector {
  readonly #wasm: BaseInstance;
  readonly #bits: number;
  readonly #dimensions: number;
  readonly #packed: number;
  readonly #preparation: StoredPreparation | null;

  constructor(
    wasm: BaseInstance,
    hyperplanes: Matrix,
    offsets: Float32Array | null,
    preparation: Preparation | null,
  ) {
    super(wasm.memory, 'projector');
    this.#wasm = wasm;
    this.#bits = hyperplanes.rows;
    this.#dimensions = hyperplanes.cols;
    const length = packedLength(this.#bits, this.#dimensions);
    this.#packed = this.allocate(length * 4);
    this.#preparation = storePreparation(wasm, preparation, (bytes) => this.allocate(bytes));
    packHyperplanes(hyperplanes, offsets, wasm.memory.f32(this.#packed, length));
  }

  encode(points: Float32Array, rows: number, out: Uint32Array): boolean {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const dimensions = this.#dimensions;
    const words = wordsFor(this.#bits);
    const batch = Math.min(rows, rowsPerBatch(dimensions * 4 + words * 4));
    return memory.withScratch((allocate) => {
      let areFinite = true;
      const input = allocate(batch * dimensions * 4);
      const codes = allocate(batch * words * 4);
      for (let first = 0; first < rows; first += batch) {
        const n = Math.min(batch, rows - first);
        const from = first * dimensions;
        const part = points.subarray(from, from + n * dimensions);
        areFinite =
          copyPrepared(this.#wasm, part, dimensions, this.#preparation, input) && areFinite;
        kernels.encode(input, n, dimensions, this.#packed, this.#bits, codes, words * 4);
        out.set(memory.u32(codes, n * words), first * words);
      }
      return areFinite;
    });
  }

  project(points: Float32Array, rows: number, out: Float32Array): boolean {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const dimensions = this.#dimensions;
    const bits = this.#bits;
    const stride = Math.ceil(bits / BLOCK) * BLOCK;
    const batch = Math.min(rows, rowsPerBatch((dimensions + stride) * 4));
    return memory.withScratch((allocate) => {
      let areFinite = true;
      const input = allocate(batch * dimensions * 4);
      const projections = allocate(batch * stride * 4);
      for (let first = 0; first < rows; first += batch) {
        const n = Math.min(batch, rows - first);
        const from = first * dimensions;
        const part = points.subarray(from, from + n * dimensions);
        areFinite =
          copyPrepared(this.#wasm, part, dimensions, this.#preparation, input) && areFinite;
        kernels.project(input, n, dimensions, this.#packed, bits, projections);
        const values = memory.f32(projections, n * stride);
        if (stride === bits) out.set(values, first * bits);
        else copyColumns(values, stride, out.subarray(first * bits, (first + n) * bits), bits);
      }
      return areFinite;
    });
  }
}

/** The first `cols` columns of rows that are `stride` apart. */
export function copyColumns(
  from: Float32Array,
  stride: number,
  to: Float32Array,
  cols: number,
): void {
  for (let at = 0, out = 0; out < to.length; at += stride, out += cols) {
    to.set(from.subarray(at, at + cols), out);
  }
}
