import type { HashCodes } from '../../core/hash-codes.ts';
import type { Buckets } from '../api.ts';
import { bucketLayout } from '../bucket-layout.ts';
import type { WasmInstance } from './instantiate.ts';
import { ResidentBlocks } from './resident.ts';

/** Distinct codes and their look-up tables in linear memory. */
export class WasmBuckets extends ResidentBlocks implements Buckets {
  readonly count: number;
  readonly #wasm: WasmInstance;
  readonly #bits: number;
  readonly #words: number;
  readonly #codes: number;
  readonly #slots: number;
  readonly #slotMask: number;
  readonly #bitmap: number;
  readonly #bitmapShift: number;
  readonly #found: number;

  constructor(wasm: WasmInstance, codes: HashCodes) {
    super(wasm.memory, 'bucket table');
    this.count = codes.count;
    this.#wasm = wasm;
    this.#bits = codes.bits;
    this.#words = codes.wordsPerCode;
    const layout = bucketLayout(codes);
    const keep = (values: Uint32Array) => {
      const pointer = this.allocate(values.byteLength);
      wasm.memory.u32(pointer, values.length).set(values);
      return pointer;
    };
    this.#codes = keep(codes.words);
    this.#slots = keep(layout.slots);
    this.#slotMask = layout.slotMask;
    this.#bitmap = layout.bitmap ? keep(layout.bitmap) : 0;
    this.#bitmapShift = layout.bitmapShift;
    this.#found = this.allocate(codes.count * 4);
  }

  probe(
    query: Uint32Array,
    radius: number,
    positions: Uint32Array,
    perRadius: Uint32Array,
  ): number {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    return memory.withScratch((allocate) => {
      const code = allocate(8);
      const counters = allocate((radius + 1) * 4);
      memory.u32(code, this.#words).set(query);
      memory.u32(counters, radius + 1).fill(0);
      const found = kernels.probe(
        code,
        this.#bits,
        radius,
        this.#slots,
        this.#slotMask,
        this.#bitmap,
        this.#bitmapShift,
        this.#codes,
        this.#found,
        counters,
      );
      positions.set(memory.u32(this.#found, found));
      perRadius.set(memory.u32(counters, radius + 1));
      return found;
    });
  }
}
