import type { HashCodes } from '../../../core/hash-codes.ts';
import type { Codes } from '../../api.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import { type CodeLayout, HitList } from './hamming-hits.ts';
import { CodePlanes } from './hamming-planes.ts';
import { CodeRows } from './hamming-rows.ts';

/** Codes that all queries of a group look at before the next ones, so that they stay in cache. */
const TILE = 2048;
/** Queries that are looked for together. */
const GROUP = 64;

/** Codes as typed arrays: bit planes up to 32 bits, rows of words beyond. */
export class TypeScriptCodes extends TypeScriptResident implements Codes {
  readonly count: number;
  readonly #bits: number;
  readonly #words: number;
  readonly #layout: CodeLayout;

  constructor(codes: HashCodes) {
    super('code store');
    this.count = codes.count;
    this.#bits = codes.bits;
    this.#words = codes.wordsPerCode;
    this.#layout = codes.bits <= 32 ? new CodePlanes(codes) : new CodeRows(codes);
  }

  nearest(
    queries: Uint32Array,
    queryCount: number,
    k: number,
    positions: Uint32Array,
    distances: Uint16Array,
  ): number {
    this.checkAlive();
    const size = Math.min(k, this.count);
    if (size === 0) return 0;
    // Twice the room that is needed: a list is cleared of what has dropped out when it is full.
    const capacity = Math.min(this.count, Math.max(2 * size, size + 1024));
    for (let group = 0; group < queryCount; group += GROUP) {
      const searches = this.#prepare(queries, group, queryCount).map((query) => ({
        query,
        hits: new HitList(
          this.#bits,
          this.#bits,
          size,
          new Uint32Array(capacity),
          new Uint16Array(capacity),
        ),
      }));
      for (let first = 0; first < this.count; first += TILE) {
        const end = Math.min(first + TILE, this.count);
        for (const { query, hits } of searches) this.#layout.scan(query, first, end, hits);
      }
      searches.forEach(({ hits }, q) => {
        hits.rank(positions, distances, (group + q) * size);
      });
    }
    return size;
  }

  within(
    query: Uint32Array,
    radius: number,
    positions: Uint32Array,
    distances: Uint16Array,
  ): number {
    this.checkAlive();
    const limit = Math.min(radius, this.#bits);
    const hits = new HitList(this.#bits, limit, Number.POSITIVE_INFINITY, positions, distances);
    this.#layout.scan(this.#layout.prepare(query), 0, this.count, hits);
    return hits.size;
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
    const bins = this.#bits + 1;
    const distances = new Uint16Array(TILE);
    const prepared = this.#prepare(queries, 0, queryCount, queryCount);
    for (let first = 0; first < this.count; first += TILE) {
      const end = Math.min(first + TILE, this.count);
      prepared.forEach((query, q) => {
        this.#layout.distances(query, first, end, distances);
        const label = queryLabels[q];
        for (let i = first; i < end; i++) {
          const bin = q * bins + distances[i - first];
          total[bin]++;
          if (labels[i] === label) relevant[bin]++;
        }
      });
    }
  }

  /** Queries from `first` on, at most `most` of them. */
  #prepare(queries: Uint32Array, first: number, queryCount: number, most = GROUP): Int32Array[] {
    return Array.from({ length: Math.min(most, queryCount - first) }, (_, q) => {
      const at = (first + q) * this.#words;
      return this.#layout.prepare(queries.subarray(at, at + this.#words));
    });
  }
}
