import type { HashCodes } from '../../../core/hash-codes.ts';
import type { Buckets } from '../../api.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import { bucketLayout } from '../bucket-layout.ts';
import type { BaseInstance } from '../exports.ts';

/** Distinct codes and their look-up tables in linear memory. */
export class WasmBuckets extends ResidentBlocks implements Buckets {
  readonly count: number;
  readonly #wasm: BaseInstance;
  readonly #bits: number;
  readonly #words: number;
  readonly #codes: number;
  readonly #slots: number;
  readonly #slotMask: number;
  readonly #bitmap: number;
  readonly #bitmapShift: number;
  readonly #found: number;
  /** The query's code (8 bytes) and a counter per radius. */
  readonly #scratch: number;

  constructor(wasm: BaseInstance, codes: HashCodes) {
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
    this.#scratch = this.allocate(8 + (codes.bits + 1) * 4);
  }

  probe(
    query: Uint32Array,
    radius: number,
    positions: Uint32Array,
    perRadius: Uint32Array,
  ): number {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const code = this.#scratch >>> 2;
    const counters = code + 2;
    const heap = memory.words;
    for (let w = 0; w < this.#words; w++) heap[code + w] = query[w];
    const found = kernels.probe(
      this.#scratch,
      this.#bits,
      radius,
      this.#slots,
      this.#slotMask,
      this.#bitmap,
      this.#bitmapShift,
      this.#codes,
      this.#found,
      this.#scratch + 8,
    );
    const first = this.#found >>> 2;
    positions.set(heap.subarray(first, first + found));
    const reached = Math.min(radius, this.#bits);
    for (let r = 0; r <= reached; r++) perRadius[r] = heap[counters + r];
    perRadius.fill(0, reached + 1, radius + 1);
    return found;
  }
}
