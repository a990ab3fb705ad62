import { selectNearest } from '../../../core/select-nearest.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import {
  CODES_PER_BLOCK,
  type CodeLists,
  type CodeRows,
  type EstimatedRows,
  type QuantiserModel,
  type Visits,
} from '../api.ts';
import type { QuantisedInstance } from '../exports.ts';
import { type ListPlan, nibblesOf, planLists, rotatedDimensions } from '../layout.ts';

/** Rows that pass through scratch memory at a time. */
const BATCH_ROWS = 2 ** 13;
/** Bytes of the fields of a list and of a query: see assembly/quantised/scan.ts and query.ts. */
const LIST_BYTES = 16;
const QUERY_BYTES = 32;
const VISIT_BYTES = 8;
/** Behind every row. */
const NO_ROW = 2 ** 32 - 1;

/** Rotates a query and makes its tables. */
type PrepareQuery = (point: number, scratch: number, query: number) => void;

/** Codes in blocks in linear memory, a list a centre. */
export class WasmLists extends ResidentBlocks implements CodeLists {
  readonly count: number;
  bytes = 0;
  readonly #wasm: QuantisedInstance;
  readonly #model: QuantiserModel;
  readonly #prepare: PrepareQuery;
  readonly #clusters: Uint16Array;
  readonly #plan: Omit<ListPlan, 'places'>;
  readonly #nibbles: number;
  readonly #blocks: number;
  readonly #lists: number;
  /** The row at each place; 0 where they are equal. */
  readonly #rows: number;

  constructor(
    wasm: QuantisedInstance,
    model: QuantiserModel,
    prepare: PrepareQuery,
    codes: CodeRows,
  ) {
    super(wasm.memory, 'list of codes');
    this.count = codes.factors.length / 2;
    this.#wasm = wasm;
    this.#model = model;
    this.#prepare = prepare;
    this.#clusters = codes.clusters.slice();
    this.#nibbles = nibblesOf(model);
    const { starts, counts, places } = planLists(this.count, codes, model.centres.rows);
    this.#plan = { starts, counts };
    const room = starts[counts.length];
    this.#blocks = this.#keep((room / CODES_PER_BLOCK) * this.#blockBytes);
    this.#rows = places ? this.#keep(room * 4) : 0;
    this.#lists = this.#keep(counts.length * LIST_BYTES);
    this.bytes += this.#clusters.byteLength;
    this.#describeLists();
    this.#store(codes, places);
  }

  get #blockBytes(): number {
    return this.#nibbles * 16 + CODES_PER_BLOCK * 8;
  }

  nearest(
    query: Float32Array,
    visits: Visits,
    k: number,
    excluded: Uint8Array | null,
  ): EstimatedRows {
    const { kernels, memory } = this.#wasm;
    const size = Math.min(k, this.count);
    return this.#search(query, 1, size, excluded, ([found], queryAt, excludedAt, allocate) => {
      const { lists, own } = visits;
      const visitsAt = allocate(lists.length * VISIT_BYTES);
      const listsOf = memory.u32(visitsAt, lists.length * 2);
      const ownOf = memory.f32(visitsAt, lists.length * 2);
      for (let v = 0; v < lists.length; v++) {
        listsOf[2 * v] = lists[v];
        ownOf[2 * v + 1] = own[v];
      }
      kernels.visitLists(
        this.#lists,
        visitsAt,
        lists.length,
        this.#nibbles,
        this.#model.bitsPerDimension,
        excludedAt,
        queryAt,
        size,
      );
      return found();
    });
  }

  nearestBatch(
    queries: Float32Array,
    count: number,
    own: Float32Array,
    k: number,
    excluded: Uint8Array | null,
  ): EstimatedRows[] {
    if (count === 0) return [];
    const { kernels, memory } = this.#wasm;
    const size = Math.min(k, this.count);
    return this.#search(queries, count, size, excluded, (founds, queryAt, excludedAt) => {
      for (let q = 0; q < count; q++) memory.f32(queryAt + q * QUERY_BYTES, 3)[2] = own[q];
      kernels.scanList(
        this.#lists,
        this.#nibbles,
        this.#model.bitsPerDimension,
        excludedAt,
        queryAt,
        count,
        size,
      );
      return founds.map((found) => found());
    });
  }

  read(): CodeRows {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const codeBytes = this.#nibbles / 2;
    const codes = new Uint8Array(this.count * codeBytes);
    const factors = new Float32Array(this.count * 2);
    const rows = { codes, factors, clusters: this.#clusters.slice() };
    const { places } = planLists(this.count, rows, this.#plan.counts.length);
    this.#inBatches(places, (first, n, codesAt, factorsAt, placesAt) => {
      kernels.readCodes(this.#blocks, this.#nibbles, n, placesAt, first, codesAt, factorsAt);
      codes.set(memory.u8(codesAt, n * codeBytes), first * codeBytes);
      factors.set(memory.f32(factorsAt, n * 2), first * 2);
    });
    return rows;
  }

  /** Prepares queries and their heaps, runs `scan`, and reads what the heaps hold. */
  #search<T>(
    queries: Float32Array,
    count: number,
    size: number,
    excluded: Uint8Array | null,
    scan: (
      founds: (() => EstimatedRows)[],
      queryAt: number,
      excludedAt: number,
      allocate: (bytes: number) => number,
    ) => T,
  ): T {
    this.checkAlive();
    const { memory } = this.#wasm;
    const { dimensions, bitsPerDimension } = this.#model;
    return memory.withScratch((allocate) => {
      const point = allocate(dimensions * 4);
      const scratch = allocate(rotatedDimensions(dimensions, bitsPerDimension) * 4);
      const queryAt = allocate(count * QUERY_BYTES);
      const tables = allocate(count * this.#nibbles * 16);
      const heaps = allocate(count * size * 8);
      const excludedAt = excluded ? allocate(excluded.length) : 0;
      if (excluded) memory.u8(excludedAt, excluded.length).set(excluded);
      memory.f32(heaps, count * size * 2).fill(Number.NaN);
      const founds = Array.from({ length: count }, (_, q) => {
        const at = queryAt + q * QUERY_BYTES;
        const heap = heaps + q * size * 8;
        memory.u32(heap + size * 4, size).fill(NO_ROW);
        memory.u32(at, 6).set([0, 0, 0, 0, tables + q * this.#nibbles * 16, heap]);
        memory.f32(at, 4)[3] = size > 0 ? Number.NaN : Number.NEGATIVE_INFINITY;
        memory.f32(point, dimensions).set(queries.subarray(q * dimensions, (q + 1) * dimensions));
        this.#prepare(point, scratch, at);
        return () => this.#found(heap, size, -memory.f32(at, 1)[0]);
      });
      return scan(founds, queryAt, excludedAt, allocate);
    });
  }

  /** What a heap holds, sorted. */
  #found(heap: number, size: number, step: number): EstimatedRows {
    const { memory } = this.#wasm;
    const rows = memory.u32(heap + size * 4, size).slice();
    const distances = memory.f32(heap, size).slice();
    selectNearest(distances, rows, size, size, rows, distances);
    let found = size;
    while (found > 0 && rows[found - 1] === NO_ROW) found--;
    const own = rows.subarray(0, found);
    const factors = Float32Array.from(own, (row) => this.#factorOf(row));
    return { rows: own, distances: distances.subarray(0, found), factors, step };
  }

  #factorOf(row: number): number {
    const place = this.#placeOf(row);
    const block = Math.floor(place / CODES_PER_BLOCK);
    const at = this.#blocks + block * this.#blockBytes + this.#nibbles * 16;
    return this.#wasm.memory.f32(at, CODES_PER_BLOCK)[place % CODES_PER_BLOCK];
  }

  #placeOf(row: number): number {
    if (this.#rows === 0) return row;
    const list = this.#clusters[row];
    const { words } = this.#wasm.memory;
    const rows = this.#rows >>> 2;
    let low = this.#plan.starts[list];
    for (let high = low + this.#plan.counts[list]; high - low > 1; ) {
      const middle = (low + high) >>> 1;
      if (words[rows + middle] > row) high = middle;
      else low = middle;
    }
    return low;
  }

  #keep(bytes: number): number {
    this.bytes += bytes;
    return this.allocate(bytes);
  }

  #describeLists(): void {
    const { starts, counts } = this.#plan;
    const fields = this.#wasm.memory.u32(this.#lists, counts.length * 4);
    for (let list = 0; list < counts.length; list++) {
      fields[4 * list] = this.#blocks + (starts[list] / CODES_PER_BLOCK) * this.#blockBytes;
      fields[4 * list + 1] = counts[list];
      fields[4 * list + 2] = this.#rows === 0 ? 0 : this.#rows + starts[list] * 4;
    }
  }

  #store({ codes, factors }: CodeRows, places: Uint32Array | null): void {
    const { kernels, memory } = this.#wasm;
    const codeBytes = this.#nibbles / 2;
    const room = this.#plan.starts[this.#plan.counts.length];
    memory.u8(this.#blocks, (room / CODES_PER_BLOCK) * this.#blockBytes).fill(0);
    if (places) {
      const rows = memory.u32(this.#rows, room);
      for (let row = 0; row < this.count; row++) rows[places[row]] = row;
    }
    this.#inBatches(places, (first, n, codesAt, factorsAt, placesAt) => {
      memory
        .u8(codesAt, n * codeBytes)
        .set(codes.subarray(first * codeBytes, (first + n) * codeBytes));
      memory.f32(factorsAt, n * 2).set(factors.subarray(first * 2, (first + n) * 2));
      kernels.storeCodes(codesAt, factorsAt, n, placesAt, first, this.#nibbles, this.#blocks);
    });
  }

  #inBatches(
    places: Uint32Array | null,
    use: (first: number, n: number, codes: number, factors: number, places: number) => void,
  ): void {
    const { memory } = this.#wasm;
    const batch = Math.min(BATCH_ROWS, this.count);
    memory.withScratch((allocate) => {
      const codes = allocate((batch * this.#nibbles) / 2);
      const factors = allocate(batch * 8);
      const placesAt = places ? allocate(batch * 4) : 0;
      for (let first = 0; first < this.count; first += batch) {
        const n = Math.min(batch, this.count - first);
        if (places) memory.u32(placesAt, n).set(places.subarray(first, first + n));
        use(first, n, codes, factors, placesAt);
      }
    });
  }
}
