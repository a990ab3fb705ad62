import type { Matrix } from '../../../core/matrix.ts';
import { selectNearest } from '../../../core/select-nearest.ts';
import { METRICS, type Metric, type Vectors } from '../../api.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { BaseInstance } from '../exports.ts';
import {
  mendDistances,
  rankTiny,
  rankTinyOfBatch,
  scaleBack,
  upscaling,
} from '../tiny-distances.ts';
import { batchQueries, NearestBatch } from './nearest-batch.ts';

/** A scan reads so far ahead of the rows. */
const AHEAD = 4096;
/** Bytes of a line of the cache: rows that begin elsewhere touch one line more each. */
const LINE = 64;

/** Vectors in linear memory, rows padded with zeros to a multiple of 8 floats, and their norms. */
export class WasmVectors extends ResidentBlocks implements Vectors {
  readonly rows: number;
  readonly cols: number;
  readonly bytes: number;
  readonly #wasm: BaseInstance;
  readonly #stride: number;
  readonly #vectors: number;
  readonly #norms: number;

  constructor(wasm: BaseInstance, points: Matrix) {
    super(wasm.memory, 'vector store');
    const { rows, cols, data } = points;
    this.rows = rows;
    this.cols = cols;
    this.#wasm = wasm;
    this.#stride = Math.ceil(cols / 8) * 8;
    this.bytes = rows * (this.#stride + 1) * 4;
    const block = this.allocate(rows * this.#stride * 4 + AHEAD + LINE);
    this.#vectors = Math.ceil(block / LINE) * LINE;
    this.#norms = this.allocate(rows * 4);
    this.#copyRows(data, 0, rows, this.#vectors);
    wasm.kernels.norms(this.#vectors, rows, this.#stride, this.#norms);
  }

  /** Copies rows `first` up to `first + count` of `data` to linear memory, padded with zeros. */
  #copyRows(data: Float32Array, first: number, count: number, to: number): void {
    const { cols } = this;
    const stride = this.#stride;
    const stored = this.#wasm.memory.f32(to, count * stride);
    if (stride === cols) {
      stored.set(data.subarray(first * cols, (first + count) * cols));
      return;
    }
    stored.fill(0);
    for (let i = 0; i < count; i++) {
      stored.set(data.subarray((first + i) * cols, (first + i + 1) * cols), i * stride);
    }
  }

  read(rows: ArrayLike<number> | null, out: Float32Array): void {
    this.checkAlive();
    const count = rows ? rows.length : this.rows;
    for (let i = 0; i < count; i++) out.set(this.#row(rows ? rows[i] : i), i * this.cols);
  }

  distances(
    query: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    out: Float32Array,
  ): void {
    this.#withDistances(query, metric, ids, count, (results, up) => {
      out.set(results);
      const own = out.subarray(0, count);
      if (metric === 'dot') scaleBack(own, up);
      if (metric === 'euclidean') mendDistances(this.#mended(query), ids, own);
    });
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
    return this.#withDistances(query, metric, ids, count, (results, up) => {
      const size = selectNearest(results, ids, count, k, outIds, outDistances);
      if (metric === 'dot') scaleBack(outDistances.subarray(0, size), up);
      if (metric === 'euclidean') {
        rankTiny(this.#mended(query), ids, results, size, outIds, outDistances);
      }
      return size;
    });
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
    if (size === 0) return 0;
    const store = {
      rows: this.rows,
      stride: this.#stride,
      vectors: this.#vectors,
      norms: this.#norms,
    };
    const batch = batchQueries(queryCount, store.stride);
    const ups: number[] = [];
    this.#wasm.memory.withScratch((allocate) => {
      const search = new NearestBatch(this.#wasm, store, batch, size, allocate);
      for (let first = 0; first < queryCount; first += batch) {
        const count = Math.min(batch, queryCount - first);
        this.#copyRows(queries, first, count, search.input);
        for (let q = 0; q < count; q++) {
          const query = this.#wasm.memory.f32(search.input + q * store.stride * 4, this.cols);
          const up = upscaling(query, metric);
          scaleBack(query, 1 / up);
          ups.push(up);
        }
        const own = [first * size, (first + count) * size] as const;
        const metricNumber = METRICS.indexOf(metric);
        search.run(metricNumber, count, outIds.subarray(...own), outDistances.subarray(...own));
      }
    });
    for (let q = 0; q < queryCount; q++) {
      const ids = outIds.subarray(q * size, (q + 1) * size);
      const distances = outDistances.subarray(q * size, (q + 1) * size);
      if (metric === 'dot') scaleBack(distances, ups[q]);
      if (metric !== 'euclidean') continue;
      const query = queries.subarray(q * this.cols, (q + 1) * this.cols);
      if (rankTinyOfBatch(this.#mended(query), size === this.rows, ids, distances)) continue;
      this.nearest(query, metric, null, this.rows, size, ids, distances);
    }
    return size;
  }

  #mended(query: Float32Array) {
    return { query, rowOf: (row: number) => this.#row(row) };
  }

  #row(row: number): Float32Array {
    return this.#wasm.memory.f32(this.#vectors + row * this.#stride * 4, this.cols);
  }

  /**
   * Computes distances in scratch memory, of the query times a power of two for products, and hands
   * `use` a view that is gone when it returns.
   */
  #withDistances<T>(
    query: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    use: (results: Float32Array, up: number) => T,
  ): T {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    return memory.withScratch((allocate) => {
      const input = allocate(this.#stride * 4);
      const norm = allocate(4);
      const idList = ids ? allocate(count * 4) : 0;
      const results = allocate(count * 4);
      const padded = memory.f32(input, this.#stride);
      padded.fill(0, this.cols);
      padded.set(query);
      const up = upscaling(query, metric);
      if (up !== 1) scaleBack(padded, 1 / up);
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
      return use(memory.f32(results, count), up);
    });
  }
}
