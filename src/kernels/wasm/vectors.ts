import type { Matrix } from '../../core/matrix.ts';
import { selectNearest } from '../../core/select-nearest.ts';
import { METRICS, type Metric, type Vectors } from '../api.ts';
import type { WasmInstance } from './instantiate.ts';
import { ResidentBlocks } from './resident.ts';

/** Queries that pass through the vectors together: more would save little reading. */
const BATCH_QUERIES = 32;

/** Vectors in linear memory, rows padded with zeros to a multiple of 8 floats, and their norms. */
export class WasmVectors extends ResidentBlocks implements Vectors {
  readonly rows: number;
  readonly cols: number;
  readonly #wasm: WasmInstance;
  readonly #stride: number;
  readonly #vectors: number;
  readonly #norms: number;

  constructor(wasm: WasmInstance, points: Matrix) {
    super(wasm.memory, 'vector store');
    const { rows, cols, data } = points;
    this.rows = rows;
    this.cols = cols;
    this.#wasm = wasm;
    this.#stride = Math.ceil(cols / 8) * 8;
    this.#vectors = this.allocate(rows * this.#stride * 4);
    this.#norms = this.allocate(rows * 4);
    const stored = wasm.memory.f32(this.#vectors, rows * this.#stride);
    if (this.#stride === cols) {
      stored.set(data);
    } else {
      stored.fill(0);
      for (let i = 0; i < rows; i++) {
        stored.set(data.subarray(i * cols, (i + 1) * cols), i * this.#stride);
      }
    }
    wasm.kernels.norms(this.#vectors, rows, this.#stride, this.#norms);
  }

  distances(
    query: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    out: Float32Array,
  ): void {
    this.#withDistances(query, metric, ids, count, (results) => out.set(results));
  }

  nearest(
    query: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    k: number,
    outIds: Uint32Array,
    outDistances: Float32Array,
  ): number {
    return this.#withDistances(query, metric, ids, count, (results) =>
      selectNearest(results, ids, count, k, outIds, outDistances),
    );
  }

  nearestBatch(
    queries: Float32Array,
    queryCount: number,
    metric: Metric,
    k: number,
    outIds: Uint32Array,
    outDistances: Float32Array,
  ): number {
    this.checkAlive();
    const size = Math.min(k, this.rows);
    const { kernels, memory } = this.#wasm;
    const { cols } = this;
    const stride = this.#stride;
    const batch = Math.min(queryCount, BATCH_QUERIES);
    memory.withScratch((allocate) => {
      const input = allocate(batch * stride * 4);
      const norms = allocate(batch * 4);
      const results = allocate(batch * this.rows * 4);
      for (let first = 0; first < queryCount; first += batch) {
        const n = Math.min(batch, queryCount - first);
        const padded = memory.f32(input, n * stride).fill(0);
        for (let q = 0; q < n; q++) {
          const from = (first + q) * cols;
          padded.set(queries.subarray(from, from + cols), q * stride);
        }
        kernels.norms(input, n, stride, norms);
        kernels.distancesBatch(
          input,
          norms,
          n,
          METRICS.indexOf(metric),
          this.#vectors,
          this.#norms,
          stride,
          0,
          this.rows,
          results,
          this.rows,
        );
        for (let q = 0; q < n; q++) {
          const distances = memory.f32(results + q * this.rows * 4, this.rows);
          const at = (first + q) * size;
          const ids = outIds.subarray(at, at + size);
          selectNearest(distances, null, this.rows, k, ids, outDistances.subarray(at, at + size));
        }
      }
    });
    return size;
  }

  /** Computes distances in scratch memory and hands `use` a view that is gone when it returns. */
  #withDistances<T>(
    query: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    use: (results: Float32Array) => T,
  ): T {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    return memory.withScratch((allocate) => {
      const input = allocate(this.#stride * 4);
      const norm = allocate(4);
      const idList = ids ? allocate(count * 4) : 0;
      const results = allocate(count * 4);
      const padded = memory.f32(input, this.#stride);
      padded.fill(0);
      padded.set(query);
      if (ids) memory.u32(idList, count).set(ids.subarray(0, count));
      kernels.norms(input, 1, this.#stride, norm);
      kernels.distances(
        input,
        memory.f32(norm, 1)[0],
        METRICS.indexOf(metric),
        this.#vectors,
        this.#norms,
        this.#stride,
        idList,
        count,
        results,
      );
      return use(memory.f32(results, count));
    });
  }
}
