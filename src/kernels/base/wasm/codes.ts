import type { HashCodes } from '../../../core/hash-codes.ts';
import type { Codes } from '../../api.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { BaseInstance } from '../exports.ts';
import { ALL, groupSize, HitLists, QueryBlock } from './hamming-scratch.ts';

/** Codes uploaded, or scanned, at a time where scratch grows with them; a multiple of a block. */
const BATCH_CODES = 2 ** 15;

/** Codes in linear memory, once: as bit planes or as rows of words, see assembly/base/hamming.ts. */
export class WasmCodes extends ResidentBlocks implements Codes {
  readonly count: number;
  readonly #wasm: BaseInstance;
  readonly #bits: number;
  readonly #words: number;
  readonly #codes: number;

  constructor(wasm: BaseInstance, codes: HashCodes) {
    super(wasm.memory, 'code store');
    this.count = codes.count;
    this.#wasm = wasm;
    this.#bits = codes.bits;
    this.#words = codes.wordsPerCode;
    const perBlock = wasm.kernels.blockCodes(codes.bits);
    const blockBytes = wasm.kernels.blockBytes(codes.bits);
    this.#codes = this.allocate(Math.ceil(codes.count / perBlock) * blockBytes);
    try {
      this.#upload(codes, perBlock, blockBytes);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  #upload(codes: HashCodes, perBlock: number, blockBytes: number): void {
    const { kernels, memory } = this.#wasm;
    const stride = this.#words;
    const batch = Math.max(perBlock, Math.floor(BATCH_CODES / stride / perBlock) * perBlock);
    memory.withScratch((allocate) => {
      const packed = allocate(Math.min(batch, this.count) * stride * 4);
      for (let first = 0; first < this.count; first += batch) {
        const count = Math.min(batch, this.count - first);
        const words = codes.words.subarray(first * stride, (first + count) * stride);
        memory.u32(packed, words.length).set(words);
        const to = this.#codes + (first / perBlock) * blockBytes;
        kernels.storeCodes(packed, count, this.#bits, to);
      }
    });
  }

  nearest(
    queries: Uint32Array,
    queryCount: number,
    k: number,
    positions: Uint32Array,
    distances: Uint16Array,
  ): number {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const bits = this.#bits;
    const size = Math.min(k, this.count);
    if (size === 0 || queryCount === 0) return size;
    // Twice the room that is needed: a list is cleared of what has dropped out when it is full.
    const capacity = Math.min(this.count, Math.max(2 * size, size + 1024));
    const bytes = HitLists.bytes(bits, capacity) + kernels.blockBytes(bits);
    const group = groupSize(queryCount, bytes);
    memory.withScratch((allocate) => {
      const query = new QueryBlock(this.#wasm, bits, this.#words, group, allocate);
      const lists = new HitLists(this.#wasm, bits, capacity, group, allocate);
      const outPositions = allocate(size * 4);
      const outDistances = allocate(size * 2);
      for (let first = 0; first < queryCount; first += group) {
        const count = Math.min(group, queryCount - first);
        for (let q = 0; q < count; q++) {
          query.set(q, queries, first + q);
          lists.reset(q, query.at(q), bits, size);
        }
        kernels.scanCodes(this.#codes, bits, 0, this.count, lists.pointer, count);
        for (let q = 0; q < count; q++) {
          kernels.ranked(lists.at(q), outPositions, outDistances);
          positions.set(memory.u32(outPositions, size), (first + q) * size);
          distances.set(memory.u16(outDistances, size), (first + q) * size);
        }
      }
    });
    return size;
  }

  within(
    query: Uint32Array,
    radius: number,
    positions: Uint32Array,
    distances: Uint16Array,
  ): number {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const bits = this.#bits;
    const batch = Math.min(BATCH_CODES, this.count);
    let found = 0;
    memory.withScratch((allocate) => {
      const code = new QueryBlock(this.#wasm, bits, this.#words, 1, allocate);
      const list = new HitLists(this.#wasm, bits, batch, 1, allocate);
      const outPositions = allocate(batch * 4);
      const outDistances = allocate(batch * 2);
      code.set(0, query, 0);
      for (let first = 0; first < this.count; first += batch) {
        list.reset(0, code.pointer, Math.min(radius, bits), ALL);
        const end = Math.min(first + batch, this.count);
        kernels.scanCodes(this.#codes, bits, first, end, list.pointer, 1);
        const size = list.size(0);
        kernels.listed(list.pointer, outPositions, outDistances);
        positions.set(memory.u32(outPositions, size), found);
        distances.set(memory.u16(outDistances, size), found);
        found += size;
      }
    });
    return found;
  }

  addDistanceHistograms(
    queries: Uint32Array,
    queryCount: number,
    queryLabels: Int32Array,
    labels: Int32Array,
    total: Uint32Array,
    relevant: Uint32Array,
  ): void {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const bits = this.#bits;
    const bins = bits + 1;
    const group = groupSize(queryCount, bins * 32 + kernels.blockBytes(bits));
    memory.withScratch((allocate) => {
      const query = new QueryBlock(this.#wasm, bits, this.#words, group, allocate);
      const ownLabels = allocate(group * 4);
      const someLabels = allocate(Math.min(BATCH_CODES, this.count) * 4);
      const lanes = allocate(group * bins * 32);
      for (let q = 0; q < queryCount; q += group) {
        const count = Math.min(group, queryCount - q);
        for (let i = 0; i < count; i++) query.set(i, queries, q + i);
        memory.u32(ownLabels, count).set(queryLabels.subarray(q, q + count));
        memory.u32(lanes, count * bins * 8).fill(0);
        for (let first = 0; first < this.count; first += BATCH_CODES) {
          const end = Math.min(first + BATCH_CODES, this.count);
          memory.u32(someLabels, end - first).set(labels.subarray(first, end));
          kernels.addHistograms(
            this.#codes,
            bits,
            first,
            end,
            query.pointer,
            count,
            ownLabels,
            someLabels,
            lanes,
          );
        }
        const counters = memory.u32(lanes, count * bins * 8);
        addLanes(counters, bins, total.subarray(q * bins), relevant.subarray(q * bins));
      }
    });
  }
}

/** Adds counters, per query four lanes of bins pairs (all, relevant), to the histograms. */
function addLanes(
  counters: Uint32Array,
  bins: number,
  total: Uint32Array,
  relevant: Uint32Array,
): void {
  for (let at = 0; at < counters.length; at += 2) {
    const pair = at >>> 1;
    const bin = Math.floor(pair / (4 * bins)) * bins + (pair % bins);
    total[bin] += counters[at];
    relevant[bin] += counters[at + 1];
  }
}
