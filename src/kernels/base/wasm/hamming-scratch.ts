import type { BaseInstance } from '../exports.ts';

/** Allocates scratch until the call ends. */
export type Allocate = (bytes: number) => number;

/** Scratch for the queries of one call; some of it per query, hence the groups. */
const GROUP_BYTES = 2 ** 22;
const GROUP_QUERIES = 64;

/** How many queries to scan for at once, when each takes `bytes` bytes of scratch. */
export function groupSize(queryCount: number, bytes: number): number {
  return Math.max(1, Math.min(queryCount, GROUP_QUERIES, Math.floor(GROUP_BYTES / bytes)));
}

/** Queries of one width in linear memory, in the form in which the kernels scan for them. */
export class QueryBlock {
  readonly pointer: number;
  readonly #wasm: BaseInstance;
  readonly #bits: number;
  readonly #words: number;
  readonly #packed: number;

  constructor(wasm: BaseInstance, bits: number, words: number, count: number, allocate: Allocate) {
    this.#wasm = wasm;
    this.#bits = bits;
    this.#words = words;
    this.#packed = allocate(words * 4);
    this.pointer = allocate(count * wasm.kernels.blockBytes(bits));
  }

  /** Where query `index` lies. */
  at(index: number): number {
    return this.pointer + index * this.#wasm.kernels.blockBytes(this.#bits);
  }

  /** Writes query `from` of packed `queries` as query `index`. */
  set(index: number, queries: Uint32Array, from: number): void {
    const { kernels, memory } = this.#wasm;
    const words = queries.subarray(from * this.#words, (from + 1) * this.#words);
    memory.u32(this.#packed, this.#words).set(words);
    kernels.storeQuery(this.#packed, this.#bits, this.at(index));
  }
}

/** 32-bit fields of a state: see assembly/base/hamming-hits.ts. */
const FIELDS = 8;
/** For `wanted`: every code within the limit. */
export const ALL = 2 ** 32 - 1;

/** Results of a scan for some queries, in linear memory. */
export class HitLists {
  readonly pointer: number;
  readonly #wasm: BaseInstance;
  readonly #bins: number;
  readonly #capacity: number;
  readonly #counts: number;
  readonly #entries: number;

  /** Bytes that one query takes. */
  static bytes(bits: number, capacity: number): number {
    return FIELDS * 4 + (bits + 1) * 4 + capacity * 8;
  }

  constructor(
    wasm: BaseInstance,
    bits: number,
    capacity: number,
    count: number,
    allocate: Allocate,
  ) {
    this.#wasm = wasm;
    this.#bins = bits + 1;
    this.#capacity = capacity;
    this.pointer = allocate(count * FIELDS * 4);
    this.#counts = allocate(count * this.#bins * 4);
    this.#entries = allocate(count * capacity * 8);
  }

  at(index: number): number {
    return this.pointer + index * FIELDS * 4;
  }

  /** Empties list `index`, for the `wanted` nearest within `limit` of the query at `query`. */
  reset(index: number, query: number, limit: number, wanted: number): void {
    const { memory } = this.#wasm;
    const counts = this.#counts + index * this.#bins * 4;
    const entries = this.#entries + index * this.#capacity * 8;
    memory.u32(counts, this.#bins).fill(0);
    const state = [limit, 0, 0, wanted, this.#capacity, counts, entries, query];
    memory.u32(this.at(index), FIELDS).set(state);
  }

  /** Entries in list `index`. */
  size(index: number): number {
    return this.#wasm.memory.u32(this.at(index), FIELDS)[1];
  }
}
