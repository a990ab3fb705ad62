import { type HashCodes, popcount } from '../../../core/hash-codes.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import type { MultiIndex, MultiIndexHits, SearchWork } from '../api.ts';
import { type Substring, substringsOf } from '../substrings.ts';
import { HitHeap } from './hit-heap.ts';

interface Table extends Substring {
  /** Where the bucket of a value begins in `positions`; one more entry than values. */
  readonly starts: Uint32Array;
  readonly positions: Uint32Array;
}

/** One search. */
interface Search {
  readonly query: Uint32Array;
  /** The query's substrings. */
  readonly values: readonly number[];
  readonly hits: HitHeap;
  readonly work: SearchWork;
}

/** Multi-index hashing on typed arrays, in the order of the compiled kernel. */
export class TypeScriptMultiIndex extends TypeScriptResident implements MultiIndex {
  readonly count: number;
  readonly bytes: number;
  readonly #bits: number;
  readonly #stride: number;
  readonly #words: Uint32Array;
  readonly #tables: readonly Table[];

  constructor(codes: HashCodes, substrings: number) {
    super('multi-index');
    this.count = codes.count;
    this.#bits = codes.bits;
    this.#stride = codes.wordsPerCode;
    this.#words = codes.words.slice();
    this.#tables = substringsOf(codes.bits, substrings).map((part) => this.#tableOf(part));
    this.bytes = this.#tables.reduce(
      (sum, { starts, positions }) => sum + starts.byteLength + positions.byteLength,
      this.#words.byteLength,
    );
  }

  nearest(query: Uint32Array, k: number, work: SearchWork): MultiIndexHits | null {
    return this.#search(query, new HitHeap(Math.min(k, this.count), this.#bits), work);
  }

  within(query: Uint32Array, radius: number, work: SearchWork): MultiIndexHits | null {
    return this.#search(query, new HitHeap(0, Math.min(radius, this.#bits)), work);
  }

  #search(query: Uint32Array, hits: HitHeap, work: SearchWork): MultiIndexHits | null {
    this.checkAlive();
    work.lookups = 0;
    work.compared = 0;
    const values = this.#tables.map((table) => substring(query, 0, table));
    return this.#probeAll({ query, values, hits, work }) ? hits.sorted() : null;
  }

  /** Probes rings of growing radius until no code left can be of interest; false if it gives up. */
  #probeAll(search: Search): boolean {
    const { hits } = search;
    const radius = hits.limit;
    const widest = this.#tables[0].width;
    for (let a = 0; a <= widest; a++) {
      for (let t = 0; t < this.#tables.length; t++) {
        if (a <= this.#tables[t].width && !this.#ring(search, t, a)) return false;
        const known = a * this.#tables.length + t;
        if (known >= radius || (hits.isFull && hits.limit <= known)) return true;
      }
    }
    return true;
  }

  #ring(search: Search, t: number, a: number): boolean {
    const value = search.values[t];
    if (a === 0) return this.#visit(search, value, t, 0);
    const last = (2 ** a - 1) << (this.#tables[t].width - a);
    for (let flips = 2 ** a - 1; ; ) {
      if (!this.#visit(search, value ^ flips, t, a)) return false;
      if (flips === last) return true;
      // The next larger number with as many 1 bits (Gosper).
      const low = flips & -flips;
      const ripple = flips + low;
      flips = ripple | (((flips ^ ripple) >>> 2) >>> (31 - Math.clz32(low)));
    }
  }

  #visit(search: Search, value: number, t: number, a: number): boolean {
    const { starts, positions } = this.#tables[t];
    const { query, hits, work } = search;
    const end = starts[value + 1];
    work.lookups++;
    work.compared += end - starts[value];
    for (let i = starts[value]; i < end; i++) {
      const at = positions[i] * this.#stride;
      let distance = 0;
      for (let w = 0; w < this.#stride; w++) distance += popcount(this.#words[at + w] ^ query[w]);
      if (distance <= hits.limit && !this.#wasFound(search, at, t, a)) {
        hits.offer(distance, positions[i]);
      }
    }
    return work.lookups * work.lookupCost + work.compared <= work.budget;
  }

  /** Whether a code lay in a bucket that was visited before those at distance a of table t. */
  #wasFound({ values }: Search, at: number, t: number, a: number): boolean {
    return this.#tables.some((table, other) => {
      if (other === t) return false;
      const distance = popcount(substring(this.#words, at, table) ^ values[other]);
      return distance < a || (distance === a && other < t);
    });
  }

  /** A counting sort by the value of the substring. */
  #tableOf(part: Substring): Table {
    const starts = new Uint32Array(2 ** part.width + 1);
    const { length } = this.#words;
    for (let at = 0; at < length; at += this.#stride) starts[substring(this.#words, at, part)]++;
    let sum = 0;
    for (let value = 0; value < starts.length; value++) {
      sum += starts[value];
      starts[value] = sum;
    }
    // From the last code back, each place before the ones taken: buckets end up in ascending order.
    const positions = new Uint32Array(this.count);
    for (let i = this.count - 1; i >= 0; i--) {
      positions[--starts[substring(this.#words, i * this.#stride, part)]] = i;
    }
    return { ...part, starts, positions };
  }
}

/** The bits of a code that a substring names. */
function substring(words: Uint32Array, at: number, { offset, width }: Substring): number {
  const word = at + (offset >>> 5);
  const shift = offset & 31;
  let value = words[word] >>> shift;
  if (shift + width > 32) value |= words[word + 1] << (32 - shift);
  return value & (2 ** width - 1);
}
