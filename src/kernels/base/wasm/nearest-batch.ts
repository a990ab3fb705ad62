import { selectNearest } from '../../../core/select-nearest.ts';
import type { BaseInstance } from '../exports.ts';

// Queries of a batch: with the rows that go through them they fit the L2 cache.
const BATCH_BYTES = 512 * 1024;
/** Behind every row. */
const NO_ROW = 2 ** 32 - 1;

/** Vectors that lie in linear memory. */
export interface StoredVectors {
  readonly rows: number;
  /** Floats of a row, a multiple of 8. */
  readonly stride: number;
  /** Where the vectors lie, and where their norms. */
  readonly vectors: number;
  readonly norms: number;
}

/** Queries that go through the rows at a time: a multiple of 8, which the kernel takes at once. */
export function batchQueries(queryCount: number, stride: number): number {
  const fitting = Math.max(1, Math.floor(BATCH_BYTES / (stride * 4) / 8)) * 8;
  return Math.min(fitting, Math.ceil(queryCount / 8) * 8);
}

/** Scratch memory for batches of queries, and the search for one batch after another. */
export class NearestBatch {
  /** Where the caller puts the queries of a batch, `stride` floats each. */
  readonly input: number;
  readonly #wasm: BaseInstance;
  readonly #store: StoredVectors;
  readonly #size: number;
  readonly #packed: number;
  readonly #norms: number;
  readonly #heaps: number;
  readonly #worst: number;

  /** @param size - rows to find for each query, no more than there are. */
  constructor(
    wasm: BaseInstance,
    store: StoredVectors,
    batch: number,
    size: number,
    allocate: (bytes: number) => number,
  ) {
    this.#wasm = wasm;
    this.#store = store;
    this.#size = size;
    this.input = allocate(batch * store.stride * 4);
    this.#packed = allocate(batch * store.stride * 4);
    this.#norms = allocate(batch * 4);
    this.#heaps = allocate(batch * size * 8);
    this.#worst = allocate(batch * 4);
  }

  /** Finds the nearest rows of the `count` queries at `input`. */
  run(metric: number, count: number, outIds: Uint32Array, outDistances: Float32Array): void {
    const { kernels, memory } = this.#wasm;
    const { rows, stride, vectors, norms } = this.#store;
    const size = this.#size;
    kernels.norms(this.input, count, stride, this.#norms);
    kernels.packQueries(this.input, count, stride, this.#packed);
    for (let q = 0; q < count; q++) {
      this.#distances(q).fill(Number.NaN);
      this.#rows(q).fill(NO_ROW);
    }
    memory.f32(this.#worst, count).fill(Number.NaN);
    kernels.nearestBatch(
      this.#packed,
      this.#norms,
      count,
      metric,
      vectors,
      norms,
      rows,
      stride,
      size,
      this.#heaps,
      this.#worst,
    );
    for (let q = 0; q < count; q++) {
      const ids = outIds.subarray(q * size, (q + 1) * size);
      const distances = outDistances.subarray(q * size, (q + 1) * size);
      selectNearest(this.#distances(q), this.#rows(q), size, size, ids, distances);
    }
  }

  /** Distances in the heap of query `q`. */
  #distances(q: number): Float32Array {
    return this.#wasm.memory.f32(this.#heaps + q * this.#size * 8, this.#size);
  }

  /** Rows in the heap of query `q`. */
  #rows(q: number): Uint32Array {
    return this.#wasm.memory.u32(this.#heaps + (2 * q + 1) * this.#size * 4, this.#size);
  }
}
