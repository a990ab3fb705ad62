import type { HashCodes } from '../../core/hash-codes.ts';
import type { Codes } from '../api.ts';
import type { WasmInstance } from './instantiate.ts';
import { ResidentBlocks } from './resident.ts';

/** Packed codes in linear memory, with room for the results of a scan. */
export class WasmCodes extends ResidentBlocks implements Codes {
  readonly count: number;
  readonly #wasm: WasmInstance;
  readonly #bits: number;
  readonly #words: number;
  readonly #codes: number;

  constructor(wasm: WasmInstance, codes: HashCodes) {
    super(wasm.memory, 'code store');
    this.count = codes.count;
    this.#wasm = wasm;
    this.#bits = codes.bits;
    this.#words = codes.wordsPerCode;
    this.#codes = this.allocate(codes.words.length * 4);
    wasm.memory.u32(this.#codes, codes.words.length).set(codes.words);
  }

  within(
    query: Uint32Array,
    radius: number,
    positions: Uint32Array,
    distances: Uint16Array,
  ): number {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    return memory.withScratch((allocate) => {
      const code = allocate(this.#words * 4);
      const foundPositions = allocate(this.count * 4);
      const foundDistances = allocate(this.count * 2);
      memory.u32(code, this.#words).set(query);
      const found = kernels.within(
        code,
        this.#codes,
        this.count,
        this.#words,
        radius,
        foundPositions,
        foundDistances,
      );
      positions.set(memory.u32(foundPositions, found));
      distances.set(memory.u16(foundDistances, found));
      return found;
    });
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
    const bins = this.#bits + 1;
    memory.withScratch((allocate) => {
      const code = allocate(this.#words * 4);
      const labelList = allocate(this.count * 4);
      const lanes = allocate(bins * 4 * 8);
      memory.u32(labelList, this.count).set(labels);
      for (let q = 0; q < queryCount; q++) {
        const words = queries.subarray(q * this.#words, (q + 1) * this.#words);
        memory.u32(code, this.#words).set(words);
        const counters = memory.u32(lanes, bins * 8);
        counters.fill(0);
        kernels.addHistogram(
          code,
          this.#codes,
          this.count,
          this.#words,
          queryLabels[q],
          labelList,
          bins,
          lanes,
        );
        // Each lane is bins pairs of (all, relevant).
        for (let i = 0; i < bins * 4; i++) {
          total[q * bins + (i % bins)] += counters[2 * i];
          relevant[q * bins + (i % bins)] += counters[2 * i + 1];
        }
      }
    });
  }
}
