import { METRICS, type Metric } from '../../api.ts';
import { rowsPerBatch } from '../../runtime/batches.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { RowBounds, RowSource } from '../api.ts';
import { roundQuery, spreadOf } from '../bounds.ts';
import type { ExactInstance } from '../exports.ts';

/** Values of a row are padded to whole vectors of 16 bytes. */
const WIDTH = 16;
/** Rows go through the kernel by fours. */
const TILE = 4;
/** The kernel reads so far ahead of the rows. */
const AHEAD = 4096;
/** Queries that go through the rows together. */
const BATCH = 64;
/** 32-bit fields of a query: see assembly/exact/bound.ts. */
const FIELDS = 12;
/** Behind every row. */
const NO_ROW = 2 ** 32 - 1;
/** Rows that a list has room for, whatever the share of all. */
const LEAST_ROOM = 256;
const MOST_ROOM_OF_BATCH = 16384;

/** Rows of 8 bits a value in linear memory, and three figures a row. */
export class WasmRowBounds extends ResidentBlocks implements RowBounds {
  readonly rows: number;
  readonly cols: number;
  readonly metric: Metric;
  readonly bytes: number;
  readonly #wasm: ExactInstance;
  /** Bytes of a row. */
  readonly #stride: number;
  readonly #rounded: number;
  readonly #scales: number;
  readonly #errors: number;
  readonly #norms: number;

  constructor(wasm: ExactInstance, points: RowSource, metric: Metric) {
    super(wasm.memory, 'row bounds');
    this.rows = points.rows;
    this.cols = points.cols;
    this.metric = metric;
    this.#wasm = wasm;
    this.#stride = Math.ceil(points.cols / WIDTH) * WIDTH;
    const padded = Math.ceil(points.rows / TILE) * TILE;
    const bytes = padded * this.#stride;
    this.bytes = bytes + 3 * padded * 4;
    this.#rounded = this.allocate(bytes + AHEAD + TILE * this.#stride);
    this.#scales = this.allocate(padded * 4);
    this.#errors = this.allocate(padded * 4);
    this.#norms = this.allocate(padded * 4);
    try {
      this.#round(points);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Rounds the rows, some at a time. */
  #round(points: RowSource): void {
    const { rows, cols } = points;
    const { kernels, memory } = this.#wasm;
    const stride = this.#stride;
    const batch = Math.min(rowsPerBatch(stride * 4), Math.max(1, rows));
    memory.withScratch((allocate) => {
      const input = allocate(batch * stride * 4);
      memory.f32(input, batch * stride).fill(0);
      for (let first = 0; first < rows; first += batch) {
        const count = Math.min(batch, rows - first);
        const values = points.slice(first, first + count).data;
        const given = memory.f32(input, count * stride);
        if (stride === cols) given.set(values);
        else {
          for (let i = 0; i < count; i++) {
            given.set(values.subarray(i * cols, (i + 1) * cols), i * stride);
          }
        }
        kernels.quantiseRows(
          input,
          count,
          stride,
          METRICS.indexOf(this.metric),
          spreadOf(cols),
          this.#rounded + first * stride,
          this.#scales + first * 4,
          this.#errors + first * 4,
          this.#norms + first * 4,
        );
      }
    });
  }

  candidates(
    queries: Float32Array,
    queryCount: number,
    ids: Uint32Array | null,
    count: number,
    k: number,
  ): (Uint32Array | null)[] {
    this.checkAlive();
    const found: (Uint32Array | null)[] = [];
    for (let first = 0; first < queryCount; first += BATCH) {
      const end = Math.min(queryCount, first + BATCH);
      const some = queries.subarray(first * this.cols, end * this.cols);
      found.push(...this.#listRows(some, end - first, ids, count, Math.min(k, count)));
    }
    return found;
  }

  #listRows(
    queries: Float32Array,
    queryCount: number,
    ids: Uint32Array | null,
    count: number,
    k: number,
  ): (Uint32Array | null)[] {
    const found = new Array<Uint32Array | null>(queryCount).fill(null);
    const share = Math.max(LEAST_ROOM, count >>> 2);
    const room = Math.min(count, queryCount > 1 ? Math.min(share, MOST_ROOM_OF_BATCH) : share);
    if (k === 0 || k > room >>> 1) return found;
    const { kernels, memory } = this.#wasm;
    memory.withScratch((allocate) => {
      const records = allocate(queryCount * FIELDS * 4);
      const idList = ids ? allocate(count * 4) : 0;
      const values = allocate(queryCount * this.#stride * 2);
      const heaps = allocate(queryCount * k * 8);
      const lists = allocate(queryCount * room * 8);
      if (ids) memory.u32(idList, count).set(ids.subarray(0, count));
      const asked: number[] = [];
      for (let q = 0; q < queryCount; q++) {
        const query = queries.subarray(q * this.cols, (q + 1) * this.cols);
        const at = asked.length;
        const own = values + at * this.#stride * 2;
        const factors = roundQuery(query, this.metric, memory.i16(own, this.#stride));
        if (!factors) continue;
        const heap = heaps + at * k * 8;
        memory.f32(heap, k).fill(Number.NaN);
        memory.u32(heap + k * 4, k).fill(NO_ROW);
        const record = records + at * FIELDS * 4;
        memory.f32(record, FIELDS).set([...factors, 0, 0, 0, 0, 0, Number.NaN]);
        memory.u32(record + 24, 5).set([own, heap, lists + at * room * 8, 0, room]);
        asked.push(q);
      }
      kernels.boundRows(
        this.#rounded,
        this.#scales,
        this.#errors,
        this.#norms,
        this.#stride,
        idList,
        count,
        records,
        asked.length,
        k,
        !ids || 4 * count > this.rows,
      );
      for (const [at, q] of asked.entries()) {
        const [list, listed] = memory.u32(records + at * FIELDS * 4 + 32, 2);
        if (listed !== NO_ROW) found[q] = rowsOf(memory.u32(list, listed * 2));
      }
    });
    return found;
  }
}

/** The rows of a list of rows and bounds. */
function rowsOf(entries: Uint32Array): Uint32Array {
  const rows = new Uint32Array(entries.length / 2);
  for (let i = 0; i < rows.length; i++) rows[i] = entries[2 * i];
  return rows;
}
