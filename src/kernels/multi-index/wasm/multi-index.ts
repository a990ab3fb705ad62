import type { HashCodes } from '../../../core/hash-codes.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import { MAX_COPIED_BITS, type MultiIndex, type MultiIndexHits, type SearchWork } from '../api.ts';
import type { MultiIndexInstance } from '../exports.ts';
import { substringsOf } from '../substrings.ts';

/** Codes that pass through scratch memory at a time. */
const BATCH_CODES = 2 ** 15;
/** 32-bit fields of a table: see assembly/multi-index/search.ts. */
const FIELDS = 8;
/** Room for the codes within a radius; a search that finds more is done again with enough. */
const FEW_HITS = 4096;

/** Substring tables in linear memory; codes of at most 128 bits lie in the buckets themselves. */
export class WasmMultiIndex extends ResidentBlocks implements MultiIndex {
  readonly count: number;
  bytes = 0;
  readonly #wasm: MultiIndexInstance;
  readonly #bits: number;
  /** Bytes of a code: a multiple of 8. */
  readonly #stride: number;
  /** All codes, or 0 where buckets have copies. */
  readonly #codes: number;
  readonly #tableCount: number;
  readonly #tables: number;

  constructor(wasm: MultiIndexInstance, codes: HashCodes, substrings: number) {
    super(wasm.memory, 'multi-index');
    this.count = codes.count;
    this.#wasm = wasm;
    this.#bits = codes.bits;
    this.#stride = ((codes.wordsPerCode + 1) >>> 1) * 8;
    this.#tableCount = substrings;
    const areCopied = codes.bits <= MAX_COPIED_BITS;
    this.#codes = areCopied ? 0 : this.#keep(this.count * this.#stride);
    this.#tables = this.#keep(substrings * FIELDS * 4);
    const tables = substringsOf(codes.bits, substrings).map(({ offset, width }) => [
      this.#keep((2 ** width + 2) * 4),
      this.#keep(this.count * 4),
      areCopied ? this.#keep(this.count * this.#stride) : 0,
      offset,
      width,
    ]);
    try {
      this.#fill(codes, tables);
    } catch (error) {
      this.dispose();
      throw error;
    }
    const fields = tables.flatMap((table) => [...table, 0, 0, 0]);
    wasm.memory.u32(this.#tables, fields.length).set(fields);
  }

  nearest(query: Uint32Array, k: number, work: SearchWork): MultiIndexHits | null {
    const wanted = Math.min(k, this.count);
    return this.#search(query, wanted, this.#bits, wanted, work);
  }

  within(query: Uint32Array, radius: number, work: SearchWork): MultiIndexHits | null {
    const room = Math.min(this.count, FEW_HITS);
    return this.#search(query, 0, Math.min(radius, this.#bits), room, work);
  }

  #search(
    query: Uint32Array,
    wanted: number,
    limit: number,
    room: number,
    work: SearchWork,
  ): MultiIndexHits | null {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    let missing = 0;
    const hits = memory.withScratch((allocate) => {
      const words = allocate(this.#stride);
      const figures = allocate(32);
      const entries = allocate(room * 8);
      memory
        .u32(words, this.#stride / 4)
        .fill(0)
        .set(query);
      memory.f64(figures, 1)[0] = work.budget;
      const found = kernels.searchMultiIndex(
        this.#tables,
        this.#tableCount,
        this.#codes,
        this.#stride,
        words,
        wanted,
        limit,
        entries,
        room,
        work.lookupCost,
        figures,
      );
      [, work.lookups, work.compared, missing] = memory.f64(figures, 4);
      return found < 0 ? null : hitsOf(memory.u32(entries, found * 2));
    });
    if (hits === null || missing === 0) return hits;
    return this.#search(query, wanted, limit, room + missing, work);
  }

  #keep(bytes: number): number {
    this.bytes += bytes;
    return this.allocate(bytes);
  }

  /** Counts the codes of each bucket, then puts them there: twice through all of them. */
  #fill(codes: HashCodes, tables: readonly (readonly number[])[]): void {
    const { kernels, memory } = this.#wasm;
    const stride = this.#stride;
    for (const [starts, , , , width] of tables) memory.u32(starts, 2 ** width + 2).fill(0);
    this.#inBatches(codes, (words, _, count) => {
      for (const [starts, , , offset, width] of tables) {
        kernels.countSubstrings(words, count, stride, offset, width, starts);
      }
    });
    for (const [starts, , , , width] of tables) kernels.addUp(starts, 2 ** width + 2);
    this.#inBatches(codes, (words, first, count) => {
      for (const [starts, positions, copies, offset, width] of tables) {
        kernels.placeSubstrings(
          words,
          first,
          count,
          stride,
          offset,
          width,
          starts,
          positions,
          copies,
        );
      }
    });
  }

  #inBatches(
    { words, wordsPerCode }: HashCodes,
    use: (words: number, first: number, count: number) => void,
  ): void {
    const { memory } = this.#wasm;
    const perCode = this.#stride / 4;
    memory.withScratch((allocate) => {
      const scratch = this.#codes || allocate(Math.min(BATCH_CODES, this.count) * this.#stride);
      for (let first = 0; first < this.count; first += BATCH_CODES) {
        const count = Math.min(BATCH_CODES, this.count - first);
        const to = this.#codes ? scratch + first * this.#stride : scratch;
        const from = words.subarray(first * wordsPerCode, (first + count) * wordsPerCode);
        const room = memory.u32(to, count * perCode);
        if (perCode === wordsPerCode) room.set(from);
        else spread(from, wordsPerCode, room, perCode);
        use(to, first, count);
      }
    });
  }
}

/** Copies rows of `own` words to rows of one more, which is 0. */
function spread(from: Uint32Array, own: number, to: Uint32Array, perCode: number): void {
  for (let i = 0, at = 0; i < from.length; i += own, at += perCode) {
    for (let w = 0; w < own; w++) to[at + w] = from[i + w];
    to[at + own] = 0;
  }
}

/** Pairs of position and distance, apart. */
function hitsOf(entries: Uint32Array): MultiIndexHits {
  const positions = new Uint32Array(entries.length / 2);
  const distances = new Uint16Array(entries.length / 2);
  for (let i = 0; i < positions.length; i++) {
    positions[i] = entries[2 * i];
    distances[i] = entries[2 * i + 1];
  }
  return { positions, distances };
}
